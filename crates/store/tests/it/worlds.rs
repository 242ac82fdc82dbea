//! A fresh store of each kind.

use std::sync::Arc;

use zhiheng_app::ports::Store;
use zhiheng_store::{MemoryStore, PostgresStore, SqliteStore};

use crate::cluster;

pub(crate) async fn memory() -> Option<Arc<dyn Store>> {
    Some(Arc::new(MemoryStore::new()))
}

pub(crate) async fn sqlite() -> Option<Arc<dyn Store>> {
    Some(Arc::new(SqliteStore::temporary().unwrap()))
}

/// `None` if the tests were told to do without PostgreSQL.
pub(crate) async fn postgres() -> Option<Arc<dyn Store>> {
    let url = cluster::database().await?;
    Some(Arc::new(PostgresStore::connect(&url).await.unwrap()))
}
