//! Every way in which a visitor gets no answer, as a page that says what is wrong and how to go on; and as problem JSON for
//! the one address that programs ask.

use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use zhiheng_app::Error;
use zhiheng_app::public::ProofFault;

use super::face::{Face, Keep, page};

/// Why there is no page.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) status: StatusCode,
    /// Stable code.
    pub(super) code: &'static str,
    pub(super) title: &'static str,
    pub(super) detail: String,
    /// Seconds after which asking again makes sense.
    pub(super) retry: Option<u64>,
}

#[derive(Template)]
#[template(path = "portal/failure.html")]
struct FailurePage<'p> {
    face: &'p Face,
    failure: &'p Failure,
}

impl Failure {
    pub(super) fn missing(what: &str) -> Self {
        Self {
            status: StatusCode::NOT_FOUND,
            code: "portal.missing",
            title: "没有找到",
            detail: format!("没有找到{what}。地址可能输错了，或者内容已经移走。"),
            retry: None,
        }
    }

    pub(super) fn bad_request(detail: impl Into<String>) -> Self {
        Self {
            status: StatusCode::BAD_REQUEST,
            code: "portal.request",
            title: "请求无法理解",
            detail: detail.into(),
            retry: None,
        }
    }

    /// Too many questions from one address.
    pub(super) fn often(title: &'static str, most: u32, seconds: u64) -> Self {
        Self {
            status: StatusCode::TOO_MANY_REQUESTS,
            code: "portal.often",
            title,
            detail: format!("每分钟最多 {most} 次，请 {seconds} 秒后再试。"),
            retry: Some(seconds),
        }
    }

    /// A copy that was withdrawn or whose time is over is no longer handed out (处罚法48).
    pub(super) fn withdrawn() -> Self {
        Self {
            status: StatusCode::GONE,
            code: "portal.withdrawn",
            title: "公开副本已撤下",
            detail: "这份决定已经撤回或者公示期已满，不再提供公开副本和证明。".to_owned(),
            retry: None,
        }
    }

    fn unavailable(detail: &str) -> Self {
        Self {
            status: StatusCode::SERVICE_UNAVAILABLE,
            code: "portal.unavailable",
            title: "暂时无法查询",
            detail: detail.to_owned(),
            retry: Some(5),
        }
    }

    fn internal() -> Self {
        Self {
            status: StatusCode::INTERNAL_SERVER_ERROR,
            code: "portal.internal",
            title: "网站出了问题",
            detail: "这不是您的操作造成的。问题已经记录，请稍后再试。".to_owned(),
            retry: None,
        }
    }

    /// The page of this failure.
    pub(super) fn page(&self, face: &Face) -> Response {
        let mut response =
            page(face, self.status, Keep::Never, &FailurePage { face, failure: self });
        self.ask_later(&mut response);
        response
    }

    /// This failure for programs (RFC 9457).
    pub(super) fn problem(&self) -> Response {
        let body = serde_json::json!({
            "type": "about:blank",
            "title": self.title,
            "status": self.status.as_u16(),
            "code": self.code,
            "detail": self.detail,
            "article": null,
            "field": null,
            "reasons": [],
        });
        let mut response = (self.status, body.to_string()).into_response();
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json; charset=utf-8"),
        );
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        self.ask_later(&mut response);
        response
    }

    fn ask_later(&self, response: &mut Response) {
        if let Some(seconds) = self.retry {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::Missing { what } => Self::missing(&what),
            // The certificate's number and no more, whoever asks.
            Error::Destroyed { said, .. } => Self {
                status: StatusCode::GONE,
                code: "portal.destroyed",
                title: "案卷已依法销毁",
                detail: format!("{said}。"),
                retry: None,
            },
            Error::Input(reasons) => {
                let all: Vec<String> = reasons.into_iter().map(|reason| reason.message).collect();
                Self::bad_request(all.join("；"))
            }
            Error::Blob(zhiheng_app::ports::BlobError::Unavailable(_)) => {
                Self::unavailable("文件暂时读不到，请稍后再试。")
            }
            Error::Store(fault) => {
                tracing::error!(error = %fault, "the store did not answer the portal");
                Self::unavailable("数据暂时读不到，请稍后再试。")
            }
            other => {
                tracing::error!(error = %other, "the portal failed");
                Self::internal()
            }
        }
    }
}

impl From<ProofFault> for Failure {
    fn from(fault: ProofFault) -> Self {
        match fault {
            ProofFault::NotCovered { .. } => Self {
                status: StatusCode::SERVICE_UNAVAILABLE,
                code: "record.not_covered",
                title: "证明尚未就绪",
                detail: format!("{fault}。"),
                retry: Some(2),
            },
            ProofFault::Record(reason) => {
                tracing::error!(%reason, "no proof could be built");
                Self::internal()
            }
            ProofFault::Event(error) => error.into(),
        }
    }
}

/// The answer of a handler, its failure drawn with the page's own face.
pub(super) fn settle(face: &Face, result: Result<Response, Failure>) -> Response {
    result.unwrap_or_else(|failure| failure.page(face))
}

/// Every address that is none.
pub(super) async fn not_found(face: Face) -> Response {
    Failure::missing("这个页面").page(&face)
}

/// An address that is right, asked in a way that is not.
pub(super) async fn wrong_method(face: Face) -> Response {
    Failure {
        status: StatusCode::METHOD_NOT_ALLOWED,
        code: "portal.method",
        title: "不支持这种请求",
        detail: "这个地址只能打开查看，不能这样提交。".to_owned(),
        retry: None,
    }
    .page(&face)
}
