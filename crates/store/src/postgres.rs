//! For scale: one PostgreSQL database, several servers. The same contract as the embedded store, in its own SQL.
//!
//! The schema is brought up to date as the user of the URL; after that every connection works as the role `zhiheng_app`,
//! which may add to the journal and read it, and never change it. Connections are not encrypted: use a Unix socket, the
//! loopback address or a private network.

mod append;
mod entries;
mod erased;
mod failure;
mod lists;
mod pool;
mod query;
mod rebuild;
mod rows;
mod tallies;
mod traces;
mod views;

use async_trait::async_trait;
use deadpool_postgres::{Object, Pool};
use serde::de::DeserializeOwned;
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;
use zhiheng_app::ports::{
    AccountRow, Append, AppendError, DecisionFilter, DecisionRow, DutyFilter, DutyRow,
    EarlierFilter, EntryFilter, EntryRow, EntryTally, EntryWait, Facet, FoundValues, Heading,
    MatterFilter, MatterRow, NumberKey, Page, ProgressRow, Receipt, RegisterFilter, RegisterRow,
    SessionRow, Store, StoreError, StoredEvent, TallyFilter, TallyRow, TallySum, TraceFilter,
    TraceRow, View,
};

use self::append::{count, whole};
use self::failure::Failure;
use self::rows::Table;
use crate::{guard, sieve, tally};

/// A store in a PostgreSQL database.
pub struct PostgresStore {
    pool: Pool,
}

impl PostgresStore {
    /// Connects to `url` (`postgres://user@host/database`, or `host=… user=… dbname=…`) and brings the schema up to date.
    ///
    /// # Errors
    /// [`StoreError::Input`] if the URL cannot be read, [`StoreError::Unavailable`] if the server cannot be reached or
    /// refuses, [`StoreError::Corrupt`] if the schema is newer or was changed by hand.
    pub async fn connect(url: &str) -> Result<Self, StoreError> {
        Ok(Self { pool: pool::open(url).await? })
    }

    async fn client(&self) -> Result<Object, Failure> {
        pool::take(&self.pool).await
    }

    async fn rows(&self, sql: &str, values: &[&(dyn ToSql + Sync)]) -> Result<Vec<Row>, Failure> {
        let client = self.client().await?;
        let statement = client.prepare_cached(sql).await?;
        Ok(client.query(&statement, values).await?)
    }

    async fn execute(&self, sql: &str, values: &[&(dyn ToSql + Sync)]) -> Result<(), StoreError> {
        self.rows(sql, values).await?;
        Ok(())
    }

    /// The one row of a table where `column` has this value.
    async fn one<T: DeserializeOwned>(
        &self,
        table: &Table,
        column: &str,
        value: &str,
    ) -> Result<Option<T>, StoreError> {
        if !guard::findable(value) {
            return Ok(None);
        }
        let sql = format!("{} WHERE {column} = $1", table.select());
        let found = self.rows(&sql, &[&value]).await?;
        Ok(found.first().map(|row| rows::read(table, row)).transpose()?)
    }

    async fn appended(&self, batch: &[Append]) -> Result<Vec<Receipt>, Failure> {
        let mut client = self.client().await?;
        let transaction = client.transaction().await?;
        let receipts = append::run(&transaction, batch).await?;
        // The commit point: once this returns, every act of the batch is durable.
        transaction.commit().await.map_err(failure::commit)?;
        Ok(receipts)
    }

    async fn events(
        &self,
        condition: &str,
        values: &[&(dyn ToSql + Sync)],
    ) -> Result<Vec<StoredEvent>, StoreError> {
        let sql = format!(
            "SELECT e.seq, stream, version, kind, at, actor, leaf, coalesce(body, '')
             FROM event e LEFT JOIN content c ON c.seq = e.seq
             WHERE (c.seq IS NOT NULL OR EXISTS (SELECT 1 FROM erasure x WHERE x.seq = e.seq))
                 AND {condition}"
        );
        let found = self.rows(&sql, values).await?;
        Ok(found.iter().map(event).collect::<Result<_, Failure>>()?)
    }
}

#[async_trait]
impl Store for PostgresStore {
    async fn append(&self, batch: Vec<Append>) -> Result<Vec<Receipt>, AppendError> {
        Ok(self.appended(&batch).await?)
    }

    async fn size(&self) -> Result<u64, StoreError> {
        let found = self.rows("SELECT size FROM head", &[]).await?;
        let size = found.first().map(|row| row.try_get(0)).transpose().map_err(Failure::from)?;
        Ok(count(size.unwrap_or_default()))
    }

    async fn stream(&self, stream: &str, after: u64) -> Result<Vec<StoredEvent>, StoreError> {
        if !guard::findable(stream) {
            return Ok(Vec::new());
        }
        let condition = "stream = $1 AND version > $2 ORDER BY version";
        self.events(condition, &[&stream, &whole(after)]).await
    }

