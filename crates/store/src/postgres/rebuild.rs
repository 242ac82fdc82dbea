//! Dropping the read models, and writing all of them down as text for comparison.

use deadpool_postgres::{Object, Transaction};
use serde::{Serialize, de::DeserializeOwned};
use zhiheng_app::ports::{
    AccountRow, DecisionRow, DutyRow, EntryRow, MatterRow, PartyRow, ProgressRow, RegisterRow,
    TallyRow, TraceRow,
};

use super::failure::Failure;
use super::rows::{self, Table};
use crate::dump::{self, IndexDigest};

/// Empties every read model. The journal, the numbers, secrets and sessions stay.
pub(super) async fn clear(transaction: &Transaction<'_>) -> Result<(), Failure> {
    let sql = "DELETE FROM matter; DELETE FROM duty; DELETE FROM decision;
               DELETE FROM decision_facet; DELETE FROM register; DELETE FROM progress;
               DELETE FROM entry; DELETE FROM party; DELETE FROM trace; DELETE FROM tally;
               DELETE FROM cite;
               DELETE FROM account; DELETE FROM stale";
    Ok(transaction.batch_execute(sql).await?)
}

/// Every row of every read model, in a fixed order that does not depend on when a row was written.
pub(super) async fn dump(client: &Object) -> Result<Vec<String>, Failure> {
    let mut out = Vec::new();
    each::<MatterRow>(client, &rows::MATTER, "id", &mut out).await?;
    each::<DutyRow>(client, &rows::DUTY, "id", &mut out).await?;
    each::<DecisionRow>(client, &rows::DECISION, "id", &mut out).await?;
    let sql = "SELECT field, value, held FROM decision_facet WHERE held > 0 ORDER BY 1, 2";
    for row in client.query(sql, &[]).await? {
        let facet: (String, String, i64) = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
        out.push(dump::line("decision_facet", &facet)?);
    }
    each::<RegisterRow>(client, &rows::REGISTER, "kind, id", &mut out).await?;
    each::<EntryRow>(client, &rows::ENTRY, "kind, id", &mut out).await?;
    each::<PartyRow>(client, &rows::PARTY, "matter", &mut out).await?;
    each::<ProgressRow>(client, &rows::PROGRESS, "number", &mut out).await?;
    each::<TraceRow>(client, &rows::TRACE, "kind, id", &mut out).await?;
    each::<TallyRow>(client, &rows::TALLY, "matter, version, cell", &mut out).await?;
    for row in client.query("SELECT digest, matter FROM cite ORDER BY 1, 2", &[]).await? {
        let cite: (String, String) = (row.try_get(0)?, row.try_get(1)?);
        out.push(dump::line("cite", &cite)?);
    }
    each::<AccountRow>(client, &rows::ACCOUNT, "username", &mut out).await?;
    let texts = [
        ("matter_text", "SELECT id, stream, terms FROM matter"),
        ("decision_text", "SELECT id, head_stream || body_stream, terms FROM decision"),
    ];
    for (table, sql) in texts {
        let mut digest = IndexDigest::default();
        for row in client.query(sql, &[]).await? {
            let (id, stream, terms): (&str, &str, Vec<&str>) =
                (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
            for (place, token) in (0_i64..).zip(stream.split(' ')) {
                digest.add(id, "stream", token, place);
            }
            for (place, token) in (0_i64..).zip(terms) {
                digest.add(id, "terms", token, place);
            }
        }
        out.push(dump::line(table, &digest.finish())?);
    }
    Ok(out)
}

async fn each<T: Serialize + DeserializeOwned>(
    client: &Object,
    table: &Table,
    order: &str,
    out: &mut Vec<String>,
) -> Result<(), Failure> {
    let sql = format!("{} ORDER BY {order}", table.select());
    for row in client.query(&sql, &[]).await? {
        out.push(dump::line(table.name, &rows::read::<T>(table, &row)?)?);
    }
    Ok(())
}
