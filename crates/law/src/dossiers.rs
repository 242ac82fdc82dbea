//! How dossiers are arranged (卷内排列), what they must hold, how long they are kept: one file of a pack, `dossiers.toml`.
//! A pack without it has one volume in order of time, demands nothing and knows no periods of keeping.
//!
//! What this is not: the arranging of one dossier and what it lacks. That is asked of `domain`.

use serde::Serialize;

use crate::check::{CATEGORIES, DUTY_KINDS};
use crate::citation::{self, Citation};
use crate::fault::PackFault;
use crate::model::Procedure;
use crate::source::{Source, Table};

/// Name of the file in the national folder.
pub(crate) const FILE: &str = "dossiers.toml";

/// What a pack says about dossiers.
#[derive(Debug, Clone, Default, Serialize)]
pub struct DossierRules {
    /// Arrangements; the first that names the procedure or its category holds, then one that names neither.
    pub arrangements: Vec<Arrangement>,
    /// What a dossier must hold once certain acts were done.
    pub requirements: Vec<Requirement>,
    /// Kinds of duty that must not be open when the dossier is locked.
    pub settled: Vec<String>,
    /// Periods of keeping (保管期限); all that fit are looked at and the longest wins.
    pub keeping: Vec<Keeping>,
}

/// One way to arrange a dossier.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Arrangement {
    /// Stable id.
    pub id: String,
    /// Name shown to people, for example `正副卷`.
    pub title: String,
    /// Where it holds.
    pub scope: Scope,
    /// Article.
    pub basis: String,
    /// How well the source is known: `read`, `excerpt`, `unverified`.
    pub certainty: String,
    /// The volumes in order.
    pub volumes: Vec<Volume>,
}

/// Where a rule holds: in these procedures and categories; both empty = everywhere.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Scope {
    /// Categories of enforcement.
    pub categories: Vec<String>,
    /// Procedures, by family or id.
    pub procedures: Vec<String>,
}

/// One volume (卷).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Volume {
    /// Name, for example `正卷`.
    pub title: String,
    /// Its sections in order.
    pub sections: Vec<Section>,
}

/// One section: which pieces lie in it. A piece goes where it is named most closely: by paper, by act, by step, by the rest.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Section {
    /// Name.
    pub title: String,
    /// May be shown to the party (正卷对外; 副卷不对外).
    pub open: bool,
    /// Ids of papers.
    pub papers: Vec<String>,
    /// Ids of acts.
    pub acts: Vec<String>,
    /// Steps of procedures.
    pub steps: Vec<String>,
    /// Takes what no other section takes: `files`, `outward` papers, `all`; nothing if none.
    pub rest: Option<Rest>,
}

/// What a section takes that no other names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Rest {
    /// Files that acts brought.
    Files,
    /// Papers that go to the party.
    Outward,
    /// Everything.
    All,
}

/// What a dossier must hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Requirement {
    /// What is wanted, for example `听证笔录`.
    pub title: String,
    /// Where it holds.
    pub scope: Scope,
    /// Wanted once one of these acts was done.
    pub after: Vec<String>,
    /// One of these acts or papers is enough.
    pub needs: Vec<String>,
    /// Article.
    pub basis: String,
    /// As in [`Arrangement::certainty`].
    pub certainty: String,
}

/// A period of keeping.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Keeping {
    /// What kind of dossier it is, in words.
    pub title: String,
    /// Where it holds.
    pub scope: Scope,
    /// Holds where one of these acts was done; empty = always.
    pub after: Vec<String>,
    /// Holds where the matter is major.
    pub major: bool,
    /// Years; none = for ever (永久).
    pub years: Option<i64>,
    /// Article or schedule.
    pub basis: String,
    /// As in [`Arrangement::certainty`].
    pub certainty: String,
}

impl Scope {
    /// Whether the rule holds for a procedure.
    pub fn covers(&self, procedure: &Procedure) -> bool {
        (self.categories.is_empty() && self.procedures.is_empty())
            || self.categories.contains(&procedure.category)
            || self.procedures.contains(&procedure.family)
            || self.procedures.contains(&procedure.id)
    }

