//! A few things kept in memory because they were read and checked a moment ago: outlines, and chunks that several
//! people are playing. The oldest goes first; nothing here is ever the only copy.

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

/// A bounded memory.
#[derive(Debug)]
pub(crate) struct Kept<K, V> {
    most: usize,
    inner: Mutex<(HashMap<K, V>, VecDeque<K>)>,
}

impl<K: Clone + Eq + Hash, V: Clone> Kept<K, V> {
    /// Remembers at most `most` things.
    pub(crate) fn new(most: usize) -> Self {
        Self { most, inner: Mutex::default() }
    }

    pub(crate) fn get(&self, key: &K) -> Option<V> {
        // A panic elsewhere leaves at worst a key in the queue that the map has not: removing it does nothing.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner).0.get(key).cloned()
    }

    pub(crate) fn put(&self, key: K, value: V) {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let (map, order) = &mut *inner;
        if map.insert(key.clone(), value).is_none() {
            order.push_back(key);
        }
        while order.len() > self.most {
            if let Some(oldest) = order.pop_front() {
                map.remove(&oldest);
            }
        }
    }

    pub(crate) fn forget(&self, which: impl Fn(&K) -> bool) {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let (map, order) = &mut *inner;
        map.retain(|key, _| !which(key));
        order.retain(|key| !which(key));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn given_more_than_it_holds_then_the_oldest_is_gone_and_a_forgotten_one_leaves_room() {
        let kept = Kept::new(2);
        for n in 0..3 {
            kept.put(n, n * 10);
        }
        assert_eq!([kept.get(&0), kept.get(&1), kept.get(&2)], [None, Some(10), Some(20)]);
        kept.forget(|key| *key == 1);
        kept.put(3, 30);
        assert_eq!([kept.get(&1), kept.get(&2), kept.get(&3)], [None, Some(20), Some(30)]);
    }
}
