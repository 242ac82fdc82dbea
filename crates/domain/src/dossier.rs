//! The dossier of a matter (案卷): in which order its pieces lie, what it lacks, and what stands against locking it
//! (国办发〔2018〕118号（九）; 档案法14; 市监78).
//!
//! What this is not: pages and files (see `app`), nor the rules, which stand in the pack (`dossiers.toml`).

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;
use zhiheng_law::{ActKind, ActType, Pack, Procedure, Rest, Section};

use crate::context::Context;
use crate::refusal::Refusal;
use crate::state::{Matter, Paper};

/// A file that an act brought into the matter, as its form says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HeldFile {
    /// Digest in the suite of the record, hex.
    pub digest: String,
    /// Name under which it was handed in.
    pub name: String,
    /// Media type as found when it was taken in.
    pub media: String,
    /// Size in bytes, where the form says it.
    pub size: Option<u64>,
    /// Act that brought it.
    pub act: String,
    /// Label of the field in which it stood.
    pub label: String,
    /// Version of the event.
    pub version: u64,
    /// Day of the event.
    pub day: Date,
}

/// One piece (件).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum Piece {
    /// A paper, by its id within the matter.
    Paper(String),
    /// A file.
    File(HeldFile),
}

/// A dossier in its order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Arranged {
    /// Name of the arrangement, for example `正副卷`.
    pub title: String,
    /// Article that it rests on; may be empty.
    pub basis: String,
    /// The volumes; those without pieces are left out.
    pub volumes: Vec<ArrangedVolume>,
}

/// One volume in its order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ArrangedVolume {
    /// Name.
    pub title: String,
    /// Its pieces.
    pub pieces: Vec<Laid>,
}

/// A piece in its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Laid {
    /// Section.
    pub section: String,
    /// May be shown to the party.
    pub open: bool,
    /// Came after the dossier was locked; lies behind everything else.
    pub supplement: bool,
    /// The piece.
    pub piece: Piece,
    /// Version of the event that brought it.
    pub version: u64,
}

/// Something that the dossier lacks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Lack {
    /// What is missing, in a few words.
    pub title: String,
    /// Why it is wanted and what to do.
    pub message: String,
    /// Article.
    pub basis: String,
    /// Act that would supply it, if one would.
    pub supply: Option<String>,
    /// Version of the event since which it is wanted.
    pub since: u64,
}

/// Section in which what came after locking lies.
const LATER: &str = "归档后补充";

/// Lays the pieces of a matter in order. Cover, catalogue and 备考表, which describe the dossier, are no pieces of it.
pub fn arrange(
    pack: &Pack,
    procedure: &Procedure,
    matter: &Matter,
    files: &[HeldFile],
) -> Arranged {
    let arrangement = pack.dossiers.arrangement(procedure);
    let locked = locked_at(procedure, matter);
    // A pack without rules: one volume, in order of time.
    let fallback = [zhiheng_law::Volume {
        title: "案卷".to_owned(),
        sections: vec![Section {
            title: "全部材料".to_owned(),
            rest: Some(Rest::All),
            ..Section::default()
        }],
    }];
    let volumes = arrangement.map_or(&fallback[..], |held| held.volumes.as_slice());
    let mut laid: BTreeMap<(usize, usize, u64, usize), Laid> = BTreeMap::new();
    for (n, (piece, clue)) in pieces(procedure, matter, files).into_iter().enumerate() {
        let supplement = locked.is_some_and(|locked| clue.version > locked);
        let Some((volume, section, held)) = place(volumes, &clue) else { continue };
        let key = if supplement {
            (volume, usize::MAX, clue.version, n)
        } else {
            (volume, section, clue.version, n)
        };
        let title = if supplement { LATER.to_owned() } else { held.title.clone() };
        let open = held.open;
        laid.insert(key, Laid { section: title, open, supplement, piece, version: clue.version });
    }
    let mut arranged: Vec<ArrangedVolume> = volumes
        .iter()
        .map(|volume| ArrangedVolume { title: volume.title.clone(), pieces: Vec::new() })
        .collect();
    for ((volume, ..), piece) in laid {
        if let Some(volume) = arranged.get_mut(volume) {
            volume.pieces.push(piece);
        }
    }
    arranged.retain(|volume| !volume.pieces.is_empty());
    Arranged {
        title: arrangement.map(|held| held.title.clone()).unwrap_or_default(),
        basis: arrangement.map(|held| held.basis.clone()).unwrap_or_default(),
        volumes: arranged,
    }
}

