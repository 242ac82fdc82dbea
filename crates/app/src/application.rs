//! The application: its ports and the law, put together once by the binary. Use cases are methods in the other modules.

use std::sync::{Arc, OnceLock, RwLock};

use jiff::Timestamp;
use jiff::civil::Date;
use zhiheng_calendar::Calendar;
use zhiheng_law::Pack;
use zhiheng_record::Suite;

use crate::local_rules::OwnNumbers;
use crate::looking::Window;
use crate::ports::{Blobs, Clock, Entropy, LeakCheck, Store};
use crate::tree::Tree;

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
    /// Suite of the record, chosen when it was created.
    pub suite: Suite,
}

/// The application. Cheap to clone.
#[derive(Clone)]
pub struct App {
    parts: Arc<Parts>,
    tree: Arc<RwLock<Option<Arc<Tree>>>>,
    grew: Arc<tokio::sync::Notify>,
    destroyed: Arc<tokio::sync::Notify>,
    looks: Arc<Window>,
    numbers: Arc<RwLock<Option<Arc<OwnNumbers>>>>,
    leaks: Arc<OnceLock<Arc<dyn LeakCheck>>>,
}

impl App {
    /// Puts the parts together.
    pub fn new(parts: Parts) -> Self {
        Self {
            parts: Arc::new(parts),
            tree: Arc::default(),
            grew: Arc::default(),
            destroyed: Arc::default(),
            looks: Arc::default(),
            numbers: Arc::default(),
            leaks: Arc::default(),
        }
    }

    /// The journal and its read models.
    pub fn store(&self) -> &dyn Store {
        self.parts.store.as_ref()
    }

    /// Files by digest.
    pub fn blobs(&self) -> &dyn Blobs {
        self.parts.blobs.as_ref()
    }

    /// The same for whoever goes on reading after the request.
    pub fn shared_blobs(&self) -> Arc<dyn Blobs> {
        self.parts.blobs.clone()
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

    /// Suite of the record.
    pub fn suite(&self) -> Suite {
        self.parts.suite
    }

    /// Randomness.
    pub fn entropy(&self) -> &dyn Entropy {
        self.parts.entropy.as_ref()
    }

    /// Hands over who looks into files before they are released. Without one, no file is released.
    #[must_use]
    pub fn with_leak_check(self, check: Arc<dyn LeakCheck>) -> Self {
        // A second one would change what is released under way: the first stays.
        let _ = self.leaks.set(check);
        self
    }

    pub(crate) fn leak_check(&self) -> Option<Arc<dyn LeakCheck>> {
        self.leaks.get().cloned()
    }

    /// Wakes whoever publishes the record.
    pub fn record_grew(&self) {
        self.grew.notify_one();
    }

    /// Waits until the record grew.
    pub async fn until_record_grew(&self) {
        self.grew.notified().await;
    }

    /// Wakes whoever finishes destructions.
    pub(crate) fn destroyed_some(&self) {
        self.destroyed.notify_one();
    }

    /// Waits until a dossier was destroyed.
    pub async fn until_destroyed(&self) {
        self.destroyed.notified().await;
    }

    /// The looks of the last minutes.
    pub(crate) fn looks(&self) -> &Window {
        &self.looks
    }

    pub(crate) fn kept_numbers(&self) -> Option<Arc<OwnNumbers>> {
        self.numbers.read().ok().and_then(|kept| kept.clone())
    }

    pub(crate) fn keep_numbers(&self, numbers: Option<Arc<OwnNumbers>>) {
        if let Ok(mut kept) = self.numbers.write() {
            *kept = numbers;
        }
    }

    pub(crate) fn kept_tree(&self) -> Option<Arc<Tree>> {
        self.tree.read().ok().and_then(|kept| kept.clone())
    }

    pub(crate) fn keep_tree(&self, tree: Option<Arc<Tree>>) {
        if let Ok(mut kept) = self.tree.write() {
            *kept = tree;
        }
    }

    /// A fresh id: 26 characters, beginning with the time so that neighbours in time are neighbours on disk.
    pub fn fresh_id(&self) -> String {
        let millis = u128::try_from(self.now().as_millisecond()).unwrap_or(0);
        let random = u128::from_be_bytes(self.random::<16>());
        base32((millis << 80) | (random >> 48), 26)
    }

    /// A fresh code for a party: 8 characters that cannot be taken for one another.
    pub fn fresh_code(&self) -> String {
        let random = u128::from_be_bytes(self.random::<16>());
        base32(random, 8)
    }

    /// Fresh unguessable bytes.
    pub fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.parts.entropy.fill(&mut bytes);
        bytes
    }
}

/// The lowest `length` digits in base 32 without I, L, O and U.
fn base32(mut value: u128, length: usize) -> String {
    const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let mut text = vec![b'0'; length];
    for place in text.iter_mut().rev() {
        *place = usize::try_from(value & 31)
            .ok()
            .and_then(|digit| DIGITS.get(digit))
            .copied()
            .unwrap_or(b'0');
        value >>= 5;
    }
    text.into_iter().map(char::from).collect()
}
