//! Which looks were written a moment ago: a player asks for hundreds of ranges, and all of them are one look.
//!
//! Forgetting one writes it twice; it never lets one pass unwritten. What this is not: a permission.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Mutex;

use tokio::sync::{Mutex as Turn, MutexGuard};

/// Looks remembered at most.
const REMEMBERED: usize = 20_000;
/// Turns: looks at the same thing by the same person wait for one another, others hardly ever.
const TURNS: usize = 64;

/// The looks of the last minutes.
#[derive(Debug)]
pub(crate) struct Window {
    /// Person, matter and thing, with the moment of the look that was written, µs.
    seen: Mutex<HashMap<[String; 3], i64>>,
    turns: Vec<Turn<()>>,
}

impl Default for Window {
    fn default() -> Self {
        Self { seen: Mutex::default(), turns: (0..TURNS).map(|_| Turn::new(())).collect() }
    }
}

impl Window {
    /// Whether the look was written within the last `width` µs.
    pub(crate) fn holds(&self, key: &[String; 3], now: i64, width: i64) -> bool {
        let Ok(seen) = self.seen.lock() else { return false };
        seen.get(key).is_some_and(|at| (0..width).contains(&now.saturating_sub(*at)))
    }

    /// Remembers a look once it is written.
    pub(crate) fn note(&self, key: [String; 3], now: i64, width: i64) {
        let Ok(mut seen) = self.seen.lock() else { return };
        if seen.len() >= REMEMBERED {
            seen.retain(|_, at| (0..width).contains(&now.saturating_sub(*at)));
            if seen.len() >= REMEMBERED {
                seen.clear();
            }
        }
        seen.insert(key, now);
    }

    /// Waits until nobody else writes the same look.
    pub(crate) async fn turn(&self, key: &[String; 3]) -> Option<MutexGuard<'_, ()>> {
        let mut hasher = DefaultHasher::new();
        key.hash(&mut hasher);
        let place = usize::try_from(hasher.finish() % 64).unwrap_or(0);
        match self.turns.get(place) {
            Some(turn) => Some(turn.lock().await),
            None => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(n: usize) -> [String; 3] {
        ["p".to_owned(), "m".to_owned(), n.to_string()]
    }

    #[test]
    fn given_a_look_then_it_is_held_for_the_width_of_the_window_and_no_longer() {
        let window = Window::default();
        assert!(!window.holds(&key(1), 0, 10));
        window.note(key(1), 0, 10);
        assert!(window.holds(&key(1), 9, 10));
        assert!(!window.holds(&key(1), 10, 10));
        assert!(!window.holds(&key(1), -1, 10), "a clock that went back writes anew");
        assert!(!window.holds(&key(2), 5, 10));
    }

    #[test]
    fn given_more_looks_than_are_remembered_then_memory_stays_bounded() {
        let window = Window::default();
        for n in 0..REMEMBERED + 10 {
            window.note(key(n), 0, 10);
        }
        assert!(window.seen.lock().unwrap().len() <= REMEMBERED);
    }
}
