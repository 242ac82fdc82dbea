//! Below `/api`.

mod blanks;
mod blobs;
mod catalogue;
mod credit;
mod desks;
mod devices;
mod dossiers;
mod events;
mod files;
mod law;
mod ledgers;
mod lists;
pub(crate) mod looking;
mod matters;
mod officers;
mod papers;
mod procedures;
mod public_files;
mod receipts;
mod registers;
mod reports;
mod responsibility;
mod review;
mod scans;
mod session;
mod uploads;
mod veil;
