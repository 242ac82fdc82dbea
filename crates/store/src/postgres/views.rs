//! Writing the read models. A row travels as JSON whose fields are the columns, so no list of columns is written twice.

use std::collections::BTreeMap;

use deadpool_postgres::Transaction;
use serde::Serialize;
use serde_json::{Value, json};
use zhiheng_app::ports::{
    AppendError, DecisionRow, DutyRow, MatterRow, ProgressRow, StoreError, View,
};

use super::erased;
use super::failure::Failure;
use super::rows::{self, Table};
use crate::{order, sieve, tally, tokens};

/// Makes one change.
pub(super) async fn put(transaction: &Transaction<'_>, view: &View) -> Result<(), Failure> {
    match view {
        View::Matter(row) => matter(transaction, row).await,
        View::Duties { matter, rows } => duties(transaction, matter, rows).await,
        View::Decision(row) => decision(transaction, row).await,
        View::Register(row) => upsert(transaction, &rows::REGISTER, &value(row)?).await,
        View::Entry(row) => upsert(transaction, &rows::ENTRY, &value(row)?).await,
        View::Party(row) => upsert(transaction, &rows::PARTY, &value(row)?).await,
        View::Progress(row) => progress(transaction, row).await,
        View::Trace(row) => upsert(transaction, &rows::TRACE, &value(row)?).await,
        View::Tally(row) => {
            let (year, month) = tally::place(row)?;
            let mut json = value(row)?;
            extend(&mut json, json!({ "year": year, "month": month }));
            upsert(transaction, &rows::TALLY, &json).await
        }
        View::Account(row) => upsert(transaction, &rows::ACCOUNT, &value(row)?).await,
        View::Cites { matter, digests } => erased::cites(transaction, matter, digests).await,
        View::Erased(gone) => erased::put(transaction, gone).await,
    }
}

/// Inserts or replaces one row given as JSON.
pub(super) async fn upsert(
    transaction: &Transaction<'_>,
    table: &Table,
    row: &Value,
) -> Result<(), Failure> {
    let statement = transaction.prepare_cached(&table.upsert()).await?;
    transaction.execute(&statement, &[&row.to_string()]).await?;
    Ok(())
}

/// A row as JSON.
pub(super) fn value(row: &impl Serialize) -> Result<Value, StoreError> {
    serde_json::to_value(row).map_err(|error| StoreError::Unavailable(error.to_string()))
}

async fn matter(transaction: &Transaction<'_>, row: &MatterRow) -> Result<(), Failure> {
    let mut json = value(row)?;
    let stream = tokens::stream([row.search.as_str()]);
    extend(
        &mut json,
        json!({
            "due_order": order::due(row.due.as_deref()),
            "number_order": order::number(row.number.as_deref()),
            "terms": terms(&[&stream]),
            "stream": padded(&stream),
        }),
    );
    upsert(transaction, &rows::MATTER, &json).await
}

async fn duties(
    transaction: &Transaction<'_>,
    matter: &str,
    duties: &[DutyRow],
) -> Result<(), Failure> {
    let mut all = Vec::new();
    for row in duties {
        let mut json = value(row)?;
        extend(&mut json, json!({ "due_order": order::due(row.due.as_deref()) }));
        all.push(json);
    }
    let ids: Vec<&str> = duties.iter().map(|row| row.id.as_str()).collect();
    let gone = "DELETE FROM duty WHERE matter = $1 AND id <> ALL ($2)";
    let statement = transaction.prepare_cached(gone).await?;
    transaction.execute(&statement, &[&matter, &ids]).await?;
    let statement = transaction.prepare_cached(&rows::DUTY.upsert_all()).await?;
    transaction.execute(&statement, &[&Value::Array(all).to_string()]).await?;
    Ok(())
}

async fn decision(transaction: &Transaction<'_>, row: &DecisionRow) -> Result<(), Failure> {
    unique(transaction, row).await?;
    let sql = format!("{} WHERE id = $1", rows::DECISION.select());
    let was = transaction.query_opt(&transaction.prepare_cached(&sql).await?, &[&row.id]).await?;
    let was: Option<DecisionRow> = was.map(|row| rows::read(&rows::DECISION, &row)).transpose()?;
    shift(transaction, was.as_ref(), row).await?;

    let (head, body) = sieve::decision_streams(row);
    let mut json = value(row)?;
    extend(
        &mut json,
        json!({
            "key": order::decision_key(order::day(&row.published).unwrap_or(0), &row.id),
            "terms": terms(&[&head, &body]),
            "head_stream": padded(&head),
            "body_stream": padded(&body),
        }),
    );
    upsert(transaction, &rows::DECISION, &json).await
}

