//! The API of the console and of other programs: acts, never fields. Each operation is documented where it stands.
//!
//! Who may ask for what stands in one table, [`ACCESS`]; it is written into the API document and a test asks every cell.

pub(crate) mod record;

mod acts;
mod blanks;
mod blobs;
mod boards;
mod catalogue;
mod credit;
mod desks;
mod devices;
mod disclosure;
mod document;
mod dossiers;
mod export;
mod files;
mod law;
mod ledgers;
mod letters;
mod looking;
mod matters;
mod officers;
mod papers;
mod parties;
mod people;
mod playback;
mod procedures;
mod public_files;
mod receipts;
mod recordings;
mod register_steps;
mod registers;
mod reports;
mod responsibility;
mod retention;
mod rooms;
mod scans;
mod session;
mod uploads;
mod zipped;

pub(crate) use blobs::disposition;
pub(crate) use reports::unwritten;

use axum::Router;
use axum::middleware::map_response;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouterExt as _};
use utoipa_axum::routes;
use zhiheng_domain::Power;

use crate::guard;
use crate::server::{Api, no_such_address, wrong_method};

/// Who may ask for an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anybody.
    Anyone,
    /// Whoever is signed in; what an act needs besides is in the law pack.
    SignedIn,
    /// Who holds at least one of these powers.
    Power(&'static [Power]),
    /// Who holds all of these powers.
    All(&'static [Power]),
}

use Access::{All, Anyone, Power as Any, SignedIn};

/// Powers that have to do with the draft that legal review looks at.
const REVIEWING: &[Power] = &[Power::Review, Power::Decide, Power::Approve, Power::Handle];
/// Powers that put files into dossiers.
const WORKING: &[Power] = &[
    Power::Register,
    Power::Handle,
    Power::Approve,
    Power::Review,
    Power::Decide,
    Power::Publish,
    Power::Archive,
];

/// Powers that keep paper dossiers.
const DOSSIERS: &[Power] = &[Power::Register, Power::Handle, Power::Archive];
/// Powers that take numbered forms into the field.
const TAKING: &[Power] = &[Power::Register, Power::Handle, Power::Decide];
/// Powers that collect entries of registers.
const COLLECTING: &[Power] = &[Power::Register, Power::Handle, Power::Publish];
/// Powers that examine them.
const EXAMINING: &[Power] = &[Power::Approve, Power::Review];

/// Powers that remark on the catalogues of agencies below.
const REMARKING: &[Power] = &[Power::Approve, Power::Review, Power::Supervise];
/// Powers that answer such remarks.
const ANSWERING: &[Power] =
    &[Power::Register, Power::Handle, Power::Approve, Power::Review, Power::Publish];

/// The matrix: method, path below `/api`, and who may ask.
pub const ACCESS: &[(&str, &str, Access)] = &[
    ("get", "/openapi.json", Anyone),
    ("post", "/session", Anyone),
    ("get", "/session", SignedIn),
    ("delete", "/session", SignedIn),
    ("get", "/desk", SignedIn),
    ("get", "/matters", Any(&[Power::View])),
    ("post", "/matters", SignedIn),
    ("post", "/matters/preview", SignedIn),
    ("get", "/matters.xlsx", All(&[Power::View, Power::Export])),
    ("get", "/matters/{id}", Any(&[Power::View])),
    ("get", "/matters/{id}/papers/{paper}", Any(&[Power::View])),
    ("get", "/matters/{id}/papers/{paper}/pdf", Any(&[Power::View])),
    ("post", "/matters/{id}/acts/{act}/papers/{paper}/pdf", Any(&[Power::View])),
    ("post", "/matters/preview/papers/{paper}/pdf", SignedIn),
    ("get", "/papers/samples/{procedure}/{act}/{paper}", SignedIn),
    ("get", "/matters/{id}/dossier", Any(&[Power::View])),
    ("get", "/matters/{id}/dossier.pdf", Any(&[Power::View])),
    ("get", "/matters/{id}/dossier.zip", All(&[Power::View, Power::Export])),
    ("get", "/matters/{id}/dossier/properties", Any(&[Power::View])),
    ("post", "/matters/{id}/dossier/package", All(&[Power::View, Power::Export])),
    ("get", "/ledgers", Any(&[Power::View])),
    ("get", "/ledgers/{kind}", Any(&[Power::View])),
    ("get", "/ledgers/{kind}/table.xlsx", All(&[Power::View, Power::Export])),
    ("get", "/reports/years", Any(&[Power::View])),
    ("get", "/reports/annual", Any(&[Power::View])),
    ("get", "/reports/annual/lines", Any(&[Power::View])),
    ("get", "/reports/annual/file", All(&[Power::View, Power::Export])),
    ("post", "/matters/{id}/scans", Any(DOSSIERS)),
    ("post", "/matters/{id}/public-files", Any(&[Power::Publish])),
    ("get", "/matters/{id}/papers/{paper}/public-copy", Any(&[Power::Publish])),
    ("post", "/matters/{id}/papers/{paper}/public-copy", Any(&[Power::Publish])),
    ("get", "/blanks", Any(&[Power::View])),
    ("post", "/blanks", Any(TAKING)),
    ("get", "/blanks/{id}/pdf", Any(&[Power::View])),
    ("post", "/blanks/{id}/void", Any(TAKING)),
    ("get", "/matters/{id}/acts/{act}/form", Any(&[Power::View])),
    ("post", "/matters/{id}/acts/{act}/preview", Any(&[Power::View])),
    ("post", "/matters/{id}/acts/{act}", SignedIn),
    ("get", "/matters/{id}/events/{version}/proof", Any(&[Power::View])),
    ("get", "/matters/{id}/review", Any(REVIEWING)),
    ("get", "/matters/{id}/disclosure", Any(&[Power::Publish])),
    ("get", "/review/desk", Any(&[Power::Review])),
    ("get", "/matters/{id}/review/aids", Any(REVIEWING)),
    ("get", "/matters/{id}/responsibility", Any(&[Power::View])),
    ("get", "/matters/{id}/recordings", Any(&[Power::View])),
    ("get", "/recordings", Any(recordings::RECORDING)),
    ("post", "/recordings", Any(recordings::RECORDING)),
    ("post", "/recordings/{id}/link", Any(recordings::RECORDING)),
    ("post", "/recordings/{id}/aside", Any(recordings::RECORDING)),
    ("get", "/reviewers", Any(&[Power::View])),
    ("get", "/accountability", Any(&[Power::View])),
    ("get", "/disclosure/queue", Any(&[Power::Publish])),
    ("get", "/disclosure/settings", Any(&[Power::View])),
    ("post", "/matters/{id}/disclosure/reread", Any(&[Power::Publish])),
    ("get", "/procedures", SignedIn),
    ("get", "/procedures/{id}", SignedIn),
    ("get", "/procedures/{id}/chart.svg", SignedIn),
    ("get", "/procedures/{id}/form", Any(&[Power::Register])),
    ("get", "/law/articles", SignedIn),
    ("get", "/law/procedures/{id}/examples", SignedIn),
    ("get", "/law/compare", SignedIn),
    ("get", "/law/touched", Any(&[Power::View])),
    ("post", "/law/procedures/{id}/switch", Any(&[Power::Decide, Power::Administer])),
    ("get", "/law/parameters", SignedIn),
    ("get", "/law/proposals", SignedIn),
    (
        "post",
        "/law/parameters/{procedure}/{name}/propose",
        Any(&[Power::Register, Power::Handle, Power::Publish]),
    ),
    ("post", "/law/proposals/{id}/approve", Any(&[Power::Approve, Power::Review])),
    ("post", "/law/proposals/{id}/reject", Any(&[Power::Approve, Power::Review])),
    ("post", "/law/proposals/{id}/publish", Any(&[Power::Publish])),
    ("get", "/registers", SignedIn),
    ("get", "/registers/owed", Any(&[Power::View])),
    ("get", "/registers/{kind}/entries", SignedIn),
    ("get", "/registers/{kind}/entries/{id}", SignedIn),
    ("get", "/registers/{kind}/entries/{id}/compare", SignedIn),
    ("get", "/registers/{kind}/template.xlsx", SignedIn),
    ("post", "/registers/{kind}/propose", Any(COLLECTING)),
    ("post", "/registers/{kind}/none", Any(COLLECTING)),
    ("post", "/registers/{kind}/submit", Any(COLLECTING)),
    ("post", "/registers/{kind}/discard", Any(COLLECTING)),
    ("post", "/registers/{kind}/import", Any(COLLECTING)),
    ("post", "/registers/{kind}/examine", Any(EXAMINING)),
    ("post", "/registers/{kind}/publish", Any(&[Power::Publish])),
    ("post", "/registers/{kind}/withdraw", Any(&[Power::Publish])),
    ("get", "/catalogue", SignedIn),
    ("get", "/catalogue/below", SignedIn),
    ("post", "/catalogue/adopt", Any(COLLECTING)),
    ("post", "/catalogue/remark", Any(REMARKING)),
    ("post", "/catalogue/answer", Any(ANSWERING)),
    ("get", "/agencies", SignedIn),
    ("get", "/people", Any(&[Power::View, Power::Administer])),
    ("get", "/authority", SignedIn),
    ("get", "/officers", Any(officers::LOOKING)),
    ("get", "/officers/{id}", Any(officers::LOOKING)),
    ("get", "/officers/{id}/photo", Any(officers::LOOKING)),
    ("post", "/officers/{id}/steps/{step}", SignedIn),
    ("get", "/officers/me/code", SignedIn),
    ("get", "/officers/me/photo", SignedIn),
    ("get", "/devices", Any(officers::LOOKING)),
    ("get", "/devices/{id}", Any(officers::LOOKING)),
    ("post", "/devices/{id}/steps/{step}", SignedIn),
    ("get", "/equipment", Any(officers::LOOKING)),
    ("get", "/equipment.pdf", All(&[Power::View, Power::Export])),
    ("get", "/equipment.xlsx", All(&[Power::View, Power::Export])),
    ("post", "/equipment/{agency}/class", SignedIn),
    ("get", "/rooms", Any(officers::LOOKING)),
    ("get", "/rooms/calendar", Any(officers::LOOKING)),
    ("post", "/rooms/{id}/steps/{step}", SignedIn),
    ("post", "/rooms/{id}/bookings", SignedIn),
    ("post", "/rooms/{id}/bookings/{day}/{booking}/{step}", SignedIn),
    ("get", "/matters/{id}/rooms", Any(&[Power::View])),
    ("post", "/blobs", Any(WORKING)),
    ("get", "/blobs/{digest}", Any(&[Power::View])),
    ("get", "/blobs/{digest}/facts", Any(&[Power::View])),
    ("get", "/blobs/{digest}/thumbnail", Any(&[Power::View])),
    ("get", "/blobs/{digest}/waveform", Any(&[Power::View])),
    ("get", "/matters/{id}/files", Any(&[Power::View])),
    ("get", "/blobs/{digest}/check", Any(&[Power::View])),
    ("options", "/uploads", Anyone),
    ("post", "/uploads", Any(WORKING)),
    ("get", "/uploads/{id}", Any(WORKING)),
    ("head", "/uploads/{id}", Any(WORKING)),
    ("patch", "/uploads/{id}", Any(WORKING)),
    ("post", "/uploads/{id}", Any(WORKING)),
    ("delete", "/uploads/{id}", Any(WORKING)),
    ("get", "/looks", Any(looking::SUPERVISING)),
    ("get", "/access", Any(&[Power::View])),
    ("post", "/access/{id}/{step}", SignedIn),
    ("get", "/matters/{id}/access", Any(&[Power::View])),
    ("post", "/matters/{id}/access", SignedIn),
    ("post", "/matters/{id}/events/{version}/receipt", Any(receipts::GIVING)),
    ("get", "/matters/{id}/events/{version}/receipt.pdf", Any(receipts::GIVING)),
    ("get", "/matters/{id}/party", Any(parties::READING)),
    ("post", "/matters/{id}/party-code", Any(receipts::GIVING)),
    ("post", "/matters/{id}/party-slip.pdf", Any(receipts::GIVING)),
    ("get", "/boards", Any(&[Power::View])),
    ("get", "/credit", Any(credit::REPORTING)),
    ("get", "/credit/decisions/{decision}", Any(credit::REPORTING)),
    ("post", "/credit/decisions/{decision}/fill", Any(credit::REPORTING)),
    ("post", "/credit/batches", Any(credit::REPORTING)),
    ("get", "/credit/batches/{id}", Any(credit::REPORTING)),
    ("get", "/credit/batches/{id}/file", All(credit::TAKING_OUT)),
    ("post", "/credit/batches/{id}/receipt", Any(credit::REPORTING)),
    ("post", "/credit/batches/{id}/receipt-file", Any(credit::REPORTING)),
    ("get", "/letters", Any(letters::ANSWERING)),
    ("post", "/letters/{id}/answer", Any(letters::ANSWERING)),
    ("get", "/retention", Any(&[Power::View])),
    ("post", "/retention/appraise", Any(&[Power::Archive])),
    ("get", "/retention/sheets/{id}", Any(&[Power::View])),
    ("get", "/retention/sheets/{id}/pdf", Any(&[Power::View])),
    ("post", "/retention/sheets/{id}/{step}", Any(retention::ENDING)),
    ("get", "/matters/{id}/retention", Any(&[Power::View])),
    ("get", "/matters/{id}/retention/certificate.pdf", Any(&[Power::View])),
    ("post", "/matters/{id}/retention/{step}", Any(retention::ENDING)),
    ("get", "/record", SignedIn),
];

/// The API below `/api`.
pub(crate) fn router() -> Router<Api> {
    let (router, document) = OpenApiRouter::<Api>::new()
        .routes(routes!(session::begin, session::show, session::end))
        .routes(routes!(desks::desk))
        .routes(routes!(desks::review))
        .routes(routes!(desks::disclosure))
        .routes(routes!(matters::list, acts::open))
        .routes(routes!(acts::preview_opening))
        .routes(routes!(export::matters))
        .routes(routes!(matters::page))
        .routes(routes!(matters::paper))
        .routes(routes!(papers::issued))
        .routes(routes!(papers::draft))
        .routes(routes!(papers::draft_of_opening))
        .routes(routes!(papers::sample))
        .routes(routes!(dossiers::page))
        .routes(routes!(dossiers::pdf))
        .routes(routes!(dossiers::zip))
        .routes(routes!(dossiers::properties))
        .routes(routes!(dossiers::package))
        .routes(routes!(ledgers::all))
        .routes(routes!(ledgers::one))
        .routes(routes!(ledgers::table))
        .routes(routes!(scans::read_back))
        .routes(routes!(blanks::list, blanks::reserve))
        .routes(routes!(blanks::pdf))
        .routes(routes!(blanks::void))
        .routes(routes!(matters::review))
        .routes(routes!(matters::disclosure))
        .routes(routes!(matters::proof))
        .routes(routes!(acts::form))
        .routes(routes!(acts::preview))
        .routes(routes!(acts::perform))
        .routes(routes!(procedures::list))
        .routes(routes!(procedures::one))
        .routes(routes!(procedures::chart))
        .routes(routes!(procedures::form))
        .routes(routes!(law::articles))
        .routes(routes!(law::examples))
        .routes(routes!(law::compare))
        .routes(routes!(law::touched))
        .routes(routes!(law::switch))
        .routes(routes!(law::parameters))
        .routes(routes!(law::proposals))
        .routes(routes!(law::propose))
        .routes(routes!(law::approve))
        .routes(routes!(law::reject))
        .routes(routes!(law::publish))
        .routes(routes!(registers::all))
        .routes(routes!(registers::owed))
        .routes(routes!(registers::entries))
        .routes(routes!(registers::entry))
        .routes(routes!(registers::compare))
        .routes(routes!(registers::template))
        .routes(routes!(registers::import).layer(registers::limit()))
        .routes(routes!(register_steps::propose))
        .routes(routes!(register_steps::none))
        .routes(routes!(register_steps::submit))
        .routes(routes!(register_steps::discard))
        .routes(routes!(register_steps::examine))
        .routes(routes!(register_steps::publish))
        .routes(routes!(register_steps::withdraw))
        .routes(routes!(catalogue::side_by_side))
        .routes(routes!(catalogue::below))
        .routes(routes!(catalogue::adopt))
        .routes(routes!(catalogue::remark))
        .routes(routes!(catalogue::answer))
        .merge(reports::router())
        .merge(disclosure::router())
        .merge(public_files::router())
        .routes(routes!(responsibility::strength))
        .routes(routes!(responsibility::aids))
        .routes(routes!(responsibility::chain))
        .routes(routes!(recordings::of_matter))
        .routes(routes!(recordings::inbox, recordings::take_in))
        .routes(routes!(recordings::link))
        .routes(routes!(recordings::set_aside))
        .routes(routes!(responsibility::desk))
        .routes(routes!(people::agencies))
        .routes(routes!(people::people))
        .routes(routes!(people::authority))
        .routes(routes!(officers::list))
        .routes(routes!(officers::one))
        .routes(routes!(officers::photo))
        .routes(routes!(officers::step))
        .routes(routes!(officers::mine))
        .routes(routes!(officers::my_photo))
        .routes(routes!(devices::list))
        .routes(routes!(devices::one))
        .routes(routes!(devices::step))
        .routes(routes!(devices::equipment))
        .routes(routes!(devices::budget_pdf))
        .routes(routes!(devices::budget_table))
        .routes(routes!(devices::classify))
        .merge(rooms::router())
        .routes(routes!(blobs::put).layer(blobs::limit()))
        .routes(routes!(blobs::get))
        .routes(routes!(blobs::facts))
        .routes(routes!(files::of_matter))
        .routes(routes!(files::thumbnail))
        .routes(routes!(files::waveform))
        .routes(routes!(blobs::check))
        .merge(uploads::router())
        .merge(looking::router())
        .merge(parties::router())
        .routes(routes!(boards::list))
        .merge(credit::router())
        .merge(letters::router())
        .merge(retention::router())
        .routes(routes!(record::head))
        .split_for_parts();
    let document = document::finish(document);
    router
        .merge(document::router(&document))
        .fallback(no_such_address)
        .method_not_allowed_fallback(wrong_method)
        .layer(map_response(guard::private))
}
