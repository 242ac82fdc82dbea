//! The console's files.

use zhiheng_app::uploads::{UploadRules, Uploads};
use zhiheng_evidence::GlimpseMaker;
use zhiheng_web::{ConsoleAssets, Metrics, Server, router};

use crate::client::Client;
use crate::world::World;

#[tokio::test]
async fn every_address_of_the_console_gives_its_one_page() {
    let world = World::new().await;
    for address in ["/console", "/console/", "/console/matters/abc", "/console/review?x=1"] {
        let answer = world.anonymous().get(address).await;
        assert_eq!(answer.status, 200, "{address}");
        assert!(answer.text().contains("<title>console</title>"));
        assert_eq!(answer.header("cache-control"), "no-cache", "a new build is seen at once");
    }
}

#[tokio::test]
async fn a_named_part_is_kept_for_ever_compressed_and_not_sent_twice() {
    let world = World::new().await;
    let address = "/console/assets/index-abc123.js";
    let answer = world.anonymous().get(address).await;
    assert_eq!(answer.header("content-type"), "text/javascript; charset=utf-8");
    assert_eq!(answer.header("cache-control"), "public, max-age=31536000, immutable");
    let again = world.anonymous().with("if-none-match", answer.header("etag")).get(address).await;
    assert_eq!((again.status, again.body.len()), (304, 0));
    for coding in ["br", "gzip"] {
        let small = world.anonymous().with("accept-encoding", coding).get(address).await;
        assert_eq!(small.header("content-encoding"), coding);
        assert!(small.body.len() < answer.body.len() / 4);
    }
}

#[tokio::test]
async fn a_part_of_an_older_build_is_missing_and_not_replaced_by_a_page() {
    let world = World::new().await;
    for address in ["/console/assets/old-000.js", "/console/assets/..%2f..%2fCargo.toml"] {
        assert_eq!(world.anonymous().get(address).await.status, 404, "{address}");
    }
}

#[tokio::test]
async fn a_server_without_a_console_says_how_to_build_one() {
    let world = World::new().await;
    let bare = router(Server {
        app: world.app.clone(),
        record_dir: std::path::PathBuf::from("nowhere"),
        console: ConsoleAssets::default(),
        sessions: zhiheng_app::session::SessionRules::default(),
        uploads: std::sync::Arc::new(Uploads::new(world.app.clone(), UploadRules::default())),
        metrics: std::sync::Arc::new(Metrics::default()),
        press: std::sync::Arc::new(crate::press::Proof),
        twin: std::sync::Arc::new(crate::twin::Reader),
        glimpses: std::sync::Arc::new(GlimpseMaker::new(world.blobs.clone(), None)),
    });
    let answer = Client::new(bare, None).get("/console/").await;
    assert_eq!(answer.status, 503);
    assert!(answer.text().contains("make build"));
}
