//! Numbered blank forms (事先编号的空白文书): numbers taken from the same series without gaps, printed for work without a network,
//! and entered later by the act that was done on paper.
//!
//! Each form is an entry of the register `blanks` with a stream of its own on the record: reserved, then used once or voided with
//! a reason. A number is used in the same append as its act, so that of two who use it at once one is refused.
//!
//! What this is not: the act itself (see [`crate::perform`]). No gate is passed by a form: the act is decided when it is entered.

use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use zhiheng_domain::{Decision, Power, Refusal};
use zhiheng_law::{ActType, PaperRule, Procedure};

use crate::application::App;
use crate::caller::Caller;
use crate::error::Error;
use crate::papers;
use crate::ports::press::Sheet;
use crate::ports::{Append, NumberKey, Payload, RegisterFilter, RegisterRow, Seal, Sealed};
use crate::registry::{self, Entry};
use crate::sealing::kind;

/// Register in which the forms stand.
pub const BLANKS: &str = "blanks";
/// Forms that are reserved at once.
const MOST: u32 = 200;
/// Longest reason, in characters.
const REASON: usize = 500;

/// A numbered form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Blank {
    /// Id.
    #[serde(default)]
    pub id: String,
    /// 文号.
    pub number: String,
    /// Kind code of the number.
    pub kind: String,
    /// Year of the series.
    pub year: i16,
    /// Place in the series.
    pub n: u32,
    /// Procedure.
    pub procedure: String,
    /// Act that issues the paper.
    pub act: String,
    /// The paper's rule.
    pub paper: String,
    /// Title of the paper.
    pub title: String,
    /// Day on which the number was taken.
    pub day: Date,
    /// Who took it.
    pub by: String,
    /// What became of it.
    pub state: BlankState,
    /// Matter in which it was used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matter: Option<String>,
    /// Why it was voided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// What became of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BlankState {
    /// 未用.
    Reserved,
    /// 已用.
    Used,
    /// 作废.
    Void,
}

/// Which form is wanted.
#[derive(Debug, Clone, Copy)]
pub struct Form<'a> {
    /// Procedure.
    pub procedure: &'a str,
    /// Act.
    pub act: &'a str,
    /// The paper's rule.
    pub paper: &'a str,
}

/// A form with the version of its stream, while an act uses it.
pub(crate) struct Held {
    pub(crate) blank: Blank,
    row: RegisterRow,
}

impl App {
    /// Takes `count` numbers for forms of this kind from the agency's series and puts them on the record, all or none.
    ///
    /// # Errors
    /// The caller handles no matters, there is no such form or it bears no number, `count` is not 1 to 200, or the store is
    /// not there.
    pub async fn reserve(
        &self,
        caller: &Caller,
        form: Form<'_>,
        count: u32,
    ) -> Result<Vec<Blank>, Error> {
        works(caller)?;
        let (_, _, rule) = self.blank_rule(form)?;
        if !(1..=MOST).contains(&count) {
            return Err(Error::field("input.count", "count", format!("份数应为 1 至 {MOST}")));
        }
        let Some(number_kind) = &rule.number_kind else {
            let message = format!("《{}》没有文号，不需要预留，打印样张即可", rule.title);
            return Err(Error::field("blank.unnumbered", "paper", message));
        };
        let tree = self.tree().await?;
        let agency = caller.actor.agency.clone();
        let mark = tree.get(&agency).map(|agency| agency.mark.clone()).unwrap_or_default();
        let today = self.today();
        let key =
            NumberKey { agency: agency.clone(), kind: number_kind.clone(), year: today.year() };
        let batch = (0..count)
            .map(|_| {
                let blank = Blank {
                    id: self.fresh_id(),
                    number: String::new(),
                    kind: number_kind.clone(),
                    year: today.year(),
                    n: 0,
                    procedure: form.procedure.to_owned(),
                    act: form.act.to_owned(),
                    paper: rule.id.clone(),
                    title: rule.title.clone(),
                    day: today,
                    by: caller.actor.id.clone(),
                    state: BlankState::Reserved,
                    matter: None,
                    reason: None,
                };
                let (app, agency, mark, actor) =
                    (self.clone(), agency.clone(), mark.clone(), caller.actor.id.clone());
                let stream = registry::stream_of(BLANKS, &blank.id);
                let seal: Seal = Arc::new(move |numbers| {
                    let n = numbers.first().copied().ok_or("no number was given")?;
                    let Blank { kind, year, .. } = &blank;
                    let number = format!("{mark}{kind}〔{year}〕{n}号");
                    app.blank_event(&actor, &agency, Blank { number, n, ..blank.clone() }, 0)
                        .map_err(|error| error.to_string())
                });
                let payload = Payload::Numbered { keys: vec![key.clone()], seal };
                Append { stream, seen: 0, payload, idempotency: None }
            })
            .collect();
        let receipts = self.store().append(batch).await?;
        self.record_grew();
        receipts
            .iter()
            .map(|receipt| {
                serde_json::from_str(&receipt.body)
                    .map_err(|error| Error::Internal(format!("receipt: {error}")))
            })
            .collect()
    }

