//! The one place where a failure becomes an answer: status, stable code, words in Chinese, article and field.
//!
//! What this is not: the judging of anything. An [`Error`] arrives finished from a use case; here it only takes its form on the wire.

use std::collections::BTreeMap;

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::{ContentBuilder, Ref, RefOr, ResponseBuilder, response};
use zhiheng_app::Error;
use zhiheng_app::error::Reason;
use zhiheng_app::ports::{BlobError, PressError, StoreError};

/// Seconds after which a client may ask again when something was not available.
const AGAIN: u16 = 2;

/// Why a request was not met (RFC 9457), with what is missing in our own fields.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(transparent)]
pub struct Problem(Box<Said>);

/// What a problem says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Problem)]
pub(crate) struct Said {
    /// Always `about:blank`: the code says which problem it is.
    #[serde(rename = "type")]
    kind: &'static str,
    /// In a few words.
    title: String,
    /// HTTP status.
    status: u16,
    /// Stable code, for example `gate.review_cleared`.
    code: String,
    /// What, why, and what next.
    detail: String,
    /// Article that refuses.
    article: Option<String>,
    /// Field that it is about.
    field: Option<String>,
    /// Every reason, the weightiest first.
    reasons: Vec<Reason>,
    /// Version of the matter now, where somebody else was faster.
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<u64>,
    #[serde(skip)]
    #[schema(ignore)]
    again: bool,
}

/// Code of the problem that a response carries; put beside it for logs and metrics.
#[derive(Debug, Clone)]
pub(crate) struct Code(pub(crate) String);

impl Problem {
    /// A problem with one reason, which is its detail.
    pub(crate) fn new(
        status: StatusCode,
        code: &str,
        title: &str,
        detail: impl Into<String>,
    ) -> Self {
        Self(Box::new(Said {
            kind: "about:blank",
            title: title.to_owned(),
            status: status.as_u16(),
            code: code.to_owned(),
            detail: detail.into(),
            article: None,
            field: None,
            reasons: Vec::new(),
            version: None,
            again: false,
        }))
    }

    /// A request that cannot be read (400).
    pub(crate) fn unreadable(code: &str, detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, "请求看不懂", detail)
    }

    /// A request with a wrong field (400).
    pub(crate) fn wrong_field(code: &str, field: &str, detail: impl Into<String>) -> Self {
        let mut problem = Self::unreadable(code, detail);
        problem.0.field = Some(field.to_owned());
        problem
    }

    /// There is no such address (404).
    pub(crate) fn no_such_address() -> Self {
        let detail = "没有这个地址；接口的全部地址见 /api/openapi.json";
        Self::new(StatusCode::NOT_FOUND, "not_found", "没有这个地址", detail)
    }

    /// The address does not take the method (405).
    pub(crate) fn wrong_method() -> Self {
        let detail = "这个地址不接受这种请求方法；可用的方法见响应头 Allow";
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "method.not_allowed", "请求方法不对", detail)
    }

    /// Something that cannot be (500). What it was is in the log alone.
    pub(crate) fn internal() -> Self {
        let detail = "系统内部出错，没有写入任何内容；请把请求编号告诉系统管理员";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "系统内部出错", detail)
    }

    /// The same problem for something that stood in an address and not in a form: 400 in place of 422.
    pub(crate) fn of_address(error: Error) -> Self {
        let address = matches!(error, Error::Input(_));
        let mut problem = Self::from(error);
        if address {
            problem.0.status = StatusCode::BAD_REQUEST.as_u16();
            "地址中的条件不对".clone_into(&mut problem.0.title);
        }
        problem
    }

    /// Worth asking again shortly.
    #[must_use]
    pub(crate) fn again(mut self) -> Self {
        self.0.again = true;
        self
    }

    fn of_reasons(title: &str, reasons: Vec<Reason>) -> Self {
        let first = reasons.first().cloned();
        let rest = reasons.len().saturating_sub(1);
        let detail = first.as_ref().map(|reason| match rest {
            0 => reason.message.clone(),
            _ => format!("{}（另有 {rest} 项，见 reasons）", reason.message),
        });
        let code = first.as_ref().map_or("refused", |reason| reason.code.as_str()).to_owned();
        let mut problem =
            Self::new(StatusCode::UNPROCESSABLE_ENTITY, &code, title, detail.unwrap_or_default());
        problem.0.article = first.as_ref().and_then(|reason| reason.article.clone());
        problem.0.field = first.and_then(|reason| reason.field);
        problem.0.reasons = reasons;
        problem
    }

    pub(crate) fn unavailable(code: &str, detail: &str) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, code, "暂时不能办理", detail).again()
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        use StatusCode as S;
        match error {
            Error::Refused(reasons) => {
                let unreviewed =
                    reasons.first().is_some_and(|reason| reason.code == "gate.review_cleared");
                let title = if unreviewed {
                    "重大执法决定未经法制审核"
                } else {
                    "现在不能作出这一行为"
                };
                Self::of_reasons(title, reasons)
            }
            Error::Input(reasons) => Self::of_reasons("填写有误", reasons),
            Error::Denied(message) => {
                Self::new(S::FORBIDDEN, "authority.denied", "没有这一权限", message)
            }
            Error::Unauthenticated { code, message } => {
                Self::new(S::UNAUTHORIZED, code, "没有登录", message)
            }
            Error::Locked { message } => {
                Self::new(S::LOCKED, "session.locked", "账号已锁定", message)
            }
            Error::Missing { what } => {
                let detail = format!("没有{what}，或者不在您的查看范围内");
                Self::new(S::NOT_FOUND, "not_found", "没有找到", detail)
            }
            Error::Destroyed { said, .. } => {
                Self::new(S::GONE, "matter.destroyed", "案卷已依法销毁", format!("{said}。"))
            }
            Error::Conflict { now } => {
                let detail = format!("别人先办理了，现在是第 {now} 版；请看过新的内容再提交");
                let mut problem =
                    Self::new(S::CONFLICT, "conflict.version", "内容已有变化", detail);
                problem.0.version = Some(now);
                problem
            }
            Error::KeyReused => {
                let detail = "同一个 Idempotency-Key 已用于内容不同的请求；内容变了，请换一个键";
                Self::new(S::CONFLICT, "idempotency.reused", "键已用过", detail)
            }
            Error::Duplicate { what } => {
                Self::new(S::CONFLICT, "conflict.duplicate", "已经存在", what)
            }
            Error::Blob(fault) => Self::of_blob(&fault),
            Error::Press(fault) => fault.into(),
            Error::Store(fault) => Self::of_store(&fault),
            Error::Unknown(reason) => {
                tracing::error!(target: "zhiheng::store", %reason, "outcome unknown");
                let detail =
                    "不能确定是否已经写入；请用同一个 Idempotency-Key 再提交一次，已写入的不会重复";
                Self::unavailable("store.unknown", detail)
            }
            Error::Internal(reason) => {
                tracing::error!(target: "zhiheng::internal", %reason, "internal error");
                Self::internal()
            }
        }
    }
}

