//! The embedded default: one SQLite file in WAL mode, one thread that writes, a few connections that read.

mod append;
mod decision_list;
mod decision_put;
mod duty_list;
mod duty_put;
mod entries;
mod erased;
mod failure;
mod journal;
mod matter_bucket;
mod matter_list;
mod matter_put;
mod matter_read;
mod matter_words;
mod number;
mod people;
mod readers;
mod rebuild;
mod rows;
mod settings;
mod tallies;
mod text;
mod traces;
mod views;
mod writer;

#[cfg(test)]
mod plans;

use std::path::{Path, PathBuf};

use async_trait::async_trait;
use rusqlite::Connection;
use tempfile::TempDir;
use zhiheng_app::ports::{
    AccountRow, Append, AppendError, DecisionFilter, DecisionRow, DutyFilter, DutyRow,
    EarlierFilter, EntryFilter, EntryRow, EntryTally, EntryWait, Facet, FoundValues, Heading,
    MatterFilter, MatterRow, NumberKey, Page, ProgressRow, Receipt, RegisterFilter, RegisterRow,
    SessionRow, Store, StoreError, StoredEvent, TallyFilter, TallyRow, TallySum, TraceFilter,
    TraceRow, View,
};

use self::failure::Failure;
use self::readers::Readers;
use self::writer::Writer;
use crate::guard;

/// A store in one SQLite file. Dropping it waits for what is queued and closes the file.
pub struct SqliteStore {
    // The order of the fields is the order in which they are dropped: the folder last.
    readers: Readers,
    writer: Writer,
    path: PathBuf,
    folder: Option<TempDir>,
}

impl SqliteStore {
    /// Opens the database at `path`, creates it if it is not there, and brings its schema up to date.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] if the file cannot be opened or written; [`StoreError::Corrupt`] if it was written by
    /// a newer version or its schema was changed by hand.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, StoreError> {
        let path = path.as_ref();
        let connection = Connection::open(path).map_err(Failure::from)?;
        settings::writer(&connection)?;
        settings::migrate(&connection)?;
        Ok(Self {
            readers: Readers::new(path),
            writer: Writer::start(connection)?,
            path: path.to_owned(),
            folder: None,
        })
    }

    /// A new store in a folder of its own that is removed with it: for tests.
    ///
    /// # Errors
    /// As [`SqliteStore::open`], and if there is no place for temporary files.
    pub fn temporary() -> Result<Self, StoreError> {
        let folder =
            tempfile::tempdir().map_err(|error| StoreError::Unavailable(error.to_string()))?;
        let store = Self::open(folder.path().join("zhiheng.sqlite"))?;
        Ok(Self { folder: Some(folder), ..store })
    }

    /// Where a temporary store lies; `None` for one that was opened by path.
    pub fn temporary_folder(&self) -> Option<&Path> {
        self.folder.as_ref().map(TempDir::path)
    }

    async fn write<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Result<T, Failure> + Send + 'static,
    {
        self.writer.write(work).await.map_err(StoreError::from)
    }
}

#[async_trait]
impl Store for SqliteStore {
    async fn append(&self, batch: Vec<Append>) -> Result<Vec<Receipt>, AppendError> {
        Ok(self.writer.write(move |connection| append::run(connection, &batch)).await?)
    }

    async fn size(&self) -> Result<u64, StoreError> {
        self.readers.read(append::size).await
    }

    async fn stream(&self, stream: &str, after: u64) -> Result<Vec<StoredEvent>, StoreError> {
        let stream = stream.to_owned();
        self.readers.read(move |connection| journal::stream(connection, &stream, after)).await
    }

    async fn journal(&self, seq: u64, limit: usize) -> Result<Vec<StoredEvent>, StoreError> {
        self.readers.read(move |connection| journal::journal(connection, seq, limit)).await
    }

    async fn leaves(&self, seq: u64, limit: usize) -> Result<Vec<Vec<u8>>, StoreError> {
        self.readers.read(move |connection| journal::leaves(connection, seq, limit)).await
    }

    async fn repeated(&self, key: &str) -> Result<Option<(String, Receipt)>, StoreError> {
        let key = key.to_owned();
        self.readers.read(move |connection| append::repeated(connection, &key)).await
    }

    async fn matter(&self, id: &str) -> Result<Option<MatterRow>, StoreError> {
        let id = id.to_owned();
        self.readers.read(move |connection| matter_list::get(connection, &id)).await
    }

