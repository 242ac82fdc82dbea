//! Serves the portal over a small invented city, to be looked at in a browser: `cargo run -p zhiheng-web --example portal`.
//! The address may be given as the first argument.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "an example for people"
)]

#[path = "../tests/portal/world.rs"]
mod world;

use std::net::SocketAddr;
use std::sync::Arc;

#[tokio::main]
async fn main() {
    let address = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8089".to_owned());
    let mut city =
        world::World::new(Arc::new(zhiheng_store::SqliteStore::temporary().unwrap())).await;
    city.take_over(160).await;
    city.officer("k1", "示例乙", "晋长 001", "2027-12-31").await;
    let first = city.decide(world::penalty(12), "not for the public").await;
    let second = city.decide(world::penalty(13), "not for the public").await;
    city.withdraw(&second, "行政复议决定撤销原处罚决定").await;
    let (number, code) = city.petition().await;
    city.publish_record().await;
    city.clock.at("2026-11-23T09:05");
    println!(
        "http://{address}/decisions/{first}\nhttp://{address}/decisions/{second}\n{number} {code}"
    );
    let router = zhiheng_web::portal::router(city.app.clone(), city.record_dir(), None);
    let listener = tokio::net::TcpListener::bind(&address).await.unwrap();
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service).await.unwrap();
}
