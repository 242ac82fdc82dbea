//! Below `/api`.

mod blanks;
mod blobs;
mod desks;
mod dossiers;
mod events;
mod law;
mod ledgers;
mod lists;
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
