//! What an upload's answers say: the headers of tus 1.0, and what went wrong.

use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::Response;
use zhiheng_app::uploads::{Upload, UploadFault, UploadKind};

use super::{UPLOADS, VERSION};
use crate::problem::Problem;

/// Every answer names the protocol; a client of another version is told which is spoken.
pub(super) async fn tus(mut response: Response) -> Response {
    let refused = response.status() == StatusCode::PRECONDITION_FAILED;
    let headers = response.headers_mut();
    headers.insert("tus-resumable", HeaderValue::from_static(VERSION));
    if refused {
        headers.insert("tus-version", HeaderValue::from_static(VERSION));
    }
    response
}

/// Where an upload is.
pub(super) fn described(upload: &Upload) -> HeaderMap {
    let mut headers = HeaderMap::new();
    say(&mut headers, "upload-offset", &upload.offset.to_string());
    let expires = upload.expires.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
    say(&mut headers, "upload-expires", &expires);
    if let Some(file) = &upload.file {
        say(&mut headers, "zhiheng-digest", &file.digest);
        say(&mut headers, "zhiheng-type", &file.media);
    }
    headers
}

/// What a client that comes back wants to know besides.
pub(super) fn told(upload: &Upload) -> HeaderMap {
    let mut headers = HeaderMap::new();
    say(&mut headers, "upload-length", &upload.length.to_string());
    if !upload.metadata.is_empty() {
        say(&mut headers, "upload-metadata", &upload.metadata);
    }
    match &upload.kind {
        UploadKind::Whole => {}
        UploadKind::Part => say(&mut headers, "upload-concat", "partial"),
        UploadKind::Final(parts) => {
            let parts: Vec<String> = parts.iter().map(|part| format!("{UPLOADS}/{part}")).collect();
            say(&mut headers, "upload-concat", &format!("final;{}", parts.join(" ")));
        }
    }
    headers
}

fn say(headers: &mut HeaderMap, name: &'static str, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(HeaderName::from_static(name), value);
    }
}

/// Why an upload did not go on, on the wire.
pub(super) fn problem(fault: UploadFault) -> Problem {
    use StatusCode as S;
    let detail = fault.to_string();
    match fault {
        UploadFault::TooLarge { .. } => {
            Problem::new(S::PAYLOAD_TOO_LARGE, "upload.too_large", "文件过大", detail)
        }
        UploadFault::Beyond { .. } => {
            Problem::new(S::PAYLOAD_TOO_LARGE, "upload.beyond", "内容过长", detail)
        }
        UploadFault::TooMany { .. } => {
            Problem::new(S::TOO_MANY_REQUESTS, "upload.too_many", "未完成的上传太多", detail)
        }
        UploadFault::Superseded => {
            Problem::new(S::LOCKED, "upload.superseded", "上传已由别的请求接着进行", detail)
        }
        UploadFault::Parts => Problem::wrong_field("upload.parts", "Upload-Concat", detail),
        UploadFault::Closed => Problem::new(S::FORBIDDEN, "upload.closed", "不能再追加", detail),
        UploadFault::Other(error) => error.into(),
    }
}

/// The body did not come to its end (400). What came of it is kept and can be continued.
pub(super) fn broken() -> Problem {
    Problem::unreadable("input.broken", "请求体没有传完；已收到的内容仍在，请查询位置后接着传")
}

/// The check sum is wrong (460, of tus 1.0).
pub(super) fn wrong_checksum() -> Problem {
    let status = StatusCode::from_u16(460).unwrap_or(StatusCode::BAD_REQUEST);
    let detail = "这一段内容与请求头 Upload-Checksum 不符，不算数；请重传这一段";
    Problem::new(status, "upload.checksum", "校验值不符", detail)
}
