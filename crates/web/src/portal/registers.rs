//! The published registers: bodies, items, statutes, discretion and whatever else the pack says; each entry with its version,
//! its days and its source, and “无此类事项” where an agency stated it.

use askama::Template;
use axum::extract::{Path, State, rejection::PathRejection};
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use jiff::civil::Date;
use zhiheng_app::registers::{PublicEntry, PublicList, PublicRegister, PublicVersion};
use zhiheng_law::Register;

use super::face::{Face, Keep, page};
use super::failure::{Failure, settle};
use super::{Portal, address, words};

/// Longest words, group, agency or cursor that an address may carry, in bytes.
const LONGEST: usize = 1000;

#[derive(Template)]
#[template(path = "portal/registers.html")]
struct Registers<'p> {
    face: &'p Face,
    lines: Vec<Line<'p>>,
}

struct Line<'p> {
    register: &'p Register,
    held: u64,
    basis: String,
    none: Vec<NoneLine<'p>>,
}

/// A statement in words.
struct NoneLine<'p> {
    id: &'p str,
    agency: &'p str,
    group: &'p str,
    since: String,
}

#[derive(Template)]
#[template(path = "portal/register.html")]
struct RegisterPage<'p> {
    face: &'p Face,
    register: &'p Register,
    basis: String,
    words: &'p str,
    groups: Vec<(&'p str, u64, bool)>,
    none: Vec<NoneLine<'p>>,
    entries: Vec<EntryLine<'p>>,
    total: u64,
    narrowed: bool,
    first: Option<String>,
    next: Option<String>,
}

struct EntryLine<'p> {
    entry: &'p PublicEntry,
    now: &'p PublicVersion,
    effective: String,
    /// Its most telling cells.
    cells: Vec<(&'p str, String)>,
}

#[derive(Template)]
#[template(path = "portal/register_entry.html")]
struct EntryPage<'p> {
    face: &'p Face,
    register: &'p Register,
    entry: &'p PublicEntry,
    title: &'p str,
    now: Option<VersionPart<'p>>,
    /// Begins on a coming day.
    coming: Option<VersionPart<'p>>,
    /// Published before.
    past: Vec<VersionPart<'p>>,
}

struct VersionPart<'p> {
    version: &'p PublicVersion,
    effective: String,
    published: String,
    until: Option<(String, &'p str)>,
}

pub(super) async fn all(State(portal): State<Portal>, face: Face) -> Response {
    settle(&face, list(&portal, &face).await)
}

async fn list(portal: &Portal, face: &Face) -> Result<Response, Failure> {
    let registers = portal.app.public_registers().await?;
    let lines = registers
        .iter()
        .map(|held| Line {
            register: &held.register,
            held: held.held,
            basis: words::cited(portal.app.pack(), &held.register.basis.join(";")),
            none: stated(held),
        })
        .collect();
    Ok(page(face, StatusCode::OK, Keep::Minute, &Registers { face, lines }))
}

pub(super) async fn one(
    State(portal): State<Portal>,
    face: Face,
    uri: Uri,
    kind: Result<Path<String>, PathRejection>,
) -> Response {
    let Ok(Path(kind)) = kind else { return Failure::missing("这一名录").page(&face) };
    settle(&face, register(&portal, &face, &uri, &kind).await)
}

async fn register(
    portal: &Portal,
    face: &Face,
    uri: &Uri,
    kind: &str,
) -> Result<Response, Failure> {
    let pairs = address::pairs(uri);
    if pairs.iter().any(|(_, value)| value.len() > LONGEST || value.chars().any(char::is_control)) {
        return Err(Failure::bad_request("条件过长，或者含有不能显示的字符"));
    }
    let given = |name: &str| {
        let value = pairs.iter().rev().find(|(held, _)| held == name);
        value.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    };
    let (asked, group, agency) = (given("q").unwrap_or_default(), given("group"), given("agency"));
    let list = portal.app.public_entries(kind, (asked, group, agency), given("cursor")).await?;
    let PublicList { register: held, groups, entries, total, next } = &list;
    let base = format!("/registers/{}", held.register.id);
    let kept = || {
        [("q", given("q")), ("group", group), ("agency", agency)]
            .into_iter()
            .filter_map(|(name, value)| Some((name, value?)))
    };
    let first = given("cursor").map(|_| address::link(&base, kept()));
    let next = next.as_deref().map(|next| address::link(&base, kept().chain([("cursor", next)])));
    let template = RegisterPage {
        face,
        register: &held.register,
        basis: words::cited(portal.app.pack(), &held.register.basis.join(";")),
        words: asked,
        groups: groups
            .iter()
            .map(|(name, held)| (name.as_str(), *held, Some(name.as_str()) == group))
            .collect(),
        none: stated(held),
        entries: entries.iter().filter_map(|entry| line(&held.register, entry)).collect(),
        total: *total,
        narrowed: given("q").is_some() || group.is_some() || agency.is_some(),
        first,
        next,
    };
    Ok(page(face, StatusCode::OK, Keep::Minute, &template))
}

pub(super) async fn entry(
    State(portal): State<Portal>,
    face: Face,
    place: Result<Path<(String, String)>, PathRejection>,
) -> Response {
    let Ok(Path((kind, id))) = place else { return Failure::missing("这一条").page(&face) };
    settle(&face, shown(&portal, &face, &kind, &id).await)
}

async fn shown(portal: &Portal, face: &Face, kind: &str, id: &str) -> Result<Response, Failure> {
    let (entry, register) = portal.app.public_entry(kind, id).await?;
    let today = portal.app.today().to_string();
    let now = entry.now.as_ref().map(|version| version.n);
    // A version that was withdrawn before its day never comes.
    let coming =
        entry.versions.iter().find(|version| version.effective > today && version.until.is_none());
    let past = entry
        .versions
        .iter()
        .filter(|version| Some(version.n) != now && coming.is_none_or(|next| next.n != version.n));
    let template = EntryPage {
        face,
        register: &register,
        title: entry.versions.first().map_or("", |version| version.name.as_str()),
        now: entry.now.as_ref().map(part),
        coming: coming.map(part),
        past: past.map(part).collect(),
        entry: &entry,
    };
    Ok(page(face, StatusCode::OK, Keep::Minute, &template))
}

fn stated(held: &PublicRegister) -> Vec<NoneLine<'_>> {
    held.none
        .iter()
        .map(|none| NoneLine {
            id: &none.id,
            agency: &none.agency.name,
            group: &none.group,
            since: day(&none.effective),
        })
        .collect()
}

/// An entry in a list: its name, and the first short cells that are neither name nor group.
fn line<'p>(register: &Register, entry: &'p PublicEntry) -> Option<EntryLine<'p>> {
    let now = entry.now.as_ref()?;
    let title = |id: &str| register.column(id).map_or("", |column| column.title.as_str());
    let group = register.category.as_deref().map_or("", title);
    let cells = now
        .cells
        .iter()
        .filter(|(name, words)| {
            name != title(&register.name) && name != group && words.chars().count() <= 60
        })
        .take(4)
        .map(|(name, words)| (name.as_str(), words.replace('\n', " ")))
        .collect();
    Some(EntryLine { entry, now, effective: day(&now.effective), cells })
}

fn part(version: &PublicVersion) -> VersionPart<'_> {
    VersionPart {
        version,
        effective: day(&version.effective),
        published: day(&version.published),
        until: version.until.as_ref().map(|(until, why)| (day(until), why.as_str())),
    }
}

/// A day in words; as it stands where it is none.
fn day(text: &str) -> String {
    text.parse::<Date>().map_or_else(|_| text.to_owned(), words::day)
}
