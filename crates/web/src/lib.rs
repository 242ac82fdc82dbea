//! HTTP: the console's API in acts, and the public portal, rendered here and readable without script.
//!
//! What this is not: no rule and no query stands here. A handler takes a request apart, calls one use case, and writes the answer.

pub mod portal;

mod api;
mod console;
mod guard;
mod health;
mod identity;
mod metrics;
mod problem;
mod request;
mod server;
mod strict;
mod traffic;

pub use api::{ACCESS, Access};
pub use console::ConsoleAssets;
pub use metrics::Metrics;
pub use problem::Problem;
pub use server::{Server, router};
