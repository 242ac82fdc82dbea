//! Looks that a supervisor is told of: many, at night, or of somebody unrelated. A list to read, not an accusation.

use zhiheng_law::LookingRules;

use super::Part;
use crate::state::Status;

/// Hours at which the night begins and ends where the pack does not say.
pub const NIGHT: (i64, i64) = (22, 6);

/// What is known of a look when it is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// The part of the person; none where there is none.
    pub part: Option<Part>,
    /// Whether a grant covers it.
    pub granted: bool,
    /// Where the matter stands.
    pub status: Status,
    /// Whether the person keeps the archive.
    pub archivist: bool,
    /// Hour of the day.
    pub hour: i8,
    /// Looks of the same person in the hour before.
    pub recent: u64,
}

/// Why a look is one that a supervisor is told of; empty where it is not. A look at night by an officer on the matter counts too:
/// the list shows it, and nobody is accused by it.
pub fn unusual(look: &Look, rules: &LookingRules) -> Vec<&'static str> {
    let mut why = Vec::new();
    let many = u64::try_from(rules.number("many", 30)).unwrap_or(30);
    if look.recent.saturating_add(1) > many {
        why.push("many");
    }
    let (from, until) = (rules.number("night_from", NIGHT.0), rules.number("night_until", NIGHT.1));
    let hour = i64::from(look.hour);
    if hour >= from || hour < until {
        why.push("night");
    }
    let ended = look.status != Status::Open && !look.archivist;
    let unrelated = match look.part {
        Some(Part::Named) => false,
        Some(Part::Post) => ended,
        None => true,
    };
    if unrelated && !look.granted {
        why.push("unrelated");
    }
    why
}

/// A reason of [`unusual`] in words.
pub fn unusual_words(why: &str) -> &'static str {
    match why {
        "many" => "一小时内查看很多",
        "night" => "夜间查看",
        "unrelated" => "与本人经办无关",
        _ => "异常",
    }
}
