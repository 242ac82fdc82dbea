//! Why an act is refused: a stable code, a sentence in Chinese, the article, and the act that would supply what is missing.

use serde::{Deserialize, Serialize};

/// One reason. An act that is refused carries every reason found, not the first only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// Stable code: `gate.…`, `input.…`, `authority.…`, `matter.…`.
    pub code: String,
    /// What is refused, why, and what to do.
    pub message: String,
    /// Article that refuses.
    pub article: Option<String>,
    /// Field that it is about.
    pub field: Option<String>,
    /// Id of the act that would supply what is missing.
    pub supply: Option<String>,
}

impl Refusal {
    /// A reason with a code and a sentence only.
    pub fn new(code: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            code: code.into(),
            message: message.into(),
            article: None,
            field: None,
            supply: None,
        }
    }

    /// Names the article.
    #[must_use]
    pub fn under(mut self, article: &str) -> Self {
        self.article = (!article.is_empty()).then(|| article.to_owned());
        self
    }

    /// Names the field.
    #[must_use]
    pub fn at(mut self, field: &str) -> Self {
        self.field = Some(field.to_owned());
        self
    }

    /// Names the act that would supply what is missing.
    #[must_use]
    pub fn supplied_by(mut self, act: Option<&str>) -> Self {
        self.supply = act.map(ToOwned::to_owned);
        self
    }
}