/// A 文号 stands for one decision of its agency.
async fn unique(transaction: &Transaction<'_>, row: &DecisionRow) -> Result<(), Failure> {
    if row.agency.is_empty() || row.number.is_empty() {
        return Ok(());
    }
    let sql = "SELECT 1 FROM decision WHERE agency = $1 AND number = $2
                   AND agency <> '' AND number <> '' AND id <> $3";
    let statement = transaction.prepare_cached(sql).await?;
    let taken = transaction.query_opt(&statement, &[&row.agency, &row.number, &row.id]).await?;
    if taken.is_some() {
        return Err(AppendError::Duplicate { what: format!("文号 {}", row.number) }.into());
    }
    Ok(())
}

/// Removes a decision with its counts, where there is one.
pub(super) async fn remove(transaction: &Transaction<'_>, id: &str) -> Result<(), Failure> {
    let sql = format!("{} WHERE id = $1", rows::DECISION.select());
    let was = transaction.query_opt(&transaction.prepare_cached(&sql).await?, &[&id]).await?;
    let Some(was) = was else { return Ok(()) };
    let was: DecisionRow = rows::read(&rows::DECISION, &was)?;
    // Counted as withdrawn: nothing comes in, and what it counted for goes out.
    let gone = DecisionRow { state: "withdrawn".to_owned(), ..was.clone() };
    shift(transaction, Some(&was), &gone).await?;
    let sql = "DELETE FROM decision WHERE id = $1";
    transaction.execute(&transaction.prepare_cached(sql).await?, &[&id]).await?;
    Ok(())
}

/// Counts the values of a decision, and no longer those that it had.
async fn shift(
    transaction: &Transaction<'_>,
    was: Option<&DecisionRow>,
    row: &DecisionRow,
) -> Result<(), Failure> {
    let mut changes: BTreeMap<(&str, String), i64> = BTreeMap::new();
    for pair in sieve::facets(row) {
        *changes.entry(pair).or_default() += 1;
    }
    for pair in was.map(sieve::facets).unwrap_or_default() {
        *changes.entry(pair).or_default() -= 1;
    }
    changes.retain(|_, by| *by != 0);
    if changes.is_empty() {
        return Ok(());
    }
    let (mut fields, mut values, mut by) = (Vec::new(), Vec::new(), Vec::new());
    for ((field, value), change) in changes {
        fields.push(field);
        values.push(value);
        by.push(change);
    }
    let sql = "INSERT INTO decision_facet (field, value, held)
               SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[])
               ON CONFLICT (field, value) DO UPDATE
               SET held = decision_facet.held + excluded.held";
    let statement = transaction.prepare_cached(sql).await?;
    transaction.execute(&statement, &[&fields, &values, &by]).await?;
    Ok(())
}

/// A number that a party holds leads to one matter, for ever.
async fn progress(transaction: &Transaction<'_>, row: &ProgressRow) -> Result<(), Failure> {
    let sql = "SELECT 1 FROM progress WHERE number = $1 AND matter <> $2";
    let statement = transaction.prepare_cached(sql).await?;
    if transaction.query_opt(&statement, &[&row.number, &row.matter]).await?.is_some() {
        return Err(AppendError::Duplicate { what: format!("查询编号 {}", row.number) }.into());
    }
    upsert(transaction, &rows::PROGRESS, &value(row)?).await
}

/// A stream with a space before and after each token, so that whole tokens can be looked for as text.
pub(super) fn padded(stream: &str) -> String {
    format!(" {stream} ")
}

/// Tokens of the streams, each once, and the first character of each, for words of one character.
fn terms(streams: &[&String]) -> Vec<String> {
    let mut all: Vec<String> =
        streams.iter().flat_map(|stream| stream.split(' ')).map(str::to_owned).collect();
    let first = |token: &String| token.chars().next().map(String::from);
    let firsts: Vec<String> = all.iter().filter_map(first).filter(|one| !one.is_ascii()).collect();
    all.extend(firsts);
    all.retain(|token| !token.is_empty());
    all.sort();
    all.dedup();
    all
}

/// Adds fields to a row.
fn extend(row: &mut Value, more: Value) {
    if let (Value::Object(row), Value::Object(more)) = (row, more) {
        row.extend(more);
    }
}
