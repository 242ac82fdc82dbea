//! The daily statement (每日声明): for every day that is over, what became of which decision, on the record and out in the open.
//!
//! What this is not: the check by a reader (`zhiheng_record::statement`), who has only what is handed out; nor a read model: a statement
//! is an event, made once from the record before it and never again.

mod fold;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde_json::Value;
use zhiheng_record::statement::{Change, Listed, Statement, Totals, What};

use crate::application::App;
use crate::error::Error;
use crate::ledgers::lines::parted;
use crate::ports::{Append, DecisionFilter, DecisionSort, Payload, Sealed, StoredEvent};
use crate::sealing::{self, kind};

/// Stream of all statements; the version of each is its number.
pub const STREAM: &str = "statements";
/// Field that holds the statement.
pub const FIELD: &str = "statement";
/// Events read at once.
const STEP: usize = 512;
/// Changes in one statement: a day that brought more has several.
const MOST: usize = 2_000;
/// Statements written at once.
const BATCH: usize = 50;
/// Rows of the public list read at once.
const PAGE: usize = 100;

impl App {
    /// Makes the statements of all days that are over and have none. Answers how many were made. Two that do so at once do not make
    /// any twice: the later one is refused by the store and has nothing to do.
    ///
    /// # Errors
    /// The store is not there, or an event cannot be read.
    pub async fn state_days(&self, log: &str) -> Result<u64, Error> {
        let mut last = self.statements(0).await?.pop();
        let mut made = 0;
        let yesterday =
            self.today().yesterday().map_err(|fault| Error::Internal(fault.to_string()))?;
        let mut waiting: Vec<Statement> = Vec::new();
        let mut days = Days::new(self, last.as_ref()).await?;
        while let Some((date, events)) = days.next(yesterday).await? {
            for statement in self.day_stated(log, date, &events, last.as_ref(), days.size).await? {
                last = Some(statement.clone());
                waiting.push(statement);
            }
            if waiting.len() >= BATCH {
                made += self.write_statements(std::mem::take(&mut waiting)).await?;
            }
        }
        made += self.write_statements(waiting).await?;
        Ok(made)
    }

    /// The statements on the record from number `after` + 1 on.
    ///
    /// # Errors
    /// The store is not there, or an event cannot be read.
    pub async fn statements(&self, after: u64) -> Result<Vec<Statement>, Error> {
        let events = self.store().stream(STREAM, after).await?;
        events.iter().map(|event| statement_of(&event.content)).collect()
    }

    /// The event of one statement, for its proof.
    ///
    /// # Errors
    /// There is none of this number, or the store is not there.
    pub async fn statement_event(&self, number: u64) -> Result<StoredEvent, Error> {
        let events = self.store().stream(STREAM, number.saturating_sub(1)).await?;
        let missing = || Error::Missing { what: "这一天的声明".to_owned() };
        events.into_iter().find(|event| event.version == number).ok_or_else(missing)
    }

    /// What was not stated yet, up to now: nothing is promised of it.
    ///
    /// # Errors
    /// The store is not there, or an event cannot be read.
    pub async fn statement_running(
        &self,
        log: &str,
        last: Option<&Statement>,
    ) -> Result<Vec<Statement>, Error> {
        let mut days = Days::new(self, last).await?;
        let (mut running, mut before): (Vec<Statement>, _) = (Vec::new(), last.cloned());
        while let Some((date, events)) = days.next(self.today()).await? {
            for statement in self.day_stated(log, date, &events, before.as_ref(), days.size).await?
            {
                let statement = Statement { running: true, ..statement };
                before = Some(statement.clone());
                running.push(statement);
            }
        }
        Ok(running)
    }

