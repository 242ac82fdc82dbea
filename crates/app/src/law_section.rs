//! The law section (法规科): articles opened from citations, worked examples run, versions compared, matters that a version touches,
//! and procedures that an agency does not run.
//!
//! What this is not: a way to change the law. National packs are files; what an agency may set for itself goes through registers.

use serde::Serialize;
use zhiheng_law::citation::{self, Citation};
use zhiheng_law::compare::{Change, changes};
use zhiheng_law::text::{Article, Paragraph};
use zhiheng_law::{Procedure, Statute};

use crate::application::App;
use crate::caller::Caller;
use crate::error::{Error, Reason};
use crate::ports::{MatterFilter, RegisterFilter, Status};
use crate::registry::Entry;

/// An article as it stands in the statute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ArticleText {
    /// Code by which packs cite the statute.
    pub statute: String,
    /// Full title.
    pub title: String,
    /// Version, `2021-01-22`.
    pub version: String,
    /// In force today.
    pub in_force: bool,
    /// As people say it; empty where the whole paper is meant.
    pub article: String,
    /// Number of the article; 0 where the whole paper is meant.
    pub number: u32,
    /// The whole article; empty where the text is not held.
    pub text: String,
    /// Paragraphs and items.
    pub paragraphs: Vec<Paragraph>,
    /// Paragraph that is meant, where the citation says so.
    pub paragraph: Option<u32>,
    /// Item that is meant, where the citation says so.
    pub item: Option<u32>,
    /// What to be careful about.
    pub warning: Option<String>,
}

/// A worked example with how it came out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExampleRun {
    /// Its title, a sentence.
    pub title: String,
    /// Came out as written.
    pub passed: bool,
    /// Its steps.
    pub steps: Vec<ExampleStepRun>,
    /// Where it did not.
    pub deviation: Option<String>,
}

/// One step of a worked example.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExampleStepRun {
    /// Moment.
    pub at: String,
    /// Who, an invented person.
    pub who: String,
    /// Title of the act.
    pub act: String,
    /// Refusal that is expected.
    pub refused: Option<String>,
    /// Article that the refusal names.
    pub basis: Option<String>,
    /// How it came out.
    pub outcome: String,
}

/// A matter that a version touches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TouchedMatter {
    /// Id.
    pub id: String,
    /// Number, once given.
    pub number: Option<String>,
    /// Title, names of persons masked.
    pub title: String,
    /// Day it was opened.
    pub opened: String,
    /// Which law applies and why.
    pub why: String,
}

/// Matters that a version touches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Touched {
    /// How many, as far as they were counted.
    pub count: u64,
    /// The first of them.
    pub matters: Vec<TouchedMatter>,
}

impl App {
    /// Every article that a citation names, `处罚法58` or `处罚法54、76；市监19`.
    ///
    /// # Errors
    /// Nothing in it could be read as a citation.
    pub fn articles(&self, cite: &str) -> Result<Vec<ArticleText>, Error> {
        let pack = self.pack();
        let codes: Vec<&str> = pack.statutes.iter().map(|statute| statute.code.as_str()).collect();
        let mut found = Vec::new();
        for part in citation::split(cite).take(20) {
            let Some(cited) = Citation::parse(part, &codes) else { continue };
            let Some(statute) = self.statute(cited.code) else { continue };
            let places = cited.places();
            if places.is_empty() {
                found.push(self.article(statute, None, None, None));
            }
            for place in places.into_iter().take(20) {
                found.push(self.article(statute, Some(place.article), place.paragraph, place.item));
            }
        }
        if found.is_empty() {
            return Err(Error::Missing { what: "这一条文".to_owned() });
        }
        Ok(found)
    }

    /// The version of a statute in force today, otherwise the newest one.
    fn statute(&self, code: &str) -> Option<&Statute> {
        let today = self.today();
        let versions = || self.pack().statutes.iter().filter(|statute| statute.code == code);
        versions()
            .find(|s| s.from <= today && s.to.is_none_or(|to| today < to))
            .or_else(|| versions().max_by_key(|s| s.from))
    }

    fn article(
        &self,
        statute: &Statute,
        number: Option<u32>,
        paragraph: Option<u32>,
        item: Option<u32>,
    ) -> ArticleText {
        let today = self.today();
        let version = statute.version.to_string();
        let held = self
            .pack()
            .texts
            .iter()
            .find(|text| text.code == statute.code && text.version == version);
        let article: Option<&Article> =
            number.and_then(|number| held.and_then(|text| text.article(number)));
        let warning = if let Some(to) = statute.to.filter(|to| *to <= today) {
            Some(format!("已于 {to} 失效"))
        } else if statute.from > today {
            Some(format!("自 {} 起施行，现在尚未施行", statute.from))
        } else if held.is_none() {
            Some("本系统没有收录这部法规的全文".to_owned())
        } else {
            None
        };
        ArticleText {
            statute: statute.code.clone(),
            title: statute.title.clone(),
            version,
            in_force: statute.from <= today && statute.to.is_none_or(|to| today < to),
            article: article.map_or_else(
                || number.map(|number| format!("第{number}条")).unwrap_or_default(),
                |article| article.name.clone(),
            ),
            number: number.unwrap_or(0),
            text: article.map(Article::text).unwrap_or_default(),
            paragraphs: article.map(|article| article.paragraphs.clone()).unwrap_or_default(),
            paragraph,
            item,
            warning,
        }
    }