    async fn matters(&self, filter: &MatterFilter) -> Result<Page<MatterRow>, StoreError> {
        guard::matters(filter)?;
        let filter = filter.clone();
        self.readers.read(move |connection| matter_list::page(connection, &filter)).await
    }

    async fn duties(&self, filter: &DutyFilter) -> Result<Vec<DutyRow>, StoreError> {
        guard::duties(filter)?;
        let filter = filter.clone();
        self.readers.read(move |connection| duty_list::list(connection, &filter)).await
    }

    async fn heading(
        &self,
        filter: &DutyFilter,
        today: &str,
        week: &str,
    ) -> Result<Heading, StoreError> {
        guard::duties(filter)?;
        guard::days(&[Some(today), Some(week)])?;
        let (filter, today, week) = (filter.clone(), today.to_owned(), week.to_owned());
        let work =
            move |connection: &Connection| duty_list::heading(connection, &filter, &today, &week);
        self.readers.read(work).await
    }

    async fn decision(&self, id: &str) -> Result<Option<DecisionRow>, StoreError> {
        let id = id.to_owned();
        self.readers.read(move |connection| decision_list::get(connection, &id)).await
    }

    async fn decisions(&self, filter: &DecisionFilter) -> Result<Page<DecisionRow>, StoreError> {
        guard::decisions(filter)?;
        let filter = filter.clone();
        self.readers.read(move |connection| decision_list::page(connection, &filter)).await
    }

    async fn decision_run(
        &self,
        filter: &DecisionFilter,
    ) -> Result<(Vec<DecisionRow>, Option<String>), StoreError> {
        guard::decisions(filter)?;
        let filter = filter.clone();
        self.readers.read(move |connection| decision_list::run(connection, &filter)).await
    }

    async fn facets(&self) -> Result<Vec<Facet>, StoreError> {
        self.readers.read(decision_list::facets).await
    }

    async fn found_values(&self, filter: &DecisionFilter) -> Result<FoundValues, StoreError> {
        guard::decisions(filter)?;
        let filter = filter.clone();
        self.readers.read(move |connection| decision_list::found_values(connection, &filter)).await
    }

    async fn register(&self, filter: &RegisterFilter) -> Result<Vec<RegisterRow>, StoreError> {
        let filter = filter.clone();
        self.readers.read(move |connection| people::register(connection, &filter)).await
    }

    async fn entry(&self, kind: &str, id: &str) -> Result<Option<EntryRow>, StoreError> {
        let (kind, id) = (kind.to_owned(), id.to_owned());
        self.readers.read(move |connection| entries::get(connection, &kind, &id)).await
    }

    async fn entries(&self, filter: &EntryFilter) -> Result<Page<EntryRow>, StoreError> {
        guard::entries(filter)?;
        let filter = filter.clone();
        self.readers.read(move |connection| entries::page(connection, &filter)).await
    }

    async fn entry_tallies(
        &self,
        agencies: Option<&[String]>,
    ) -> Result<Vec<EntryTally>, StoreError> {
        let agencies = agencies.map(<[String]>::to_vec);
        let work = move |connection: &Connection| entries::tallies(connection, agencies.as_deref());
        self.readers.read(work).await
    }

    async fn entries_waiting(
        &self,
        agencies: Option<&[String]>,
    ) -> Result<Vec<EntryWait>, StoreError> {
        let agencies = agencies.map(<[String]>::to_vec);
        let work = move |connection: &Connection| entries::waiting(connection, agencies.as_deref());
        self.readers.read(work).await
    }

    async fn earlier(&self, filter: &EarlierFilter) -> Result<u64, StoreError> {
        guard::earlier(filter)?;
        let filter = filter.clone();
        self.readers.read(move |connection| entries::earlier(connection, &filter)).await
    }

    async fn progress(&self, number: &str) -> Result<Option<ProgressRow>, StoreError> {
        let number = number.to_owned();
        self.readers.read(move |connection| people::progress(connection, &number)).await
    }

    async fn tally_sums(
        &self,
        agencies: Option<&[String]>,
        year: i16,
    ) -> Result<Vec<TallySum>, StoreError> {
        let agencies = agencies.map(<[String]>::to_vec);
        let work =
            move |connection: &Connection| tallies::sums(connection, agencies.as_deref(), year);
        self.readers.read(work).await
    }

