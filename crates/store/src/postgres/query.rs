//! A condition put together from the parts that a filter has, with its parameters.

use tokio_postgres::types::ToSql;

use super::views::padded;
use crate::tokens::Phrase;

/// A condition in the making.
#[derive(Default)]
pub(super) struct Condition {
    text: Vec<String>,
    values: Vec<Box<dyn ToSql + Sync + Send>>,
}

impl Condition {
    /// Adds a part in which `?` stands for the value.
    pub(super) fn and(&mut self, part: &str, value: impl ToSql + Sync + Send + 'static) {
        let place = self.bind(value);
        self.text.push(part.replace('?', &place));
    }

    /// Adds a part without a value.
    pub(super) fn and_plain(&mut self, part: String) {
        self.text.push(part);
    }

    /// Adds a value and says where it stands.
    pub(super) fn bind(&mut self, value: impl ToSql + Sync + Send + 'static) -> String {
        self.values.push(Box::new(value));
        format!("${}", self.values.len())
    }

    /// Every phrase has to occur in one of the columns of tokens.
    pub(super) fn and_phrases(&mut self, phrases: &[Phrase], columns: &[&str]) {
        if phrases.is_empty() {
            return;
        }
        let terms: Vec<String> = phrases.iter().flat_map(|phrase| phrase.tokens.clone()).collect();
        self.and("t.terms @> ?", terms);
        let all = self.occur(phrases, columns);
        self.text.push(all);
    }

    /// The text of a condition that every phrase occurs in one of the columns.
    pub(super) fn occur(&mut self, phrases: &[Phrase], columns: &[&str]) -> String {
        let mut all = Vec::new();
        for phrase in phrases {
            let place = self.bind(sought(phrase));
            let each = |column: &&str| format!("position({place} in t.{column}) > 0");
            all.push(format!("({})", columns.iter().map(each).collect::<Vec<_>>().join(" OR ")));
        }
        all.join(" AND ")
    }

    /// The condition after `WHERE`.
    pub(super) fn text(&self) -> String {
        if self.text.is_empty() { "true".to_owned() } else { self.text.join(" AND ") }
    }

    /// The values in their places.
    pub(super) fn values(&self) -> Vec<&(dyn ToSql + Sync)> {
        self.values.iter().map(|value| &**value as &(dyn ToSql + Sync)).collect()
    }
}

/// What stands in a padded stream where the phrase occurs.
fn sought(phrase: &Phrase) -> String {
    let whole = padded(&phrase.tokens.join(" "));
    if phrase.open { whole.trim_end().to_owned() } else { whole }
}