    /// The worked examples of a procedure, run now against the rules in force here.
    ///
    /// # Errors
    /// There is no such procedure.
    pub fn examples(&self, id: &str) -> Result<Vec<ExampleRun>, Error> {
        let procedure = self.procedure(id)?;
        let run = |example: &zhiheng_law::Example| {
            let deviation =
                zhiheng_domain::example::run(example, procedure, self.pack(), self.calendar())
                    .err();
            let stopped = deviation.as_ref().map_or(usize::MAX, |deviation| deviation.line);
            ExampleRun {
                title: example.title.clone(),
                passed: deviation.is_none(),
                steps: example
                    .steps
                    .iter()
                    .map(|step| ExampleStepRun {
                        at: step.at.clone(),
                        who: step.who.clone(),
                        act: procedure
                            .act(&step.act)
                            .map_or_else(|| step.act.clone(), |act| act.title.clone()),
                        refused: step.refused.clone(),
                        basis: step.basis.clone(),
                        outcome: match step.line.cmp(&stopped) {
                            std::cmp::Ordering::Less if step.refused.is_some() => "依法拒绝",
                            std::cmp::Ordering::Less => "准许",
                            std::cmp::Ordering::Equal => "与示例不符",
                            std::cmp::Ordering::Greater => "没有运行",
                        }
                        .to_owned(),
                    })
                    .collect(),
                deviation: deviation.map(|deviation| deviation.message),
            }
        };
        Ok(procedure.examples.iter().map(run).collect())
    }

    /// What differs between two procedures, usually two versions of one.
    ///
    /// # Errors
    /// There is no such procedure.
    pub fn compare(&self, left: &str, right: &str) -> Result<Vec<Change>, Error> {
        Ok(changes(self.procedure(left)?, self.procedure(right)?))
    }

    /// Open matters that the newest version of a procedure's family touches, with the law that applies to each.
    ///
    /// # Errors
    /// There is no such procedure, or the store is not there.
    pub async fn touched(&self, caller: &Caller, id: &str) -> Result<Touched, Error> {
        let chosen = self.procedure(id)?;
        let today = self.today();
        let mut touched = Touched { count: 0, matters: Vec::new() };
        let family = self.pack().procedures.values().filter(|p| p.family == chosen.family);
        for procedure in family {
            let filter = MatterFilter {
                agencies: caller.agencies(),
                viewer: caller.actor.agency.clone(),
                procedure: Some(procedure.id.clone()),
                status: Some(Status::Open),
                limit: 200,
                ..MatterFilter::default()
            };
            let page = self.store().matters(&filter).await?;
            touched.count += page.total;
            for row in page.items {
                let Some(full) = self.store().matter(&row.id).await? else { continue };
                let why = why_touched(procedure, &full.snapshot, &self.pack().version, today);
                let Some(why) = why else {
                    touched.count = touched.count.saturating_sub(1);
                    continue;
                };
                touched.matters.push(TouchedMatter {
                    id: row.id,
                    number: row.number,
                    title: row.title,
                    opened: row.opened,
                    why,
                });
            }
        }
        Ok(touched)
    }

    /// Switches a procedure on or off for the caller's agency. Switched off, nothing of it can be opened there; what runs goes on,
    /// and reports show zero.
    ///
    /// # Errors
    /// There is no such procedure, no reason was given, the agency is not registered, or the store is not there.
    pub async fn switch(
        &self,
        caller: &Caller,
        id: &str,
        on: bool,
        reason: &str,
    ) -> Result<(), Error> {
        let procedure = self.procedure(id)?;
        let reason = reason.trim();
        if reason.is_empty() || reason.chars().count() > 500 {
            return Err(Error::Input(vec![Reason {
                code: "input.required".to_owned(),
                message: "须写明启用或者停用的理由，不超过 500 个字".to_owned(),
                article: None,
                field: Some("reason".to_owned()),
                supply: None,
            }]));
        }
        let filter = RegisterFilter {
            kind: "agencies".to_owned(),
            ids: vec![caller.actor.agency.clone()],
            ..RegisterFilter::default()
        };
        let row = self
            .store()
            .register(&filter)
            .await?
            .into_iter()
            .next()
            .ok_or_else(|| Error::Missing { what: "本机关".to_owned() })?;
        let mut body: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&row.body)
            .map_err(|error| Error::Internal(format!("agency {}: {error}", row.id)))?;
        let mut off: Vec<String> = body
            .get("off")
            .and_then(|off| serde_json::from_value(off.clone()).ok())
            .unwrap_or_default();
        off.retain(|held| *held != procedure.family);
        if !on {
            off.push(procedure.family.clone());
        }
        body.insert("off".to_owned(), off.into());
        body.insert("off_reason".to_owned(), reason.into());
        let entry = Entry {
            register: "agencies".to_owned(),
            id: row.id,
            agency: row.agency,
            name: row.name,
            body,
            active: row.active,
        };
        self.enter(&caller.actor.id, vec![entry]).await?;
        Ok(())
    }

    fn procedure(&self, id: &str) -> Result<&Procedure, Error> {
        let missing = || Error::Missing { what: "这一程序".to_owned() };
        self.pack().procedures.get(id).ok_or_else(missing)
    }
}

/// Why a version touches an open matter; none where nothing changed for it.
fn why_touched(
    procedure: &Procedure,
    snapshot: &str,
    version: &str,
    today: jiff::civil::Date,
) -> Option<String> {
    let pack = serde_json::from_str::<serde_json::Value>(snapshot).ok()?;
    let opened_under = pack.get("pack").and_then(serde_json::Value::as_str)?;
    if let Some(to) = procedure.to.filter(|to| *to <= today) {
        return Some(format!("适用 {to} 以前的规定，继续依原规定办理"));
    }
    (opened_under != version)
        .then(|| format!("登记时法律包版本为 {opened_under}，以后的行为依现行版本 {version}"))
}
