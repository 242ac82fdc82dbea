//! Durable acts a second over HTTP with 64 clients, beside one fsynced SQLite insert per transaction on the same disk.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::client::Client;
use crate::server::Server;
use crate::{figures, fixture};

type Failure = Box<dyn std::error::Error>;

/// Clients at once.
const CLIENTS: usize = 64;

pub(crate) async fn run(zhiheng: &Path, seconds: u64) -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let data = folder.path().join("data");
    let accounts = fixture::people(zhiheng, &data, 5)?;
    let baseline = inserts(folder.path(), seconds)?;
    let server = Server::start(zhiheng, &data).await?;
    let acts = acts(&server.base, &accounts, seconds).await?;
    figures::print(
        "acts.durable_per_second_64_clients",
        acts,
        "acts/s",
        Some(baseline),
        "ratio >= 3",
    );
    Ok(())
}

/// One insert per transaction, synced each time.
fn inserts(folder: &Path, seconds: u64) -> Result<f64, Failure> {
    let database = rusqlite::Connection::open(folder.join("baseline.db"))?;
    database.execute_batch("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE t (id INTEGER PRIMARY KEY, body TEXT);")?;
    let body = "x".repeat(2000);
    let mut insert = database.prepare("INSERT INTO t (body) VALUES (?1)")?;
    let (began, mut count) = (Instant::now(), 0_u32);
    while began.elapsed() < Duration::from_secs(seconds) {
        insert.execute([&body])?;
        count += 1;
    }
    Ok(f64::from(count) / began.elapsed().as_secs_f64())
}

async fn acts(base: &str, accounts: &[Value], seconds: u64) -> Result<f64, Failure> {
    let text = |account: &Value, name: &str| {
        account.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    let client = Client::new();
    let mut tokens = Vec::new();
    for account in accounts
        .iter()
        .filter(|account| text(account, "role") == "officer" && text(account, "agency") != "shili")
        .take(13)
    {
        let token =
            client.sign_in(base, &text(account, "username"), &text(account, "password")).await;
        tokens.push(token.map_err(|error| error.to_string())?);
    }
    let tokens = Arc::new(tokens);
    let done = Arc::new(AtomicUsize::new(0));
    let wrong = Arc::new(AtomicUsize::new(0));
    let today = today();
    let began = Instant::now();
    let end = began + Duration::from_secs(seconds);
    let mut tasks = Vec::new();
    for worker in 0..CLIENTS {
        let (client, tokens, done, wrong, base) =
            (client.clone(), tokens.clone(), done.clone(), wrong.clone(), base.to_owned());
        tasks.push(tokio::spawn(async move {
            let Some(token) = tokens.get(worker % tokens.len().max(1)) else { return };
            let mut n = worker;
            while Instant::now() < end {
                let body =
                    json!({ "procedure": "petition", "fields": fixture::petition(n, today) });
                let answer =
                    client.post(&format!("{base}/api/matters"), Some(token), None, &body).await;
                let place =
                    if answer.is_ok_and(|answer| answer.status == 201) { &done } else { &wrong };
                place.fetch_add(1, Ordering::Relaxed);
                n += CLIENTS;
            }
        }));
    }
    for task in tasks {
        task.await?;
    }
    let (done, wrong) = (done.load(Ordering::Relaxed), wrong.load(Ordering::Relaxed));
    if wrong > 0 {
        return Err(format!("{wrong} of {} acts were not acknowledged", done + wrong).into());
    }
    #[expect(clippy::cast_precision_loss, reason = "a count of acts")]
    Ok(done as f64 / began.elapsed().as_secs_f64())
}

/// Today in China.
#[expect(clippy::disallowed_methods, reason = "a bench runs on the wall clock")]
pub(crate) fn today() -> jiff::civil::Date {
    zhiheng_calendar::china_date(jiff::Timestamp::now())
}
