//! Files by their digest: a local folder, a bucket of objects elsewhere, and memory for the tests of other crates; and the
//! small pictures made of them.
//!
//! What this is not: it knows no matter and no permission. Whoever asks for a digest gets the content; who may ask is
//! decided above. Nor does it keep names: a name belongs to the event that cites the file.
//!
//! What the thief of the folder or the bucket could do: read every file. What they could not do: change one without the next reader
//! of that part being told, for its name is the digest of its content, and the digest stands in the record.

mod bucket;
mod disk;
mod facts;
mod folder;
mod glimpses;
mod hashing;
mod kept;
mod local;
mod media;
mod memory;
mod objects;
mod staging;

pub use bucket::BucketBlobs;
pub use glimpses::GlimpseMaker;
pub use local::LocalBlobs;
pub use media::{by_head, media_type};
pub use memory::MemoryBlobs;
pub use objects::{Objects, Part};
