//! HTTP: the console's API in acts, and the public portal, rendered here and readable without script.
//!
//! What this is not: no rule and no query stands here. A handler takes a request apart, calls one use case, and writes the answer.

pub mod portal;
