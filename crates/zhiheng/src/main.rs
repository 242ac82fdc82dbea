//! `zhiheng`: the command line, and the one place where clock, randomness, store, files and law are put together.
//!
//! What this is not: no rule stands here and no query. A command reads its arguments, calls one use case and tells the result.
//! Exit codes: 0 done or intact, 1 the answer is no (not intact, not lawful, faults found), 2 could not run.

mod cli;
mod commands;
mod files;
mod help;
mod output;
mod packs;
mod place;
mod wiring;
mod world;

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<std::ffi::OsString> = std::env::args_os().collect();
    let wants_json = arguments.iter().any(|argument| argument == "--json");
    let command = match cli::parse(arguments) {
        Ok(command) => command,
        Err(stop) => return stop.tell(wants_json),
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            let fault = output::Fault::new("run.runtime", format!("无法启动：{error}"));
            return output::finish(Err(fault), wants_json);
        }
    };
    let done = runtime.block_on(commands::run(command));
    output::finish(done, wants_json)
}