    /// One page of what the portal lists now, whether its public period has ended or not; and where the next page begins.
    ///
    /// # Errors
    /// The store is not there, or the cursor is none.
    pub async fn listed(
        &self,
        cursor: Option<String>,
    ) -> Result<(Vec<Listed>, Option<String>), Error> {
        let filter = DecisionFilter {
            sort: DecisionSort::Published,
            limit: PAGE,
            cursor,
            ..DecisionFilter::default()
        };
        let page = self.store().decisions(&filter).await?;
        let listed = page.items.into_iter().map(|row| Listed {
            id: row.id,
            number: row.number,
            decided: row.decided,
            published: row.published,
        });
        Ok((listed.collect(), page.next))
    }

    /// The statements of one day's events; a day without any has one all the same.
    async fn day_stated(
        &self,
        log: &str,
        date: Date,
        events: &[StoredEvent],
        last: Option<&Statement>,
        size: u64,
    ) -> Result<Vec<Statement>, Error> {
        let from = last.map_or(0, |last| last.size);
        let mut moves = Vec::new();
        let mut streams = BTreeSet::new();
        for event in events {
            let concerns = matches!(event.kind.as_str(), kind::ACT | kind::IMPORT);
            if concerns && streams.insert(event.stream.as_str()) {
                let whole = self.store().stream(&event.stream, 0).await?;
                moves.extend(fold::moves(self, &whole, from, size)?);
            }
        }
        moves.sort_by_key(|(_, change)| (change.entry, change.decision));
        let mut totals = last.map(|last| last.totals.clone()).unwrap_or_default();
        let mut before = last.cloned();
        let mut statements = Vec::new();
        let mut rest = moves.into_iter().peekable();
        loop {
            let mut changes: Vec<Change> = Vec::new();
            while changes.len() < MOST
                && let Some((standing, change)) = rest.next()
            {
                let held = totals.entry(change.agency.clone()).or_default();
                held.enter(standing.as_ref(), &change.what);
                changes.push(change);
            }
            // All changes of one entry stand in one statement: it reaches to the end of its last entry.
            while let Some((standing, change)) = rest
                .next_if(|(_, next)| changes.last().is_some_and(|last| last.entry == next.entry))
            {
                let held = totals.entry(change.agency.clone()).or_default();
                held.enter(standing.as_ref(), &change.what);
                changes.push(change);
            }
            let reaches = match (rest.peek(), changes.last()) {
                (Some(_), Some(last)) => last.entry + 1,
                _ => size,
            };
            let statement = Statement {
                log: log.to_owned(),
                date: date.to_string(),
                number: before.as_ref().map_or(1, |before| before.number + 1),
                previous: match &before {
                    None => String::new(),
                    Some(before) => {
                        before.digest(self.suite()).map_err(Error::Internal)?.to_string()
                    }
                },
                size: reaches,
                running: false,
                changes,
                totals: totals.clone(),
            };
            before = Some(statement.clone());
            statements.push(statement);
            if rest.peek().is_none() {
                return Ok(statements);
            }
        }
    }

    async fn write_statements(&self, statements: Vec<Statement>) -> Result<u64, Error> {
        let mut batch = Vec::new();
        for statement in statements {
            let value = serde_json::to_value(&statement)
                .map_err(|fault| Error::Internal(fault.to_string()))?;
            let named = vec![
                ("day".to_owned(), Value::from(statement.date.as_str())),
                (FIELD.to_owned(), value),
                (sealing::STREAM.to_owned(), Value::from(STREAM)),
            ];
            let event = self.seal(kind::STATEMENT, "system", named)?;
            let payload = Payload::Ready(Sealed {
                events: vec![event],
                views: Vec::new(),
                receipt: "{}".to_owned(),
            });
            let seen = statement.number.saturating_sub(1);
            batch.push(Append { stream: STREAM.to_owned(), seen, payload, idempotency: None });
        }
        let made = u64::try_from(batch.len()).unwrap_or(0);
        if made > 0 {
            self.store().append(batch).await?;
            self.record_grew();
        }
        Ok(made)
    }
}

