//! Answers that cost the store something, kept while nothing was written: each belongs to one size of the record and one day.
//!
//! What this is not: a promise that an answer is old. As soon as anything is appended, or the day changes, it is asked again.

use std::collections::HashMap;
use std::sync::{Arc, RwLock};

use jiff::civil::Date;

/// Answers kept.
const MOST: usize = 512;

/// Answers of one kind by their question.
#[derive(Debug)]
pub(super) struct Remembered<T> {
    held: RwLock<Held<T>>,
}

#[derive(Debug)]
struct Held<T> {
    /// What every answer rests on.
    state: (u64, Date),
    answers: HashMap<String, Arc<T>>,
}

impl<T> Default for Remembered<T> {
    fn default() -> Self {
        let answers = HashMap::new();
        Self { held: RwLock::new(Held { state: (0, Date::ZERO), answers }) }
    }
}

impl<T> Remembered<T> {
    /// The answer to a question at a size of the record and on a day.
    pub(super) fn get(&self, question: &str, state: (u64, Date)) -> Option<Arc<T>> {
        let held = self.held.read().ok()?;
        held.answers.get(question).filter(|_| held.state == state).cloned()
    }

    /// Keeps an answer; those of another state, and all where there are too many, are forgotten.
    pub(super) fn keep(&self, question: String, state: (u64, Date), answer: Arc<T>) {
        let Ok(mut held) = self.held.write() else { return };
        if held.state != state || held.answers.len() >= MOST {
            held.answers.clear();
            held.state = state;
        }
        held.answers.insert(question, answer);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_forgotten_as_soon_as_anything_is_written_or_the_day_changes() {
        let kept = Remembered::default();
        let day = jiff::civil::date(2026, 3, 1);
        kept.keep("q".to_owned(), (5, day), Arc::new(1));
        assert_eq!(kept.get("q", (5, day)).as_deref(), Some(&1));
        assert_eq!(kept.get("q", (6, day)), None);
        assert_eq!(kept.get("q", (5, jiff::civil::date(2026, 3, 2))), None);
        kept.keep("r".to_owned(), (6, day), Arc::new(2));
        assert_eq!(kept.get("q", (5, day)), None);
    }

    #[test]
    fn the_answers_kept_are_bounded() {
        let kept = Remembered::default();
        for number in 0..5_000 {
            kept.keep(number.to_string(), (5, Date::ZERO), Arc::new(number));
        }
        assert!(kept.held.read().unwrap().answers.len() <= MOST);
    }
}
