//! Text in which the words that were searched for are marked.

use std::fmt;

use askama::filters::HtmlSafe;

/// A text, written as HTML: everything escaped, hits between `<mark>` and `</mark>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Marked {
    /// Pieces in order, and whether each is a hit.
    pieces: Vec<(String, bool)>,
}

/// It escapes what it writes.
impl HtmlSafe for Marked {}

impl Marked {
    /// Marks every occurrence of every word, ASCII letters without regard to case.
    pub(super) fn new(text: &str, words: &str) -> Self {
        // ASCII folding keeps every byte in its place, so that offsets fit the text.
        let folded = text.to_ascii_lowercase();
        let mut hits: Vec<(usize, usize)> = words
            .split_whitespace()
            .map(str::to_ascii_lowercase)
            .flat_map(|word| {
                folded
                    .match_indices(&word)
                    .map(|(at, found)| (at, at.saturating_add(found.len())))
                    .collect::<Vec<_>>()
            })
            .collect();
        hits.sort_unstable();
        let mut pieces = Vec::new();
        let mut done = 0;
        let mut put = |from: usize, to: usize, hit: bool| {
            if let Some(piece) = text.get(from..to).filter(|piece| !piece.is_empty()) {
                pieces.push((piece.to_owned(), hit));
            }
        };
        for (from, to) in hits {
            if to <= done {
                continue;
            }
            put(done, from.max(done), false);
            put(from.max(done), to, true);
            done = to;
        }
        put(done, text.len(), false);
        Self { pieces }
    }

    /// A part of a long text around its first hit, at most `most` characters.
    pub(super) fn excerpt(text: &str, words: &str, most: usize) -> Self {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let folded = text.to_ascii_lowercase();
        let first = words
            .split_whitespace()
            .filter_map(|word| folded.find(&word.to_ascii_lowercase()))
            .min()
            .unwrap_or(0);
        let before = text.get(..first).map_or(0, |head| head.chars().count());
        let length = text.chars().count();
        let start = before.saturating_sub(most / 4).min(length.saturating_sub(most));
        let mut part: String = text.chars().skip(start).take(most).collect();
        if start > 0 {
            part.insert(0, '…');
        }
        if start.saturating_add(most) < length {
            part.push('…');
        }
        Self::new(&part, words)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }
}

impl fmt::Display for Marked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (text, hit) in &self.pieces {
            if *hit {
                f.write_str("<mark>")?;
            }
            for c in text.chars() {
                match c {
                    '&' => f.write_str("&amp;")?,
                    '<' => f.write_str("&lt;")?,
                    '>' => f.write_str("&gt;")?,
                    '"' => f.write_str("&quot;")?,
                    '\'' => f.write_str("&#39;")?,
                    other => fmt::Write::write_char(f, other)?,
                }
            }
            if *hit {
                f.write_str("</mark>")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_marked_and_everything_is_escaped() {
        let marked = Marked::new("某某<食品>公司 ABC", "食品 abc").to_string();
        assert_eq!(marked, "某某&lt;<mark>食品</mark>&gt;公司 <mark>ABC</mark>");
    }

    #[test]
    fn words_that_overlap_are_marked_once() {
        assert_eq!(
            Marked::new("食品安全法", "食品安 品安全").to_string(),
            "<mark>食品安</mark><mark>全</mark>法"
        );
    }

    #[test]
    fn an_excerpt_shows_the_first_hit() {
        let text = format!("{}要点{}", "前".repeat(300), "后".repeat(300));
        let excerpt = Marked::excerpt(&text, "要点", 60).to_string();
        assert!(
            excerpt.contains("<mark>要点</mark>")
                && excerpt.starts_with('…')
                && excerpt.ends_with('…')
        );
    }

    proptest::proptest! {
        #[test]
        fn marking_never_loses_or_adds_text(text in "[a-c食品安全<&]{0,40}", words in "[a-c食品安全< ]{0,8}") {
            let joined: String = Marked::new(&text, &words).pieces.into_iter().map(|piece| piece.0).collect();
            proptest::prop_assert_eq!(joined, text);
        }
    }
}
