//! The catalogue of a dossier (卷内目录): its pieces in order, what it lacks, whether it is locked, how long it is kept.
//!
//! What this is not: pages (see [`super::volumes`]), nor the order itself, which the pack says and `domain` applies.

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use zhiheng_domain::dossier::{self, Arranged, HeldFile, Laid, Piece};
use zhiheng_domain::{Event, Matter, Power, Status};
use zhiheng_law::{ActKind, FieldType, Procedure};

use crate::application::App;
use crate::caller::Caller;
use crate::error::Error;
use crate::page::Opened;
use crate::retention::KeepingView;

/// A dossier as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DossierPage {
    /// The matter.
    pub matter: String,
    /// Its number, once given.
    pub number: Option<String>,
    /// Its title.
    pub title: String,
    /// Agency whose fonds (全宗) it belongs to.
    pub agency: String,
    /// How it is arranged: `正副卷`, `单卷按环节`, …
    pub arrangement: String,
    /// Article of the arrangement; may be empty.
    pub basis: String,
    /// The volumes in order.
    pub volumes: Vec<VolumeView>,
    /// What it lacks.
    pub lacks: Vec<LackView>,
    /// Locked: nothing is put in but supplements.
    pub locked: bool,
    /// How long it is kept.
    pub keeping: KeepingView,
    /// 归档号, once given.
    pub archive_number: Option<String>,
    /// Number of pieces.
    pub pieces: usize,
    /// Number of pages, without covers, catalogues and 备考表.
    pub pages: usize,
    /// Whether this person may take the whole dossier out.
    pub whole: bool,
}

/// One volume.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct VolumeView {
    /// Name: `正卷`.
    pub title: String,
    /// Its pieces in order.
    pub pieces: Vec<PieceView>,
    /// Its numbered pages.
    pub pages: usize,
}

/// One piece.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PieceView {
    /// Its number in the volume, from 1.
    pub n: usize,
    /// Section of the volume.
    pub section: String,
    /// `paper` or `file`.
    pub kind: String,
    /// Id of the paper within the matter, or digest of the file.
    pub id: String,
    /// 文号.
    pub number: Option<String>,
    /// 责任者.
    pub responsible: String,
    /// 题名.
    pub title: String,
    /// 日期.
    pub date: String,
    /// First page in the volume.
    pub from: usize,
    /// Last page in the volume.
    pub to: usize,
    /// 备注.
    pub note: String,
    /// Media type of a file.
    pub media: Option<String>,
    /// Size of a file in bytes, where it is known.
    pub size: Option<u64>,
    /// May be shown to the party.
    pub open: bool,
    /// Came after the dossier was locked.
    pub supplement: bool,
    /// Version of the event that brought it.
    pub version: u64,
    /// What it was made of; none where it is an original.
    pub made: Option<MadeOf>,
}

/// What a piece was made of (衍生件).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MadeOf {
    /// Digest of the original.
    pub of: String,
    /// Title of the original in this dossier.
    pub title: String,
    /// What it is: `节选`, `遮盖件`.
    pub kind: String,
    /// Seconds of the original from which to which it reaches; none where it is of the whole.
    pub span: Option<(u64, u64)>,
    /// Who made it.
    pub maker: String,
    /// Why.
    pub reason: String,
}

/// Something that the dossier lacks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LackView {
    /// What.
    pub title: String,
    /// Why it is wanted and what to do.
    pub message: String,
    /// Article.
    pub basis: String,
    /// Act that would supply it.
    pub supply: Option<String>,
    /// Its absence was explained and approved.
    pub explained: bool,
}

/// A dossier in its order, with everything that describes it.
pub(crate) struct Contents<'a> {
    pub(crate) opened: Opened<'a>,
    pub(crate) arranged: Arranged,
    pub(crate) lacks: Vec<LackView>,
}

impl App {
    /// The dossier of a matter in its order.
    ///
    /// # Errors
    /// The caller may not know of the matter, or the store is not there.
    pub(crate) async fn contents(&self, caller: &Caller, id: &str) -> Result<Contents<'_>, Error> {
        let opened = self.opened(caller, id).await?;
        let matter = &opened.loaded.matter;
        let files = held_files(opened.procedure, &opened.events);
        let arranged = dossier::arrange(self.pack(), opened.procedure, matter, &files);
        let open = dossier::unexplained(self.pack(), opened.procedure, matter);
        let lacks = dossier::lacks(self.pack(), opened.procedure, matter)
            .into_iter()
            .map(|lack| LackView {
                explained: !open.contains(&lack),
                title: lack.title,
                message: lack.message,
                basis: lack.basis,
                supply: lack.supply,
            })
            .collect();
        Ok(Contents { opened, arranged, lacks })
    }
}

/// Every file that acts brought, in the order in which they came, each once. Signatures stand on papers and are no pieces.
pub(crate) fn held_files(procedure: &Procedure, events: &[(u64, Event)]) -> Vec<HeldFile> {
    let mut files: Vec<HeldFile> = Vec::new();
    for (n, (_, event)) in events.iter().enumerate() {
        let Some(act) = procedure.act(&event.act) else { continue };
        for field in &act.fields {
            if !matches!(field.kind, FieldType::File | FieldType::Files) {
                continue;
            }
            let values = match event.fields.get(&field.id) {
                Some(Value::Array(items)) => items.as_slice(),
                Some(value) => std::slice::from_ref(value),
                None => continue,
            };
            for value in values {
                let text = |name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default();
                let digest = text("digest");
                if digest.is_empty() || files.iter().any(|held| held.digest == digest) {
                    continue;
                }
                files.push(HeldFile {
                    digest: digest.to_owned(),
                    name: text("name").to_owned(),
                    media: text("type").to_owned(),
                    size: value.get("size").and_then(Value::as_u64),
                    act: event.act.clone(),
                    label: field.label.clone(),
                    version: u64::try_from(n).unwrap_or(u64::MAX).saturating_add(1),
                    day: event.day,
                });
            }
        }
    }
    files
}

