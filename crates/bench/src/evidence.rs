//! Evidence taken in, beside `openssl dgst -sm3` of the same file: appended in pieces of a megabyte, durable, with its
//! digest, its type and its outline. And the digest alone, which is what the disk cannot slow down.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use zhiheng_app::ports::{Blobs as _, Partials as _};
use zhiheng_evidence::LocalBlobs;
use zhiheng_record::Suite;

use crate::figures::print;

type Failure = Box<dyn std::error::Error>;

/// Size of the recording, in megabytes.
const MEGABYTES: u32 = 1024;
/// Name of the upload.
const ID: &str = "000102030405060708090a0b0c0d0e0f";

pub(crate) async fn run() -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("recording.pdf");
    write(&path)?;
    let began = Instant::now();
    let status = Command::new("openssl").args(["dgst", "-sm3"]).arg(&path).output()?.status;
    if !status.success() {
        return Err(format!("openssl dgst -sm3 ended with {status}").into());
    }
    let flat = f64::from(MEGABYTES) / began.elapsed().as_secs_f64();
    // The same bytes written and flushed with nothing else done: what the disk itself takes.
    let began = Instant::now();
    std::fs::copy(&path, folder.path().join("copy"))?;
    File::open(folder.path().join("copy"))?.sync_all()?;
    let disk = f64::from(MEGABYTES) / began.elapsed().as_secs_f64();

    let blobs = LocalBlobs::open(&folder.path().join("blobs"), Suite::National)?;
    let began = Instant::now();
    blobs.begin(ID, b"").await?;
    let mut file = File::open(&path)?;
    let mut at = 0;
    loop {
        let mut piece = vec![0; 1 << 20];
        let read = file.read(&mut piece)?;
        if read == 0 {
            break;
        }
        piece.truncate(read);
        blobs.append(ID, at, piece.into()).await?;
        at += u64::try_from(read)?;
    }
    let digest = blobs.finish(ID).await?.digest;
    let ingest = f64::from(MEGABYTES) / began.elapsed().as_secs_f64();
    let began = Instant::now();
    blobs.check(&digest).await?;
    let check = f64::from(MEGABYTES) / began.elapsed().as_secs_f64();
    print(
        "evidence.ingest_durable_beside_openssl_dgst_sm3",
        ingest,
        "MB/s",
        Some(flat),
        "ratio >= 1.5",
    );
    print("evidence.ingest_durable_beside_copy_and_flush", ingest, "MB/s", Some(disk), "");
    print("evidence.check_beside_openssl_dgst_sm3", check, "MB/s", Some(flat), "ratio >= 1.5");
    Ok(())
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
