//! A text as rules read it: one plain character for each character of the original, so that places need no translation.
//!
//! What this is not: NFKC. Only full-width forms and blanks are made plain; nothing is joined or split.

use std::ops::Range;

use regex::Regex;

use crate::{Certainty, Find, Kind};

/// A text with its plain form, character by character.
pub(crate) struct View {
    original: Vec<char>,
    plain: Vec<char>,
    text: String,
    /// Byte of the plain text at which each character begins, and its length at the end.
    starts: Vec<usize>,
}

/// Characters that carry nothing and are put into numbers to break them.
pub(crate) const INVISIBLE: [char; 6] =
    ['\u{200b}', '\u{200c}', '\u{200d}', '\u{2060}', '\u{feff}', '\u{00ad}'];

impl View {
    pub(crate) fn of(text: &str) -> Self {
        let original: Vec<char> = text.chars().collect();
        let plain: Vec<char> = original.iter().copied().map(plain).collect();
        let text: String = plain.iter().collect();
        let mut starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        starts.push(text.len());
        Self { original, plain, text, starts }
    }

    /// The plain character at a place; a full stop outside, so that an end is a boundary.
    pub(crate) fn at(&self, place: usize) -> char {
        self.plain.get(place).copied().unwrap_or('。')
    }

    pub(crate) fn len(&self) -> usize {
        self.plain.len()
    }

    /// Plain text of a range; what lies outside is left out.
    pub(crate) fn slice(&self, range: Range<usize>) -> String {
        let to = range.end.min(self.plain.len());
        self.plain.get(range.start.min(to)..to).unwrap_or_default().iter().collect()
    }

    /// Up to `count` plain characters before a place.
    pub(crate) fn before(&self, place: usize, count: usize) -> String {
        self.slice(place.saturating_sub(count)..place)
    }

    /// Up to `count` plain characters from a place on.
    pub(crate) fn after(&self, place: usize, count: usize) -> String {
        self.slice(place..place.saturating_add(count))
    }

    /// What stands before a place in its own sentence, at most `count` characters.
    pub(crate) fn clause(&self, place: usize, count: usize) -> String {
        let before = self.before(place, count);
        before.rsplit(['。', '\n', ';']).next().unwrap_or_default().to_owned()
    }

    /// Places of a pattern's group: the group `part` where it is named, otherwise the whole.
    pub(crate) fn all(&self, pattern: &Regex) -> Vec<Range<usize>> {
        pattern
            .captures_iter(&self.text)
            .filter_map(|held| held.name("part").or_else(|| held.get(0)))
            .map(|held| self.place(held.start())..self.place(held.end()))
            .collect()
    }

    fn place(&self, byte: usize) -> usize {
        self.starts.partition_point(|start| *start < byte)
    }

    /// A find over a range.
    pub(crate) fn found(
        &self,
        range: Range<usize>,
        kind: Kind,
        certainty: Certainty,
        why: &'static str,
    ) -> Find {
        let text = self.original.get(range.clone()).unwrap_or_default().iter().collect();
        Find { from: range.start, to: range.end, kind, certainty, why, text }
    }
}

/// One character made plain: full-width letters, digits and signs become ASCII, any blank a blank.
fn plain(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c).saturating_sub(0xfee0)).unwrap_or(c),
        '\u{3000}' | '\u{00a0}' | '\u{2002}'..='\u{200a}' | '\t' => ' ',
        '\r' => '\n',
        '–' | '‐' | '‑' | '−' => '-',
        '〇' | '○' => '零',
        other => other,
    }
}

/// Whether a character is written in Chinese text.
pub(crate) fn han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c) || ('\u{3400}'..='\u{4dbf}').contains(&c)
}
