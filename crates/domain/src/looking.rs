//! Who may look at the files of a matter (调阅): those with a part in it at once, everybody else after a named person of the agency
//! that holds it has said yes, for what was asked and until a day (粤录26；蒙244第24). Also which looks a supervisor is told of.
//!
//! What this is not: who may know of a matter at all, and what is masked on its page; nor how looks are written down.

mod part;
mod request;
#[cfg(test)]
mod tests;
mod unusual;

pub use part::{Part, part};
pub use request::{
    Answer, Around, Person, Purpose, Request, Standing, Wish, answer, answers, ask, refused,
};
pub use unusual::{Look, NIGHT, unusual, unusual_words};
