//! 来信: what the public writes to an agency beside what it publishes, and the answers. Each letter is a stream of its own with one row,
//! as looks are (ADR 0013, 0021): both the letter and its answer are on the record.
//!
//! Whoever wrote is known to nobody: a code is given back, and the letter is kept under its digest. What this is not: what may be
//! written and who answers (see `zhiheng_domain::letter`); limits against floods (the portal's).

use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;
use zhiheng_domain::Power;
use zhiheng_domain::letter::{self, Letter, LetterDraft, LetterStanding};

use crate::application::App;
use crate::caller::Caller;
use crate::error::{Error, refused};
use crate::looking::{Left, body_of};
use crate::ports::{TraceFilter, TraceRow};
use crate::sealing::kind;
use crate::shapes::{Id, Titled, moment};
use crate::spoken_code::grouped;
use crate::tree::Tree;

/// What the codes of letters are for.
const CODE: &str = "letter";
/// Letters shown at once.
const SHOWN: usize = 100;
/// Corrections that one page tells of.
const TOLD: usize = 20;

/// What whoever wrote takes away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentLetter {
    /// The query code, in four groups of four. It is told once.
    pub code: String,
    /// The letter.
    pub letter: Letter,
    /// Name of the agency that answers.
    pub holder: String,
}

/// A letter as staff read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LetterView {
    /// 编号
    pub id: String,
    /// 纠错、投诉或者咨询
    pub kind: Titled,
    /// 说的是公示网站的哪一页
    pub place: String,
    /// 说的是哪个机关
    pub about: Id,
    /// 内容
    pub text: String,
    /// 联系方式；没有留的为空
    pub contact: String,
    /// 什么时候收到
    pub sent: String,
    /// 处理情况
    pub standing: Titled,
    /// 答复
    pub answer: Option<LetterAnswerView>,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LetterAnswerView {
    /// 谁答复的
    pub by: Id,
    /// 什么时候
    pub at: String,
    /// 来信的人读到的话
    pub said: String,
    /// 已经更正
    pub corrected: bool,
}

/// The letters of an agency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Letters {
    /// 等待答复的，新收到的在前，最多一百封
    pub waiting: Vec<LetterView>,
    /// 已经答复的，新收到的在前，最多一百封
    pub answered: Vec<LetterView>,
    /// 还有更多没有列出
    pub more: bool,
}

impl App {
    /// Takes a letter in. Durable on return. `about` names the agency where the page does not say it.
    ///
    /// # Errors
    /// What is wrong with it by field, the page or agency that it is about does not exist, or the store is not there.
    pub async fn send_letter(
        &self,
        draft: &LetterDraft,
        about: Option<&str>,
    ) -> Result<SentLetter, Error> {
        let kind = letter::check(draft).map_err(|faults| refused(faults, None))?;
        let tree = self.tree().await?;
        let about = self.concerned(&draft.place, about, &tree).await?;
        let parent = tree.get(&about).and_then(|agency| agency.parent.as_deref());
        let superior = parent.filter(|parent| tree.get(parent).is_some());
        let code = self.fresh_spoken_code();
        let letter = Letter {
            id: self.spoken_code_key(CODE, &code),
            kind,
            place: draft.place.clone(),
            holder: letter::holder(kind, &about, superior).to_owned(),
            about,
            text: draft.text.trim().to_owned(),
            contact: draft.contact.trim().to_owned(),
            sent: zhiheng_calendar::china_datetime(self.now()),
            answer: None,
        };
        self.keep_letter(&letter, 0, "letter.send", "").await?;
        Ok(SentLetter {
            code: grouped(&code),
            holder: tree.name(&letter.holder).to_owned(),
            letter,
        })
    }

    /// The letter behind a code with the name of the agency that answers it; none for every code that fits nothing.
    ///
    /// # Errors
    /// The store is not there.
    pub async fn letter_behind(&self, code: &str) -> Result<Option<(Letter, String)>, Error> {
        let row = self.store().trace(kind::LETTER, &self.spoken_code_key(CODE, code)).await?;
        let Some(row) = row else { return Ok(None) };
        let letter: Letter = body_of(&row)?;
        let holder = self.tree().await?.name(&letter.holder).to_owned();
        Ok(Some((letter, holder)))
    }

    /// Days on which something on a page was put right because somebody wrote, newest first.
    ///
    /// # Errors
    /// The store is not there.
    pub async fn corrections_at(&self, place: &str) -> Result<Vec<jiff::civil::Date>, Error> {
        let filter = TraceFilter {
            kind: kind::LETTER.to_owned(),
            matter: Some(place.to_owned()),
            state: Some(LetterStanding::Corrected.id().to_owned()),
            limit: TOLD,
            ..TraceFilter::default()
        };
        let mut days = Vec::new();
        for row in self.store().traces(&filter).await?.0 {
            let letter: Letter = body_of(&row)?;
            days.extend(letter.answer.map(|answer| answer.at.date()));
        }
        days.sort_unstable_by(|one, other| other.cmp(one));
        Ok(days)
    }

