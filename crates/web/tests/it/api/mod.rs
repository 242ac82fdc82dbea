//! Below `/api`.

mod blobs;
mod desks;
mod events;
mod law;
mod lists;
mod matters;
mod papers;
mod procedures;
mod registers;
mod responsibility;
mod review;
mod session;
mod veil;
