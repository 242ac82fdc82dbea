//! The digest of a stream of bytes of any length, in bounded memory: flat, and as a tree over chunks of 1 MiB.
//!
//! What this is not: a store of files. Whoever wants to know whether a stream is a file asks for both and compares.

use sha2::Digest as _;

use crate::suite::{Digest, Suite};

/// Bytes of a chunk of the tree.
const CHUNK: usize = 1 << 20;

/// A digest in the making.
pub struct Running {
    suite: Suite,
    flat: Flat,
    chunk: Vec<u8>,
    leaves: Vec<Digest>,
    size: u64,
}

enum Flat {
    National(sm3::Sm3),
    International(sha2::Sha256),
}

impl Running {
    /// Nothing yet.
    pub fn new(suite: Suite) -> Self {
        let flat = match suite {
            Suite::National => Flat::National(sm3::Sm3::new()),
            Suite::International => Flat::International(sha2::Sha256::new()),
        };
        Self { suite, flat, chunk: Vec::new(), leaves: Vec::new(), size: 0 }
    }

    /// Takes the next bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        match &mut self.flat {
            Flat::National(hasher) => hasher.update(bytes),
            Flat::International(hasher) => hasher.update(bytes),
        }
        self.size = self.size.saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        let mut rest = bytes;
        while !rest.is_empty() {
            let room = CHUNK.saturating_sub(self.chunk.len());
            let (now, later) = rest.split_at(room.min(rest.len()));
            self.chunk.extend_from_slice(now);
            rest = later;
            if self.chunk.len() == CHUNK {
                self.leaves.push(self.suite.leaf_hash(&self.chunk));
                self.chunk.clear();
            }
        }
    }

    /// Bytes taken.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The flat digest, and the root of the tree over the chunks.
    pub fn finish(mut self) -> (Digest, Digest) {
        let flat = match self.flat {
            Flat::National(hasher) => Digest(hasher.finalize().into()),
            Flat::International(hasher) => Digest(hasher.finalize().into()),
        };
        if !self.chunk.is_empty() {
            self.leaves.push(self.suite.leaf_hash(&self.chunk));
        }
        (flat, self.suite.root_of(&self.leaves))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(16))]
        #[test]
        fn however_a_stream_is_cut_its_digests_are_those_of_the_whole(
            size in 0..3 * CHUNK, cut in 1..CHUNK, national in any::<bool>(),
        ) {
            let suite = if national { Suite::National } else { Suite::International };
            let content: Vec<u8> = (0..size).map(|n| u8::try_from(n % 251).unwrap()).collect();
            let mut running = Running::new(suite);
            content.chunks(cut).for_each(|piece| running.update(piece));
            prop_assert_eq!(running.size(), size as u64);
            let leaves: Vec<Digest> =
                content.chunks(CHUNK).map(|chunk| suite.leaf_hash(chunk)).collect();
            prop_assert_eq!(running.finish(), (suite.hash(&content), suite.root_of(&leaves)));
        }
    }
}
