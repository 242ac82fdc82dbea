//! Somebody who opens pages.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;
use zhiheng_store::MemoryStore;

use crate::world::World;

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Vec<u8>,
}

impl Answer {
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.bytes.clone()).unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> String {
        self.headers.get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
    }
}

/// An empty city and its portal.
pub(crate) async fn city() -> (World, Router) {
    let world = World::new(Arc::new(MemoryStore::new())).await;
    let router = zhiheng_web::portal::router(world.app.clone(), world.record_dir(), None);
    (world, router)
}

/// A city with decisions of its own and of others, all on the published record.
pub(crate) async fn busy_city() -> (World, Router, String) {
    let (mut world, router) = city().await;
    world.take_over(45).await;
    let id = world.decide(crate::world::penalty(12), "内部备注").await;
    world.publish_record().await;
    (world, router, id)
}

pub(crate) async fn get(router: &Router, path: &str) -> Answer {
    send(router, Request::get(path).body(Body::empty()).unwrap()).await
}

pub(crate) async fn get_with(router: &Router, path: &str, name: &str, value: &str) -> Answer {
    send(router, Request::get(path).header(name, value).body(Body::empty()).unwrap()).await
}

pub(crate) async fn post(router: &Router, path: &str, body: impl Into<Body>) -> Answer {
    let request = Request::builder()
        .method(Method::POST)
        .uri(path)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(body.into())
        .unwrap();
    send(router, request).await
}

pub(crate) async fn send(router: &Router, request: Request<Body>) -> Answer {
    let response = router.clone().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let bytes = body.collect().await.unwrap().to_bytes().to_vec();
    Answer { status: parts.status, headers: parts.headers, bytes }
}
