//! The record's follower: publishes what the store holds as tiles and signs it.
//!
//! Start and recovery are one path: read the last checkpoint, check it against tiles and store, go on from there.
//! Nothing here is a commit point. Kill it anywhere: the events are in the store, and the next start publishes them.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::Instant;

use crate::application::App;
use crate::record_home::{Head, RecordFault, RecordHome};

/// Checkpoints are at least this far apart while acts keep coming in.
const PACE: Duration = Duration::from_millis(200);
/// Wait before a store that did not answer is asked again.
const RETRY: Duration = Duration::from_secs(1);
/// Leaves published in one step: 64 full bundles.
const STEP: usize = 64 * 256;

/// Publishes the record of an application.
#[derive(Debug)]
pub struct Follower {
    app: AppRef,
    home: Arc<RecordHome>,
    head: Head,
}

/// The application, which has nothing to show when printed.
struct AppRef(App);

impl std::fmt::Debug for AppRef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("App")
    }
}

impl Follower {
    /// Checks the log against its store and stands ready to continue it.
    ///
    /// What is compared with the store here is the last bundle: a store put back to an older state and grown anew
    /// differs there, for every leaf is salted. A change further back is for `verify` to find.
    ///
    /// # Errors
    /// Any [`RecordFault`]; none of them may be passed over.
    pub async fn start(app: App, home: RecordHome) -> Result<Self, RecordFault> {
        let home = Arc::new(home);
        let log = home.clone();
        let (head, first, entries) = blocking(move || {
            log.folder().sweep()?;
            let head = log.head()?;
            let (first, entries) = log.tail(head.frontier.size())?;
            Ok((head, first, entries))
        })
        .await?;
        let (store, checkpoint) = (app.store().size().await?, head.frontier.size());
        if store < checkpoint {
            return Err(RecordFault::Behind { store, checkpoint });
        }
        let leaves = app.store().leaves(first, entries.len()).await?;
        let differing =
            (first..).zip(entries.iter().zip(&leaves)).find(|(_, (one, two))| one != two);
        if let Some((leaf, _)) = differing {
            return Err(RecordFault::Fork { leaf });
        }
        Ok(Self { app: AppRef(app), home, head })
    }

    /// The log.
    pub fn home(&self) -> &RecordHome {
        &self.home
    }

    /// Events that are published and signed.
    pub fn size(&self) -> u64 {
        self.head.frontier.size()
    }

    /// Publishes everything the store holds now. Answers how many events that were.
    ///
    /// # Errors
    /// The store or the files cannot be read or written; what was published before stays valid.
    pub async fn catch_up(&mut self) -> Result<u64, RecordFault> {
        let before = self.size();
        loop {
            let leaves = self.app.0.store().leaves(self.size(), STEP).await?;
            if leaves.is_empty() {
                return Ok(self.size().saturating_sub(before));
            }
            let (home, head, today) = (self.home.clone(), self.head.clone(), self.app.0.today());
            self.head = blocking(move || home.extend(head, &leaves, today)).await?;
        }
    }

    /// Publishes after each append, at most every 200 ms, until `stop` says so; then once more.
    ///
    /// # Errors
    /// The record cannot be continued. A store that does not answer or a full disk is waited for.
    pub async fn run(mut self, mut stop: watch::Receiver<bool>) -> Result<(), RecordFault> {
        loop {
            let begun = Instant::now();
            match self.catch_up().await {
                Ok(0) => {}
                Ok(published) => tracing::debug!(published, size = self.size(), "record published"),
                // A store that does not answer, a disk that is full: nothing is lost by waiting.
                Err(fault @ (RecordFault::Store(_) | RecordFault::Files(_))) => {
                    tracing::warn!(code = fault.code(), %fault, "record waits");
                    tokio::time::sleep(RETRY).await;
                    self.app.0.record_grew();
                }
                Err(fault) => {
                    tracing::error!(code = fault.code(), %fault, "record cannot be continued");
                    return Err(fault);
                }
            }
            if *stop.borrow() {
                return Ok(());
            }
            tokio::select! {
                () = self.app.0.until_record_grew() => {
                    tokio::time::sleep_until(begun + PACE).await;
                }
                // An error means that nobody is left to stop us: then nobody is left to serve either.
                _ = async { stop.wait_for(|stop| *stop).await.is_ok() } => {
                    self.catch_up().await?;
                    return Ok(());
                }
            }
        }
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, RecordFault> + Send + 'static,
) -> Result<T, RecordFault> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| RecordFault::Files(error.to_string()))?
}
