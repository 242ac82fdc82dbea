//! Tests of the use cases over the memory store: what is written, what is refused and recorded, and what a failing store may do.

mod faults;
mod gate;
mod import;
mod layers;
mod numbers;
mod world;
