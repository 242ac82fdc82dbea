//! A fresh store of each kind, with what has to live as long as it does.

use std::any::Any;
use std::sync::Arc;

use zhiheng_app::ports::Store;
use zhiheng_store::{MemoryStore, SqliteStore};

/// A store and what it stands on.
pub(crate) struct World {
    pub(crate) store: Arc<dyn Store>,
    _ground: Box<dyn Any + Send + Sync>,
}

impl World {
    pub(crate) fn new(store: Arc<dyn Store>, ground: impl Any + Send + Sync) -> Self {
        Self { store, _ground: Box::new(ground) }
    }
}

pub(crate) async fn memory() -> World {
    World::new(Arc::new(MemoryStore::new()), ())
}

pub(crate) async fn sqlite() -> World {
    World::new(Arc::new(SqliteStore::temporary().unwrap()), ())
}
