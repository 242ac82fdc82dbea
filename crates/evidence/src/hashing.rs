//! The leaf hashes of a file's chunks, read from disk a strip at a time: eight chunks side by side, on every core.

use std::fs::File;
use std::io;
use std::ops::Range;
use std::os::unix::fs::FileExt as _;

use zhiheng_record::chunks::{CHUNK, EightChunks, chunk_count};
use zhiheng_record::lanes::LANES;
use zhiheng_record::{Digest, Suite};

/// Bytes of each chunk that are read at once: eight of them fit into the second cache of any core.
const STRIP: usize = 64 * 1024;
/// Chunks in a group.
const GROUP: u64 = 8;

/// The leaf hashes of `chunks` of a file of `size` bytes, on as many cores as there are.
pub(crate) fn on_every_core(
    file: &File,
    suite: Suite,
    size: u64,
    chunks: Range<u64>,
) -> io::Result<Vec<Digest>> {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let cores = u64::try_from(cores).unwrap_or(1);
    let groups = chunks.end.saturating_sub(chunks.start).div_ceil(GROUP);
    let share = groups.div_ceil(cores).max(1).saturating_mul(GROUP);
    let mut parts = Vec::new();
    let mut next = chunks.start;
    while next < chunks.end {
        let end = next.saturating_add(share).min(chunks.end);
        parts.push(next..end);
        next = end;
    }
    if let [only] = parts.as_slice() {
        return on_one_core(file, suite, size, only.clone());
    }
    std::thread::scope(|scope| {
        let threads: Vec<_> = parts
            .into_iter()
            .map(|part| scope.spawn(move || on_one_core(file, suite, size, part)))
            .collect();
        let mut hashes = Vec::new();
        for thread in threads {
            hashes.extend(thread.join().map_err(|_| io::Error::other("hashing ended early"))??);
        }
        Ok(hashes)
    })
}

/// The same on the core that asks.
pub(crate) fn on_one_core(
    file: &File,
    suite: Suite,
    size: u64,
    chunks: Range<u64>,
) -> io::Result<Vec<Digest>> {
    let end = chunks.end.min(chunk_count(size));
    let whole = (size / CHUNK).min(end);
    let mut hashes = Vec::new();
    let mut next = chunks.start;
    let mut strips = vec![0_u8; STRIP * LANES];
    while next.saturating_add(GROUP) <= whole {
        hashes.extend(group(file, suite, next, &mut strips)?);
        next = next.saturating_add(GROUP);
    }
    while next < end {
        hashes.push(suite.leaf_hash(&chunk(file, size, next)?));
        next = next.saturating_add(1);
    }
    Ok(hashes)
}

/// Chunk `index` of a file of `size` bytes.
pub(crate) fn chunk(file: &File, size: u64, index: u64) -> io::Result<Vec<u8>> {
    let start = index.saturating_mul(CHUNK);
    let length = usize::try_from(size.saturating_sub(start).min(CHUNK)).unwrap_or(0);
    let mut bytes = vec![0; length];
    file.read_exact_at(&mut bytes, start)?;
    Ok(bytes)
}

fn group(file: &File, suite: Suite, first: u64, strips: &mut [u8]) -> io::Result<[Digest; LANES]> {
    let mut eight = EightChunks::new(suite);
    let mut start = 0;
    while start < CHUNK {
        for (lane, strip) in (first..).zip(strips.chunks_exact_mut(STRIP)) {
            file.read_exact_at(strip, lane.saturating_mul(CHUNK).saturating_add(start))?;
        }
        let mut read = strips.chunks_exact(STRIP);
        let strips = std::array::from_fn(|_| read.next().unwrap_or_default());
        eight.absorb(&strips).map_err(io::Error::other)?;
        start = start.saturating_add(u64::try_from(STRIP).unwrap_or(CHUNK));
    }
    Ok(eight.finish())
}
