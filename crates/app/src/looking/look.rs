//! One look: may this person, and if so it is written before anything is given out.

use serde::{Deserialize, Serialize};
use serde_json::json;
use zhiheng_domain::looking::{self, Part, Request, Standing};
use zhiheng_domain::{Matter, Power};
use zhiheng_law::LookingRules;

use super::{Left, body_of};
use crate::application::App;
use crate::caller::Caller;
use crate::error::{Error, reason};
use crate::perform::Loaded;
use crate::ports::{MatterRow, StoreError, TraceFilter};
use crate::sealing::kind;

/// Microseconds in a minute.
const MINUTE: i64 = 60_000_000;
/// Requests of one person about one matter that are looked through.
const REQUESTS: usize = 50;

/// What is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What<'a> {
    /// A file of the dossier, by its digest: evidence, a recording.
    File(&'a str),
    /// A small picture of a file, by the file's digest. All small pictures of a matter within minutes are one look.
    Thumbnail(&'a str),
    /// A paper, by its id. It is masked for whoever has no part, so it needs no grant.
    Paper(&'a str),
    /// The dossier as a whole.
    Dossier,
}

impl What<'_> {
    fn id(&self) -> &'static str {
        match self {
            Self::File(_) => "file",
            Self::Thumbnail(_) => "thumbnails",
            Self::Paper(_) => "paper",
            Self::Dossier => "dossier",
        }
    }

    fn name(&self) -> &str {
        match self {
            Self::File(name) | Self::Paper(name) => name,
            Self::Thumbnail(_) | Self::Dossier => "",
        }
    }

    /// What it is, in words.
    pub(crate) fn words(id: &str) -> &'static str {
        match id {
            "file" => "案卷文件",
            "thumbnails" => "材料缩略图",
            "paper" => "文书",
            "own" => "本人的文书",
            _ => "整卷",
        }
    }
}

/// How it is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// On the screen. Repeated within minutes it is one look.
    View,
    /// Taken as a file.
    Download,
    /// Taken to be printed.
    Print,
    /// Taken out of the platform.
    Export,
}

impl How {
    /// Stable id.
    pub fn id(self) -> &'static str {
        match self {
            Self::View => "view",
            Self::Download => "download",
            Self::Print => "print",
            Self::Export => "export",
        }
    }

    /// Name shown to people.
    pub fn words(id: &str) -> &'static str {
        match id {
            "view" => "查看",
            "download" => "下载",
            "print" => "打印",
            _ => "导出",
        }
    }
}

/// What stands in the row of a look.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Looked {
    pub(super) name: String,
    /// Agency of the person.
    pub(super) from: String,
    pub(super) number: Option<String>,
    pub(super) procedure: String,
    pub(super) hidden_from: String,
    /// `file`, `paper` or `dossier`.
    pub(super) what: String,
    /// Digest, or id of the paper.
    pub(super) thing: String,
    pub(super) how: String,
    /// Why it was allowed, in words.
    pub(super) purpose: String,
    /// The request that allowed it.
    pub(super) request: Option<String>,
    pub(super) unusual: Vec<String>,
}

