//! Masking judged against the labelled corpus: per kind, how many of the marked stretches are found and how many finds are wrong; and how
//! many characters a second are looked through.
//!
//! What this is not: a promise about texts of another style. The corpus is invented and in the crate, so that anybody can count again.

use std::time::Instant;

use zhiheng_masking::corpus::{Score, scores, sentences};
use zhiheng_masking::{Kind, find};

use crate::figures::print;

/// Times that the corpus is read for the speed.
const TURNS: usize = 20;

pub(crate) fn run() {
    let corpus = sentences();
    let scores = scores(&corpus);
    let clean = corpus.iter().filter(|sentence| sentence.marks.is_empty()).count();
    print("masking sentences", count(corpus.len()), "sentences", None, "");
    print("masking sentences without anything to mask", count(clean), "sentences", None, "");
    for kind in Kind::ALL {
        let Score { marked, found, certain, wrong, wrong_certain } =
            scores.get(&kind).copied().unwrap_or_default();
        let share = |part: usize| count(part) / count(marked).max(1.0);
        let name = |what: &str| format!("masking {} {what}", kind.id());
        print(&name("recall"), share(found), "of marked", None, "");
        print(&name("recall certain"), share(certain), "of marked", None, "");
        print(&name("false marks"), count(wrong), &format!("beside {marked} marked"), None, "");
        print(&name("false stops"), count(wrong_certain), "certain and wrong", None, "");
    }
    let characters: usize = corpus.iter().map(|sentence| sentence.text.chars().count()).sum();
    let begun = Instant::now();
    let mut finds = 0;
    for _ in 0..TURNS {
        finds += corpus.iter().map(|sentence| find(&sentence.text, &[]).len()).sum::<usize>();
    }
    let seconds = begun.elapsed().as_secs_f64();
    if finds > 0 {
        print("masking speed", count(characters * TURNS) / seconds, "characters/s", None, "");
    }
}

#[expect(clippy::cast_precision_loss, reason = "a few thousand at most")]
fn count(number: usize) -> f64 {
    number as f64
}