    /// How closely it names it: by name, by category, not at all.
    fn closeness(&self, procedure: &Procedure) -> u8 {
        match self {
            _ if self.procedures.contains(&procedure.family)
                || self.procedures.contains(&procedure.id) =>
            {
                2
            }
            _ if self.categories.contains(&procedure.category) => 1,
            _ => 0,
        }
    }
}

impl DossierRules {
    /// The arrangement of a procedure's dossiers: the one that names it most closely, the first among equals.
    pub fn arrangement(&self, procedure: &Procedure) -> Option<&Arrangement> {
        let mut best: Option<(u8, &Arrangement)> = None;
        for held in self.arrangements.iter().filter(|held| held.scope.covers(procedure)) {
            let close = held.scope.closeness(procedure);
            if best.is_none_or(|(than, _)| close > than) {
                best = Some((close, held));
            }
        }
        best.map(|(_, held)| held)
    }
}

/// Reads the file.
pub(crate) fn file<'t>(source: &Source<'t>, root: &Table<'_, 't>) -> DossierRules {
    let rules = DossierRules {
        arrangements: root.tables("arrangement", "排列").iter().map(arrangement).collect(),
        requirements: root.tables("require", "应有").iter().map(requirement).collect(),
        settled: root.texts("settled"),
        keeping: root.tables("keeping", "保管期限").iter().map(keeping).collect(),
    };
    for kind in rules.settled.iter().filter(|kind| !DUTY_KINDS.contains(&kind.as_str())) {
        source.fault(
            root.line_of("settled"),
            format!("没有叫「{kind}」的义务种类"),
            format!("可以写：{}", DUTY_KINDS.join("、")),
        );
    }
    root.finish();
    rules
}

fn arrangement(table: &Table<'_, '_>) -> Arrangement {
    let read = Arrangement {
        id: table.text("id"),
        title: table.text("title"),
        scope: scope(table),
        basis: table.text_if("basis").unwrap_or_default(),
        certainty: certainty(table),
        volumes: table
            .tables("volume", "卷")
            .iter()
            .map(|volume| {
                let read = Volume {
                    title: volume.text("title"),
                    sections: volume.tables("section", "卷内部分").iter().map(section).collect(),
                };
                volume.finish();
                read
            })
            .collect(),
    };
    table.finish();
    read
}

fn section(table: &Table<'_, '_>) -> Section {
    let read = Section {
        title: table.text("title"),
        open: table.flag("open", false),
        papers: table.texts("papers"),
        acts: table.texts("acts"),
        steps: table.texts("steps"),
        rest: table.one_of("rest", RESTS, None),
    };
    table.finish();
    read
}

fn requirement(table: &Table<'_, '_>) -> Requirement {
    let read = Requirement {
        title: table.text("title"),
        scope: scope(table),
        after: table.texts("after"),
        needs: table.texts("needs"),
        basis: table.text("basis"),
        certainty: certainty(table),
    };
    table.finish();
    read
}

fn keeping(table: &Table<'_, '_>) -> Keeping {
    let read = Keeping {
        title: table.text("title"),
        scope: scope(table),
        after: table.texts("after"),
        major: table.flag("major", false),
        years: table.integer_if("years").filter(|years| *years > 0),
        basis: table.text("basis"),
        certainty: certainty(table),
    };
    table.finish();
    read
}

fn scope(table: &Table<'_, '_>) -> Scope {
    Scope { categories: table.texts("categories"), procedures: table.texts("procedures") }
}

fn certainty(table: &Table<'_, '_>) -> String {
    table.one_of("certainty", CERTAINTY, "unverified").to_owned()
}

const CERTAINTY: &[(&str, &str)] =
    &[("read", "read"), ("excerpt", "excerpt"), ("unverified", "unverified")];
const RESTS: &[(&str, Option<Rest>)] =
    &[("files", Some(Rest::Files)), ("outward", Some(Rest::Outward)), ("all", Some(Rest::All))];

