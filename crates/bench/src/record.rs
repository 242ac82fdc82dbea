//! Verification of a whole record beside raw hashing of the same bytes; start and memory on existing data.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use zhiheng_record::Suite;

use crate::figures::print;
use crate::fixture::Fixture;
use crate::server::Server;

type Failure = Box<dyn std::error::Error>;

pub(crate) fn verify(zhiheng: &Path, fixture: &Fixture) -> Result<(), Failure> {
    let database = rusqlite::Connection::open(fixture.data.join("zhiheng.db"))?;
    // The bytes that verification must hash at least once: every event's content and every leaf.
    let bytes: i64 = database.query_row(
        "SELECT COALESCE(SUM(LENGTH(CAST(body AS BLOB))), 0) FROM content",
        [],
        |row| row.get(0),
    )?;
    let leaves: i64 =
        database
            .query_row("SELECT COALESCE(SUM(LENGTH(leaf)), 0) FROM event", [], |row| row.get(0))?;
    let total = usize::try_from(bytes + leaves)?;
    let began = Instant::now();
    let status = Command::new(zhiheng)
        .args(["verify", "--data"])
        .arg(&fixture.data)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()?;
    let ours = megabytes(total) / began.elapsed().as_secs_f64();
    let block = vec![7_u8; 1 << 20];
    let began = Instant::now();
    let mut hashed = 0;
    while hashed < total {
        std::hint::black_box(Suite::National.hash(&block));
        hashed += block.len();
    }
    let baseline = megabytes(hashed) / began.elapsed().as_secs_f64();
    print(
        &format!("record.verify_exit_{}", status.code().unwrap_or(-1)),
        ours,
        "MB/s",
        Some(baseline),
        "ratio >= 0.5",
    );
    Ok(())
}

pub(crate) async fn start(zhiheng: &Path, fixture: &Fixture) -> Result<(), Failure> {
    let server = Server::start(zhiheng, &fixture.data).await?;
    print("start.seconds_on_existing_data", server.started.as_secs_f64(), "s", None, "<= 2");
    tokio::time::sleep(std::time::Duration::from_secs(3)).await;
    print("start.memory_at_rest", server.memory().unwrap_or(0.0), "MB", None, "<= 200");
    Ok(())
}

fn megabytes(bytes: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a size for a figure")]
    let bytes = bytes as f64;
    bytes / 1_000_000.0
}
