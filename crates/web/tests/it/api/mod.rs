//! Below `/api`.

mod blanks;
mod blobs;
mod catalogue;
mod desks;
mod devices;
mod events;
mod law;
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
mod uploads;
mod veil;
