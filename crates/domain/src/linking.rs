//! 音像自动归集: to which stretch of which matter a recording belongs, told by who carried the device and when it ran.
//!
//! What this is not: the act. A suggestion puts nothing into a dossier; a person confirms it with one tap, and the act is judged like
//! any other. Nor does it read the recording.

use jiff::civil::DateTime;

use crate::recording::Span;

/// A recording that belongs to no matter yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// Officer who carried the device, by person id.
    pub officer: String,
    /// Begins, by the clock of the device, put right by its last check.
    pub from: DateTime,
    /// Ends.
    pub to: DateTime,
}

/// A stretch to which the recording may belong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// Index of the stretch among those that were handed in.
    pub place: usize,
    /// How much of the shorter of the two lies in the other, in per cent.
    pub share: u8,
    /// No other stretch comes near: one tap is enough.
    pub sure: bool,
}

/// From this share on one stretch alone is sure.
const SURE: u8 = 60;
/// Another stretch with so much less is no rival.
const RIVAL: u8 = 30;

/// Stretches at which the officer was and which the recording touches, the likeliest first. Where two are about as likely none is sure.
pub fn suggest<'s>(taken: &Taken, spans: impl Iterator<Item = &'s Span>) -> Vec<Suggestion> {
    let mut found: Vec<Suggestion> = spans
        .enumerate()
        .filter(|(_, span)| span.officers.contains(&taken.officer))
        .filter_map(|(place, span)| {
            let share = if span.timed { share(taken, span) } else { day(taken, span) };
            (share > 0).then_some(Suggestion { place, share, sure: false })
        })
        .collect();
    found.sort_by_key(|one| (std::cmp::Reverse(one.share), one.place));
    let second = found.get(1).map_or(0, |one| one.share);
    if let Some(first) = found.first_mut() {
        first.sure = first.share >= SURE && second + RIVAL <= first.share;
    }
    found
}

/// How much of the shorter of the two lies in the other, in per cent; 0 where they do not meet.
fn share(taken: &Taken, span: &Span) -> u8 {
    let seconds = |from: DateTime, to: DateTime| to.duration_since(from).as_secs().max(0);
    let (from, to) = (taken.from.max(span.from), taken.to.min(span.to));
    if from > to {
        return 0;
    }
    let shorter = seconds(taken.from, taken.to).min(seconds(span.from, span.to));
    if shorter == 0 {
        return 100;
    }
    u8::try_from((seconds(from, to) * 100 / shorter).min(100)).unwrap_or(100)
}

/// Of a stretch of which only the day is known: it may be, and is never sure.
fn day(taken: &Taken, span: &Span) -> u8 {
    let meets = taken.from <= span.to && taken.to >= span.from;
    u8::from(meets) * (SURE - 1)
}
