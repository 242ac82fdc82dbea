//! Entry bundles: each entry behind its length as two big-endian bytes. No compression, no index.

/// Why bytes are not a bundle, or entries do not fit one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BundleFault {
    /// An entry longer than two bytes can say.
    #[error("第 {position} 条长 {length} 字节,超过上限65535")]
    EntryTooLong {
        /// The position within the bundle.
        position: usize,
        /// Its length in bytes.
        length: usize,
    },
    /// The bytes end within an entry.
    #[error("文件在第 {position} 条中间截断")]
    Truncated {
        /// The position of the entry that is cut.
        position: usize,
    },
}

/// Writes a bundle.
pub fn encode_entries<E: AsRef<[u8]>>(entries: &[E]) -> Result<Vec<u8>, BundleFault> {
    let mut bytes = Vec::new();
    for (position, entry) in entries.iter().enumerate() {
        let entry = entry.as_ref();
        let length = u16::try_from(entry.len())
            .map_err(|_| BundleFault::EntryTooLong { position, length: entry.len() })?;
        bytes.extend_from_slice(&length.to_be_bytes());
        bytes.extend_from_slice(entry);
    }
    Ok(bytes)
}

/// Reads a bundle: all its entries, borrowed from `bytes`.
pub fn decode_entries(bytes: &[u8]) -> Result<Vec<&[u8]>, BundleFault> {
    Entries::new(bytes).collect()
}

/// The entries of a bundle one after the other; ends after the first fault.
#[derive(Debug, Clone)]
pub struct Entries<'b> {
    rest: &'b [u8],
    position: usize,
}

impl<'b> Entries<'b> {
    /// The entries in `bytes`.
    pub fn new(bytes: &'b [u8]) -> Self {
        Self { rest: bytes, position: 0 }
    }
}

impl<'b> Iterator for Entries<'b> {
    type Item = Result<&'b [u8], BundleFault>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let position = self.position;
        self.position = position.saturating_add(1);
        let cut = self.rest.split_first_chunk::<2>().and_then(|(length, rest)| {
            rest.split_at_checked(usize::from(u16::from_be_bytes(*length)))
        });
        if let Some((entry, rest)) = cut {
            self.rest = rest;
            Some(Ok(entry))
        } else {
            self.rest = &[];
            Some(Err(BundleFault::Truncated { position }))
        }
    }
}
