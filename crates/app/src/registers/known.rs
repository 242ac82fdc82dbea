//! What an act is told of registers and of other matters, before it is judged.
//!
//! What this is not: the judgement. The answers go into the event, so that an audit judges by the same; the audit looks
//! them up again in the record and says where they were not right.

use jiff::civil::{Date, date};
use serde_json::{Map, Value};
use zhiheng_domain::register::{Entry, thousandths};
use zhiheng_domain::{Known, Matter};
use zhiheng_law::{ActKind, GateCheck, KNOWN, Pack, Procedure};
use zhiheng_record::Suite;

use super::row::entry_of;
use crate::application::App;
use crate::error::Error;
use crate::ports::{EarlierFilter, EntryFilter};

/// Register of items.
pub const ITEMS: &str = "items";
/// Register of discretion tiers.
pub const TIERS: &str = "discretion";
/// Register of reviewers.
pub const REVIEWERS: &str = "reviewers";
/// What is asked about the person who gives an opinion of legal review.
const STANDING: [&str; 4] = ["reviewers", "reviewer", "reviewer_unqualified", "reviewer_handles"];

/// What an act asks of registers and other matters; nothing where its procedure asks nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lookup {
    /// Names that the procedure's law asks, of those that exist.
    pub asks: Vec<&'static str>,
    /// Agency that holds the matter.
    pub agency: String,
    /// The matter; empty where one is being opened.
    pub matter: String,
    /// Family of the procedure.
    pub family: String,
    /// Code of the item; empty if none.
    pub item: String,
    /// Id of the tier; empty if none.
    pub tier: String,
    /// Base of multiples and per cents, in 分.
    pub base: Option<i64>,
    /// Digest of the party's name; empty if none.
    pub party: String,
    /// The day.
    pub day: Date,
    /// Person id of whoever acts.
    pub person: String,
    /// First day from which beginners need the qualification, as the pack says.
    pub beginners_from: Option<Date>,
}

impl Lookup {
    /// What an act of a procedure asks, from its form and the matter.
    pub fn of(
        pack: &Pack,
        suite: Suite,
        procedure: &Procedure,
        act: &str,
        matter: Option<&Matter>,
        (agency, person): (&str, &str),
        (fields, day): (&Map<String, Value>, Date),
    ) -> Self {
        let mut asks = asks(pack, procedure);
        // A page asks for every act at once, and names none.
        let opines = procedure.acts.iter().any(|held| {
            held.kind == ActKind::Opine && (held.id == act || (act.is_empty() && matter.is_some()))
        });
        if opines {
            asks.extend(STANDING.iter().filter(|name| !asks.contains(name)).collect::<Vec<_>>());
        }
        let act = if act.is_empty() { procedure.opening() } else { procedure.act(act) };
        let value = |fact: &str| {
            let written = act
                .into_iter()
                .flat_map(|act| &act.fields)
                .filter(|field| field.fact.as_deref() == Some(fact) || field.id == fact)
                .find_map(|field| fields.get(&field.id))
                .filter(|value| !value.is_null());
            written.or_else(|| matter?.facts.get(fact))
        };
        let text = |fact: &str| value(fact).and_then(Value::as_str).unwrap_or_default().trim();
        Self {
            asks,
            agency: agency.to_owned(),
            matter: matter.map(|matter| matter.id.clone()).unwrap_or_default(),
            family: procedure.category.clone(),
            item: text("item").to_owned(),
            tier: text("tier").to_owned(),
            base: value("fine_base").and_then(Value::as_i64),
            party: party_digest(suite, text("party")),
            day,
            person: person.to_owned(),
            beginners_from: day_of(pack.reviewers.number(zhiheng_law::reviewers::BEGINNERS)),
        }
    }

    /// Id of the entry about the person who acts in the register of reviewers.
    pub fn reviewer(&self) -> String {
        format!("{}.{}", self.agency, self.person)
    }

    /// Whether the procedure asks this.
    pub fn wants(&self, name: &str) -> bool {
        self.asks.contains(&name)
    }

    /// First and last day of the calendar year.
    pub fn year(&self) -> (Date, Date) {
        let year = self.day.year();
        (date(year, 1, 1), date(year, 12, 31))
    }

