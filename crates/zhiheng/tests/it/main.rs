//! The program as people and scripts use it: its words, its exit codes, and what it does when it is killed.

#[cfg(test)]
mod blanks;
#[cfg(test)]
#[path = "../../../bucket/tests/it/server.rs"]
mod bucket;
#[cfg(test)]
mod client;
#[cfg(test)]
mod crash;
#[cfg(test)]
mod dossier;
#[cfg(test)]
mod evidence;
#[cfg(test)]
mod folders;
#[cfg(test)]
mod help;
#[cfg(test)]
mod law;
mod leak;
#[cfg(test)]
mod moving;
#[cfg(test)]
mod papers;
#[cfg(test)]
mod program;
#[cfg(test)]
mod retention;
#[cfg(test)]
mod server;
#[cfg(test)]
mod statements;
#[cfg(test)]
mod tampering;
#[cfg(test)]
mod twin;
