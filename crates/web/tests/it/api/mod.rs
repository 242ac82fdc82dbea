//! Below `/api`.

mod blanks;
mod blobs;
mod desks;
mod events;
mod law;
mod lists;
mod looking;
mod matters;
mod officers;
mod papers;
mod procedures;
mod registers;
mod responsibility;
mod review;
mod scans;
mod session;
mod veil;
