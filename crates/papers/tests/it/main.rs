//! Papers as they come out: what stands on them, what they are made of, and what is refused.

#[cfg(test)]
mod binding;
#[cfg(test)]
mod layouts;
#[cfg(test)]
mod national;
#[cfg(test)]
mod promises;
#[cfg(test)]
mod reading;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod slip;
