//! The labelled corpus: invented sentences in the style of decision papers, and how the recogniser does on them, kind by kind.
//!
//! A sentence is one line; `{kind|stretch}` marks what must be found, `\n` in a line is a line break of the sentence; `#` begins a remark.
//! Every person, number and address in it is invented. What this is not: used by anything that publishes.

use std::collections::BTreeMap;

use crate::{Certainty, Kind, find};

/// The sentences.
const TEXTS: [&str; 3] = [
    include_str!("../corpus/papers.txt"),
    include_str!("../corpus/broken.txt"),
    include_str!("../corpus/negatives.txt"),
];

/// A sentence with the places that must be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labelled {
    /// The sentence without marks.
    pub text: String,
    /// First character, behind the last, kind.
    pub marks: Vec<(usize, usize, Kind)>,
}

/// How the recogniser did on one kind. Places are judged by overlap: a find counts for a mark that it covers to the last character.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Score {
    /// Marks in the corpus.
    pub marked: usize,
    /// Marks that a find covers whole, certain or likely.
    pub found: usize,
    /// Marks that a certain find covers whole.
    pub certain: usize,
    /// Finds that touch no mark of the kind, certain or likely.
    pub wrong: usize,
    /// Certain finds among them: these would stop a publication for nothing.
    pub wrong_certain: usize,
}

/// Every sentence of the corpus.
pub fn sentences() -> Vec<Labelled> {
    TEXTS
        .iter()
        .flat_map(|text| text.lines())
        .filter(|line| !line.trim().is_empty() && !line.starts_with('#'))
        .map(labelled)
        .collect()
}

fn labelled(line: &str) -> Labelled {
    let line = line.replace("\\n", "\n");
    let (mut text, mut marks) = (String::new(), Vec::new());
    let mut rest = line.as_str();
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let (inside, behind) = after.split_once('}').unwrap_or((after, ""));
        let (kind, stretch) = inside.split_once('|').unwrap_or(("", inside));
        let from = text.chars().count();
        text.push_str(stretch);
        if let Some(kind) = Kind::parse(kind) {
            marks.push((from, text.chars().count(), kind));
        }
        rest = behind;
    }
    text.push_str(rest);
    Labelled { text, marks }
}

/// The scores over these sentences, by kind.
pub fn scores(sentences: &[Labelled]) -> BTreeMap<Kind, Score> {
    let mut scores: BTreeMap<Kind, Score> =
        Kind::ALL.into_iter().map(|kind| (kind, Score::default())).collect();
    for sentence in sentences {
        let finds = find(&sentence.text, &[]);
        for (from, to, kind) in &sentence.marks {
            let score = scores.entry(*kind).or_default();
            score.marked += 1;
            let covers = |certain: bool| {
                finds.iter().any(|find| {
                    find.kind == *kind
                        && find.from <= *from
                        && find.to >= *to
                        && (!certain || find.certainty == Certainty::Certain)
                })
            };
            score.found += usize::from(covers(false));
            score.certain += usize::from(covers(true));
        }
        for found in &finds {
            let touches = sentence.marks.iter().any(|(from, to, kind)| {
                *kind == found.kind && *from < found.to && found.from < *to
            });
            if !touches {
                let score = scores.entry(found.kind).or_default();
                score.wrong += 1;
                score.wrong_certain += usize::from(found.certainty == Certainty::Certain);
            }
        }
    }
    scores
}
