//! What a command tells: one JSON object for machines on stdout, words for people on stderr, an exit code for scripts.

use std::io::{self, IsTerminal as _, Write as _};
use std::process::ExitCode;
use std::sync::Mutex;

use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Value, json};
use zhiheng_app::Error;
use zhiheng_app::ports::{BlobError, StoreError};
use zhiheng_app::record_home::RecordFault;

/// Why a command could not run.
#[derive(Debug)]
pub(crate) struct Fault {
    /// Stable code.
    code: String,
    /// In Chinese.
    message: String,
    /// Exit code.
    exit: u8,
}

/// What a command did.
#[derive(Debug, Default)]
pub(crate) struct Done {
    /// For machines, where they asked.
    pub(crate) json: Value,
    /// For people who asked for a table rather than JSON, on stdout.
    pub(crate) table: Option<String>,
    /// The object is printed even without `--json`.
    pub(crate) always: bool,
    /// The answer is no.
    pub(crate) negative: bool,
}

impl Done {
    /// Done, with this object.
    pub(crate) fn with(json: Value) -> Self {
        Self { json, ..Self::default() }
    }
}

impl Fault {
    /// Could not run.
    pub(crate) fn new(code: &str, message: impl Into<String>) -> Self {
        Self { code: code.to_owned(), message: message.into(), exit: 2 }
    }

    /// Ran, and the answer is no.
    pub(crate) fn negative(code: &str, message: impl Into<String>) -> Self {
        Self { exit: 1, ..Self::new(code, message) }
    }

    /// Tells it and gives the exit code.
    pub(crate) fn tell(self, wants_json: bool) -> ExitCode {
        finish(Err(self), wants_json)
    }
}

/// Tells the result of a command.
pub(crate) fn finish(done: Result<Done, Fault>, wants_json: bool) -> ExitCode {
    let (json, table, print, exit) = match done {
        Ok(Done { json, table, always, negative }) => {
            (json, table, wants_json || always, u8::from(negative))
        }
        Err(Fault { code, message, exit }) => {
            say(&message);
            let json = json!({ "error": { "code": code, "message": message } });
            (json, None, wants_json, exit)
        }
    };
    let mut out = io::stdout().lock();
    let written = if print {
        writeln!(out, "{json}")
    } else {
        table.map_or(Ok(()), |table| out.write_all(table.as_bytes()))
    };
    // A closed pipe must not turn one verdict into another.
    if written.and_then(|()| out.flush()).is_err() && exit == 0 {
        return ExitCode::from(2);
    }
    ExitCode::from(exit)
}

/// One line for people.
pub(crate) fn say(line: &str) {
    // Nobody listens: then there is nobody to tell that, either.
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// A bar for long work; silent where nobody watches.
pub(crate) struct Bar {
    bar: Mutex<(String, ProgressBar)>,
}

impl Bar {
    /// No bar yet.
    pub(crate) fn new() -> Self {
        Self { bar: Mutex::new((String::new(), ProgressBar::hidden())) }
    }

    /// So many of so many of this work are done.
    pub(crate) fn set(&self, work: &str, done: u64, of: u64) {
        if !io::stderr().is_terminal() {
            return;
        }
        let Ok(mut held) = self.bar.lock() else { return };
        if held.0 != work {
            held.1.finish_and_clear();
            let bar = ProgressBar::new(of);
            if let Ok(style) = ProgressStyle::with_template("{msg} {bar:32} {pos}/{len} 剩余 {eta}")
            {
                bar.set_style(style);
            }
            bar.set_message(work.to_owned());
            *held = (work.to_owned(), bar);
        }
        held.1.set_length(of);
        held.1.set_position(done);
    }

    /// Takes the bar away.
    pub(crate) fn clear(&self) {
        if let Ok(held) = self.bar.lock() {
            held.1.finish_and_clear();
        }
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        match error {
            Error::Refused(reasons) | Error::Input(reasons) => {
                let code =
                    reasons.first().map_or("input", |reason| reason.code.as_str()).to_owned();
                let told: Vec<String> =
                    reasons.iter().map(|reason| reason.message.clone()).collect();
                Self::negative(&code, told.join(";"))
            }
            Error::Denied(message) => Self::negative("authority.denied", message),
            Error::Destroyed { said, .. } => Self::negative("matter.destroyed", said),
            Error::Unauthenticated { code, message } => Self::negative(code, message),
            Error::Locked { message } => Self::negative("session.locked", message),
            Error::Missing { what } => {
                let which = if what.starts_with('这') { "" } else { "这个" };
                Self::negative("missing", format!("没有{which}{what}"))
            }
            Error::Conflict { .. } => Self::new("conflict.version", "别人先改动了，请重试"),
            Error::KeyReused => Self::new("idempotency.reused", "请求编号已用于另一请求"),
            Error::Duplicate { what } => Self::negative("duplicate", format!("{what} 已存在")),
            Error::Blob(error) => error.into(),
            Error::Press(fault) => Self::negative(fault.code(), fault.to_string()),
            Error::Store(error) => error.into(),
            Error::Unknown(why) => {
                Self::new("store.unknown", format!("不能确定是否已写入，请核对后再试：{why}"))
            }
            Error::Internal(why) => Self::new("internal", format!("内部错误：{why}")),
        }
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable(why) => {
                Self::new("store.unavailable", format!("数据库不可用：{why}"))
            }
            StoreError::Input(why) => Self::negative("input", why),
            StoreError::Corrupt { table, row, reason } => {
                Self::new("store.corrupt", format!("数据库的 {table} 表 {row} 行读不懂：{reason}"))
            }
        }
    }
}

impl From<BlobError> for Fault {
    fn from(error: BlobError) -> Self {
        let code = match error {
            BlobError::Type { .. } => "blob.type",
            BlobError::Corrupt { .. } => "blob.corrupt",
            BlobError::NoUpload | BlobError::Offset { .. } => "upload",
            BlobError::Unavailable(_) => "blob.unavailable",
        };
        Self::new(code, error.to_string())
    }
}

impl From<RecordFault> for Fault {
    fn from(fault: RecordFault) -> Self {
        Self::new(fault.code(), fault.to_string())
    }
}

/// A file or folder that failed.
pub(crate) fn file_fault(path: &std::path::Path, error: &io::Error) -> Fault {
    let why = match error.kind() {
        io::ErrorKind::NotFound => "不存在".to_owned(),
        io::ErrorKind::PermissionDenied => "没有读写权限".to_owned(),
        io::ErrorKind::StorageFull => "磁盘空间不足".to_owned(),
        _ => error.to_string(),
    };
    Fault::new("file", format!("{}：{why}", path.display()))
}
