//! The application: its ports and the law, put together once by the binary. Use cases are methods in the other modules.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use zhiheng_calendar::Calendar;
use zhiheng_law::Pack;

use crate::ports::{Blobs, Clock, Entropy, Store};

/// What the binary hands over.
pub struct Parts {
    /// Journal and read models.
    pub store: Arc<dyn Store>,
    /// Files.
    pub blobs: Arc<dyn Blobs>,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub entropy: Arc<dyn Entropy>,
    /// The law in force.
    pub pack: Arc<Pack>,
    /// Official working days.
    pub calendar: Arc<Calendar>,
}

/// The application. Cheap to clone.
#[derive(Clone)]
pub struct App {
    parts: Arc<Parts>,
}

impl App {
    /// Puts the parts together.
    pub fn new(parts: Parts) -> Self {
        Self { parts: Arc::new(parts) }
    }

    /// The journal and its read models.
    pub fn store(&self) -> &dyn Store {
        self.parts.store.as_ref()
    }

    /// Files by digest.
    pub fn blobs(&self) -> &dyn Blobs {
        self.parts.blobs.as_ref()
    }

    /// The law in force.
    pub fn pack(&self) -> &Pack {
        &self.parts.pack
    }

    /// Official working days.
    pub fn calendar(&self) -> &Calendar {
        &self.parts.calendar
    }

    /// The present moment.
    pub fn now(&self) -> Timestamp {
        self.parts.clock.now()
    }

    /// Today in China standard time.
    pub fn today(&self) -> Date {
        zhiheng_calendar::china_date(self.now())
    }

    /// Fresh unguessable bytes.
    pub fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.parts.entropy.fill(&mut bytes);
        bytes
    }
}
