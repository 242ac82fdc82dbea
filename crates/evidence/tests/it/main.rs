//! What a store of files promises, asked of both.

mod promises;
mod types;