    /// Forms of the caller's agency, by number; `open` = only those that are neither used nor voided.
    ///
    /// # Errors
    /// The caller may not look, or the store is not there.
    pub async fn blanks(&self, caller: &Caller, open: bool) -> Result<Vec<Blank>, Error> {
        caller.require(Power::View)?;
        let mut blanks: Vec<Blank> = self
            .blank_rows(&caller.actor.agency, Vec::new())
            .await?
            .iter()
            .filter(|row| row.active || !open)
            .map(blank_of)
            .collect::<Result<_, _>>()?;
        blanks.sort_by(|one, other| {
            (&one.kind, one.year, one.n).cmp(&(&other.kind, other.year, other.n))
        });
        Ok(blanks)
    }

    /// The form as it is printed.
    ///
    /// # Errors
    /// The agency has no such form, or the law pack does not know it any more.
    pub async fn blank_sheet(&self, caller: &Caller, id: &str) -> Result<Sheet, Error> {
        caller.require(Power::View)?;
        let rows = self.blank_rows(&caller.actor.agency, vec![id.to_owned()]).await?;
        let blank = blank_of(rows.first().ok_or_else(missing)?)?;
        let Blank { procedure, act, paper, .. } = &blank;
        let (procedure, act, rule) = self.blank_rule(Form { procedure, act, paper })?;
        let tree = self.tree().await?;
        let (agency, key) =
            (tree.name(&caller.actor.agency), format!("{}~{}", blank.id, blank.paper));
        Ok(papers::blank(procedure, act, rule, agency, &key, &blank.number, blank.day))
    }

    /// Voids a form that was spoilt or lost, with the reason. Its number is never given again.
    ///
    /// # Errors
    /// The caller handles no matters, the agency has no such form, it was used or voided before, or there is no reason.
    pub async fn void_blank(
        &self,
        caller: &Caller,
        id: &str,
        reason: &str,
    ) -> Result<Blank, Error> {
        works(caller)?;
        let reason = reason.trim();
        if reason.is_empty() || reason.chars().count() > REASON {
            let message = format!("请写明作废的理由，不超过 {REASON} 字");
            return Err(Error::field("input.reason", "reason", message));
        }
        let rows = self.blank_rows(&caller.actor.agency, vec![id.to_owned()]).await?;
        let row = rows.into_iter().next().ok_or_else(missing)?;
        let blank = blank_of(&row)?;
        still(&blank)
            .map_err(|refusal| Error::Refused(vec![crate::error::reason(refusal, None)]))?;
        let voided = Blank { state: BlankState::Void, reason: Some(reason.to_owned()), ..blank };
        let append = self.blank_append(&caller.actor.id, &row, voided.clone())?;
        self.store().append(vec![append]).await?;
        self.record_grew();
        Ok(voided)
    }

    /// The form under this number, if the caller's agency reserved it and it is still open.
    async fn reserved(
        &self,
        caller: &Caller,
        number: &str,
    ) -> Result<Result<Held, Refusal>, Error> {
        let number = number.trim();
        for row in self.blank_rows(&caller.actor.agency, Vec::new()).await? {
            let blank = blank_of(&row)?;
            if blank.number == number {
                return Ok(still(&blank).map(|()| Held { blank, row }));
            }
        }
        let shown: String = number.chars().filter(|c| !c.is_control()).take(60).collect();
        let message = format!("本机关没有预留文号“{shown}”；请核对空白文书上的文号");
        Ok(Err(Refusal::new("number.not_reserved", message).at("reserved")))
    }

    /// The decision on the form, where the act was done on one.
    pub(crate) async fn on_form(
        &self,
        caller: &Caller,
        number: Option<&str>,
        decided: Result<Decision, Vec<Refusal>>,
    ) -> Result<Result<(Decision, Option<Held>), Vec<Refusal>>, Error> {
        let Some(number) = number else {
            return Ok(decided.map(|decision| (decision, None)));
        };
        Ok(match (decided, self.reserved(caller, number).await?) {
            (Ok(decision), Ok(held)) => under(decision, &held)
                .map(|decision| (decision, Some(held)))
                .map_err(|refusal| vec![refusal]),
            (Err(mut refusals), Err(refusal)) => {
                refusals.push(refusal);
                Err(refusals)
            }
            (Err(refusals), Ok(_)) => Err(refusals),
            (Ok(_), Err(refusal)) => Err(vec![refusal]),
        })
    }

