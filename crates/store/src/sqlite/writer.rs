//! The one thread that writes. Requests wait in a queue; the thread takes all that wait, runs each in a savepoint of its
//! own inside one transaction, commits once and then answers all of them. So many clients share the cost of one flush to
//! disk, and the failure of one does not touch the others.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread::JoinHandle;

use rusqlite::Connection;
use tokio::sync::{mpsc, oneshot};
use zhiheng_app::ports::StoreError;

use super::failure::{self, Failure};

/// Most requests in one transaction.
const GROUP: usize = 256;
/// Most requests that wait; more wait outside, in their own tasks.
const QUEUE: usize = 1024;

/// One request in the queue.
trait Job: Send {
    /// Does its writes; false if they must not stay.
    fn run(&mut self, connection: &Connection) -> bool;
    /// Tells whoever waits, once the transaction has ended.
    fn answer(self: Box<Self>, ended: Result<(), Failure>);
}

/// A request with the one who waits for it.
struct Request<T, F> {
    work: Option<F>,
    result: Option<Result<T, Failure>>,
    waiting: oneshot::Sender<Result<T, Failure>>,
}

/// The queue in front of the thread.
pub(super) struct Writer {
    queue: Option<mpsc::Sender<Box<dyn Job>>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    /// Starts the thread on a connection that may write.
    ///
    /// # Errors
    /// If the system gives no thread.
    pub(super) fn start(connection: Connection) -> Result<Self, StoreError> {
        let (queue, waiting) = mpsc::channel(QUEUE);
        let thread = std::thread::Builder::new()
            .name("store-writer".to_owned())
            .spawn(move || serve(&connection, waiting))
            .map_err(|error| StoreError::Unavailable(error.to_string()))?;
        Ok(Self { queue: Some(queue), thread: Some(thread) })
    }

    /// Runs `work` in the next transaction and answers after its commit.
    pub(super) async fn write<T, F>(&self, work: F) -> Result<T, Failure>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Result<T, Failure> + Send + 'static,
    {
        let (waiting, answered) = oneshot::channel();
        let job = Box::new(Request { work: Some(work), result: None, waiting });
        let closed = || Failure::Lost("the store is closed".to_owned());
        self.queue.as_ref().ok_or_else(closed)?.send(job).await.map_err(|_| closed())?;
        answered.await.map_err(|_| Failure::Unknown("the writer stopped".to_owned()))?
    }
}

impl Drop for Writer {
    /// Lets what is queued be written, then closes the file.
    fn drop(&mut self) {
        self.queue = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl<T, F> Job for Request<T, F>
where
    T: Send,
    F: FnOnce(&Connection) -> Result<T, Failure> + Send,
{
    fn run(&mut self, connection: &Connection) -> bool {
        let Some(work) = self.work.take() else { return false };
        let result = catch_unwind(AssertUnwindSafe(|| work(connection)))
            .unwrap_or_else(|_| Err(Failure::Lost("writing stopped unexpectedly".to_owned())));
        let keep = result.is_ok();
        self.result = Some(result);
        keep
    }

    fn answer(self: Box<Self>, ended: Result<(), Failure>) {
        let Self { result, waiting, .. } = *self;
        let answer = match (result, ended) {
            (Some(Ok(value)), Ok(())) => Ok(value),
            (Some(Err(failure)), _) | (_, Err(failure)) => Err(failure),
            (None, Ok(())) => Err(lost()),
        };
        // Nobody may be waiting any more; what was written stays written.
        let _ = waiting.send(answer);
    }
}

fn serve(connection: &Connection, mut waiting: mpsc::Receiver<Box<dyn Job>>) {
    while let Some(first) = waiting.blocking_recv() {
        let mut group = vec![first];
        while group.len() < GROUP {
            let Ok(next) = waiting.try_recv() else { break };
            group.push(next);
        }
        transaction(connection, group);
    }
}

/// Runs a group in one transaction and answers all of it.
fn transaction(connection: &Connection, group: Vec<Box<dyn Job>>) {
    let mut kept: Vec<Box<dyn Job>> = Vec::new();
    for mut job in group {
        if connection.is_autocommit() {
            // Either the first, or the database gave the transaction up (disk full): what ran in it is gone.
            kept.drain(..).for_each(|gone| gone.answer(Err(lost())));
            if let Err(error) = execute(connection, "BEGIN IMMEDIATE") {
                job.answer(Err(Failure::Lost(failure::reason(&error))));
                continue;
            }
        }
        match apart(connection, job.as_mut()) {
            Ok(true) => kept.push(job),
            Ok(false) => job.answer(Ok(())),
            Err(error) => job.answer(Err(Failure::Lost(failure::reason(&error)))),
        }
    }
    if connection.is_autocommit() {
        kept.drain(..).for_each(|gone| gone.answer(Err(lost())));
        return;
    }
    // The commit point: once this returns, every act of the group is durable.
    let ended = execute(connection, "COMMIT");
    if let Err(error) = &ended {
        tracing::error!(reason = failure::reason(error), "store.commit");
        if !connection.is_autocommit() {
            let _ = execute(connection, "ROLLBACK");
        }
    }
    for job in kept {
        job.answer(ended.as_ref().copied().map_err(failure::commit));
    }
}

/// Runs one request in a savepoint, so that its failure leaves nothing behind. True if its writes stay.
fn apart(connection: &Connection, job: &mut dyn Job) -> rusqlite::Result<bool> {
    execute(connection, "SAVEPOINT request")?;
    let keep = job.run(connection);
    if connection.is_autocommit() {
        return Ok(false);
    }
    if !keep {
        execute(connection, "ROLLBACK TO request")?;
    }
    execute(connection, "RELEASE request")?;
    Ok(keep)
}

fn lost() -> Failure {
    Failure::Lost("the transaction was given up".to_owned())
}

fn execute(connection: &Connection, sql: &str) -> rusqlite::Result<()> {
    connection.prepare_cached(sql)?.execute([]).map(|_| ())
}
