//! Lists of matters, duties and decisions.

use deadpool_postgres::Object;
use tokio_postgres::Row;
use zhiheng_app::ports::{
    DecisionFilter, DecisionRow, DecisionSort, DutyFilter, DutyRow, FoundValues, Heading,
    MatterFilter, MatterRow, MatterSort, Page, Status,
};

use super::append::count;
use super::failure::Failure;
use super::query::Condition;
use super::rows;
use crate::merge::Spot;
use crate::tokens::Phrase;
use crate::{cursor, order, sieve, tokens};

/// One page of matters.
pub(super) async fn matters(
    client: &Object,
    filter: &MatterFilter,
) -> Result<Page<MatterRow>, Failure> {
    let (list, column, way) = match filter.sort {
        MatterSort::Due => ("due", "due_order", "ASC"),
        MatterSort::DueLast => ("due_last", "due_order", "DESC"),
        MatterSort::Opened => ("opened", "opened", "ASC"),
        MatterSort::OpenedLast => ("opened_last", "opened", "DESC"),
        MatterSort::Number => ("number", "number_order", "ASC"),
    };
    let after = cursor::read(list, filter.cursor.as_deref())?;
    let Some(phrases) = tokens::phrases(&filter.words) else { return Ok(empty()) };
    let mut condition = Condition::default();
    if let Some(agencies) = &filter.agencies {
        condition.and("t.agency = ANY (?)", agencies.clone());
    }
    seen_by(&mut condition, &filter.viewer);
    for (part, value) in [("t.procedure = ?", &filter.procedure), ("t.stage = ?", &filter.stage)] {
        if let Some(value) = value {
            condition.and(part, value.clone());
        }
    }
    if let Some(status) = filter.status {
        let name = match status {
            Status::Open => "open",
            Status::Closed => "closed",
            Status::Archived => "archived",
            Status::Destroyed => "destroyed",
        };
        condition.and("t.status = ?", name);
    }
    due_between(&mut condition, filter.due_from.as_ref(), filter.due_to.as_ref());
    condition.and_phrases(&phrases, &["stream"]);
    let (total, exact) = sieve::bounded(counted(client, "matter", &condition).await?);

    // Latest due first: those without a due day still come last.
    let undated = if list == "due_last" { "(t.due IS NULL), " } else { "" };
    if let Some(after) = &after {
        let (value, key) = (condition.bind(after.value.clone()), condition.bind(after.key));
        let beyond = if way == "ASC" { ">" } else { "<" };
        let further = format!("(t.{column}, t.key) {beyond} ({value}, {key})");
        condition.and_plain(match (undated, after.value == order::LAST) {
            ("", _) => further,
            (_, true) => format!("t.due IS NULL AND {further}"),
            (_, false) => format!("(t.due IS NULL OR {further})"),
        });
    }
    let limit = filter.limit.clamp(1, 500);
    let sql = format!(
        "SELECT {}, t.{column}, t.key FROM matter t WHERE {} ORDER BY {undated}t.{column} {way}, t.key {way} LIMIT {}",
        rows::MATTER_BARE.json(),
        condition.text(),
        limit + 1
    );
    let statement = client.prepare_cached(&sql).await?;
    let found = client.query(&statement, &condition.values()).await?;
    let next = next(list, &found, limit)?;
    let items = rows::read_all(&rows::MATTER_BARE, found.get(..limit).unwrap_or(&found))?;
    Ok(Page { items, next, total, exact })
}

/// Duties by due day.
pub(super) async fn duties(client: &Object, filter: &DutyFilter) -> Result<Vec<DutyRow>, Failure> {
    let condition = duty_condition(filter);
    let sql = format!(
        "{} WHERE {} ORDER BY t.due_order, t.key LIMIT {}",
        rows::DUTY.select(),
        condition.text(),
        filter.limit.clamp(1, 500)
    );
    let statement = client.prepare_cached(&sql).await?;
    rows::read_all(&rows::DUTY, &client.query(&statement, &condition.values()).await?)
}

