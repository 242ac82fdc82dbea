//! Puts the application together for a data folder.

use std::sync::Arc;

use zhiheng_app::follower::Follower;
use zhiheng_app::ports::{Clock, Entropy as _, Store};
use zhiheng_app::record_home::{RecordFault, RecordHome};
use zhiheng_app::{App, Parts};
use zhiheng_leak::LeakReader;
use zhiheng_papers::Printer;
use zhiheng_record::Suite;
use zhiheng_store::{PostgresStore, SqliteStore};

use crate::cli::Stores;
use crate::files;
use crate::output::Fault;
use crate::packs;
use crate::place::Place;
use crate::world::{SystemClock, SystemEntropy};

/// The application over an existing data folder.
pub(crate) async fn wire(
    place: &Place,
    stores: &Stores,
    suite: Suite,
    clock: Arc<dyn Clock>,
) -> Result<App, Fault> {
    if stores.database_url.is_none() {
        has_database(place)?;
    }
    assemble(place, stores, suite, clock).await
}

/// Refuses where there is no embedded database: opening one would make it, and an empty one is worse than none.
pub(crate) fn has_database(place: &Place) -> Result<(), Fault> {
    if place.database().is_file() {
        return Ok(());
    }
    Err(Fault::new(
        "data.database",
        format!(
            "数据目录 {} 中没有数据库 zhiheng.db；如使用 PostgreSQL，请给出 --database-url",
            place.dir().display()
        ),
    ))
}

/// The application and its log, checked against each other. For commands that write.
pub(crate) async fn wire_to_write(
    place: &Place,
    stores: &Stores,
) -> Result<(App, Follower), Fault> {
    let home = RecordHome::open(place.dir())?;
    let app = wire(place, stores, home.suite(), Arc::new(SystemClock)).await?;
    let follower = Follower::start(app.clone(), home).await?;
    Ok((app, follower))
}

/// A new log with an empty store: key, policy, checkpoint of nothing.
pub(crate) async fn found(
    place: &Place,
    stores: &Stores,
    suite: Suite,
    origin: &str,
    clock: Arc<dyn Clock>,
) -> Result<(App, Follower), Fault> {
    if place.record().join("checkpoint").exists() {
        return Err(RecordFault::Exists(place.dir().display().to_string()).into());
    }
    let app = assemble(place, stores, suite, clock).await?;
    if app.store().size().await? > 0 {
        return Err(Fault::new(
            "data.not_empty",
            "数据库中已有事件而数据目录中没有记录，不能在其上新建记录；请从备份恢复",
        ));
    }
    let home = loop {
        let mut seed = [0_u8; 32];
        SystemEntropy.fill(&mut seed);
        match RecordHome::create(place.dir(), suite, origin, &seed) {
            // Very rarely the bytes are no key: drawn again.
            Err(RecordFault::Key(why)) if why.contains("私钥") => {}
            other => break other?,
        }
    };
    let follower = Follower::start(app.clone(), home).await?;
    Ok((app, follower))
}

async fn assemble(
    place: &Place,
    stores: &Stores,
    suite: Suite,
    clock: Arc<dyn Clock>,
) -> Result<App, Fault> {
    let texts = packs::texts(Some(&place.packs()))?;
    let (pack, calendar) = (packs::pack(&texts)?, packs::calendar(&texts)?);
    Ok(App::new(Parts {
        store: store(place, stores.database_url.as_deref()).await?,
        blobs: files::open(place, stores, suite).await?,
        clock,
        entropy: Arc::new(SystemEntropy),
        pack: Arc::new(pack),
        calendar: Arc::new(calendar),
        suite,
    })
    .with_leak_check(Arc::new(LeakReader::found())))
}

/// Prints papers, with the faces that the agency has put into the data folder before the program's own.
pub(crate) fn press(place: &Place) -> Printer {
    Printer::new(Some(&place.fonts()))
}

async fn store(place: &Place, url: Option<&str>) -> Result<Arc<dyn Store>, Fault> {
    let Some(url) = url else {
        let path = place.database();
        let opened = tokio::task::spawn_blocking(move || SqliteStore::open(path)).await;
        let store =
            opened.map_err(|error| Fault::new("store.unavailable", error.to_string()))??;
        return Ok(Arc::new(store));
    };
    if !url.starts_with("postgres://") && !url.starts_with("postgresql://") {
        return Err(Fault::new(
            "store.url",
            "--database-url 应为 postgres://用户@主机/库名；不给出时使用数据目录中的 SQLite",
        ));
    }
    Ok(Arc::new(PostgresStore::connect(url).await?))
}
