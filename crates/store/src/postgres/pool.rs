//! Connections, and the schema they find.

use deadpool_postgres::{Hook, HookError, Manager, ManagerConfig, Object, Pool, RecyclingMethod};
use tokio_postgres::{Client, Config, NoTls};
use zhiheng_app::ports::StoreError;

use super::failure::Failure;
use crate::migration::{self, POSTGRES};

/// Most connections at a time.
const CONNECTIONS: usize = 8;
/// Held while the schema is brought up to date, so that two servers starting at once do it once.
const MIGRATING: i64 = 0x7a68_6968_656e_6701;
/// What every connection is set to. The role may add to the journal and read it, and nothing else.
const SETTINGS: &str = "SET ROLE zhiheng_app;
    SET lock_timeout = '10s';
    SET idle_in_transaction_session_timeout = '60s';
    SET client_min_messages = warning";

/// Brings the schema up to date as the user of the URL, then opens a pool that works as the role `zhiheng_app`.
pub(super) async fn open(url: &str) -> Result<Pool, StoreError> {
    let config: Config = url.parse().map_err(|_| {
        StoreError::Input("数据库地址写法有误：应为 postgres://用户@主机/库名".to_owned())
    })?;
    let (mut client, connection) = config.connect(NoTls).await.map_err(Failure::from)?;
    // Ends by itself when the client is dropped.
    let driver = tokio::spawn(connection);
    migrate(&mut client).await?;
    drop(client);
    let _ = driver.await;

    // Asked before each use: a server that was restarted costs one new connection, not one failed act.
    let recycling = ManagerConfig { recycling_method: RecyclingMethod::Verified };
    let manager = Manager::from_config(config, NoTls, recycling);
    let settings = Hook::async_fn(|client, _| {
        Box::pin(async move { client.batch_execute(SETTINGS).await.map_err(HookError::Backend) })
    });
    Pool::builder(manager)
        .max_size(CONNECTIONS)
        .post_create(settings)
        .build()
        .map_err(|error| StoreError::Unavailable(error.to_string()))
}

/// A connection from the pool.
pub(super) async fn take(pool: &Pool) -> Result<Object, Failure> {
    // The text of the error may quote the address, so it is not passed on.
    pool.get().await.map_err(|_| Failure::Pool("postgres: no connection to be had".to_owned()))
}

async fn migrate(client: &mut Client) -> Result<(), Failure> {
    let transaction = client.transaction().await?;
    transaction.execute("SELECT pg_advisory_xact_lock($1)", &[&MIGRATING]).await?;
    let found = transaction.query_one("SELECT to_regclass('migration') IS NOT NULL", &[]).await?;
    if !found.try_get::<_, bool>(0)? {
        let sql = "CREATE TABLE migration (
                       number bigint PRIMARY KEY, name text NOT NULL, checksum text NOT NULL)";
        transaction.batch_execute(sql).await?;
    }
    let sql = "SELECT number, checksum FROM migration ORDER BY number";
    let mut done = Vec::new();
    for row in transaction.query(sql, &[]).await? {
        done.push((row.try_get(0)?, row.try_get(1)?));
    }
    let pending = migration::pending(POSTGRES, &done)?;
    for step in pending {
        transaction.batch_execute(step.sql).await?;
        let sql = "INSERT INTO migration (number, name, checksum) VALUES ($1, $2, $3)";
        transaction.execute(sql, &[&step.number, &step.name, &step.checksum()]).await?;
    }
    // What was written before knows nothing of the new columns: the journal does.
    if let Some(last) = pending.last().filter(|_| !done.is_empty()) {
        transaction.execute("INSERT INTO stale (number) VALUES ($1)", &[&last.number]).await?;
    }
    Ok(transaction.commit().await?)
}
