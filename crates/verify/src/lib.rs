//! The offline verifier: reads files, asks `zhiheng-record` whether they are intact, and says so.
//! It needs no network, no database and no clock, and trusts nothing but the policy it is given.
//!
//! The exit code is the verdict: [`Outcome::Intact`] 0, [`Outcome::NotIntact`] 1, [`Outcome::CouldNotRun`] 2.

mod bag;
mod check;
mod disk;
mod package;
mod statements;

pub use bag::{looks_like_bag, open_bag};
pub use check::{Outcome, Request, run};
pub use disk::DirFolder;
pub use package::judge_package;
pub use statements::{Reading, judge_statements};