    /// The answers, from the entries of item and tier, the number of earlier matters, and what the register of reviewers says:
    /// whether there is one, and the entry about the person who acts.
    ///
    /// # Errors
    /// Never with the names of this product; the message of the domain.
    pub fn answers(
        &self,
        item: Option<&Entry>,
        tier: Option<&Entry>,
        earlier: u64,
        (reviewers, reviewer): (bool, Option<&Entry>),
    ) -> Result<Known, Error> {
        let own = |entry: &&Entry| entry.agency == self.agency;
        let held = |entry: &Entry| entry.on(self.day).filter(|version| !version.none).cloned();
        let item = item.filter(own).and_then(held).filter(|version| version.code == self.item);
        let tier = tier.filter(own).and_then(held).filter(|version| version.code == self.item);
        let mut answers = Map::new();
        let mut put = |name: &str, value: Value| {
            if self.wants(name) {
                answers.insert(name.to_owned(), value);
            }
        };
        let reviewer = reviewer
            .filter(own)
            .and_then(held)
            .filter(|version| on_post(&version.fields, self.day));
        put("reviewers", reviewers.into());
        put("reviewer", reviewer.is_some().into());
        if let Some(reviewer) = &reviewer {
            let unqualified = self.unqualified(&reviewer.fields);
            put("reviewer_unqualified", unqualified.into());
            let section = item.as_ref().and_then(|item| text_of(&item.fields, "section"));
            let unit = text_of(&reviewer.fields, "unit");
            let undertakes = reviewer.fields.get("undertakes").and_then(Value::as_array);
            let category = Value::from(self.family.as_str());
            let handles = (section.is_some() && section == unit)
                || undertakes.is_some_and(|held| held.contains(&category));
            put("reviewer_handles", handles.into());
        }
        put("published", item.is_some().into());
        put("tiered", tier.is_some().into());
        if let Some(item) = &item {
            let of = |column: &str| item.fields.get(column);
            put("major", of("review").and_then(Value::as_bool).unwrap_or_default().into());
            put("cap", of("most_inspections").and_then(Value::as_i64).unwrap_or_default().into());
        }
        if let Some(tier) = &tier {
            for (column, multiple, percent) in [
                ("fine_min", "multiple_min", "percent_min"),
                ("fine_max", "multiple_max", "percent_max"),
            ] {
                put(column, fine(&tier.fields, (column, multiple, percent), self.base).into());
            }
        }
        put("earlier", i64::try_from(earlier).unwrap_or(i64::MAX).into());
        Known::new(&answers).map_err(Error::Internal)
    }

    /// A beginner without the qualification (处罚法58): began when it was asked for already, and does not hold it today.
    fn unqualified(&self, fields: &Map<String, Value>) -> bool {
        beginner(fields, self.beginners_from) && !qualified(fields, self.day)
    }
}

/// Whether somebody began to review on or after the day from which beginners need the qualification.
pub(crate) fn beginner(fields: &Map<String, Value>, from: Option<Date>) -> bool {
    let began = text_of(fields, "began_on").and_then(|day| day.parse::<Date>().ok());
    match (began, from) {
        (Some(began), Some(from)) => began >= from,
        (None, _) => true,
        (_, None) => false,
    }
}

/// Whether a reviewer holds the qualification on a day.
pub(crate) fn qualified(fields: &Map<String, Value>, day: Date) -> bool {
    let since = text_of(fields, "qualified_on").and_then(|day| day.parse::<Date>().ok());
    text_of(fields, "qualification").is_some() && since.is_some_and(|since| since <= day)
}

/// Whether a reviewer is on the post on a day.
pub(crate) fn on_post(fields: &Map<String, Value>, day: Date) -> bool {
    let left = text_of(fields, "left_on").and_then(|day| day.parse::<Date>().ok());
    left.is_none_or(|left| day < left)
}

/// A text that is not empty.
fn text_of<'f>(fields: &'f Map<String, Value>, column: &str) -> Option<&'f str> {
    fields.get(column).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty())
}

/// A day written as the number `yyyymmdd`.
pub(crate) fn day_of(number: i64) -> Option<Date> {
    let part = |n: i64| i8::try_from(n).ok();
    Date::new(i16::try_from(number / 10_000).ok()?, part(number / 100 % 100)?, part(number % 100)?)
        .ok()
}

impl App {
    /// Looks up what an act asks.
    ///
    /// # Errors
    /// The store is not there.
    pub async fn known(&self, lookup: &Lookup) -> Result<Known, Error> {
        if lookup.asks.is_empty() {
            return Ok(Known::default());
        }
        let asked = |names: &[&str]| names.iter().any(|name| lookup.wants(name));
        let item = if !lookup.item.is_empty()
            && asked(&["published", "major", "cap", "reviewer_handles"])
        {
            self.item(&lookup.agency, &lookup.item, lookup.day).await?
        } else {
            None
        };
        let tier = if !lookup.tier.is_empty() && asked(&["tiered", "fine_min", "fine_max"]) {
            let row = self.store().entry(TIERS, &lookup.tier).await?;
            row.as_ref().map(entry_of).transpose()?
        } else {
            None
        };
        let earlier = if !lookup.party.is_empty() && asked(&["earlier"]) {
            let (from, to) = lookup.year();
            self.store()
                .earlier(&EarlierFilter {
                    family: lookup.family.clone(),
                    agency: lookup.agency.clone(),
                    party: lookup.party.clone(),
                    from: from.to_string(),
                    to: to.to_string(),
                    but: lookup.matter.clone(),
                })
                .await?
        } else {
            0
        };
        let (reviewers, reviewer) = if asked(&STANDING) {
            let row = self.store().entry(REVIEWERS, &lookup.reviewer()).await?;
            let reviewer = row.as_ref().map(entry_of).transpose()?;
            let published = self.reviewers_published(&lookup.agency, lookup.day).await?;
            (published, reviewer)
        } else {
            (false, None)
        };
        lookup.answers(item.as_ref(), tier.as_ref(), earlier, (reviewers, reviewer.as_ref()))
    }