impl Problem {
    fn of_store(fault: &StoreError) -> Self {
        match fault {
            StoreError::Unavailable(reason) => {
                tracing::error!(target: "zhiheng::store", %reason, "store unavailable");
                let detail = "数据暂时读写不了，没有写入任何内容；请稍后再试";
                Self::unavailable("store.unavailable", detail)
            }
            StoreError::Input(reason) => Self::unreadable(
                "input.refused",
                format!("请求中有不能保存或者查找的内容：{reason}"),
            ),
            StoreError::Corrupt { table, row, reason } => {
                tracing::error!(target: "zhiheng::store", table, row, reason, "stored row is corrupt");
                Self::internal()
            }
        }
    }

    fn of_blob(fault: &BlobError) -> Self {
        match fault {
            BlobError::Type { .. } => Self::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "blob.type",
                "不接收这种文件",
                fault.to_string(),
            ),
            BlobError::Corrupt { digest, bytes } => {
                tracing::error!(target: "zhiheng::blobs", digest, ?bytes, "file does not match its digest");
                let detail = match bytes {
                    Some(bytes) => format!(
                        "文件第 {} 至 {} 字节的内容与登记的摘要不符，这一段不能提供；请报告系统管理员核验",
                        bytes.start,
                        bytes.end.saturating_sub(1)
                    ),
                    None => "文件的内容与登记的摘要不符，不能提供；请报告系统管理员核验".to_owned(),
                };
                Self::new(StatusCode::CONFLICT, "blob.corrupt", "文件已损坏", detail)
            }
            BlobError::NoUpload => {
                Self::new(StatusCode::NOT_FOUND, "upload.missing", "没有找到", fault.to_string())
            }
            BlobError::Offset { .. } => Self::new(
                StatusCode::CONFLICT,
                "upload.offset",
                "上传的位置不对",
                fault.to_string(),
            ),
            BlobError::Unavailable(reason) => {
                tracing::error!(target: "zhiheng::blobs", %reason, "file store unavailable");
                Self::unavailable("blob.unavailable", "文件暂时读写不了；请稍后再试")
            }
        }
    }
}

impl From<PressError> for Problem {
    fn from(fault: PressError) -> Self {
        match fault {
            PressError::Layout(reason) => {
                tracing::error!(target: "zhiheng::papers", %reason, "layout does not hold");
                Self::internal()
            }
            PressError::FontMissing { .. }
            | PressError::Signature(_)
            | PressError::Unbindable(_) => Self::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                fault.code(),
                "文书不能打印",
                fault.to_string(),
            ),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status =
            StatusCode::from_u16(self.0.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let (code, again) = (Code(self.0.code.clone()), self.0.again);
        let mut response = (status, Json(self)).into_response();
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json; charset=utf-8"),
        );
        if again {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(AGAIN));
        }
        response.extensions_mut().insert(code);
        response
    }
}

/// The problems that any operation may answer with, for the API document.
pub(crate) struct Problems;

impl utoipa::IntoResponses for Problems {
    fn responses() -> BTreeMap<String, RefOr<response::Response>> {
        const MEANINGS: [(&str, &str); 12] = [
            ("400", "请求看不懂：格式、类型、地址中的条件不对"),
            ("401", "没有登录，或者登录已过期"),
            ("403", "没有这一权限"),
            ("404", "没有，或者不在查看范围内"),
            ("409", "别人先办理了，或者键已用于别的请求"),
            ("413", "请求过大"),
            ("414", "地址过长"),
            ("415", "不接收这种类型的内容"),
            ("422", "填写有误，或者法律不许：reasons 列出全部理由"),
            ("423", "账号已锁定"),
            ("500", "系统内部出错"),
            ("503", "暂时不能办理，没有写入；按 Retry-After 再试"),
        ];
        MEANINGS
            .into_iter()
            .map(|(status, meaning)| {
                let content =
                    ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
                let response = ResponseBuilder::new()
                    .description(meaning)
                    .content("application/problem+json", content)
                    .build();
                (status.to_owned(), RefOr::T(response))
            })
            .collect()
    }
}