impl App {
    /// Puts a look on the record, after checking that the person may: call it before any byte is given out. Views of the same
    /// thing by the same person within `one_look` minutes are written once; everything else is written every time.
    /// `purpose` may be empty; a grant brings its own.
    ///
    /// # Errors
    /// There is no such matter or file, the person must ask first ([`Error::Refused`] with the article, itself written down), or
    /// the store is not there: then nothing may be given out.
    pub async fn looked(
        &self,
        caller: &Caller,
        matter: &str,
        what: What<'_>,
        how: How,
        purpose: &str,
    ) -> Result<(), Error> {
        caller.require(Power::View)?;
        let loaded = self.load(caller, matter).await?;
        self.unsealed(matter, loaded.row.status).await?;
        if let What::File(digest) | What::Thumbnail(digest) = what
            && loaded.matter.evidence.iter().all(|(held, _)| held != digest)
        {
            // Captions, receipts and the like are in the dossier without being part of the draft under legal review.
            self.held_file(caller, matter, digest).await?;
        }
        let (part, grant) = self.may_look(caller, &loaded.matter, what).await?;
        let rules = self.looking_rules(&loaded.matter.agency).await?;
        let width = rules.number("one_look", 10).max(1).saturating_mul(MINUTE);
        let now = self.now().as_microsecond();
        let key =
            [caller.actor.id.clone(), matter.to_owned(), format!("{}:{}", what.id(), what.name())];
        let once = how == How::View;
        if once && self.looks().holds(&key, now, width) {
            return Ok(());
        }
        let turn = if once { self.looks().turn(&key).await } else { None };
        if once && self.looks().holds(&key, now, width) {
            return Ok(());
        }
        self.write_look(caller, &loaded, (part, grant.as_ref()), what, how, purpose).await?;
        if once {
            self.looks().note(key, now, width);
        }
        drop(turn);
        Ok(())
    }

    /// Whether a person may open the files of a matter, without writing anything.
    ///
    /// # Errors
    /// The store is not there.
    pub(crate) async fn part_in(
        &self,
        caller: &Caller,
        matter: &Matter,
    ) -> Result<Option<Part>, Error> {
        let Some(procedure) = self.pack().procedures.get(&matter.procedure) else {
            return Ok(None);
        };
        let chain = self.tree().await?.chain(&matter.agency);
        Ok(looking::part(&caller.actor, matter, procedure, &chain))
    }

    /// The requests of a person about a matter, newest first.
    pub(crate) async fn requests_of(
        &self,
        person: &str,
        matter: &str,
    ) -> Result<Vec<Request>, Error> {
        let filter = TraceFilter {
            kind: kind::ACCESS.to_owned(),
            matter: Some(matter.to_owned()),
            person: Some(person.to_owned()),
            limit: REQUESTS,
            ..TraceFilter::default()
        };
        self.store().traces(&filter).await?.0.iter().map(body_of).collect()
    }

    /// A party reads its own record; within the window once.
    pub(crate) async fn party_look(
        &self,
        row: &MatterRow,
        matter: &Matter,
        how: How,
    ) -> Result<(), Error> {
        let person = crate::party_record::party_of(&matter.id);
        let now = self.now().as_microsecond();
        let rules = self.looking_rules(&matter.agency).await?;
        let width = rules.number("one_look", 10).max(1).saturating_mul(MINUTE);
        let key = [person.clone(), matter.id.clone(), "party".to_owned()];
        let _turn = self.looks().turn(&key).await;
        if self.looks().holds(&key, now, width) {
            return Ok(());
        }
        let body = Looked {
            name: "当事人".to_owned(),
            from: String::new(),
            number: matter.number.clone(),
            procedure: matter.procedure.clone(),
            hidden_from: row.hidden_from.clone(),
            what: "own".to_owned(),
            thing: String::new(),
            how: how.id().to_owned(),
            purpose: "当事人查阅本人案卷".to_owned(),
            request: None,
            unusual: Vec::new(),
        };
        self.leave(Left {
            kind: kind::LOOK,
            id: &self.fresh_id(),
            seen: 0,
            act: &format!("look.{}", how.id()),
            actor: &person,
            matter: &matter.id,
            agency: &matter.agency,
            person: &person,
            state: "",
            at: now,
            body: json!(body),
            more: Vec::new(),
        })
        .await?;
        self.looks().note(key, now, width);
        Ok(())
    }