/// Counts of open duties before `today`, on it, and after it until `week`.
pub(super) async fn heading(
    client: &Object,
    filter: &DutyFilter,
    today: &str,
    week: &str,
) -> Result<Heading, Failure> {
    let filter = DutyFilter { states: vec!["open".to_owned()], ..filter.clone() };
    let mut condition = duty_condition(&filter);
    let (today, week) = (condition.bind(today.to_owned()), condition.bind(week.to_owned()));
    let sql = format!(
        "SELECT count(*) FILTER (WHERE t.due < {today}), count(*) FILTER (WHERE t.due = {today}),
                count(*) FILTER (WHERE t.due > {today} AND t.due <= {week})
         FROM duty t WHERE {}",
        condition.text()
    );
    let statement = client.prepare_cached(&sql).await?;
    let row = client.query_one(&statement, &condition.values()).await?;
    Ok(Heading {
        overdue: count(row.try_get(0)?),
        today: count(row.try_get(1)?),
        week: count(row.try_get(2)?),
    })
}

/// One page of public decisions.
pub(super) async fn decisions(
    client: &Object,
    filter: &DecisionFilter,
) -> Result<Page<DecisionRow>, Failure> {
    let empty = Page { items: Vec::new(), next: None, total: 0, exact: true };
    let Some(phrases) = tokens::phrases(&filter.words) else { return Ok(empty) };
    let (items, next) = decision_rows(client, filter, &phrases, sieve::LIST).await?;
    let condition = decision_condition(filter, &phrases);
    let (total, exact) = sieve::bounded(counted(client, "decision", &condition).await?);
    Ok(Page { items, next, total, exact })
}

/// A longer piece of the list, without how many there are.
pub(super) async fn decision_run(
    client: &Object,
    filter: &DecisionFilter,
) -> Result<(Vec<DecisionRow>, Option<String>), Failure> {
    match tokens::phrases(&filter.words) {
        Some(phrases) => decision_rows(client, filter, &phrases, sieve::RUN).await,
        None => Ok((Vec::new(), None)),
    }
}