impl Contents<'_> {
    pub(crate) fn matter(&self) -> &Matter {
        &self.opened.loaded.matter
    }

    /// Name of the agency that acted in an event of the matter.
    pub(crate) fn agency_at(&self, version: u64) -> &str {
        let place = usize::try_from(version).unwrap_or(0).checked_sub(1);
        let agency = place
            .and_then(|place| self.opened.events.get(place))
            .map_or(self.matter().agency.as_str(), |(_, event)| event.agency.as_str());
        self.opened.tree.name(agency)
    }

    /// What the act that locked the dossier said under a field; none before.
    pub(crate) fn locked_with(&self, field: &str) -> Option<&Value> {
        self.locking()?.fields.get(field)
    }

    /// The event that locked the dossier.
    pub(crate) fn locking(&self) -> Option<&Event> {
        let locks = |id: &str| {
            self.opened.procedure.act(id).is_some_and(|act| act.kind == ActKind::Archive)
        };
        self.opened.events.iter().map(|(_, event)| event).find(|event| locks(&event.act))
    }

    /// What the catalogue says of a piece; its place and pages are the caller's.
    pub(crate) fn told(&self, laid: &Laid) -> PieceView {
        let veil = &self.opened.veil;
        let blank = PieceView {
            n: 0,
            section: laid.section.clone(),
            kind: String::new(),
            id: String::new(),
            number: None,
            responsible: self.agency_at(laid.version).to_owned(),
            title: String::new(),
            date: String::new(),
            from: 0,
            to: 0,
            note: if laid.supplement { "归档后补充".to_owned() } else { String::new() },
            media: None,
            size: None,
            open: laid.open,
            supplement: laid.supplement,
            version: laid.version,
            made: None,
        };
        match &laid.piece {
            Piece::Paper(id) => {
                let Some(paper) = self.matter().papers.iter().find(|paper| paper.id == *id) else {
                    return blank;
                };
                PieceView {
                    kind: "paper".to_owned(),
                    id: id.clone(),
                    number: paper.number.clone(),
                    responsible: if paper.issuer.is_empty() {
                        blank.responsible.clone()
                    } else {
                        paper.issuer.clone()
                    },
                    title: paper.title.clone(),
                    date: paper.day.to_string(),
                    ..blank
                }
            }
            Piece::File(file) => PieceView {
                made: self.made_of(file),
                note: self.noted(file, &blank.note),
                kind: "file".to_owned(),
                id: file.digest.clone(),
                title: veil.text(&piece_title(file)),
                date: file.day.to_string(),
                media: Some(file.media.clone()),
                size: file.size,
                ..blank
            },
        }
    }
}

impl Contents<'_> {
    /// What a file was made of, where it was.
    fn made_of(&self, file: &HeldFile) -> Option<MadeOf> {
        let matter = self.matter();
        let made = matter.derivatives.iter().find(|made| made.file == file.digest)?;
        let files = held_files(self.opened.procedure, &self.opened.events);
        let original = files.iter().find(|held| held.digest == made.of);
        let maker = if made.maker.is_empty() { &made.by.name } else { &made.maker };
        let veil = &self.opened.veil;
        Some(MadeOf {
            of: made.of.clone(),
            title: original.map(|held| veil.text(&piece_title(held))).unwrap_or_default(),
            kind: made.kind.clone(),
            span: made.from.zip(made.to),
            maker: veil.text(maker),
            reason: veil.text(&made.reason),
        })
    }

    /// What stands in the last column of the catalogue: whatever is made of something says of what.
    fn noted(&self, file: &HeldFile, note: &str) -> String {
        let Some(made) = self.made_of(file) else { return note.to_owned() };
        let span = made.span.map_or_else(String::new, |(from, to)| format!("第 {from} 至 {to} 秒"));
        let told = format!("{}，取自“{}”{span}，{}制作", made.kind, made.title, made.maker);
        if note.is_empty() { told } else { format!("{note}；{told}") }
    }
}

/// `证据材料：现场照片` – what the form calls it and what it was called.
pub(crate) fn piece_title(file: &HeldFile) -> String {
    let stem = file.name.rsplit_once('.').map_or(file.name.as_str(), |(stem, _)| stem);
    if stem.is_empty() || stem == file.label {
        file.label.clone()
    } else {
        format!("{}：{stem}", file.label)
    }
}

/// Whether a person may take a whole dossier out: those who may read its personal data, and the archivist of the agency that
/// holds it once it is closed.
pub(crate) fn may_take(caller: &Caller, contents: &Contents<'_>) -> bool {
    let matter = contents.matter();
    !contents.opened.veil.drawn()
        || (caller.actor.agency == matter.agency
            && caller.actor.may(Power::Archive)
            && matter.status != Status::Open)
}