/// The record cut into days.
struct Days<'a> {
    app: &'a App,
    /// Events read and not handed out, in order.
    read: std::collections::VecDeque<StoredEvent>,
    /// The next event to be read.
    seq: u64,
    /// The day that comes next; none before the first event.
    day: Option<Date>,
    /// Events handed out so far.
    size: u64,
}

impl<'a> Days<'a> {
    async fn new(app: &'a App, last: Option<&Statement>) -> Result<Self, Error> {
        let size = last.map_or(0, |last| last.size);
        let after = |last: &Statement| {
            let day = last.date.parse::<Date>().ok()?;
            // What came late to a day that was stated belongs to the next.
            if last.running { Some(day) } else { day.tomorrow().ok() }
        };
        let mut days = Self {
            app,
            read: std::collections::VecDeque::new(),
            seq: size,
            day: last.and_then(after),
            size,
        };
        days.fill().await?;
        if days.day.is_none() {
            days.day = days.read.front().map(date_of);
        }
        Ok(days)
    }

    /// The next day up to `last` with its events.
    async fn next(&mut self, last: Date) -> Result<Option<(Date, Vec<StoredEvent>)>, Error> {
        let Some(day) = self.day.filter(|day| *day <= last) else { return Ok(None) };
        let mut events = Vec::new();
        loop {
            while let Some(event) = self.read.pop_front_if(|event| date_of(event) <= day) {
                events.push(event);
            }
            if !self.read.is_empty() || !self.fill().await? {
                break;
            }
        }
        self.size += u64::try_from(events.len()).unwrap_or(0);
        self.day = day.tomorrow().ok();
        Ok(Some((day, events)))
    }

    async fn fill(&mut self) -> Result<bool, Error> {
        let events = self.app.store().journal(self.seq, STEP).await?;
        self.seq += u64::try_from(events.len()).unwrap_or(0);
        let any = !events.is_empty();
        self.read.extend(events);
        Ok(any)
    }
}

/// Day in China on which an event was written.
fn date_of(event: &StoredEvent) -> Date {
    jiff::Timestamp::from_microsecond(event.at).map_or(Date::MIN, zhiheng_calendar::china_date)
}

/// The statement that an event holds.
fn statement_of(content: &str) -> Result<Statement, Error> {
    let value = sealing::values_of(content)?.remove(FIELD).unwrap_or_default();
    serde_json::from_value(value)
        .map_err(|fault| Error::Internal(format!("stored statement: {fault}")))
}

/// The 文号 that decisions got, by series: `长信罚〔2026〕3至7号`. A number that is in no series stands as it is.
pub fn ranges(changes: &[Change]) -> Vec<String> {
    let mut series: BTreeMap<(String, i16), (u32, u32)> = BTreeMap::new();
    let mut others = BTreeSet::new();
    for change in changes {
        let What::Made { number, .. } = &change.what else { continue };
        match parted(number) {
            Some((name, year, n)) => {
                let held = series.entry((name, year)).or_insert((n, n));
                *held = (held.0.min(n), held.1.max(n));
            }
            None if number.is_empty() => {}
            None => {
                others.insert(number.clone());
            }
        }
    }
    let told = series.into_iter().map(|((name, year), (first, last))| {
        if first == last {
            format!("{name}〔{year}〕{first}号")
        } else {
            format!("{name}〔{year}〕{first}至{last}号")
        }
    });
    told.chain(others).collect()
}

/// Counts of all agencies together, for a page.
pub fn sum(totals: &BTreeMap<String, Totals>) -> Totals {
    let mut all = Totals::default();
    for one in totals.values() {
        all.made += one.made;
        all.taken_over += one.taken_over;
        all.published += one.published;
        all.open += one.open;
        all.withdrawn += one.withdrawn;
        all.set_aside += one.set_aside;
        for (reason, count) in &one.withheld {
            *all.withheld.entry(reason.clone()).or_default() += count;
        }
    }
    all
}
