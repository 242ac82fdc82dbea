//! Below `/api`.

mod blanks;
mod blobs;
mod catalogue;
mod desks;
mod devices;
mod dossiers;
mod events;
mod law;
mod ledgers;
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
mod uploads;
mod veil;
