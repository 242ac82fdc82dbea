//! Evidence taken in, beside `openssl dgst -sm3` of the same file: appended in pieces of a megabyte, durable, with its
//! digest, its type and its outline. And the digest alone, which is what the disk cannot slow down.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use zhiheng_app::ports::{Blobs as _, Partials as _};
use zhiheng_evidence::LocalBlobs;
use zhiheng_record::Suite;

use crate::figures::{percentile, print};

type Failure = Box<dyn std::error::Error>;

/// Size of the recording, in megabytes.
const MEGABYTES: u32 = 1024;
/// Name of the upload.
const ID: &str = "000102030405060708090a0b0c0d0e0f";

/// Times that each is done, one after the other; the median is printed. The first time a virtual machine's memory is
/// written to costs more than the disk, for whoever comes first.
const ROUNDS: usize = 5;

pub(crate) async fn run() -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("recording.pdf");
    write(&path)?;
    let (mut flat, mut disk, mut ingest, mut check) = (vec![], vec![], vec![], vec![]);
    for _ in 0..ROUNDS {
        let began = Instant::now();
        let status = Command::new("openssl").args(["dgst", "-sm3"]).arg(&path).output()?.status;
        if !status.success() {
            return Err(format!("openssl dgst -sm3 ended with {status}").into());
        }
        flat.push(began.elapsed());
        // The same bytes written and flushed with nothing else done: what the disk itself takes.
        let (began, copy) = (Instant::now(), folder.path().join("copy"));
        std::fs::copy(&path, &copy)?;
        File::open(&copy)?.sync_all()?;
        disk.push(began.elapsed());
        std::fs::remove_file(copy)?;

        let own = folder.path().join("blobs");
        let blobs = LocalBlobs::open(&own, Suite::National)?;
        let began = Instant::now();
        let digest = take_in(&blobs, &path).await?;
        ingest.push(began.elapsed());
        let began = Instant::now();
        blobs.check(&digest).await?;
        check.push(began.elapsed());
        std::fs::remove_dir_all(own)?;
    }
    let rate =
        |mut times: Vec<Duration>| f64::from(MEGABYTES) * 1000.0 / percentile(&mut times, 0.5);
    let (flat, disk, ingest, check) = (rate(flat), rate(disk), rate(ingest), rate(check));
    let goal = "ratio >= 1.5";
    print("evidence.ingest_durable_beside_openssl_dgst_sm3", ingest, "MB/s", Some(flat), goal);
    print("evidence.ingest_durable_beside_copy_and_flush", ingest, "MB/s", Some(disk), "");
    print("evidence.check_beside_openssl_dgst_sm3", check, "MB/s", Some(flat), goal);
    Ok(())
}

/// Appends the file in pieces of a megabyte, as they come from a connection, and answers its digest.
async fn take_in(blobs: &LocalBlobs, path: &Path) -> Result<String, Failure> {
    blobs.begin(ID, b"").await?;
    let mut file = File::open(path)?;
    let mut at = 0;
    loop {
        let mut piece = vec![0; 1 << 20];
        let read = file.read(&mut piece)?;
        if read == 0 {
            return Ok(blobs.finish(ID).await?.digest);
        }
        piece.truncate(read);
        blobs.append(ID, at, piece.into()).await?;
        at += u64::try_from(read)?;
    }
}

/// A file that begins as a PDF; no two megabytes of it are the same.
fn write(path: &Path) -> Result<(), Failure> {
    let mut file = File::create(path)?;
    let mut megabyte: Vec<u8> = (0..1_u32 << 20)
        .map(|at| (at.wrapping_mul(2_654_435_761) >> 13).to_le_bytes()[0])
        .collect();
    for number in 0..MEGABYTES {
        let head = if number == 0 { "%PDF-1.7\n".to_owned() } else { format!("{number:09}") };
        if let Some(place) = megabyte.get_mut(..head.len()) {
            place.copy_from_slice(head.as_bytes());
        }
        file.write_all(&megabyte)?;
    }
    Ok(file.sync_all()?)
}
