//! The national pack as it ships, and every fault that the checks can find, each at its line.

mod national;
