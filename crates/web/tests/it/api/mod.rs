//! Below `/api`.

mod blanks;
mod blobs;
mod desks;
mod events;
mod law;
mod lists;
pub(crate) mod looking;
mod matters;
mod officers;
mod papers;
mod procedures;
mod receipts;
mod registers;
mod responsibility;
mod review;
mod scans;
mod session;
mod veil;
