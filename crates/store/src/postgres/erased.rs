//! What goes with a destroyed matter. What dead rows leave in the files is for the owner of the database to vacuum.

use deadpool_postgres::Transaction;
use zhiheng_app::ports::Erased;

use super::append::whole;
use super::failure::Failure;
use super::views;
use crate::trace;

/// Notes which files a matter cites.
pub(super) async fn cites(
    transaction: &Transaction<'_>,
    matter: &str,
    digests: &[String],
) -> Result<(), Failure> {
    let sql = "INSERT INTO cite (digest, matter) SELECT DISTINCT unnest($1::text[]), $2
               ON CONFLICT DO NOTHING";
    let statement = transaction.prepare_cached(sql).await?;
    transaction.execute(&statement, &[&digests, &matter]).await?;
    Ok(())
}

/// Removes what is kept of a matter that was destroyed.
pub(super) async fn put(transaction: &Transaction<'_>, gone: &Erased) -> Result<(), Failure> {
    let Erased { matter, decision, seqs, entries } = gone;
    let seqs: Vec<i64> = seqs.iter().copied().map(whole).collect();
    // Places first, then contents: the database's own way, for the program has no right to remove a content.
    let sql = "SELECT erase_contents($1)";
    transaction.execute(&transaction.prepare_cached(sql).await?, &[&seqs]).await?;
    for sql in [
        "DELETE FROM party WHERE matter = $1",
        "DELETE FROM cite WHERE matter = $1",
        // The year's report is frozen in its own event; what stands behind a number cannot be counted again.
        "DELETE FROM tally WHERE matter = $1",
    ] {
        transaction.execute(&transaction.prepare_cached(sql).await?, &[matter]).await?;
    }
    let sql = "DELETE FROM trace WHERE kind = ANY ($1) AND matter = $2";
    let kinds: &[&str] = &trace::ERASED;
    transaction.execute(&transaction.prepare_cached(sql).await?, &[&kinds, matter]).await?;
    let sql = "DELETE FROM register WHERE kind = $1 AND id = $2";
    let statement = transaction.prepare_cached(sql).await?;
    for (kind, id) in entries {
        transaction.execute(&statement, &[kind, id]).await?;
    }
    views::remove(transaction, decision).await
}