async fn decision_rows(
    client: &Object,
    filter: &DecisionFilter,
    phrases: &[Phrase],
    most: usize,
) -> Result<(Vec<DecisionRow>, Option<String>), Failure> {
    let ranked = filter.sort == DecisionSort::Relevance && !phrases.is_empty();
    let list = if ranked { "relevance" } else { "published" };
    let after = cursor::read(list, filter.cursor.as_deref())?;
    let mut condition = decision_condition(filter, phrases);
    let rank = if ranked {
        format!("CASE WHEN {} THEN '0' ELSE '1' END", condition.occur(phrases, &["head_stream"]))
    } else {
        "'0'::text".to_owned()
    };
    if let Some(after) = &after {
        let (value, key) = (condition.bind(after.value.clone()), condition.bind(after.key));
        let further =
            format!(r#"({rank}) COLLATE "C" > {value} OR (({rank}) = {value} AND t.key < {key})"#);
        condition.and_plain(format!("({further})"));
    }
    let limit = filter.limit.clamp(1, most);
    let order = if ranked { format!("{rank}, ") } else { String::new() };
    let sql = format!(
        "SELECT {}, {rank}, t.key FROM decision t WHERE {} ORDER BY {order}t.key DESC, t.id LIMIT {}",
        rows::DECISION.json(),
        condition.text(),
        limit + 1
    );
    let statement = client.prepare_cached(&sql).await?;
    let found = client.query(&statement, &condition.values()).await?;
    let next = next(list, &found, limit)?;
    let items = rows::read_all(&rows::DECISION, found.get(..limit).unwrap_or(&found))?;
    Ok((items, next))
}

/// The values of the newest decisions that a filter finds.
pub(super) async fn found_values(
    client: &Object,
    filter: &DecisionFilter,
) -> Result<FoundValues, Failure> {
    let mut values = sieve::Values::default();
    let Some(phrases) = tokens::phrases(&filter.words) else { return Ok(values.found()) };
    let condition = decision_condition(filter, &phrases);
    let sql = format!(
        "SELECT t.category, t.agency_name, t.region, t.published, t.kinds
         FROM decision t WHERE {} ORDER BY t.key DESC LIMIT {}",
        condition.text(),
        sieve::COUNTED + 1
    );
    let statement = client.prepare_cached(&sql).await?;
    for row in client.query(&statement, &condition.values()).await? {
        let shown: [&str; 4] = [row.try_get(0)?, row.try_get(1)?, row.try_get(2)?, row.try_get(3)?];
        values.add(sieve::values(shown, row.try_get(4)?));
    }
    Ok(values.found())
}

/// What a decision must be to be found.
fn decision_condition(filter: &DecisionFilter, phrases: &[Phrase]) -> Condition {
    let mut condition = Condition::default();
    condition.and_plain(format!("t.state = '{}'", sieve::PUBLISHED));
    for (part, value) in [
        ("t.category = ?", &filter.category),
        ("t.agency_name = ?", &filter.agency),
        ("t.region = ?", &filter.region),
        ("? = ANY (t.kinds)", &filter.kind),
        ("t.published >= ?", &filter.from),
        ("t.published <= ?", &filter.to),
    ] {
        if let Some(value) = value {
            condition.and(part, value.clone());
        }
    }
    if !filter.on.is_empty() {
        condition.and("t.published <= ?", filter.on.clone());
        condition.and("(t.until IS NULL OR t.until >= ?)", filter.on.clone());
    }
    condition.and_phrases(phrases, &["head_stream", "body_stream"]);
    condition
}

fn empty() -> Page<MatterRow> {
    Page { items: Vec::new(), next: None, total: 0, exact: true }
}

fn duty_condition(filter: &DutyFilter) -> Condition {
    let mut condition = Condition::default();
    if let Some(agencies) = &filter.agencies {
        condition.and("t.agency = ANY (?)", agencies.clone());
    }
    seen_by(&mut condition, &filter.viewer);
    for (part, values) in [
        ("t.owner = ANY (?)", &filter.owners),
        ("t.kind = ANY (?)", &filter.kinds),
        ("t.state = ANY (?)", &filter.states),
    ] {
        if !values.is_empty() {
            condition.and(part, values.clone());
        }
    }
    if let Some(person) = &filter.handler {
        condition.and("t.handlers @> ?", vec![person.clone()]);
    }
    if let Some(matter) = &filter.matter {
        condition.and("t.matter = ?", matter.clone());
    }
    due_between(&mut condition, filter.due_from.as_ref(), filter.due_to.as_ref());
    condition
}

fn seen_by(condition: &mut Condition, viewer: &str) {
    if !viewer.is_empty() {
        condition.and("t.hidden_from <> ?", viewer.to_owned());
    }
}

fn due_between(condition: &mut Condition, from: Option<&String>, to: Option<&String>) {
    for (part, day) in [("t.due >= ?", from), ("t.due <= ?", to)] {
        if let Some(day) = day {
            condition.and(part, day.clone());
        }
    }
}

/// How many rows there are, counted up to one more than is told exactly.
async fn counted(client: &Object, table: &str, condition: &Condition) -> Result<u64, Failure> {
    let sql = format!(
        "SELECT count(*) FROM (SELECT 1 FROM {table} t WHERE {} LIMIT {}) counted",
        condition.text(),
        sieve::COUNTED + 1
    );
    let statement = client.prepare_cached(&sql).await?;
    let row = client.query_one(&statement, &condition.values()).await?;
    Ok(count(row.try_get(0)?))
}

/// The cursor after the last row shown, if a row follows it. Sort value and key are the second and third column.
fn next(list: &str, found: &[Row], limit: usize) -> Result<Option<String>, Failure> {
    if found.len() <= limit {
        return Ok(None);
    }
    let Some(shown) = found.get(limit - 1) else { return Ok(None) };
    let spot = Spot { value: shown.try_get(1)?, key: shown.try_get(2)? };
    Ok(Some(cursor::write(list, &spot)))
}
