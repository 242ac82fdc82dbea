//! The API document: what each operation is, what it answers, and who may ask.

use axum::Router;
use axum::body::Bytes;
use axum::http::header;
use axum::routing::get;
use utoipa::openapi::extensions::ExtensionsBuilder;
use utoipa::openapi::path::{HttpMethod, Operation, PathItem};
use utoipa::openapi::security::{
    ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme,
};
use utoipa::openapi::{ComponentsBuilder, InfoBuilder, OpenApi};
use utoipa::{PartialSchema, ToSchema};
use zhiheng_domain::Power;

use crate::api::{ACCESS, Access};
use crate::problem::Said;
use crate::server::Api;

/// Completes the document: title, security, who may ask, and paths as clients see them.
pub(crate) fn finish(mut document: OpenApi) -> OpenApi {
    document.info = InfoBuilder::new()
        .title("执衡")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(
            "没有“修改”的接口：要让事项往前走，就作出行为。拒绝以 application/problem+json 返回，\
             code 稳定不变，article 是条文，reasons 列出全部理由。",
        ))
        .build();
    let mut components =
        document.components.take().unwrap_or_else(|| ComponentsBuilder::new().build());
    let mut schemas = vec![(Said::name().into_owned(), Said::schema())];
    Said::schemas(&mut schemas);
    components.schemas.extend(schemas);
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
    components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
    let cookie = ApiKey::Cookie(ApiKeyValue::new("zhiheng_session"));
    components.add_security_scheme("cookie", SecurityScheme::ApiKey(cookie));
    document.components = Some(components);
    let paths = std::mem::take(&mut document.paths.paths);
    for (path, mut item) in paths {
        for (method, operation) in operations(&mut item) {
            let access = ACCESS.iter().find(|(held, at, _)| *held == method && *at == path);
            annotate(operation, access.map(|(.., access)| *access));
            operation.operation_id = Some(name_of(method, &path));
        }
        document.paths.paths.insert(format!("/api{path}"), item);
    }
    let mut own = own_operation();
    annotate(&mut own, Some(Access::Anyone));
    let item = PathItem::from_http_methods([HttpMethod::Get], own);
    document.paths.paths.insert("/api/openapi.json".to_owned(), item);
    document
}

/// Serves the document, written once.
pub(crate) fn router(document: &OpenApi) -> Router<Api> {
    let text: Bytes = document.to_json().unwrap_or_default().into();
    let answer = move || async move { ([(header::CONTENT_TYPE, "application/json")], text) };
    Router::new().route("/openapi.json", get(answer))
}

fn own_operation() -> Operation {
    let mut operation = Operation::new();
    operation.summary = Some("接口的定义".to_owned());
    operation.tags = Some(vec!["法律".to_owned()]);
    operation.operation_id = Some("document".to_owned());
    operation.responses = utoipa::openapi::Responses::builder()
        .response("200", utoipa::openapi::Response::new("OpenAPI 文档"))
        .build();
    operation
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = (&'static str, &mut Operation)> {
    let PathItem { get, post, delete, options, head, patch, .. } = item;
    let held = [
        ("get", get),
        ("post", post),
        ("delete", delete),
        ("options", options),
        ("head", head),
        ("patch", patch),
    ];
    held.into_iter().filter_map(|(method, operation)| Some((method, operation.as_mut()?)))
}

/// A name for client programs: the method and the words of the address.
fn name_of(method: &str, path: &str) -> String {
    let words = path.split(['/', '{', '}', '.', '-']).filter(|word| !word.is_empty());
    words.fold(method.to_owned(), |name, word| format!("{name}_{word}"))
}

fn annotate(operation: &mut Operation, access: Option<Access>) {
    let ids = |powers: &[Power]| powers.iter().map(|power| power.id()).collect::<Vec<_>>();
    let who = match access {
        Some(Access::Anyone) => serde_json::json!({ "anyone": true }),
        Some(Access::SignedIn) => serde_json::json!({ "signed_in": true }),
        Some(Access::Power(powers)) => serde_json::json!({ "any": ids(powers) }),
        Some(Access::All(powers)) => serde_json::json!({ "all": ids(powers) }),
        None => serde_json::Value::Null,
    };
    operation.extensions = Some(ExtensionsBuilder::new().add("x-authority", who).build());
    if access != Some(Access::Anyone) {
        let scopes: [&str; 0] = [];
        operation.security = Some(vec![
            SecurityRequirement::new("bearer", scopes),
            SecurityRequirement::new("cookie", scopes),
        ]);
    }
}
