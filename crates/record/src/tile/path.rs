//! The names of tiles and entry bundles: `tile/<L>/<N>[.p/<W>]` and `tile/entries/<N>[.p/<W>]`.

use std::fmt::{self, Write as _};
use std::str::FromStr;

use super::{HEIGHT, WIDTH};

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// Log entries.
    Entries,
    /// Hashes of this tile level (0 = leaf hashes; each level up spans 256 times as many leaves).
    Hashes(u8),
}

/// One tile or entry bundle, full or partial.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TilePath {
    /// What the file holds.
    pub kind: Kind,
    /// The index of the tile within its level.
    pub index: u64,
    /// The number of hashes or entries, 1 to 256; below 256 the tile is partial.
    pub width: u16,
}

/// The text is not the name of a tile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("不是瓦片或条目文件的路径")]
pub struct NotATilePath;

impl TilePath {
    /// The full tile or bundle with this index.
    pub fn full(kind: Kind, index: u64) -> Self {
        Self { kind, index, width: 256 }
    }

    /// The tile with this index as a tree of `size` leaves has it; `None` where that tree has none.
    pub fn at_size(kind: Kind, index: u64, size: u64) -> Option<Self> {
        let count = hashes_at(kind, size).checked_sub(index.checked_mul(WIDTH)?)?;
        match u16::try_from(count.min(WIDTH)) {
            Ok(width) if width > 0 => Some(Self { kind, index, width }),
            _ => None,
        }
    }

    /// Whether the tile is full.
    pub fn is_full(&self) -> bool {
        u64::from(self.width) == WIDTH
    }

    /// The full tile that this one is part of.
    #[must_use]
    pub fn filled(self) -> Self {
        Self::full(self.kind, self.index)
    }
}

/// How many hashes or entries of this kind a tree of `size` leaves has.
pub(crate) fn hashes_at(kind: Kind, size: u64) -> u64 {
    match kind {
        Kind::Entries => size,
        Kind::Hashes(level) => {
            size.checked_shr(u32::from(level).saturating_mul(HEIGHT)).unwrap_or(0)
        }
    }
}

impl fmt::Display for TilePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            Kind::Entries => f.write_str("tile/entries/")?,
            Kind::Hashes(level) => write!(f, "tile/{level}/")?,
        }
        let digits = format!("{:03}", self.index);
        // Groups of three from the right: pad on the left to a multiple of three.
        let padding = (3_usize.saturating_sub(digits.len() % 3)) % 3;
        let padded = "0".repeat(padding) + &digits;
        let groups = padded.len() / 3;
        for (position, character) in padded.chars().enumerate() {
            if position % 3 == 0 {
                if position > 0 {
                    f.write_char('/')?;
                }
                if position / 3 + 1 < groups {
                    f.write_char('x')?;
                }
            }
            f.write_char(character)?;
        }
        if self.is_full() { Ok(()) } else { write!(f, ".p/{}", self.width) }
    }
}

impl FromStr for TilePath {
    type Err = NotATilePath;

    /// Reads the one spelling [`fmt::Display`] writes, and no other.
    fn from_str(text: &str) -> Result<Self, NotATilePath> {
        let parsed = parse(text).ok_or(NotATilePath)?;
        if parsed.to_string() == text { Ok(parsed) } else { Err(NotATilePath) }
    }
}

fn parse(text: &str) -> Option<TilePath> {
    let (kind, rest) = text.strip_prefix("tile/")?.split_once('/')?;
    let kind = match kind {
        "entries" => Kind::Entries,
        level => Kind::Hashes(level.parse().ok().filter(|level| *level < 64)?),
    };
    let (number, width) = match rest.split_once(".p/") {
        Some((number, width)) => (number, width.parse().ok().filter(|width| *width < 256)?),
        None => (rest, 256),
    };
    let digits: String = number.chars().filter(|c| !matches!(c, 'x' | '/')).collect();
    Some(TilePath { kind, index: digits.parse().ok()?, width }).filter(|_| width > 0)
}
