//! What a store of files promises, asked of both.

#[cfg(test)]
mod facts;
#[cfg(test)]
mod glimpses;
#[cfg(test)]
mod parts;
#[cfg(test)]
mod promises;
#[cfg(test)]
mod types;