/// What decides where a piece lies.
struct Clue<'a> {
    paper: Option<&'a str>,
    act: &'a str,
    step: &'a str,
    outward: bool,
    version: u64,
}

fn pieces<'a>(
    procedure: &'a Procedure,
    matter: &'a Matter,
    files: &'a [HeldFile],
) -> Vec<(Piece, Clue<'a>)> {
    let step = |act: &str| procedure.act(act).map_or("", |act| act.step.as_str());
    let papers = matter.papers.iter().filter(|paper| !describes(procedure, paper)).map(|paper| {
        let clue = Clue {
            paper: Some(rule_of(procedure, paper)),
            act: &paper.act,
            step: step(&paper.act),
            outward: paper.outward,
            version: paper.version,
        };
        (Piece::Paper(paper.id.clone()), clue)
    });
    let files = files.iter().map(|file| {
        let clue = Clue {
            paper: None,
            act: &file.act,
            step: step(&file.act),
            outward: false,
            version: file.version,
        };
        (Piece::File(file.clone()), clue)
    });
    papers.chain(files).collect()
}

/// Cover, catalogue and 备考表 are issued by the act that locks the dossier.
fn describes(procedure: &Procedure, paper: &Paper) -> bool {
    procedure.act(&paper.act).is_some_and(|act| act.kind == ActKind::Archive)
}

/// The id of the rule by which a paper was issued: its own, without the running number of a paper issued again.
fn rule_of<'a>(procedure: &'a Procedure, paper: &'a Paper) -> &'a str {
    procedure
        .act(&paper.act)
        .and_then(|act| {
            let rules = act.papers.iter().filter(|rule| paper.id.starts_with(&rule.id));
            rules.max_by_key(|rule| rule.id.len())
        })
        .map_or(paper.id.as_str(), |rule| rule.id.as_str())
}

/// The section that names the piece most closely, the first among equals.
fn place<'v>(
    volumes: &'v [zhiheng_law::Volume],
    clue: &Clue<'_>,
) -> Option<(usize, usize, &'v Section)> {
    let mut best: Option<(u8, usize, usize, &Section)> = None;
    for (v, volume) in volumes.iter().enumerate() {
        for (s, section) in volume.sections.iter().enumerate() {
            let close = closeness(section, clue);
            if close > 0 && best.is_none_or(|(than, ..)| close > than) {
                best = Some((close, v, s, section));
            }
        }
    }
    best.map(|(_, v, s, section)| (v, s, section))
}

fn closeness(section: &Section, clue: &Clue<'_>) -> u8 {
    let named = |list: &[String], id: &str| list.iter().any(|held| held == id);
    if clue.paper.is_some_and(|id| named(&section.papers, id)) {
        return 6;
    }
    if named(&section.acts, clue.act) {
        return 5;
    }
    if named(&section.steps, clue.step) {
        return 4;
    }
    match section.rest {
        Some(Rest::Files) if clue.paper.is_none() => 3,
        Some(Rest::Outward) if clue.paper.is_some() && clue.outward => 3,
        Some(Rest::All) => 1,
        _ => 0,
    }
}

/// Version of the event that locked the dossier.
fn locked_at(procedure: &Procedure, matter: &Matter) -> Option<u64> {
    let locks = |id: &str| procedure.act(id).is_some_and(|act| act.kind == ActKind::Archive);
    matter.done.iter().find(|done| locks(&done.act)).map(|done| done.version)
}

/// What the dossier lacks: required pieces, papers that no service is on record for, duties that ought to be settled before.
pub fn lacks(pack: &Pack, procedure: &Procedure, matter: &Matter) -> Vec<Lack> {
    let mut lacks = required(pack, procedure, matter);
    lacks.extend(unserved(procedure, matter));
    lacks.extend(owed(pack, procedure, matter));
    lacks
}

/// Lacks that no approval covers. An approval covers what was wanting when it was given, and nothing that came later.
pub fn unexplained(pack: &Pack, procedure: &Procedure, matter: &Matter) -> Vec<Lack> {
    let approves = |id: &str| procedure.act(id).is_some_and(|act| act.kind == ActKind::Gap);
    let given = matter.done.iter().rfind(|done| approves(&done.act)).map(|done| done.version);
    lacks(pack, procedure, matter)
        .into_iter()
        .filter(|lack| given.is_none_or(|version| lack.since > version))
        .collect()
}

