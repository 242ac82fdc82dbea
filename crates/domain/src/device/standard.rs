//! How many recorders an agency ought to have: so many officers to one by its class (A, B), or as many as it says (C).
//!
//! What this is not: the numbers themselves, which stand in the pack with their basis.

use serde::{Deserialize, Serialize};
use zhiheng_law::StepRules;

/// Class of an agency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Class {
    /// Enforces on the spot every day.
    A,
    /// Enforces on the spot.
    B,
    /// By need.
    C,
}

impl Class {
    /// The class of this letter.
    pub fn parse(letter: &str) -> Option<Self> {
        match letter {
            "A" => Some(Self::A),
            "B" => Some(Self::B),
            "C" => Some(Self::C),
            _ => None,
        }
    }

    /// Its letter.
    pub fn letter(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
        }
    }

    /// Officers to one device; none where the agency says what it needs.
    pub fn officers_each(self, rules: &StepRules) -> Option<u32> {
        let name = match self {
            Self::A => "class_a",
            Self::B => "class_b",
            Self::C => return None,
        };
        u32::try_from(rules.number(name, 0)).ok().filter(|each| *each > 0)
    }
}

/// What an agency ought to have and what it lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Need {
    /// Devices that it ought to have.
    pub needed: u32,
    /// Devices that it lacks.
    pub short: u32,
}

/// What an agency with so many officers and usable devices lacks. `each`: officers to one device, rounded up, because “每不超过”;
/// none: `asked` devices.
pub fn need(officers: u32, each: Option<u32>, asked: u32, usable: u32) -> Need {
    let needed = match each {
        Some(each) => officers.div_ceil(each.max(1)),
        None => asked,
    };
    Need { needed, short: needed.saturating_sub(usable) }
}
