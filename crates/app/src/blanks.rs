//! Numbered blank forms (事先编号的空白文书): numbers taken from the same series without gaps, printed for work without a network,
//! and entered later by the act that was done on paper.
//!
//! Each form is an entry of the register `blanks` with a stream of its own on the record: reserved, then used once or voided with
//! a reason. A number is used in the same append as its act, so that of two who use it at once one is refused.
//!
//! What this is not: the act itself (see [`crate::perform`]). No gate is passed by a form: the act is decided when it is entered.

mod entered;
mod reserve;

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;
use zhiheng_domain::{Power, Refusal, remedy};
use zhiheng_law::{ActType, PaperRule, Procedure};

use crate::application::App;
use crate::caller::Caller;
use crate::error::Error;
use crate::papers::{self, Printed};
use crate::ports::press::Sheet;
use crate::ports::{Append, Payload, RegisterFilter, RegisterRow, Sealed};
use crate::registry::{self, Entry};
use crate::sealing::kind;

pub(crate) use entered::{Held, is_form};

/// Register in which the forms stand.
pub const BLANKS: &str = "blanks";
/// Longest reason, in characters.
const REASON: usize = 500;

/// A numbered form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Blank {
    /// 编号
    #[serde(default)]
    pub id: String,
    /// 预留的文号
    pub number: String,
    /// 文号的种类
    pub kind: String,
    /// 文号的年度
    pub year: i16,
    /// 文号在本年度中的序号
    pub n: u32,
    /// 程序
    pub procedure: String,
    /// 出具文书的行为
    pub act: String,
    /// 文书在程序中的编号
    pub paper: String,
    /// 文书名称
    pub title: String,
    /// 领用之日
    #[schema(value_type = String, format = Date)]
    pub day: Date,
    /// 领用人的人员编号
    pub by: String,
    /// 状态：`reserved` 未用，`used` 已用，`void` 作废
    pub state: BlankState,
    /// 用于哪个事项
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matter: Option<String>,
    /// 作废的理由
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// What became of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BlankState {
    /// 未用
    Reserved,
    /// 已用
    Used,
    /// 作废
    Void,
}

/// A kind of form that can be reserved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct BlankKind {
    /// 程序
    pub procedure: String,
    /// 程序名称
    pub procedure_title: String,
    /// 出具文书的行为
    pub act: String,
    /// 行为名称
    pub act_title: String,
    /// 文书在程序中的编号
    pub paper: String,
    /// 文书名称
    pub title: String,
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

/// Whose forms, and who asks: a person of the agency, or whoever keeps the data folder.
#[derive(Debug, Clone, Copy)]
pub struct Desk<'a> {
    /// Person id.
    pub actor: &'a str,
    /// Agency.
    pub agency: &'a str,
}

impl App {
    /// Forms that the caller's agency can reserve: numbered ones of the procedures that it runs.
    ///
    /// # Errors
    /// The caller may not look, or the store is not there.
    pub async fn blank_kinds(&self, caller: &Caller) -> Result<Vec<BlankKind>, Error> {
        caller.require(Power::View)?;
        let tree = self.tree().await?;
        let agency = tree.get(&caller.actor.agency);
        let mut kinds = Vec::new();
        for procedure in self.pack().procedures.values() {
            if !agency.is_some_and(|agency| agency.runs(procedure)) {
                continue;
            }
            for act in &procedure.acts {
                for rule in &act.papers {
                    if rule.blank && rule.number_kind.is_some() {
                        kinds.push(BlankKind {
                            procedure: procedure.id.clone(),
                            procedure_title: procedure.title.clone(),
                            act: act.id.clone(),
                            act_title: act.title.clone(),
                            paper: rule.id.clone(),
                            title: rule.title.clone(),
                        });
                    }
                }
            }
        }
        Ok(kinds)
    }

    /// Names of those who took forms, by person id.
    ///
    /// # Errors
    /// The store is not there.
    pub async fn blank_takers(&self, blanks: &[Blank]) -> Result<BTreeMap<String, String>, Error> {
        let accounts = self.store().accounts().await?;
        let taker = |person: &str| blanks.iter().any(|blank| blank.by == person);
        Ok(accounts
            .into_iter()
            .filter(|account| taker(&account.person))
            .map(|account| (account.person, account.name))
            .collect())
    }

