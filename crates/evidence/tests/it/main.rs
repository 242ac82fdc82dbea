//! What a store of files promises, asked of the folder and of memory.

#[cfg(test)]
mod facts;
#[cfg(test)]
mod glimpses;
#[cfg(test)]
mod local;
#[cfg(test)]
#[path = "../suite/mod.rs"]
mod suite;
#[cfg(test)]
mod types;

#[cfg(test)]
fn stores(suite: zhiheng_record::Suite) -> Vec<suite::Store> {
    use std::sync::Arc;
    use zhiheng_app::ports::Blobs;
    use zhiheng_evidence::{LocalBlobs, MemoryBlobs};
    let (folder, nothing) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let path = folder.path().to_owned();
    let open = move || Arc::new(LocalBlobs::open(&path, suite).unwrap()) as Arc<dyn Blobs>;
    let local = suite::Store {
        blobs: open(),
        open: Some(Box::new(open)),
        folder: Some(folder.path().to_owned()),
        _keeper: folder,
    };
    let memory = suite::Store {
        blobs: Arc::new(MemoryBlobs::new(suite)),
        open: None,
        folder: None,
        _keeper: nothing,
    };
    vec![local, memory]
}