    /// The letters that a person's agency answers.
    ///
    /// # Errors
    /// The person does not publish, or the store is not there.
    pub async fn letters(&self, caller: &Caller) -> Result<Letters, Error> {
        caller.require(Power::Publish)?;
        let (waiting, some) = self.letters_in(caller, LetterStanding::Open).await?;
        let (mut answered, others) = self.letters_in(caller, LetterStanding::Answered).await?;
        let (corrected, further) = self.letters_in(caller, LetterStanding::Corrected).await?;
        answered.extend(corrected);
        answered.sort_by(|one, other| other.sent.cmp(&one.sent));
        let more = some || others || further || answered.len() > SHOWN;
        answered.truncate(SHOWN);
        Ok(Letters { waiting, answered, more })
    }

    /// Answers a letter: an act on the record, which whoever wrote reads by the code.
    ///
    /// # Errors
    /// There is no such letter in the person's agency, every reason why it cannot be answered so, or the store is not there.
    pub async fn answer_letter(
        &self,
        caller: &Caller,
        id: &str,
        said: &str,
        corrected: bool,
    ) -> Result<LetterView, Error> {
        caller.require(Power::Publish)?;
        let missing = || Error::Missing { what: "这封来信".to_owned() };
        let row = self.store().trace(kind::LETTER, id).await?.ok_or_else(missing)?;
        let letter: Letter = body_of(&row)?;
        // A letter to another agency is none: the unit complained of must not learn of it (信访条例30).
        if letter.holder != caller.actor.agency {
            return Err(missing());
        }
        let now = zhiheng_calendar::china_datetime(self.now());
        let answered = letter
            .answered(&caller.actor, said, corrected, now)
            .map_err(|faults| refused(faults, None))?;
        self.keep_letter(&answered, 1, "letter.answer", &caller.actor.id).await?;
        let tree = self.tree().await?;
        Ok(view(&answered, &tree))
    }

    async fn letters_in(
        &self,
        caller: &Caller,
        standing: LetterStanding,
    ) -> Result<(Vec<LetterView>, bool), Error> {
        let filter = TraceFilter {
            kind: kind::LETTER.to_owned(),
            agencies: Some(vec![caller.actor.agency.clone()]),
            state: Some(standing.id().to_owned()),
            limit: SHOWN,
            ..TraceFilter::default()
        };
        let (rows, next) = self.store().traces(&filter).await?;
        let tree = self.tree().await?;
        let each = |row: &TraceRow| Ok(view(&body_of(row)?, &tree));
        let views = rows.iter().map(each).collect::<Result<Vec<_>, Error>>()?;
        Ok((views, next.is_some()))
    }

    async fn keep_letter(
        &self,
        letter: &Letter,
        seen: u64,
        act: &str,
        actor: &str,
    ) -> Result<(), Error> {
        // The row stays where it came in; its state says that it was answered.
        let sent = zhiheng_calendar::china_timestamp(letter.sent).as_microsecond();
        self.leave(Left {
            kind: kind::LETTER,
            id: &letter.id,
            seen,
            act,
            actor,
            matter: &letter.place,
            agency: &letter.holder,
            person: "",
            state: letter.standing().id(),
            at: sent,
            body: json!(letter),
            more: Vec::new(),
        })
        .await
    }

    /// The agency that a page is about: the one that it belongs to, the one that was named, or the one at the root.
    async fn concerned(
        &self,
        place: &str,
        named: Option<&str>,
        tree: &Tree,
    ) -> Result<String, Error> {
        if let Some(named) = named.filter(|named| !named.is_empty()) {
            let unknown = || Error::field("input.choice", "agency", "没有这个机关，请从列表中选择");
            return tree.get(named).map(|agency| agency.id.clone()).ok_or_else(unknown);
        }
        let mut parts = place.trim_start_matches('/').split('/');
        let owner = match (parts.next(), parts.next(), parts.next()) {
            (Some("decisions"), Some(id), None) => self.public_decision(id).await?.row.agency,
            (Some("registers"), Some(kind), Some(id)) => {
                self.public_entry(kind, id).await?.0.agency.id
            }
            (Some("bodies" | "reports"), Some(id), _) => id.to_owned(),
            _ => String::new(),
        };
        if tree.get(&owner).is_some() {
            return Ok(owner);
        }
        let root = tree
            .all()
            .find(|agency| agency.parent.as_ref().is_none_or(|parent| tree.get(parent).is_none()));
        let nobody = || Error::field("input.choice", "agency", "还没有登记机关，暂时不能写信");
        root.map(|agency| agency.id.clone()).ok_or_else(nobody)
    }
}

fn view(letter: &Letter, tree: &Tree) -> LetterView {
    let standing = letter.standing();
    LetterView {
        id: letter.id.clone(),
        kind: Titled::new(letter.kind.id(), letter.kind.words()),
        place: letter.place.clone(),
        about: Id::new(&letter.about, tree.name(&letter.about)),
        text: letter.text.clone(),
        contact: letter.contact.clone(),
        sent: moment(letter.sent),
        standing: Titled::new(standing.id(), standing.words()),
        answer: letter.answer.as_ref().map(|answer| LetterAnswerView {
            by: Id::new(&answer.by, &answer.name),
            at: moment(answer.at),
            said: answer.said.clone(),
            corrected: answer.corrected,
        }),
    }
}