    async fn journal(&self, seq: u64, limit: usize) -> Result<Vec<StoredEvent>, StoreError> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.events("e.seq >= $1 ORDER BY e.seq LIMIT $2", &[&whole(seq), &limit]).await
    }

    async fn leaves(&self, seq: u64, limit: usize) -> Result<Vec<Vec<u8>>, StoreError> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let sql = "SELECT leaf FROM event WHERE seq >= $1 ORDER BY seq LIMIT $2";
        let found = self.rows(sql, &[&whole(seq), &limit]).await?;
        let leaves = found.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>();
        Ok(leaves.map_err(Failure::from)?)
    }

    async fn repeated(&self, key: &str) -> Result<Option<(String, Receipt)>, StoreError> {
        if !guard::findable(key) {
            return Ok(None);
        }
        let found = self.rows(append::REPEATED, &[&key]).await?;
        Ok(found.first().map(append::receipt).transpose()?)
    }

    async fn matter(&self, id: &str) -> Result<Option<MatterRow>, StoreError> {
        self.one(&rows::MATTER, "id", id).await
    }

    async fn matters(&self, filter: &MatterFilter) -> Result<Page<MatterRow>, StoreError> {
        guard::matters(filter)?;
        Ok(lists::matters(&self.client().await?, filter).await?)
    }

    async fn duties(&self, filter: &DutyFilter) -> Result<Vec<DutyRow>, StoreError> {
        guard::duties(filter)?;
        Ok(lists::duties(&self.client().await?, filter).await?)
    }

    async fn heading(
        &self,
        filter: &DutyFilter,
        today: &str,
        week: &str,
    ) -> Result<Heading, StoreError> {
        guard::duties(filter)?;
        guard::days(&[Some(today), Some(week)])?;
        Ok(lists::heading(&self.client().await?, filter, today, week).await?)
    }

    async fn decision(&self, id: &str) -> Result<Option<DecisionRow>, StoreError> {
        self.one(&rows::DECISION, "id", id).await
    }

    async fn decisions(&self, filter: &DecisionFilter) -> Result<Page<DecisionRow>, StoreError> {
        guard::decisions(filter)?;
        Ok(lists::decisions(&self.client().await?, filter).await?)
    }

    async fn decision_run(
        &self,
        filter: &DecisionFilter,
    ) -> Result<(Vec<DecisionRow>, Option<String>), StoreError> {
        guard::decisions(filter)?;
        Ok(lists::decision_run(&self.client().await?, filter).await?)
    }

    async fn facets(&self) -> Result<Vec<Facet>, StoreError> {
        let sql = "SELECT field, value, held FROM decision_facet WHERE held > 0 ORDER BY 1, 2";
        let found = self.rows(sql, &[]).await?;
        let facet = |row: &Row| -> Result<Facet, Failure> {
            Ok(sieve::facet(row.try_get(0)?, row.try_get(1)?, count(row.try_get(2)?)))
        };
        Ok(found.iter().map(facet).collect::<Result<_, _>>()?)
    }

    async fn found_values(&self, filter: &DecisionFilter) -> Result<FoundValues, StoreError> {
        guard::decisions(filter)?;
        Ok(lists::found_values(&self.client().await?, filter).await?)
    }

    async fn register(&self, filter: &RegisterFilter) -> Result<Vec<RegisterRow>, StoreError> {
        let RegisterFilter { kind, agencies, ids } = filter;
        let mut names = agencies.iter().flatten().chain(ids).chain([kind]);
        if !names.all(|name| guard::findable(name)) {
            return Ok(Vec::new());
        }
        let ids = (!ids.is_empty()).then_some(ids);
        let sql = format!(
            "{} WHERE kind = $1 AND ($2::text[] IS NULL OR agency = ANY ($2))
             AND ($3::text[] IS NULL OR id = ANY ($3)) ORDER BY id",
            rows::REGISTER.select()
        );
        let found = self.rows(&sql, &[kind, agencies, &ids]).await?;
        Ok(rows::read_all(&rows::REGISTER, &found)?)
    }

    async fn entry(&self, kind: &str, id: &str) -> Result<Option<EntryRow>, StoreError> {
        if !guard::findable(kind) || !guard::findable(id) {
            return Ok(None);
        }
        let sql = format!("{} WHERE kind = $1 AND id = $2", rows::ENTRY.select());
        let found = self.rows(&sql, &[&kind, &id]).await?;
        Ok(found.first().map(|row| rows::read(&rows::ENTRY, row)).transpose()?)
    }

    async fn entries(&self, filter: &EntryFilter) -> Result<Page<EntryRow>, StoreError> {
        guard::entries(filter)?;
        Ok(entries::page(&self.client().await?, filter).await?)
    }

    async fn entry_tallies(
        &self,
        agencies: Option<&[String]>,
    ) -> Result<Vec<EntryTally>, StoreError> {
        let agencies: Option<Vec<&String>> =
            agencies.map(|all| all.iter().filter(|agency| guard::findable(agency)).collect());
        let found = self.rows(entries::TALLIES, &[&agencies]).await?;
        Ok(found.iter().map(entries::tally).collect::<Result<_, Failure>>()?)
    }

    async fn entries_waiting(
        &self,
        agencies: Option<&[String]>,
    ) -> Result<Vec<EntryWait>, StoreError> {
        let agencies: Option<Vec<&String>> =
            agencies.map(|all| all.iter().filter(|agency| guard::findable(agency)).collect());
        let found = self.rows(entries::WAITING, &[&agencies]).await?;
        Ok(found.iter().map(entries::wait).collect::<Result<_, Failure>>()?)
    }

    async fn earlier(&self, filter: &EarlierFilter) -> Result<u64, StoreError> {
        guard::earlier(filter)?;
        let EarlierFilter { family, agency, party, from, to, but } = filter;
        let found = self.rows(entries::EARLIER, &[agency, family, party, from, to, but]).await?;
        let held = found.first().map(|row| row.try_get(0)).transpose().map_err(Failure::from)?;
        Ok(count(held.unwrap_or_default()))
    }

    async fn progress(&self, number: &str) -> Result<Option<ProgressRow>, StoreError> {
        self.one(&rows::PROGRESS, "number", number).await
    }

    async fn tally_sums(
        &self,
        agencies: Option<&[String]>,
        year: i16,
    ) -> Result<Vec<TallySum>, StoreError> {
        let agencies: Option<Vec<&String>> =
            agencies.map(|all| all.iter().filter(|agency| guard::findable(agency)).collect());
        let found = self.rows(tallies::SUMS, &[&year, &agencies]).await?;
        Ok(found.iter().map(tallies::sum).collect::<Result<_, Failure>>()?)
    }

    async fn tallies(&self, filter: &TallyFilter) -> Result<Vec<TallyRow>, StoreError> {
        guard::tallies(filter)?;
        let TallyFilter { agency, cell, year, after, limit } = filter;
        let (day, matter, version) = after.clone().unwrap_or_default();
        let version = i64::try_from(version).unwrap_or(i64::MAX);
        let sql = format!(
            "{} WHERE t.year = $1 AND t.agency = $2 AND t.cell = $3
             AND (t.day, t.matter, t.version) > ($4, $5, $6)
             ORDER BY t.day, t.matter, t.version LIMIT {}",
            rows::TALLY.select(),
            tally::limit(*limit)
        );
        let found = self.rows(&sql, &[year, agency, cell, &day, &matter, &version]).await?;
        Ok(rows::read_all(&rows::TALLY, &found)?)
    }

    async fn trace(&self, kind: &str, id: &str) -> Result<Option<TraceRow>, StoreError> {
        if !guard::findable(kind) || !guard::findable(id) {
            return Ok(None);
        }
        let sql = format!("{} WHERE t.kind = $1 AND t.id = $2", rows::TRACE.select());
        let found = self.rows(&sql, &[&kind, &id]).await?;
        Ok(found.first().map(|row| rows::read(&rows::TRACE, row)).transpose()?)
    }

    async fn traces(
        &self,
        filter: &TraceFilter,
    ) -> Result<(Vec<TraceRow>, Option<String>), StoreError> {
        guard::traces(filter)?;
        Ok(traces::page(&self.client().await?, filter).await?)
    }

    async fn trace_hours(&self, filter: &TraceFilter) -> Result<Vec<(u8, u64)>, StoreError> {
        guard::traces(filter)?;
        Ok(traces::hours(&self.client().await?, filter).await?)
    }

    async fn cited(&self, digests: &[String], but: &str) -> Result<Vec<String>, StoreError> {
        let sought: Vec<&String> = digests.iter().filter(|one| guard::findable(one)).collect();
        let sql =
            "SELECT DISTINCT digest FROM cite WHERE digest = ANY ($1) AND matter <> $2 ORDER BY 1";
        let found = self.rows(sql, &[&sought, &but]).await?;
        let digests = found.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>();
        Ok(digests.map_err(Failure::from)?)
    }

    async fn scrub(&self) -> Result<(), StoreError> {
        // Dead rows are the database's own: its owner vacuums (see the book for operators), the program has no right to.
        Ok(())
    }

    async fn numbers(&self) -> Result<Vec<(NumberKey, u32)>, StoreError> {
        let sql = "SELECT agency, kind, year, last FROM number_series ORDER BY 1, 2, 3";
        let found = self.rows(sql, &[]).await?;
        let number = |row: &Row| -> Result<_, Failure> {
            let key =
                NumberKey { agency: row.try_get(0)?, kind: row.try_get(1)?, year: row.try_get(2)? };
            Ok((key, u32::try_from(row.try_get::<_, i64>(3)?).unwrap_or(u32::MAX)))
        };
        Ok(found.iter().map(number).collect::<Result<_, _>>()?)
    }

    async fn account(
        &self,
        username: &str,
    ) -> Result<Option<(AccountRow, String, u32, i64)>, StoreError> {
        let Some(account) = self.one(&rows::ACCOUNT, "username", username).await? else {
            return Ok(None);
        };
        let sql = "SELECT secret, failures, locked_until FROM account_secret WHERE username = $1";
        let found = self.rows(sql, &[&username]).await?;
        let Some(row) = found.first() else { return Ok(Some((account, String::new(), 0, 0))) };
        let read = || -> Result<(String, i64, i64), tokio_postgres::Error> {
            Ok((row.try_get(0)?, row.try_get(1)?, row.try_get(2)?))
        };
        let (secret, failures, locked) = read().map_err(Failure::from)?;
        Ok(Some((account, secret, u32::try_from(failures).unwrap_or(u32::MAX), locked)))
    }

    async fn accounts(&self) -> Result<Vec<AccountRow>, StoreError> {
        let sql = format!("{} ORDER BY username", rows::ACCOUNT.select());
        Ok(rows::read_all(&rows::ACCOUNT, &self.rows(&sql, &[]).await?)?)
    }

    async fn set_secret(&self, username: &str, secret: &str) -> Result<(), StoreError> {
        guard::name("用户名", username)?;
        guard::name("口令摘要", secret)?;
        let sql = "INSERT INTO account_secret (username, secret, failures, locked_until)
                   VALUES ($1, $2, 0, 0)
                   ON CONFLICT (username) DO UPDATE SET secret = excluded.secret";
        self.execute(sql, &[&username, &secret]).await
    }

    async fn set_failures(
        &self,
        username: &str,
        failures: u32,
        locked_until: i64,
    ) -> Result<(), StoreError> {
        guard::name("用户名", username)?;
        let sql = "INSERT INTO account_secret (username, secret, failures, locked_until)
                   VALUES ($1, '', $2, $3)
                   ON CONFLICT (username) DO UPDATE
                   SET failures = excluded.failures, locked_until = excluded.locked_until";
        self.execute(sql, &[&username, &i64::from(failures), &locked_until]).await
    }

    async fn put_session(&self, session: &SessionRow) -> Result<(), StoreError> {
        guard::session(session)?;
        let row = views::value(session)?.to_string();
        self.execute(&rows::SESSION.upsert(), &[&row]).await
    }

    async fn session(&self, token: &str) -> Result<Option<SessionRow>, StoreError> {
        self.one(&rows::SESSION, "token", token).await
    }

    async fn touch_session(&self, token: &str, seen: i64) -> Result<(), StoreError> {
        if !guard::findable(token) {
            return Ok(());
        }
        self.execute("UPDATE session SET seen = $2 WHERE token = $1", &[&token, &seen]).await
    }

    async fn end_session(&self, token: &str) -> Result<(), StoreError> {
        if !guard::findable(token) {
            return Ok(());
        }
        self.execute("DELETE FROM session WHERE token = $1", &[&token]).await
    }

    async fn stale(&self) -> Result<bool, StoreError> {
        Ok(!self.rows("SELECT 1 FROM stale LIMIT 1", &[]).await?.is_empty())
    }

    async fn drop_views(&self) -> Result<(), StoreError> {
        let mut client = self.client().await?;
        let transaction = client.transaction().await.map_err(Failure::from)?;
        append::lock(&transaction).await?;
        rebuild::clear(&transaction).await?;
        Ok(transaction.commit().await.map_err(failure::commit)?)
    }

    async fn put_views(&self, views: Vec<View>) -> Result<(), StoreError> {
        views.iter().try_for_each(guard::view)?;
        let mut client = self.client().await?;
        let transaction = client.transaction().await.map_err(Failure::from)?;
        append::lock(&transaction).await?;
        for view in &views {
            views::put(&transaction, view).await?;
        }
        Ok(transaction.commit().await.map_err(failure::commit)?)
    }

    async fn dump_views(&self) -> Result<Vec<String>, StoreError> {
        Ok(rebuild::dump(&self.client().await?).await?)
    }
}

fn event(row: &Row) -> Result<StoredEvent, Failure> {
    Ok(StoredEvent {
        seq: count(row.try_get(0)?),
        stream: row.try_get(1)?,
        version: count(row.try_get(2)?),
        kind: row.try_get(3)?,
        at: row.try_get(4)?,
        actor: row.try_get(5)?,
        leaf: row.try_get(6)?,
        content: row.try_get(7)?,
    })
}
