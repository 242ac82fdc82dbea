//! Requests taken apart: addresses, filters and bodies, every mistake of which is a [`Problem`] that names what is wrong.

use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, PathRejection, QueryRejection};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::{HeaderMap, StatusCode, header};
use serde_json::{Map, Value};

use crate::problem::Problem;
use crate::strict;

/// Longest idempotency key.
const LONGEST_KEY: usize = 200;

/// Where the public finds this platform: the name by which whoever asks reached it. Anything but a plain name is left out.
pub(crate) fn site(headers: &HeaderMap) -> String {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let plain = |name: &&str| {
        let known = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
        !name.is_empty() && name.len() <= 120 && name.chars().all(known)
    };
    let scheme = match text("x-forwarded-proto") {
        Some("https") => "https",
        _ => "http",
    };
    let host = text(header::HOST.as_str()).filter(plain);
    host.map_or_else(String::new, |host| format!("{scheme}://{host}"))
}

/// Parts of the address.
#[derive(FromRequestParts)]
#[from_request(via(axum::extract::Path), rejection(Problem))]
pub(crate) struct Address<T>(pub(crate) T);

/// Filters behind the question mark, in order, repeated ones included.
#[derive(FromRequestParts)]
#[from_request(via(axum::extract::Query), rejection(Problem))]
pub(crate) struct Filters<T = Vec<(String, String)>>(pub(crate) T);

/// A body that can be made of a JSON object.
pub(crate) trait Shape: Sized {
    /// Takes the object apart.
    fn read(object: &mut Fields) -> Result<Self, Problem>;
}

/// A JSON body of a known shape.
pub(crate) struct Body<T>(pub(crate) T);

/// A JSON object that is being taken apart; what is left at the end is unknown.
pub(crate) struct Fields(Map<String, Value>);

impl<T: Shape, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let json = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .is_some_and(|value| {
                value
                    .split(';')
                    .next()
                    .unwrap_or_default()
                    .trim()
                    .eq_ignore_ascii_case("application/json")
            });
        if !json {
            return Err(Problem::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "input.media",
                "请求体的类型不对",
                "请求体应是 JSON，请求头 Content-Type 应是 application/json",
            ));
        }
        let bytes = Bytes::from_request(request, state).await?;
        let value = strict::parse(&bytes).map_err(|fault| {
            let code = match fault {
                strict::Fault::Syntax { .. } => "input.json",
                strict::Fault::Duplicate(_) => "input.repeated",
                strict::Fault::Nul => "input.control",
                strict::Fault::Deep => "input.deep",
                strict::Fault::Wide => "input.wide",
            };
            Problem::unreadable(code, fault.to_string())
        })?;
        let Value::Object(object) = value else {
            return Err(Problem::unreadable("input.object", "请求体应是一个 JSON 对象"));
        };
        let mut fields = Fields(object);
        let read = T::read(&mut fields)?;
        match fields.0.keys().next() {
            None => Ok(Self(read)),
            Some(name) => {
                let name: String = name.chars().filter(|c| !c.is_control()).take(40).collect();
                let detail = format!("请求体中没有“{name}”这一项");
                Err(Problem::wrong_field("input.unknown", &name, detail))
            }
        }
    }
}

impl Fields {
    /// A text that must be there.
    pub(crate) fn text(&mut self, name: &str) -> Result<String, Problem> {
        match self.0.remove(name) {
            Some(Value::String(text)) => Ok(text),
            None | Some(Value::Null) => Err(required(name)),
            Some(_) => Err(Problem::wrong_field("input.text", name, format!("“{name}”应是文字"))),
        }
    }

    /// A text, if it is there.
    pub(crate) fn text_if(&mut self, name: &str) -> Result<Option<String>, Problem> {
        if self.has(name) {
            return self.text(name).map(Some);
        }
        self.0.remove(name);
        Ok(None)
    }

