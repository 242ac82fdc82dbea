//! Read models as text: one line a row, the same in every run.

use serde::Serialize;
use sha2::{Digest as _, Sha256};
use zhiheng_app::ports::StoreError;

/// One row of one table.
pub(crate) fn line(table: &str, row: &impl Serialize) -> Result<String, StoreError> {
    let text = serde_json::to_string(row).map_err(|error| {
        StoreError::Unavailable(format!("cannot write {table} as text: {error}"))
    })?;
    Ok(format!("{table} {text}"))
}

/// Digest of the places of all tokens in a text index, whatever order they are read in: a sum of digests.
#[derive(Default)]
pub(crate) struct IndexDigest {
    places: u64,
    sum: [u64; 4],
}

impl IndexDigest {
    /// Adds one token at one place of one row.
    pub(crate) fn add(&mut self, row: &str, column: &str, token: &str, place: i64) {
        let text = format!("{row}\u{0}{column}\u{0}{token}\u{0}{place}");
        let digest = Sha256::digest(text.as_bytes());
        for (slot, part) in self.sum.iter_mut().zip(digest.chunks(8)) {
            let part = part.iter().fold(0_u64, |sum, byte| (sum << 8) | u64::from(*byte));
            *slot = slot.wrapping_add(part);
        }
        self.places += 1;
    }

    /// The digest as text.
    pub(crate) fn finish(&self) -> String {
        let [a, b, c, d] = self.sum;
        format!("{} places {a:016x}{b:016x}{c:016x}{d:016x}", self.places)
    }
}
