//! The digest of a stream of bytes of any length, as files have it (see [`crate::chunks`]), in bounded memory.
//!
//! What this is not: a store of files. Whoever wants to know whether a stream is a file compares the digests.

use crate::chunks::CHUNK;
use crate::suite::{Digest, Suite};

/// A digest in the making: one chunk, and 32 bytes for each chunk before it.
pub struct Running {
    suite: Suite,
    chunk: Vec<u8>,
    leaves: Vec<Digest>,
    size: u64,
}

impl Running {
    /// Nothing yet.
    pub fn new(suite: Suite) -> Self {
        Self { suite, chunk: Vec::new(), leaves: Vec::new(), size: 0 }
    }

    /// Takes the next bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        self.size = self.size.saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        let whole = usize::try_from(CHUNK).unwrap_or(usize::MAX);
        let mut rest = bytes;
        while !rest.is_empty() {
            let room = whole.saturating_sub(self.chunk.len());
            let (now, later) = rest.split_at(room.min(rest.len()));
            self.chunk.extend_from_slice(now);
            rest = later;
            if self.chunk.len() == whole {
                self.leaves.push(self.suite.leaf_hash(&self.chunk));
                self.chunk.clear();
            }
        }
    }

    /// Bytes taken.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The digest of what was taken.
    pub fn finish(mut self) -> Digest {
        if !self.chunk.is_empty() {
            self.leaves.push(self.suite.leaf_hash(&self.chunk));
        }
        self.suite.root_of(&self.leaves)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::chunks::Outline;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(16))]
        #[test]
        fn however_a_stream_is_cut_its_digest_is_that_of_the_file(
            size in 0..3_usize << 20, cut in 1..1_usize << 20, national in any::<bool>(),
        ) {
            let suite = if national { Suite::National } else { Suite::International };
            let content: Vec<u8> = (0..size).map(|n| u8::try_from(n % 251).unwrap()).collect();
            let mut running = Running::new(suite);
            content.chunks(cut).for_each(|piece| running.update(piece));
            prop_assert_eq!(running.size(), size as u64);
            prop_assert_eq!(running.finish(), Outline::of(suite, &content).digest());
        }
    }
}
