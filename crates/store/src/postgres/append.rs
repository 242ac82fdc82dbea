//! Appending: the row of the head is locked first, so appends follow one another and see all that came before.

use std::panic::{AssertUnwindSafe, catch_unwind};

use deadpool_postgres::Transaction;
use zhiheng_app::ports::{
    Append, AppendError, Idempotency, NumberKey, Payload, Receipt, Sealed, StoreError,
};

use super::failure::Failure;
use super::views;
use crate::guard;

/// Appends the whole batch in a transaction that the caller commits.
pub(super) async fn run(
    transaction: &Transaction<'_>,
    batch: &[Append],
) -> Result<Vec<Receipt>, Failure> {
    let before = lock(transaction).await?;
    let mut size = before;
    let mut receipts = Vec::new();
    for append in batch {
        receipts.push(one(transaction, append, &mut size).await?);
    }
    if size != before {
        let sql = "UPDATE head SET size = $1";
        transaction.execute(&transaction.prepare_cached(sql).await?, &[&size]).await?;
    }
    Ok(receipts)
}

/// Waits for its turn; the size of the record.
pub(super) async fn lock(transaction: &Transaction<'_>) -> Result<i64, Failure> {
    let sql = "SELECT size FROM head FOR UPDATE";
    let row = transaction.query_one(&transaction.prepare_cached(sql).await?, &[]).await?;
    Ok(row.try_get(0)?)
}

/// The statement that finds a kept receipt.
pub(super) const REPEATED: &str =
    "SELECT request, seq, version, receipt FROM idempotency WHERE key = $1";

/// A row of [`REPEATED`].
pub(super) fn receipt(row: &tokio_postgres::Row) -> Result<(String, Receipt), Failure> {
    let receipt = Receipt {
        seq: count(row.try_get(1)?),
        version: count(row.try_get(2)?),
        body: row.try_get(3)?,
        repeated: true,
    };
    Ok((row.try_get(0)?, receipt))
}

/// A kept integer as a count.
pub(super) fn count(whole: i64) -> u64 {
    u64::try_from(whole).unwrap_or_default()
}

/// A count as PostgreSQL keeps it; saturates where no record can reach.
pub(super) fn whole(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

async fn one(
    transaction: &Transaction<'_>,
    append: &Append,
    size: &mut i64,
) -> Result<Receipt, Failure> {
    guard::append(append)?;
    if let Some(once) = &append.idempotency {
        let statement = transaction.prepare_cached(REPEATED).await?;
        if let Some(row) = transaction.query_opt(&statement, &[&once.key]).await? {
            let (request, receipt) = receipt(&row)?;
            if request != once.request {
                return Err(AppendError::KeyReused.into());
            }
            return Ok(receipt);
        }
    }
    let sql = "SELECT coalesce(max(version), 0) FROM event WHERE stream = $1";
    let statement = transaction.prepare_cached(sql).await?;
    let now = count(transaction.query_one(&statement, &[&append.stream]).await?.try_get(0)?);
    if now != append.seen {
        let (stream, seen) = (append.stream.clone(), append.seen);
        return Err(AppendError::Conflict { stream, seen, now }.into());
    }
    match &append.payload {
        Payload::Ready(sealed) => written(transaction, append, sealed, size).await,
        Payload::Numbered { keys, seal } => {
            let mut numbers = Vec::new();
            for key in keys {
                numbers.push(next(transaction, key).await?);
            }
            let sealed = catch_unwind(AssertUnwindSafe(|| seal(&numbers)))
                .unwrap_or_else(|_| Err("sealing stopped unexpectedly".to_owned()));
            let sealed = sealed.map_err(AppendError::Seal)?;
            written(transaction, append, &sealed, size).await
        }
    }
}

async fn written(
    transaction: &Transaction<'_>,
    append: &Append,
    sealed: &Sealed,
    size: &mut i64,
) -> Result<Receipt, Failure> {
    guard::sealed(sealed)?;
    let seq = count(*size);
    let sql = "INSERT INTO event (seq, stream, version, kind, at, actor, leaf)
               VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let event_sql = transaction.prepare_cached(sql).await?;
    let sql = "INSERT INTO content (seq, body) VALUES ($1, $2)";
    let content_sql = transaction.prepare_cached(sql).await?;
    let mut version = append.seen;
    for event in &sealed.events {
        version += 1;
        let stored = whole(version);
        transaction
            .execute(
                &event_sql,
                &[
                    &*size,
                    &append.stream,
                    &stored,
                    &event.kind,
                    &event.at,
                    &event.actor,
                    &event.leaf,
                ],
            )
            .await?;
        transaction.execute(&content_sql, &[&*size, &event.content]).await?;
        *size += 1;
    }
    for view in &sealed.views {
        views::put(transaction, view).await?;
    }
    let receipt = Receipt { seq, version, body: sealed.receipt.clone(), repeated: false };
    if let Some(once) = &append.idempotency {
        keep(transaction, once, &receipt).await?;
    }
    Ok(receipt)
}

async fn keep(
    transaction: &Transaction<'_>,
    once: &Idempotency,
    receipt: &Receipt,
) -> Result<(), Failure> {
    let sql = "INSERT INTO idempotency (key, request, seq, version, receipt)
               VALUES ($1, $2, $3, $4, $5)";
    let (seq, version) = (whole(receipt.seq), whole(receipt.version));
    transaction
        .execute(
            &transaction.prepare_cached(sql).await?,
            &[&once.key, &once.request, &seq, &version, &receipt.body],
        )
        .await?;
    Ok(())
}

/// The next number of a series. Given back with the transaction if anything after it fails.
async fn next(transaction: &Transaction<'_>, key: &NumberKey) -> Result<u32, Failure> {
    guard::name("编号机关", &key.agency)?;
    guard::name("编号种类", &key.kind)?;
    let sql = "INSERT INTO number_series (agency, kind, year, last) VALUES ($1, $2, $3, 1)
               ON CONFLICT (agency, kind, year) DO UPDATE SET last = number_series.last + 1
               RETURNING last";
    let statement = transaction.prepare_cached(sql).await?;
    let row = transaction.query_one(&statement, &[&key.agency, &key.kind, &key.year]).await?;
    let given: i64 = row.try_get(0)?;
    u32::try_from(given).map_err(|_| {
        StoreError::Corrupt {
            table: "number_series",
            row: format!("{} {} {}", key.agency, key.kind, key.year),
            reason: "number out of range".to_owned(),
        }
        .into()
    })
}
