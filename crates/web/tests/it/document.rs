//! The API document says everything there is, in Chinese, and nothing that is not.

use std::collections::BTreeSet;

use axum::http::Method;
use serde_json::Value;
use zhiheng_web::ACCESS;

use crate::world::World;

fn chinese(text: &Value) -> bool {
    text.as_str().is_some_and(|text| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)))
}

fn operations(document: &Value) -> Vec<(String, String, Value)> {
    document["paths"]
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(path, item)| {
            item.as_object()
                .unwrap()
                .iter()
                .map(move |(method, operation)| (method.clone(), path.clone(), operation.clone()))
        })
        .collect()
}

#[tokio::test]
async fn the_document_and_the_matrix_name_the_same_operations() {
    let world = World::new().await;
    let document = world.anonymous().get("/api/openapi.json").await.json();
    let said: BTreeSet<(String, String)> =
        operations(&document).into_iter().map(|(method, path, _)| (method, path)).collect();
    let held: BTreeSet<(String, String)> = ACCESS
        .iter()
        .map(|(method, path, _)| ((*method).to_owned(), format!("/api{path}")))
        .collect();
    assert_eq!(said, held);
}

#[tokio::test]
async fn every_operation_is_told_in_chinese_with_its_problems_and_who_may_ask() {
    let world = World::new().await;
    let document = world.anonymous().get("/api/openapi.json").await.json();
    let mut ids = BTreeSet::new();
    for (method, path, operation) in operations(&document) {
        let name = format!("{method} {path}");
        assert!(chinese(&operation["summary"]), "{name}");
        assert!(chinese(&operation["tags"][0]), "{name}");
        assert!(operation["x-authority"].is_object(), "{name}");
        assert!(
            ids.insert(operation["operationId"].as_str().unwrap().to_owned()),
            "{name}: the id is taken"
        );
        for parameter in operation["parameters"].as_array().unwrap_or(&Vec::new()) {
            assert!(chinese(&parameter["description"]), "{name}: {parameter}");
        }
        for part in path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')) {
            let said = operation["parameters"]
                .as_array()
                .unwrap()
                .iter()
                .any(|parameter| parameter["name"] == part);
            assert!(said, "{name}: {part}");
        }
        for (status, response) in operation["responses"].as_object().unwrap() {
            assert!(
                response["description"].as_str().is_some_and(|text| !text.is_empty()),
                "{name} {status}"
            );
        }
        if path != "/api/openapi.json" {
            for status in ["400", "401", "403", "404", "503"] {
                let schema = &operation["responses"][status]["content"]["application/problem+json"]
                    ["schema"]["$ref"];
                assert_eq!(schema, "#/components/schemas/Problem", "{name} {status}");
            }
        }
    }
}

#[tokio::test]
async fn every_shape_that_is_referred_to_is_described() {
    let world = World::new().await;
    let text = world.anonymous().get("/api/openapi.json").await.text();
    let document: Value = serde_json::from_str(&text).unwrap();
    let schemas = document["components"]["schemas"].as_object().unwrap();
    for reference in text.split("#/components/schemas/").skip(1) {
        let name = reference.split('"').next().unwrap();
        assert!(schemas.contains_key(name), "{name} is not described");
    }
}

#[tokio::test]
async fn every_operation_in_the_document_answers_and_no_other_method_does() {
    let world = World::new().await;
    let document = world.anonymous().get("/api/openapi.json").await.json();
    for (path, item) in document["paths"].as_object().unwrap() {
        let address: String = path
            .split('/')
            .map(|part| if part.starts_with('{') { "0" } else { part })
            .collect::<Vec<_>>()
            .join("/");
        for method in ["get", "post", "put", "patch", "delete"] {
            let asked = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
            let answer = world.anonymous().send(asked, &address, None, Vec::new()).await;
            assert_eq!(
                answer.status == 405,
                item.get(method).is_none(),
                "{method} {address}: {}",
                answer.text()
            );
            assert_ne!(answer.status, 404, "{method} {address} is there for somebody");
        }
    }
}
