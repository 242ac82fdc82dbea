//! What the server logged in this process, kept to be read: one log for all tests, because a process has one.

use std::io::Write;
use std::sync::{LazyLock, Mutex};

use tracing_subscriber::fmt::MakeWriter;

static LINES: Mutex<Vec<u8>> = Mutex::new(Vec::new());
static KEPT: LazyLock<()> =
    LazyLock::new(|| tracing_subscriber::fmt().json().with_writer(Keeper).init());

struct Keeper;

impl Write for Keeper {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        LINES.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Keeper {
    type Writer = Self;
    fn make_writer(&self) -> Self {
        Self
    }
}

/// Begins to keep the log.
pub(crate) fn keep() {
    LazyLock::force(&KEPT);
}

/// The log so far.
pub(crate) fn text() -> String {
    String::from_utf8(LINES.lock().unwrap().clone()).unwrap()
}