    /// Texts that must be there, at least one.
    pub(crate) fn texts(&mut self, name: &str) -> Result<Vec<String>, Problem> {
        let wrong = || {
            let detail = format!("“{name}”应是文字的列表，至少一项");
            Problem::wrong_field("input.list", name, detail)
        };
        match self.0.remove(name) {
            Some(Value::Array(items)) if !items.is_empty() => items
                .into_iter()
                .map(|item| match item {
                    Value::String(text) => Ok(text),
                    _ => Err(wrong()),
                })
                .collect(),
            None | Some(Value::Null) => Err(required(name)),
            Some(_) => Err(wrong()),
        }
    }

    /// An object that must be there.
    pub(crate) fn object(&mut self, name: &str) -> Result<Map<String, Value>, Problem> {
        match self.0.remove(name) {
            Some(Value::Object(object)) => Ok(object),
            None | Some(Value::Null) => Err(required(name)),
            Some(_) => {
                Err(Problem::wrong_field("input.object", name, format!("“{name}”应是一个对象")))
            }
        }
    }

    /// A list that must be there.
    pub(crate) fn list(&mut self, name: &str) -> Result<Vec<Value>, Problem> {
        match self.0.remove(name) {
            Some(Value::Array(items)) => Ok(items),
            None | Some(Value::Null) => Err(required(name)),
            Some(_) => {
                Err(Problem::wrong_field("input.list", name, format!("“{name}”应是一个列表")))
            }
        }
    }

    /// Whether there is such a thing.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.get(name).is_some_and(|value| !value.is_null())
    }

    /// A yes or no that must be there.
    pub(crate) fn flag(&mut self, name: &str) -> Result<bool, Problem> {
        match self.0.remove(name) {
            Some(Value::Bool(yes)) => Ok(yes),
            None | Some(Value::Null) => Err(required(name)),
            Some(_) => Err(Problem::wrong_field("input.bool", name, format!("“{name}”应是真或假"))),
        }
    }

    /// A number from 0, if it is there.
    pub(crate) fn number(&mut self, name: &str) -> Result<Option<u64>, Problem> {
        match self.0.remove(name) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => value.as_u64().map(Some).ok_or_else(|| {
                let detail = format!("“{name}”应是不小于 0 的整数");
                Problem::wrong_field("input.integer", name, detail)
            }),
        }
    }
}

fn required(name: &str) -> Problem {
    Problem::wrong_field("input.required", name, format!("请求体缺少“{name}”"))
}

/// The client's idempotency key.
///
/// # Errors
/// It is empty, too long, or holds characters that cannot be shown.
pub(crate) fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let Some(value) = headers.get("idempotency-key") else { return Ok(None) };
    value
        .to_str()
        .ok()
        .map(str::trim)
        .filter(|key| !key.is_empty() && key.len() <= LONGEST_KEY)
        .map(|key| Some(key.to_owned()))
        .ok_or_else(|| {
            let detail = format!("请求头 Idempotency-Key 应是 1 至 {LONGEST_KEY} 个可见字符");
            Problem::wrong_field("input.key", "Idempotency-Key", detail)
        })
}

impl From<PathRejection> for Problem {
    fn from(_: PathRejection) -> Self {
        Self::unreadable("input.address", "地址中有一段看不懂，请核对")
    }
}

impl From<QueryRejection> for Problem {
    fn from(_: QueryRejection) -> Self {
        Self::unreadable("input.query", "地址中问号以后的条件看不懂，请核对")
    }
}

impl From<BytesRejection> for Problem {
    fn from(rejection: BytesRejection) -> Self {
        if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
            let detail = "请求体过大：办理的内容不超过 2 MB，文件不超过 64 MB";
            return Self::new(StatusCode::PAYLOAD_TOO_LARGE, "input.too_large", "请求过大", detail);
        }
        Self::unreadable("input.broken", "请求体没有传完")
    }
}
