//! Five hundred people play one recording by range while officers go on acting: acts with and without the players.
//!
//! What this is not: a measure of a network. Players, officers and the server share this machine's cores, so what the players cost
//! as clients counts against the acts as well.

use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::task::JoinHandle;
use zhiheng_app::ports::{BlobInfo, Partials as _};
use zhiheng_evidence::LocalBlobs;
use zhiheng_record::Suite;

use crate::client::Client;
use crate::figures::{percentile, print};
use crate::fixture;
use crate::server::Server;
use crate::writing::today;

type Failure = Box<dyn std::error::Error>;

/// Players at once.
const PLAYERS: u64 = 500;
/// Length of the recording in bytes.
const LENGTH: u64 = 256 << 20;
/// What a player asks for at a time, in bytes.
const RANGE: u64 = 512 << 10;
/// Bytes a second that a player plays: 2 Mbit/s, a body camera's 720 lines.
const RATE: u64 = 250_000;
/// Acts a second of an office at its busiest: a hundred people, each an act every two and a half seconds.
const PACE: u64 = 40;
/// Acts that may cost so much more.
const GOAL: &str = "ratio <= 1.2";

pub(crate) async fn run(zhiheng: &Path, seconds: u64) -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let data = folder.path().join("data");
    let accounts = fixture::people(zhiheng, &data, 5)?;
    let recording = recording(&data).await?;
    let server = Server::start(zhiheng, &data).await?;
    let client = Client::new();
    let (name, password) = officer(&accounts)?;
    let fail = |error: Box<dyn std::error::Error + Send + Sync>| error.to_string();
    let token = Arc::new(client.sign_in(&server.base, &name, &password).await.map_err(fail)?);

    let mut fields = fixture::petition(0, today());
    fields.insert(
        "files".to_owned(),
        json!([{ "digest": recording.digest, "name": "bench.wav", "size": recording.size, "type": recording.media }]),
    );
    let body = json!({ "procedure": "petition", "fields": fields });
    let address = format!("{}/api/matters", server.base);
    let answer = client.post(&address, Some(&token), None, &body).await.map_err(fail)?;
    let opened = answer.json();
    let matter = opened.get("matter").and_then(|matter| matter.get("id")).or(opened.get("matter"));
    let matter = matter.and_then(Value::as_str).ok_or_else(|| {
        format!("the matter with the recording was answered with {}: {opened}", answer.status)
    })?;
    let played = format!("{}/api/blobs/{}?matter={matter}", server.base, recording.digest);

    // An office's pace first, then as fast as it goes; each without and with the players, in the same run.
    let calm = paced(&server.base, &token, seconds).await?;
    let busy = at_once(&server.base, &token, seconds).await?;
    let players = Players::start(&played, &token);
    tokio::time::sleep(Duration::from_secs(3)).await;
    players.begin_count();
    let calm_played = paced(&server.base, &token, seconds).await?;
    let busy_played = at_once(&server.base, &token, seconds).await?;
    let (sent, wrong) = players.end().await?;
    #[expect(clippy::cast_precision_loss, reason = "counts of a bench")]
    let rate = |bytes: u64, seconds: u64| bytes as f64 / 1e6 / seconds.max(1) as f64;
    print(
        "playback.act_p50_at_an_office_pace_with_500_players",
        calm_played.0,
        "ms",
        Some(calm.0),
        GOAL,
    );
    print(
        "playback.act_p99_at_an_office_pace_with_500_players",
        calm_played.1,
        "ms",
        Some(calm.1),
        "",
    );
    print(
        "playback.acts_as_fast_as_they_go_with_500_players",
        busy_played,
        "acts/s",
        Some(busy),
        "ratio >= 0.83",
    );
    print("playback.played", rate(sent, seconds * 2), "MB/s", Some(rate(PLAYERS * RATE, 1)), "");
    print("playback.answers_that_were_not_206", rate(wrong * 1_000_000, 1), "answers", None, "0");
    if let Some(memory) = server.memory() {
        print("playback.memory_of_server", memory, "MB", None, "");
    }
    Ok(())
}

