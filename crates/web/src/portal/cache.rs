//! Finished pages kept for a moment, so that a page many people open is drawn once.
//!
//! What this is not: a promise that a page is old. A kept page is asked about again after [`FRESH`], so a withdrawal shows within
//! that time on this server.

use std::collections::HashMap;
use std::sync::RwLock;
use std::sync::atomic::{AtomicI64, Ordering};

use axum::body::Bytes;
use axum::http::HeaderValue;

/// How long a page is served without asking the store again, in microseconds.
const FRESH: i64 = 1_000_000;
/// Pages in each of the two generations.
const GENERATION: usize = 512;

/// A finished page.
#[derive(Debug)]
pub(super) struct Kept {
    /// The page.
    pub(super) bytes: Bytes,
    /// Its tag.
    pub(super) etag: HeaderValue,
    /// What it was drawn from: while that is the same, so are the bytes.
    pub(super) state: String,
    /// When that was last found to be so, µs.
    checked: AtomicI64,
}

impl Kept {
    pub(super) fn new(bytes: Bytes, etag: HeaderValue, state: String, now: i64) -> Self {
        Self { bytes, etag, state, checked: AtomicI64::new(now) }
    }

    /// Whether it may be served without asking.
    pub(super) fn is_fresh(&self, now: i64) -> bool {
        (0..FRESH).contains(&now.saturating_sub(self.checked.load(Ordering::Relaxed)))
    }

    /// It was found unchanged.
    pub(super) fn renew(&self, now: i64) {
        self.checked.store(now, Ordering::Relaxed);
    }
}

/// The kept pages. Bounded: when the younger generation is full, the older one is forgotten.
#[derive(Debug, Default)]
pub(super) struct Pages {
    held: RwLock<[HashMap<String, std::sync::Arc<Kept>>; 2]>,
}

impl Pages {
    pub(super) fn get(&self, key: &str) -> Option<std::sync::Arc<Kept>> {
        let held = self.held.read().ok()?;
        held.iter().find_map(|generation| generation.get(key)).cloned()
    }

    pub(super) fn keep(&self, key: String, page: std::sync::Arc<Kept>) {
        let Ok(mut held) = self.held.write() else { return };
        let [young, old] = &mut *held;
        if young.len() >= GENERATION {
            *old = std::mem::take(young);
        }
        young.insert(key, page);
    }

    pub(super) fn forget(&self, key: &str) {
        if let Ok(mut held) = self.held.write() {
            for generation in held.iter_mut() {
                generation.remove(key);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(now: i64) -> std::sync::Arc<Kept> {
        std::sync::Arc::new(Kept::new(
            Bytes::new(),
            HeaderValue::from_static("x"),
            String::new(),
            now,
        ))
    }

    #[test]
    fn the_pages_kept_are_bounded_and_the_newest_are_there() {
        let pages = Pages::default();
        for number in 0..5000 {
            pages.keep(number.to_string(), page(0));
        }
        assert!(pages.get("4999").is_some() && pages.get("0").is_none());
        let held = pages.held.read().unwrap();
        assert!(held[0].len() + held[1].len() <= 2 * GENERATION);
    }

    #[test]
    fn a_page_is_fresh_for_a_second_and_not_before_it_was_drawn() {
        let page = page(10);
        assert!(page.is_fresh(10) && page.is_fresh(999_999));
        assert!(!page.is_fresh(1_000_010) && !page.is_fresh(9));
        page.renew(1_000_010);
        assert!(page.is_fresh(1_000_011));
    }
}