    /// Whether an agency has published its reviewers: one at least stands in the register on that day.
    pub(crate) async fn reviewers_published(&self, agency: &str, day: Date) -> Result<bool, Error> {
        let filter = EntryFilter {
            kind: REVIEWERS.to_owned(),
            agencies: Some(vec![agency.to_owned()]),
            on: Some(day.to_string()),
            limit: 500,
            ..EntryFilter::default()
        };
        Ok(self.store().entries(&filter).await?.items.iter().any(|row| !row.none))
    }

    /// The published item of an agency by its code, as it holds on a day.
    async fn item(&self, agency: &str, code: &str, day: Date) -> Result<Option<Entry>, Error> {
        let filter = EntryFilter {
            kind: ITEMS.to_owned(),
            agencies: Some(vec![agency.to_owned()]),
            code: Some(code.to_owned()),
            on: Some(day.to_string()),
            limit: 1,
            ..EntryFilter::default()
        };
        self.store().entries(&filter).await?.items.first().map(entry_of).transpose()
    }
}

/// Digest of a party's name, by which the same name is found again; empty where there is no name. White space and the
/// width of brackets make no other name.
pub fn party_digest(suite: Suite, party: &str) -> String {
    let plain: String = party
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '（' => '(',
            '）' => ')',
            other => other,
        })
        .collect();
    if plain.is_empty() {
        return String::new();
    }
    suite.hash(format!("zhiheng/party/v1\n{plain}").as_bytes()).to_string()
}

/// An amount in 分: as it stands, or as so much of the base. 0 where neither can be told.
fn fine(
    fields: &Map<String, Value>,
    (amount, multiple, percent): (&str, &str, &str),
    base: Option<i64>,
) -> i64 {
    if let Some(amount) = fields.get(amount).and_then(Value::as_i64) {
        return amount;
    }
    let times = |column: &str| fields.get(column).and_then(thousandths);
    let part = times(multiple).map(|n| (n, 1000)).or_else(|| Some((times(percent)?, 100_000)));
    let (Some((n, of)), Some(base)) = (part, base) else { return 0 };
    i64::try_from(i128::from(n) * i128::from(base) / of).unwrap_or(i64::MAX)
}

/// The names that the conditions of a procedure mention.
fn asks(pack: &Pack, procedure: &Procedure) -> Vec<&'static str> {
    let gates = procedure.acts.iter().flat_map(|act| &act.gates).flat_map(|gate| {
        let condition = match &gate.check {
            GateCheck::Holds { condition } => Some(condition),
            _ => None,
        };
        [gate.when.as_ref(), condition]
    });
    let duties = procedure.acts.iter().flat_map(|act| &act.duties).map(|duty| duty.when.as_ref());
    let entries = pack
        .catalogue
        .iter()
        .filter(|entry| entry.procedures.contains(&procedure.id))
        .map(|entry| Some(&entry.condition));
    let texts: Vec<&String> = gates.chain(duties).chain(entries).flatten().collect();
    let mentions = |name: &str| {
        texts.iter().any(|text| {
            text.match_indices("known.").any(|(at, word)| {
                let rest = text.get(at + word.len()..).unwrap_or_default();
                rest.strip_prefix(name).is_some_and(|rest| {
                    !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
                })
            })
        })
    };
    KNOWN.iter().map(|(name, _)| *name).filter(|name| mentions(name)).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_fine_is_an_amount_or_a_part_of_its_base() {
        let Value::Object(tier) = json!({
            "fine_min": 500, "multiple_max": "1.5", "percent_min": "0.5"
        }) else {
            unreachable!()
        };
        assert_eq!(fine(&tier, ("fine_min", "multiple_min", "percent_min"), None), 500);
        assert_eq!(fine(&tier, ("fine_max", "multiple_max", "percent_max"), Some(1_000)), 1_500);
        assert_eq!(fine(&tier, ("x", "y", "percent_min"), Some(1_000_000)), 5_000);
        assert_eq!(fine(&tier, ("x", "multiple_max", "z"), None), 0);
    }

    #[test]
    fn the_width_of_brackets_and_white_space_make_no_other_party() {
        let digest = |name: &str| party_digest(Suite::National, name);
        assert_eq!(digest("长治（示例）公司"), digest("长治 (示例) 公司"));
        assert_ne!(digest("长治（示例）公司"), digest("长治公司"));
        assert_eq!(digest("  "), "");
    }
}