/// What the rest of the pack tells: procedures, acts, papers, steps and articles that do not exist; a volume that leaves pieces over.
pub(crate) fn check(
    rules: &DossierRules,
    procedures: &[&Procedure],
    statutes: &[(&str, Option<u32>)],
) -> Vec<PackFault> {
    let mut faults = Vec::new();
    let mut fault = |message: String, advice: &str| {
        faults.push(PackFault {
            file: format!("national/{FILE}"),
            line: 1,
            message,
            advice: advice.to_owned(),
        });
    };
    let act = |id: &String| procedures.iter().any(|held| held.act(id).is_some());
    let paper = |id: &String| {
        procedures
            .iter()
            .flat_map(|held| &held.acts)
            .flat_map(|act| &act.papers)
            .any(|p| p.id == *id)
    };
    let step = |id: &String| {
        procedures.iter().flat_map(|held| &held.stages).any(|stage| stage.steps.contains(id))
    };
    let scopes = (rules.arrangements.iter().map(|held| (&held.title, &held.scope)))
        .chain(rules.requirements.iter().map(|held| (&held.title, &held.scope)))
        .chain(rules.keeping.iter().map(|held| (&held.title, &held.scope)));
    for (title, scope) in scopes {
        for name in &scope.procedures {
            if !procedures.iter().any(|held| held.id == *name || held.family == *name) {
                fault(format!("「{title}」：没有叫「{name}」的程序"), "改成程序的 id 或者 family");
            }
        }
        for name in scope.categories.iter().filter(|name| !CATEGORIES.contains(&name.as_str())) {
            fault(format!("「{title}」：没有叫「{name}」的执法类别"), "写执法类别的全称");
        }
    }
    for held in &rules.arrangements {
        let sections: Vec<&Section> = held.volumes.iter().flat_map(|v| &v.sections).collect();
        if !sections.iter().any(|section| section.rest == Some(Rest::All)) {
            fault(
                format!("「{}」没有收其余材料的部分，会有材料没有地方放", held.title),
                "给一个部分写 rest = \"all\"",
            );
        }
        for section in sections {
            let unknown = (section.papers.iter().filter(|id| !paper(id)))
                .chain(section.acts.iter().filter(|id| !act(id)))
                .chain(section.steps.iter().filter(|id| !step(id)));
            for id in unknown {
                let message = format!(
                    "「{}」的「{}」：没有叫「{id}」的文书、行为或者步骤",
                    held.title, section.title
                );
                fault(message, "改成程序里有的");
            }
        }
    }
    for held in &rules.requirements {
        let after = held.after.iter().filter(|id| !act(id));
        let needs = held.needs.iter().filter(|id| !act(id) && !paper(id));
        for id in after.chain(needs) {
            fault(
                format!("应有「{}」：没有叫「{id}」的行为或者文书", held.title),
                "改成程序里有的",
            );
        }
    }
    for id in rules.keeping.iter().flat_map(|held| &held.after).filter(|id| !act(id)) {
        fault(format!("保管期限：没有叫「{id}」的行为"), "改成程序里行为的 id");
    }
    let bases = (rules.arrangements.iter().map(|held| (&held.title, &held.basis)))
        .chain(rules.requirements.iter().map(|held| (&held.title, &held.basis)));
    let codes: Vec<&str> = statutes.iter().map(|(code, _)| *code).collect();
    for (title, basis) in bases.filter(|(_, basis)| !basis.is_empty()) {
        for part in citation::split(basis) {
            let known = Citation::parse(part, &codes).is_some_and(|cited| {
                let last = (statutes.iter().filter(|(code, _)| *code == cited.code))
                    .filter_map(|(_, articles)| *articles)
                    .max();
                cited.articles.iter().all(|n| *n > 0 && last.is_none_or(|last| *n <= last))
            });
            if !known {
                fault(
                    format!("「{title}」的依据「{part}」引用的法律或者条号不在目录里"),
                    "写成法律代号加条号，例如 市监78",
                );
            }
        }
    }
    faults
}