    async fn tallies(&self, filter: &TallyFilter) -> Result<Vec<TallyRow>, StoreError> {
        guard::tallies(filter)?;
        let filter = filter.clone();
        self.readers.read(move |connection| tallies::list(connection, &filter)).await
    }

    async fn trace(&self, kind: &str, id: &str) -> Result<Option<TraceRow>, StoreError> {
        let (kind, id) = (kind.to_owned(), id.to_owned());
        self.readers.read(move |connection| traces::get(connection, &kind, &id)).await
    }

    async fn traces(
        &self,
        filter: &TraceFilter,
    ) -> Result<(Vec<TraceRow>, Option<String>), StoreError> {
        guard::traces(filter)?;
        let filter = filter.clone();
        self.readers.read(move |connection| traces::page(connection, &filter)).await
    }

    async fn trace_hours(&self, filter: &TraceFilter) -> Result<Vec<(u8, u64)>, StoreError> {
        guard::traces(filter)?;
        let filter = filter.clone();
        self.readers.read(move |connection| traces::hours(connection, &filter)).await
    }

    async fn cited(&self, digests: &[String], but: &str) -> Result<Vec<String>, StoreError> {
        let (digests, but) = (digests.to_vec(), but.to_owned());
        self.readers.read(move |connection| erased::cited(connection, &digests, &but)).await
    }

    async fn scrub(&self) -> Result<(), StoreError> {
        for index in erased::INDEXES {
            // A piece at a time: acts wait for no more than one of them.
            let mut first = true;
            while self.write(move |connection| erased::merge(connection, index, first)).await? {
                first = false;
            }
        }
        let path = self.path.clone();
        tokio::task::spawn_blocking(move || erased::truncate(&path))
            .await
            .map_err(|error| StoreError::Unavailable(error.to_string()))?
            .map_err(StoreError::from)
    }

    async fn numbers(&self) -> Result<Vec<(NumberKey, u32)>, StoreError> {
        self.readers.read(journal::numbers).await
    }

    async fn account(
        &self,
        username: &str,
    ) -> Result<Option<(AccountRow, String, u32, i64)>, StoreError> {
        let username = username.to_owned();
        self.readers.read(move |connection| people::account(connection, &username)).await
    }

    async fn accounts(&self) -> Result<Vec<AccountRow>, StoreError> {
        self.readers.read(people::accounts).await
    }

    async fn set_secret(&self, username: &str, secret: &str) -> Result<(), StoreError> {
        guard::name("用户名", username)?;
        guard::name("口令摘要", secret)?;
        let (username, secret) = (username.to_owned(), secret.to_owned());
        self.write(move |connection| people::set_secret(connection, &username, &secret)).await
    }

    async fn set_failures(
        &self,
        username: &str,
        failures: u32,
        locked_until: i64,
    ) -> Result<(), StoreError> {
        guard::name("用户名", username)?;
        let username = username.to_owned();
        let work = move |connection: &Connection| {
            people::set_failures(connection, &username, failures, locked_until)
        };
        self.write(work).await
    }

    async fn put_session(&self, session: &SessionRow) -> Result<(), StoreError> {
        guard::session(session)?;
        let session = session.clone();
        self.write(move |connection| people::put_session(connection, &session)).await
    }

    async fn session(&self, token: &str) -> Result<Option<SessionRow>, StoreError> {
        let token = token.to_owned();
        self.readers.read(move |connection| people::session(connection, &token)).await
    }

    async fn touch_session(&self, token: &str, seen: i64) -> Result<(), StoreError> {
        let token = token.to_owned();
        self.write(move |connection| people::touch_session(connection, &token, seen)).await
    }

    async fn end_session(&self, token: &str) -> Result<(), StoreError> {
        let token = token.to_owned();
        self.write(move |connection| people::end_session(connection, &token)).await
    }

    async fn stale(&self) -> Result<bool, StoreError> {
        self.readers.read(rebuild::stale).await
    }

    async fn drop_views(&self) -> Result<(), StoreError> {
        self.write(rebuild::clear).await
    }

    async fn put_views(&self, views: Vec<View>) -> Result<(), StoreError> {
        views.iter().try_for_each(guard::view)?;
        let work = move |connection: &Connection| {
            views.iter().try_for_each(|view| views::put(connection, view))
        };
        self.write(work).await
    }

    async fn dump_views(&self) -> Result<Vec<String>, StoreError> {
        self.readers.read(rebuild::dump).await
    }
}
