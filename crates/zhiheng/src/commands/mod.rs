//! One module for each command.

mod account;
mod archive;
mod audit;
mod backup;
mod blanks;
mod credit;
mod demo;
mod dossier;
mod export;
mod import;
mod init;
mod leak;
mod pack;
mod paper;
mod rebuild;
mod report;
mod restore;
mod serve;
mod term;
mod twin;
mod verify;

use crate::cli::{Command, ExportCommand, ReportCommand};
use crate::output::{Done, Fault};

/// Runs a command.
pub(crate) async fn run(command: Command) -> Result<Done, Fault> {
    match command {
        Command::Serve(arguments) => serve::run(arguments).await,
        Command::Init(arguments) => init::run(arguments).await,
        Command::Demo(arguments) => demo::run(arguments).await,
        Command::Import(arguments) => import::run(arguments).await,
        Command::Term(arguments) => term::run(&arguments),
        Command::Pack { command } => pack::run(command).await,
        Command::Verify(arguments) => verify::run(arguments).await,
        Command::Audit(arguments) => audit::run(arguments).await,
        Command::Rebuild(arguments) => rebuild::run(arguments).await,
        Command::Backup(arguments) => backup::run(arguments).await,
        Command::Restore(arguments) => restore::run(arguments).await,
        Command::Export { command: ExportCommand::Matters { data, stores, out, json: _ } } => {
            export::matters(&data, &stores, &out).await
        }
        Command::Export { command: ExportCommand::Template { kind, out, data, json: _ } } => {
            import::template(&kind, &out, data.as_ref())
        }
        Command::Export {
            command: ExportCommand::Credit { data, stores, from, to, filled, out, json: _ },
        } => credit::run(&data, &stores, (from, to), filled.as_deref(), &out).await,
        Command::Export {
            command: ExportCommand::Dossier { matter, data, stores, out, json: _ },
        } => dossier::run(&matter, &data, &stores, &out).await,
        Command::Report { command: ReportCommand::Annual(arguments) } => {
            report::annual(&arguments).await
        }
        Command::Paper { command } => paper::run(command).await,
        Command::Twin { command } => twin::run(command).await,
        Command::Leak(arguments) => leak::run(&arguments),
        Command::Account { command } => account::run(command).await,
    }
}
