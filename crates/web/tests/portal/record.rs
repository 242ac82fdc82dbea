//! The record's files as anybody may fetch them, and nothing beside them.

use axum::http::StatusCode;

use crate::visitor::{busy_city, city, get};

#[tokio::test]
async fn checkpoint_policy_and_tiles_come_as_they_lie_in_the_folder() {
    let (world, router, _) = busy_city().await;
    let size = world.app.store().size().await.unwrap();
    for (path, kind) in [
        ("checkpoint".to_owned(), "text/plain; charset=utf-8"),
        ("policy".to_owned(), "text/plain; charset=utf-8"),
        (format!("tile/0/000.p/{size}"), "application/octet-stream"),
        (format!("tile/entries/000.p/{size}"), "application/octet-stream"),
    ] {
        let answer = get(&router, &format!("/record/{path}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert_eq!(answer.bytes, std::fs::read(world.record_dir().join(&path)).unwrap());
        assert_eq!(answer.header("content-type"), kind);
        assert_eq!(answer.header("cache-control"), "no-cache");
    }
}

#[tokio::test]
async fn a_full_tile_may_be_kept_for_ever() {
    let (mut world, router) = city().await;
    world.take_over(300).await;
    world.publish_record().await;
    for path in ["/record/tile/0/000", "/record/tile/entries/000"] {
        let answer = get(&router, path).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert_eq!(answer.header("cache-control"), "public, max-age=31536000, immutable");
    }
}

#[tokio::test]
async fn no_name_leads_out_of_the_folder_or_to_anything_else_in_it() {
    let (world, router, _) = busy_city().await;
    std::fs::write(world.record_dir().join("secret"), "key").unwrap();
    std::fs::write(world.record_dir().parent().unwrap().join("outside"), "key").unwrap();
    for path in [
        "secret",
        "tile/../secret",
        "tile/%2e%2e/secret",
        "tile/..%2f..%2foutside",
        "tile/0/../../secret",
        "tile//0/000",
        "tile/0/0",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000%00",
        "tile/999/000",
        "tile/0/%ff",
        "tile/",
        "tile",
        "tile/0/99999999999999999999",
        "../record/checkpoint",
    ] {
        let answer = get(&router, &format!("/record/{path}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert!(answer.text().contains("没有找到"));
    }
}