    async fn may_look(
        &self,
        caller: &Caller,
        matter: &Matter,
        what: What<'_>,
    ) -> Result<(Option<Part>, Option<Request>), Error> {
        let part = self.part_in(caller, matter).await?;
        if part.is_some() {
            return Ok((part, None));
        }
        let today = self.today();
        let file = match what {
            What::File(digest) | What::Thumbnail(digest) => Some(digest),
            What::Dossier => None,
            // What the public is shown of a paper is decided by the veil.
            What::Paper(_) => return Ok((None, None)),
        };
        let requests = self.requests_of(&caller.actor.id, &matter.id).await?;
        let granted = requests
            .iter()
            .find(|one| one.on(today) == Standing::Approved && one.covers(file))
            .cloned();
        if granted.is_some() && !matter.recused.contains(&caller.actor.id) {
            return Ok((None, granted));
        }
        let rules = self.looking_rules(&matter.agency).await?;
        let refusal = looking::refused(&requests, file, today, &rules);
        self.note_look_refusal(caller, &matter.id, &refusal).await?;
        Err(Error::Refused(vec![reason(refusal, None)]))
    }

    async fn write_look(
        &self,
        caller: &Caller,
        loaded: &Loaded,
        why: (Option<Part>, Option<&Request>),
        what: What<'_>,
        how: How,
        purpose: &str,
    ) -> Result<(), Error> {
        let (part, grant) = why;
        let Loaded { row, matter } = loaded;
        let rules = self.looking_rules(&matter.agency).await?;
        let now = self.now();
        let look = looking::Look {
            part,
            granted: grant.is_some(),
            status: matter.status,
            archivist: caller.actor.may(Power::Archive),
            hour: zhiheng_calendar::china_datetime(now).hour(),
            recent: self.recent_looks(&caller.actor.id, now.as_microsecond(), &rules).await?,
        };
        let unusual = looking::unusual(&look, &rules);
        let said = match (grant, part) {
            _ if !purpose.is_empty() => purpose.to_owned(),
            (Some(grant), _) => format!("{}：{}", grant.purpose.words(), grant.reason),
            (None, Some(part)) => part.words().to_owned(),
            (None, None) => "查看遮盖后的文书".to_owned(),
        };
        let body = Looked {
            name: caller.actor.name.clone(),
            from: caller.actor.agency.clone(),
            number: matter.number.clone(),
            procedure: matter.procedure.clone(),
            hidden_from: row.hidden_from.clone(),
            what: what.id().to_owned(),
            thing: what.name().to_owned(),
            how: how.id().to_owned(),
            purpose: said,
            request: grant.map(|grant| grant.id.clone()),
            unusual: unusual.iter().map(|why| (*why).to_owned()).collect(),
        };
        self.leave(Left {
            kind: kind::LOOK,
            id: &self.fresh_id(),
            seen: 0,
            act: &format!("look.{}", how.id()),
            actor: &caller.actor.id,
            matter: &matter.id,
            agency: &matter.agency,
            person: &caller.actor.id,
            state: if unusual.is_empty() { "" } else { "unusual" },
            at: now.as_microsecond(),
            body: json!(body),
            more: Vec::new(),
        })
        .await
    }

    /// Looks of a person in the last hour, counted up to one more than is usual.
    async fn recent_looks(
        &self,
        person: &str,
        now: i64,
        rules: &LookingRules,
    ) -> Result<u64, StoreError> {
        let many = usize::try_from(rules.number("many", 30)).unwrap_or(30);
        let filter = TraceFilter {
            kind: kind::LOOK.to_owned(),
            person: Some(person.to_owned()),
            from: Some(now.saturating_sub(60 * MINUTE)),
            limit: many.saturating_add(1),
            ..TraceFilter::default()
        };
        let (rows, _) = self.store().traces(&filter).await?;
        Ok(u64::try_from(rows.len()).unwrap_or(u64::MAX))
    }

    async fn note_look_refusal(
        &self,
        caller: &Caller,
        matter: &str,
        refusal: &zhiheng_domain::Refusal,
    ) -> Result<(), Error> {
        let named = vec![
            ("act".to_owned(), "look".into()),
            ("actor".to_owned(), caller.actor.id.as_str().into()),
            ("agency".to_owned(), caller.actor.agency.as_str().into()),
            ("articles".to_owned(), refusal.article.iter().cloned().collect()),
            ("codes".to_owned(), vec![refusal.code.clone()].into()),
            ("matter".to_owned(), matter.into()),
        ];
        self.note(kind::REFUSAL, &caller.actor.id, named).await
    }
}