/// An officer who takes in petitions.
fn officer(accounts: &[Value]) -> Result<(String, String), Failure> {
    let text = |account: &Value, name: &str| {
        account.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    accounts
        .iter()
        .find(|account| text(account, "role") == "officer" && text(account, "agency") != "shili")
        .map(|account| (text(account, "username"), text(account, "password")))
        .ok_or_else(|| "the demonstration has no officer".into())
}

/// A sound recording of 23 minutes, put where finished uploads lie. No two seconds of it are the same.
async fn recording(data: &Path) -> Result<BlobInfo, Failure> {
    let blobs = LocalBlobs::open(&data.join("blobs"), Suite::National)?;
    let id = "00112233445566778899aabbccddeeff";
    blobs.begin(id, b"").await?;
    let mut at = 0;
    while at < LENGTH {
        let mut piece = Vec::with_capacity(1 << 20);
        if at == 0 {
            let sound = u32::try_from(LENGTH - 44)?;
            piece.write_all(b"RIFF")?;
            piece.write_all(&(sound + 36).to_le_bytes())?;
            piece.write_all(b"WAVEfmt \x10\0\0\0\x01\0\x02\0")?;
            piece.write_all(&48_000_u32.to_le_bytes())?;
            piece.write_all(&192_000_u32.to_le_bytes())?;
            piece.write_all(b"\x04\0\x10\0data")?;
            piece.write_all(&sound.to_le_bytes())?;
        }
        let mut word = at.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
        while piece.len() < 1 << 20 {
            word ^= word << 13;
            word ^= word >> 7;
            word ^= word << 17;
            piece.extend_from_slice(&word.to_le_bytes());
        }
        piece.truncate(1 << 20);
        at += u64::try_from(piece.len())?;
        blobs.append(id, at - (1 << 20), piece.into()).await?;
    }
    Ok(blobs.finish(id).await?)
}

/// The p50 and p99 of acts that come at an office's pace, in milliseconds.
async fn paced(base: &str, token: &Arc<String>, seconds: u64) -> Result<(f64, f64), Failure> {
    let client = Client::new();
    let began = Instant::now();
    let mut tasks: Vec<JoinHandle<Option<Duration>>> = Vec::new();
    for n in 0..seconds * PACE {
        let due = began + Duration::from_millis(n * 1000 / PACE);
        let (client, token, base) = (client.clone(), token.clone(), base.to_owned());
        tasks.push(tokio::spawn(async move {
            tokio::time::sleep_until(due.into()).await;
            let body = json!({
                "procedure": "petition",
                "fields": fixture::petition(usize::try_from(n).unwrap_or(0), today()),
            });
            // Counted from when it was due: an act that waits its turn waited.
            let done = client.post(&format!("{base}/api/matters"), Some(&token), None, &body).await;
            done.is_ok_and(|answer| answer.status == 201).then(|| due.elapsed())
        }));
    }
    let mut samples = Vec::new();
    for task in tasks {
        samples.push(task.await?.ok_or("an act was not acknowledged")?);
    }
    Ok((percentile(&mut samples, 0.5), percentile(&mut samples, 0.99)))
}

/// Acts a second of eight who act one after another without a pause.
async fn at_once(base: &str, token: &Arc<String>, seconds: u64) -> Result<f64, Failure> {
    let client = Client::new();
    let began = Instant::now();
    let end = began + Duration::from_secs(seconds);
    let mut tasks = Vec::new();
    for worker in 0..8_usize {
        let (client, token, base) = (client.clone(), token.clone(), base.to_owned());
        tasks.push(tokio::spawn(async move {
            let mut done = 0_u32;
            while Instant::now() < end {
                let fields =
                    fixture::petition(worker + usize::try_from(done).unwrap_or(0), today());
                let body = json!({ "procedure": "petition", "fields": fields });
                let answer =
                    client.post(&format!("{base}/api/matters"), Some(&token), None, &body).await;
                if answer.is_ok_and(|answer| answer.status == 201) {
                    done += 1;
                } else {
                    return Err("an act was not acknowledged");
                }
            }
            Ok(done)
        }));
    }
    let mut done = 0;
    for task in tasks {
        done += task.await??;
    }
    Ok(f64::from(done) / began.elapsed().as_secs_f64())
}

/// Players that go on until they are told to stop.
struct Players {
    over: Arc<AtomicBool>,
    sent: Arc<AtomicU64>,
    wrong: Arc<AtomicU64>,
    tasks: Vec<JoinHandle<()>>,
}

impl Players {
    fn start(address: &str, token: &Arc<String>) -> Self {
        let (over, sent, wrong): (Arc<AtomicBool>, Arc<AtomicU64>, Arc<AtomicU64>) =
            (Arc::default(), Arc::default(), Arc::default());
        let client = Client::new();
        let tasks = (0..PLAYERS)
            .map(|player| {
                let (client, address, token) = (client.clone(), address.to_owned(), token.clone());
                let (over, sent, wrong) = (over.clone(), sent.clone(), wrong.clone());
                tokio::spawn(async move {
                    // Each began at another moment and another place.
                    let interval = Duration::from_millis(RANGE * 1000 / RATE);
                    tokio::time::sleep(interval * u32::try_from(player).unwrap_or(0) / 500).await;
                    let mut at = player * (LENGTH / PLAYERS);
                    while !over.load(Ordering::Relaxed) {
                        let due = Instant::now() + interval;
                        let bytes = at..(at + RANGE).min(LENGTH);
                        let answer = client.range(&address, &token, bytes.clone()).await;
                        match answer {
                            Ok(answer) if answer.status == 206 => {
                                let length = u64::try_from(answer.body.len()).unwrap_or(0);
                                sent.fetch_add(length, Ordering::Relaxed);
                            }
                            _ => {
                                wrong.fetch_add(1, Ordering::Relaxed);
                            }
                        }
                        at = if bytes.end >= LENGTH { 0 } else { bytes.end };
                        tokio::time::sleep_until(due.into()).await;
                    }
                })
            })
            .collect();
        Self { over, sent, wrong, tasks }
    }

    fn begin_count(&self) {
        self.sent.store(0, Ordering::Relaxed);
    }

    /// Bytes sent since the count began, and answers that were none.
    async fn end(self) -> Result<(u64, u64), Failure> {
        let figures = (self.sent.load(Ordering::Relaxed), self.wrong.load(Ordering::Relaxed));
        self.over.store(true, Ordering::Relaxed);
        for task in self.tasks {
            task.await?;
        }
        Ok(figures)
    }
}
