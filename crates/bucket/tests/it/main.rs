//! A bucket keeps what every store of files promises, and what it does when the other side fails.

#[cfg(test)]
mod faults;
#[cfg(test)]
mod server;
#[cfg(test)]
#[path = "../../../evidence/tests/suite/mod.rs"]
mod suite;

#[cfg(test)]
fn stores(suite: zhiheng_record::Suite) -> Vec<suite::Store> {
    use std::sync::{Arc, LazyLock};
    use zhiheng_app::ports::Blobs;

    // One server for the whole run; each store has a folder of the bucket to itself.
    static SERVER: LazyLock<(server::Server, tempfile::TempDir)> = LazyLock::new(|| {
        let root = tempfile::tempdir().unwrap();
        (server::Server::over(root.path()), root)
    });
    let here = tempfile::tempdir().unwrap();
    let prefix = here.path().file_name().unwrap().to_string_lossy().replace('.', "");
    let (path, url) = (here.path().to_owned(), SERVER.0.url(&prefix));
    let open = move || -> Arc<dyn Blobs> { Arc::new(faults::opened(&url, &path, suite)) };
    vec![suite::Store {
        blobs: open(),
        open: Some(Box::new(open)),
        folder: Some(SERVER.0.folder(&prefix)),
        _keeper: here,
    }]
}
