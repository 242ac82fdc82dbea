//! Who looked at what, for those who supervise: newest first, by matter, person or day, with what is unusual and when of the day.

use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;
use zhiheng_domain::{Power, looking};

use super::body_of;
use super::look::{How, Looked, What};
use crate::application::App;
use crate::caller::Caller;
use crate::error::Error;
use crate::ports::TraceFilter;
use crate::sealing::kind;
use crate::shapes::{Id, Titled, moment};

/// Looks on one page.
const PAGE: usize = 50;
/// Days that the picture shows where none is asked for.
const DAYS: i64 = 7;
/// Microseconds in a day.
const DAY: i64 = 86_400_000_000;
/// Powers of which one is enough to read the list.
pub const READING: &[Power] = &[Power::Approve, Power::Decide, Power::Supervise];

/// Which looks are wanted. Every field narrows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LookFilter {
    /// Of this matter.
    pub matter: Option<String>,
    /// By this person.
    pub person: Option<String>,
    /// On this day.
    pub day: Option<String>,
    /// Only the unusual ones.
    pub unusual: bool,
    /// Where the last page ended.
    pub cursor: Option<String>,
}

/// One look.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LookLine {
    /// Id.
    pub id: String,
    /// When.
    pub at: String,
    /// Who.
    pub person: Id,
    /// Where that person works.
    pub agency: Id,
    /// The matter: id and number.
    pub matter: Id,
    /// Its procedure.
    pub procedure: String,
    /// `file`, `paper` or `dossier`.
    pub what: Titled,
    /// Digest of the file, or id of the paper.
    pub thing: String,
    /// `view`, `download`, `print` or `export`.
    pub how: Titled,
    /// Why it was allowed.
    pub purpose: String,
    /// The request that allowed it.
    pub request: Option<String>,
    /// What is unusual about it.
    pub unusual: Vec<Titled>,
}

/// A limit by which looks count as unusual.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Limit {
    /// Name shown to people.
    pub label: String,
    /// Value.
    pub value: i64,
    /// Unit.
    pub unit: String,
    /// Article.
    pub basis: String,
    /// How sure it is.
    pub certainty: String,
}

/// A page of looks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LookList {
    /// Newest first.
    pub items: Vec<LookLine>,
    /// Cursor of the next page.
    pub next: Option<String>,
    /// How many by hour of the day, 24 numbers.
    pub hours: Vec<u64>,
    /// Hour at which the night begins by the rule in force.
    pub night_from: i64,
    /// Hour at which it ends.
    pub night_until: i64,
    /// First day that the hours count.
    pub from: String,
    /// Last day that they count.
    pub to: String,
    /// Limits in force.
    pub limits: Vec<Limit>,
}

impl App {
    /// Looks at matters of the caller's agency and those below it.
    ///
    /// # Errors
    /// The caller does not supervise, a condition is wrong, or the store is not there.
    pub async fn looks_list(
        &self,
        caller: &Caller,
        filter: &LookFilter,
    ) -> Result<LookList, Error> {
        if !READING.iter().any(|power| caller.actor.may(*power)) {
            let said = "调阅记录由有审批、决定或者监督权限的人查看".to_owned();
            return Err(Error::Denied(said));
        }
        let today = self.today();
        let (from, to) = match filter.day.as_deref() {
            None => (today.saturating_sub(jiff::Span::new().days(DAYS - 1)), today),
            Some(text) => {
                let wrong = || Error::field("input.date", "day", "日期应写作 2026-01-31 的样子");
                let day = text.parse::<Date>().map_err(|_| wrong())?;
                (day, day)
            }
        };
        let span = (start(from), start(to).saturating_add(DAY));
        let asked = TraceFilter {
            kind: kind::LOOK.to_owned(),
            agencies: caller.agencies(),
            matter: filter.matter.clone(),
            person: filter.person.clone(),
            state: filter.unusual.then(|| "unusual".to_owned()),
            from: filter.day.is_some().then_some(span.0),
            to: filter.day.is_some().then_some(span.1),
            cursor: filter.cursor.clone(),
            limit: PAGE,
        };
        let (rows, next) = self.store().traces(&asked).await?;
        let counted = TraceFilter {
            from: Some(span.0),
            to: Some(span.1),
            cursor: None,
            state: None,
            ..asked.clone()
        };
        let mut hours = vec![0; 24];
        for (hour, count) in self.store().trace_hours(&counted).await? {
            if let Some(slot) = hours.get_mut(usize::from(hour)) {
                *slot = count;
            }
        }
        let tree = self.tree().await?;
        let mut items = Vec::with_capacity(rows.len());
        for row in rows {
            let looked: Looked = body_of(&row)?;
            if !looked.hidden_from.is_empty() && looked.hidden_from == caller.actor.agency {
                continue;
            }
            let procedure = self.pack().procedures.get(&looked.procedure);
            let at = jiff::Timestamp::from_microsecond(row.at).unwrap_or_default();
            items.push(LookLine {
                at: moment(zhiheng_calendar::china_datetime(at)),
                person: Id::new(&row.person, &looked.name),
                agency: Id::new(&looked.from, tree.name(&looked.from)),
                matter: Id::new(&row.matter, looked.number.as_deref().unwrap_or_default()),
                procedure: procedure
                    .map_or(looked.procedure.as_str(), |held| held.title.as_str())
                    .to_owned(),
                what: Titled::new(&looked.what, What::words(&looked.what)),
                how: Titled::new(&looked.how, How::words(&looked.how)),
                unusual: looked
                    .unusual
                    .iter()
                    .map(|why| Titled::new(why, looking::unusual_words(why)))
                    .collect(),
                thing: looked.thing,
                purpose: looked.purpose,
                request: looked.request,
                id: row.id,
            });
        }
        let rules = self.looking_rules(&caller.actor.agency).await?;
        let limits = ["many", "night_from", "night_until", "one_look"]
            .iter()
            .filter_map(|name| rules.parameters.get(*name))
            .map(|held| Limit {
                label: held.label.clone(),
                value: held.value,
                unit: held.unit.clone(),
                basis: held.basis.clone(),
                certainty: held.certainty.clone(),
            });
        Ok(LookList {
            items,
            next,
            hours,
            night_from: rules.number("night_from", looking::NIGHT.0),
            night_until: rules.number("night_until", looking::NIGHT.1),
            from: from.to_string(),
            to: to.to_string(),
            limits: limits.collect(),
        })
    }
}

/// The first moment of a day in China, µs.
fn start(day: Date) -> i64 {
    let days = (day - Date::constant(1970, 1, 1)).get_days();
    i64::from(days).saturating_mul(DAY).saturating_sub(8 * 3_600_000_000)
}
