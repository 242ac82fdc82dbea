//! What a pack's checker says: where, what is wrong, and what to do about it.

use std::fmt;

/// One mistake in a pack, named so that the person who edits the file finds it at once.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct PackFault {
    /// The file inside the pack folder, with `/` as separator.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong, in Chinese.
    pub message: String,
    /// What to do, in Chinese.
    pub advice: String,
}

impl fmt::Display for PackFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {};{}", self.file, self.line, self.message, self.advice)
    }
}

impl std::error::Error for PackFault {}
