//! A clock that stands where it is put.

use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;
use zhiheng_app::ports::Clock;

/// A manual clock; it never runs backwards.
#[derive(Debug)]
pub struct ManualClock {
    micros: AtomicI64,
}

impl ManualClock {
    /// A clock at this moment.
    pub fn at(moment: Timestamp) -> Self {
        Self { micros: AtomicI64::new(moment.as_microsecond()) }
    }

    /// Puts the clock forward to a moment; an earlier one leaves it where it is.
    pub fn forward(&self, moment: Timestamp) {
        self.micros.fetch_max(moment.as_microsecond(), Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_microsecond(self.micros.load(Ordering::SeqCst))
            .unwrap_or(Timestamp::UNIX_EPOCH)
    }
}
