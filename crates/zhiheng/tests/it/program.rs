//! Runs the program.

use std::ffi::OsStr;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// What a run gave.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    /// The one object on stdout.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// Fails unless the exit code is this one.
    #[track_caller]
    pub(crate) fn expect(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{}\n{}", self.out, self.err);
        self
    }
}

pub(crate) fn command() -> Command {
    Command::new(env!("CARGO_BIN_EXE_zhiheng"))
}

pub(crate) fn run<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>) -> Ran {
    let output = command().args(arguments).stdin(Stdio::null()).output().unwrap();
    ran(output)
}

pub(crate) fn ran(Output { status, stdout, stderr }: Output) -> Ran {
    Ran {
        code: status.code().unwrap_or(-1),
        out: String::from_utf8(stdout).unwrap(),
        err: String::from_utf8(stderr).unwrap(),
    }
}

/// Runs a command over a data folder with something in its environment.
pub(crate) fn over_with(data: &std::path::Path, words: &[&str], told: &[(&str, &str)]) -> Ran {
    let mut command = command();
    command.args(words).arg("--data").arg(data).envs(told.iter().copied());
    ran(command.stdin(Stdio::null()).output().unwrap())
}

/// Runs a command over a data folder.
pub(crate) fn over(data: &std::path::Path, words: &[&str]) -> Ran {
    let mut arguments: Vec<&OsStr> = words.iter().map(OsStr::new).collect();
    arguments.extend([OsStr::new("--data"), data.as_os_str()]);
    run(arguments)
}