fn required(pack: &Pack, procedure: &Procedure, matter: &Matter) -> Vec<Lack> {
    let rules = pack.dossiers.requirements.iter().filter(|rule| rule.scope.covers(procedure));
    rules
        .filter_map(|rule| {
            let since = (matter.done.iter().filter(|done| rule.after.contains(&done.act)))
                .map(|done| done.version)
                .next_back()?;
            let held = rule.needs.iter().any(|id| {
                matter.did(id) || matter.papers.iter().any(|paper| rule_of(procedure, paper) == id)
            });
            (!held).then(|| Lack {
                title: rule.title.clone(),
                message: format!("卷内应有“{}”，没有找到", rule.title),
                basis: rule.basis.clone(),
                supply: rule.needs.iter().find(|id| procedure.act(id).is_some()).cloned(),
                since,
            })
        })
        .collect()
}

/// Papers for the party that some act serves and none has. A paper that was issued again stands in for its earlier one.
fn unserved(procedure: &Procedure, matter: &Matter) -> Vec<Lack> {
    let mut lacks = Vec::new();
    for paper in matter.papers.iter().filter(|paper| paper.outward && paper.served.is_none()) {
        let Some(serve) =
            procedure.acts.iter().find(|act| act.serves.as_deref() == Some(paper.act.as_str()))
        else {
            continue;
        };
        let rule = rule_of(procedure, paper);
        let again = matter.papers.iter().any(|later| {
            later.version > paper.version
                && later.act == paper.act
                && rule_of(procedure, later) == rule
        });
        if again {
            continue;
        }
        lacks.push(Lack {
            title: format!("《{}》的送达回证", paper.title),
            message: format!("《{}》没有送达记录；先办“{}”", paper.title, serve.title),
            basis: serve.basis.first().cloned().unwrap_or_default(),
            supply: Some(serve.id.clone()),
            since: paper.version,
        });
    }
    lacks
}

fn owed(pack: &Pack, procedure: &Procedure, matter: &Matter) -> Vec<Lack> {
    matter
        .duties
        .iter()
        .filter(|duty| {
            duty.state.owed()
                && pack.dossiers.settled.contains(&duty.kind)
                // What may still be done when the dossier is locked need not hold it up.
                && !duty.fulfilled_by.iter().any(|id| procedure.act(id).is_some_and(|act| act.after_lock))
        })
        .map(|duty| Lack {
            title: duty.title.clone(),
            message: format!("“{}”还没有完成", duty.title),
            basis: duty.basis.clone(),
            supply: duty.fulfilled_by.first().cloned(),
            since: matter
                .done
                .iter()
                .rfind(|done| done.at.date() <= duty.created)
                .map_or(0, |done| done.version),
        })
        .collect()
}

/// What stands against an act because of the state of the dossier.
pub(crate) fn closed(
    matter: &Matter,
    procedure: &Procedure,
    act: &ActType,
    cx: &Context<'_>,
) -> Vec<Refusal> {
    match act.kind {
        ActKind::Archive => {
            let mut reasons: Vec<Refusal> = unexplained(cx.pack, procedure, matter)
                .into_iter()
                .map(|lack| {
                    let message = format!("{}；补不齐的，说明原因经批准后归档", lack.message);
                    Refusal::new("dossier.incomplete", message)
                        .under(&lack.basis)
                        .supplied_by(lack.supply.as_deref())
                })
                .collect();
            reasons.extend(own_approval(matter, procedure, cx));
            reasons
        }
        ActKind::Gap if lacks(cx.pack, procedure, matter).is_empty() => {
            vec![Refusal::new("dossier.whole", "案卷没有缺漏，不用批准缺漏归档")]
        }
        ActKind::Supplement if locked_at(procedure, matter).is_none() => {
            vec![Refusal::new("dossier.not_locked", "案卷还没有归档，材料直接入卷，不用补充归档")]
        }
        _ => Vec::new(),
    }
}

/// Nobody locks a dossier on one's own word that it may lack something.
fn own_approval(matter: &Matter, procedure: &Procedure, cx: &Context<'_>) -> Option<Refusal> {
    let approves = |id: &str| procedure.act(id).is_some_and(|act| act.kind == ActKind::Gap);
    let last = matter.done.iter().rfind(|done| approves(&done.act))?;
    (last.actor == cx.actor.id)
        .then(|| Refusal::new("dossier.own_approval", "缺漏归档是您自己批准的，归档应由另一人办理"))
}
