//! Below `/api`.

mod blobs;
mod desks;
mod events;
mod law;
mod lists;
mod matters;
mod procedures;
mod review;
mod session;
mod veil;