    /// What is appended beside the act that uses the form.
    pub(crate) fn used(&self, actor: &str, held: &Held, matter: &str) -> Result<Append, Error> {
        let used = Blank {
            state: BlankState::Used,
            matter: Some(matter.to_owned()),
            ..held.blank.clone()
        };
        self.blank_append(actor, &held.row, used)
    }

    fn blank_append(&self, actor: &str, row: &RegisterRow, blank: Blank) -> Result<Append, Error> {
        let stream = registry::stream_of(BLANKS, &row.id);
        let payload = Payload::Ready(self.blank_event(actor, &row.agency, blank, row.version)?);
        Ok(Append { stream, seen: row.version, payload, idempotency: None })
    }

    fn blank_event(
        &self,
        actor: &str,
        agency: &str,
        blank: Blank,
        seen: u64,
    ) -> Result<Sealed, Error> {
        let unwritten = |error: serde_json::Error| Error::Internal(error.to_string());
        let receipt = serde_json::to_string(&blank).map_err(unwritten)?;
        let mut body: Map<String, Value> = match serde_json::to_value(&blank).map_err(unwritten)? {
            Value::Object(body) => body,
            _ => Map::new(),
        };
        body.remove("id");
        let entry = Entry {
            register: BLANKS.to_owned(),
            id: blank.id,
            agency: agency.to_owned(),
            name: blank.number,
            active: blank.state == BlankState::Reserved,
            body,
        };
        let event = self.seal(kind::REGISTER, actor, registry::fields_of(&entry))?;
        let view = registry::view_of(&crate::sealing::values_of(&event.content)?, seen + 1)?;
        Ok(Sealed { events: vec![event], views: vec![view], receipt })
    }

    async fn blank_rows(&self, agency: &str, ids: Vec<String>) -> Result<Vec<RegisterRow>, Error> {
        let agencies = Some(vec![agency.to_owned()]);
        let filter = RegisterFilter { kind: BLANKS.to_owned(), agencies, ids };
        Ok(self.store().register(&filter).await?)
    }

    fn blank_rule(&self, form: Form<'_>) -> Result<(&Procedure, &ActType, &PaperRule), Error> {
        let found = self.pack().procedures.get(form.procedure).and_then(|procedure| {
            let act = procedure.act(form.act)?;
            let rule = act.papers.iter().find(|rule| rule.id == form.paper)?;
            Some((procedure, act, rule))
        });
        let Some((procedure, act, rule)) = found else {
            return Err(Error::Missing { what: "这份文书".to_owned() });
        };
        if !rule.blank {
            let message = format!("《{}》不能事先打印空白文书", rule.title);
            return Err(Error::field("blank.not_allowed", "paper", message));
        }
        Ok((procedure, act, rule))
    }
}

/// Whether a stream is that of a form.
pub(crate) fn is_form(stream: &str) -> bool {
    stream.strip_prefix(BLANKS).is_some_and(|rest| rest.starts_with(':'))
}

/// The decision with the number of the form on its paper.
fn under(decision: Decision, held: &Held) -> Result<Decision, Refusal> {
    let Blank { paper, kind, number, .. } = &held.blank;
    decision.under(paper, kind, number).map_err(|refusal| refusal.at("reserved"))
}

/// The form that a row keeps.
///
/// # Errors
/// The row is no form.
pub fn blank_of(row: &RegisterRow) -> Result<Blank, Error> {
    let blank: Blank = serde_json::from_str(&row.body)
        .map_err(|error| Error::Internal(format!("blank {}: {error}", row.id)))?;
    Ok(Blank { id: row.id.clone(), ..blank })
}

fn still(blank: &Blank) -> Result<(), Refusal> {
    let number = &blank.number;
    let (code, message) = match blank.state {
        BlankState::Reserved => return Ok(()),
        BlankState::Used => ("number.used", format!("文号{number}已经用过")),
        BlankState::Void => ("number.void", format!("文号{number}已经作废，不能使用")),
    };
    Err(Refusal::new(code, message).at("reserved"))
}

fn works(caller: &Caller) -> Result<(), Error> {
    let may = [Power::Register, Power::Handle, Power::Decide];
    if may.into_iter().any(|power| caller.actor.may(power)) {
        return Ok(());
    }
    Err(Error::Denied("您的岗位不办理事项，不能领用空白文书".to_owned()))
}

fn missing() -> Error {
    Error::Missing { what: "这份空白文书".to_owned() }
}
