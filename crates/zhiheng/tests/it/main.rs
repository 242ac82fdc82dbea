//! The program as people and scripts use it: its words, its exit codes, and what it does when it is killed.

mod client;
mod crash;
mod folders;
mod help;
mod law;
mod moving;
mod program;
mod server;
mod tampering;