    /// Forms of the caller's agency, by number; `open` = only those that are neither used nor voided.
    ///
    /// # Errors
    /// The caller may not look, or the store is not there.
    pub async fn blanks(&self, caller: &Caller, open: bool) -> Result<Vec<Blank>, Error> {
        caller.require(Power::View)?;
        let mut blanks: Vec<Blank> = self
            .blank_rows(Some(&caller.actor.agency), Vec::new())
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
    /// The caller may not look; otherwise as [`App::blank_sheet_for`].
    pub async fn blank_sheet(&self, caller: &Caller, id: &str) -> Result<Sheet, Error> {
        caller.require(Power::View)?;
        self.blank_sheet_for(&caller.actor.agency, id).await
    }

    /// The form of an agency as it is printed.
    ///
    /// # Errors
    /// The agency has no such form, it was voided, or the law pack does not know it any more.
    pub async fn blank_sheet_for(&self, agency: &str, id: &str) -> Result<Sheet, Error> {
        let rows = self.blank_rows(Some(agency), vec![id.to_owned()]).await?;
        let blank = blank_of(rows.first().ok_or_else(missing)?)?;
        if blank.state == BlankState::Void {
            return Err(refused(void(&blank.number)));
        }
        self.sheet_of_blank(agency, &blank).await
    }

    /// The pages that were printed of a form, whatever became of it.
    pub(crate) async fn sheet_of_blank(&self, agency: &str, blank: &Blank) -> Result<Sheet, Error> {
        let Blank { procedure, act, paper, .. } = blank;
        let (procedure, act, rule) = self.blank_rule(Form { procedure, act, paper })?;
        let tree = self.tree().await?;
        let government = tree.get(agency).map_or("", |agency| agency.government.as_str());
        let remedy = rule
            .remedy
            .map(|remedy| remedy::clause(remedy, self.pack(), government, tree.superior(agency)));
        let printed = Printed {
            key: &format!("{}~{}", blank.id, blank.paper),
            agency: tree.name(agency),
            number: &blank.number,
            day: blank.day,
            remedy: remedy.as_deref().unwrap_or_default(),
        };
        Ok(papers::blank(procedure, act, rule, &printed))
    }

    /// The form under this number, of whatever agency, with the agency.
    ///
    /// # Errors
    /// There is no such form, or the store is not there.
    pub async fn blank_numbered(&self, number: &str) -> Result<(String, Blank), Error> {
        for row in self.blank_rows(None, Vec::new()).await? {
            let blank = blank_of(&row)?;
            if blank.number == number.trim() {
                return Ok((row.agency, blank));
            }
        }
        Err(missing())
    }

    /// Voids a form that was spoilt or lost, with the reason. Its number is never given again.
    ///
    /// # Errors
    /// The caller handles no matters; otherwise as [`App::void_blank_for`].
    pub async fn void_blank(
        &self,
        caller: &Caller,
        id: &str,
        reason: &str,
    ) -> Result<Blank, Error> {
        works(caller)?;
        self.void_blank_for(desk_of(caller), id, reason).await
    }

    /// The same for whoever keeps the data folder: no power is asked for.
    ///
    /// # Errors
    /// The agency has no such form, it was used or voided before, there is no reason, or the store is not there.
    pub async fn void_blank_for(
        &self,
        desk: Desk<'_>,
        id: &str,
        reason: &str,
    ) -> Result<Blank, Error> {
        let reason = reason.trim();
        if reason.is_empty() || reason.chars().count() > REASON {
            let message = format!("请写明作废的理由，不超过 {REASON} 字");
            return Err(Error::field("input.reason", "reason", message));
        }
        let rows = self.blank_rows(Some(desk.agency), vec![id.to_owned()]).await?;
        let row = rows.into_iter().next().ok_or_else(missing)?;
        let blank = blank_of(&row)?;
        still(&blank).map_err(refused)?;
        let voided = Blank { state: BlankState::Void, reason: Some(reason.to_owned()), ..blank };
        let append = self.blank_append(desk.actor, &row, voided.clone())?;
        self.store().append(vec![append]).await?;
        self.record_grew();
        Ok(voided)
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

    async fn blank_rows(
        &self,
        agency: Option<&str>,
        ids: Vec<String>,
    ) -> Result<Vec<RegisterRow>, Error> {
        let agencies = agency.map(|agency| vec![agency.to_owned()]);
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
    match blank.state {
        BlankState::Reserved => Ok(()),
        BlankState::Used => {
            let message = format!("文号{number}已经用过；一个文号只用一次");
            Err(Refusal::new("number.used", message).at("reserved"))
        }
        BlankState::Void => Err(void(number)),
    }
}

fn void(number: &str) -> Refusal {
    let message = format!("文号{number}已经作废，不能再用");
    Refusal::new("number.void", message).at("reserved")
}

fn refused(refusal: Refusal) -> Error {
    Error::Refused(vec![crate::error::reason(refusal, None)])
}

fn desk_of(caller: &Caller) -> Desk<'_> {
    Desk { actor: &caller.actor.id, agency: &caller.actor.agency }
}

/// Whether somebody does work for which forms are taken.
///
/// # Errors
/// They do not.
pub fn works(caller: &Caller) -> Result<(), Error> {
    let may = [Power::Register, Power::Handle, Power::Decide];
    if may.into_iter().any(|power| caller.actor.may(power)) {
        return Ok(());
    }
    Err(Error::Denied("您的岗位不办理事项，不能领用空白文书".to_owned()))
}

fn missing() -> Error {
    Error::Missing { what: "这份空白文书".to_owned() }
}
