//! The headers of tus 1.0 taken apart; every mistake names the header.

use axum::http::{HeaderMap, StatusCode, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha1::Digest as _;

use super::{UPLOADS, VERSION};
use crate::problem::Problem;

/// Check sums that are understood.
pub(super) const ALGORITHMS: &str = "sha1,sha256,sm3";
/// Longest metadata, in bytes.
const LONGEST_METADATA: usize = 4096;
/// Most parts of one file.
const MOST_PARTS: usize = 1000;

/// What a client says of its file.
pub(super) struct Metadata {
    /// As it came.
    pub(super) text: String,
    name: Option<String>,
}

impl Metadata {
    /// Reads `Upload-Metadata`: keys and base64 values, separated by commas.
    pub(super) fn read(headers: &HeaderMap) -> Result<Self, Problem> {
        let Some(text) = text(headers, "upload-metadata")? else {
            return Ok(Self { text: String::new(), name: None });
        };
        let wrong =
            || wrong("Upload-Metadata", "应是“名称 Base64值”，用逗号隔开，不超过 4096 字节");
        if text.len() > LONGEST_METADATA {
            return Err(wrong());
        }
        let mut name = None;
        for pair in text.split(',').map(str::trim).filter(|pair| !pair.is_empty()) {
            let (key, value) = pair.split_once(' ').unwrap_or((pair, ""));
            let value = STANDARD.decode(value.trim()).map_err(|_| wrong())?;
            if key == "filename" || (key == "name" && name.is_none()) {
                name = Some(String::from_utf8(value).map_err(|_| wrong())?);
            }
        }
        Ok(Self { text: text.to_owned(), name: name.filter(|name| !name.trim().is_empty()) })
    }

    /// Name of the file.
    pub(super) fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }
}

/// `Upload-Concat`.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Concat {
    /// A part of a file.
    Partial,
    /// A file of these uploads.
    Final(Vec<String>),
}

pub(super) fn concat(headers: &HeaderMap) -> Result<Option<Concat>, Problem> {
    let Some(text) = text(headers, "upload-concat")? else { return Ok(None) };
    if text.trim() == "partial" {
        return Ok(Some(Concat::Partial));
    }
    let wrong = || wrong("Upload-Concat", "应是 partial，或 final; 加各段的地址");
    let list = text.trim().strip_prefix("final;").ok_or_else(wrong)?;
    let parts: Option<Vec<String>> = list
        .split_whitespace()
        .map(|address| {
            // With or without the name of the server in front.
            let (_, id) = address.rsplit_once(&format!("{UPLOADS}/"))?;
            Some(id.to_owned())
        })
        .collect();
    let parts = parts.filter(|parts| !parts.is_empty() && parts.len() <= MOST_PARTS);
    parts.map(|parts| Some(Concat::Final(parts))).ok_or_else(wrong)
}

/// Refuses another version of the protocol (412), and a client that names none.
pub(super) fn version(headers: &HeaderMap) -> Result<(), Problem> {
    if text(headers, "tus-resumable")? == Some(VERSION) {
        return Ok(());
    }
    Err(Problem::new(
        StatusCode::PRECONDITION_FAILED,
        "upload.version",
        "协议版本不对",
        "请求头 Tus-Resumable 应是 1.0.0",
    ))
}

pub(super) fn length(headers: &HeaderMap) -> Result<u64, Problem> {
    number(headers, "upload-length", "Upload-Length")
}

pub(super) fn offset(headers: &HeaderMap) -> Result<u64, Problem> {
    number(headers, "upload-offset", "Upload-Offset")
}

/// Whether the body is bytes to append.
pub(super) fn is_offset_stream(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.trim().eq_ignore_ascii_case("application/offset+octet-stream"))
}

/// A check sum that is being made, and what it should be.
pub(super) struct Checksum {
    expected: Vec<u8>,
    hasher: Hasher,
}

enum Hasher {
    Sha1(sha1::Sha1),
    Sha256(sha2::Sha256),
    Sm3(sm3::Sm3),
}

impl Checksum {
    pub(super) fn update(&mut self, bytes: &[u8]) {
        match &mut self.hasher {
            Hasher::Sha1(hasher) => hasher.update(bytes),
            Hasher::Sha256(hasher) => hasher.update(bytes),
            Hasher::Sm3(hasher) => hasher.update(bytes),
        }
    }

    /// Whether what came is what was announced.
    pub(super) fn holds(self) -> bool {
        match self.hasher {
            Hasher::Sha1(hasher) => hasher.finalize().as_slice() == self.expected,
            Hasher::Sha256(hasher) => hasher.finalize().as_slice() == self.expected,
            Hasher::Sm3(hasher) => hasher.finalize().as_slice() == self.expected,
        }
    }
}

/// `Upload-Checksum`.
pub(super) fn checksum(headers: &HeaderMap) -> Result<Option<Checksum>, Problem> {
    let Some(text) = text(headers, "upload-checksum")? else { return Ok(None) };
    let read = || {
        let (algorithm, value) = text.trim().split_once(' ')?;
        let hasher = match algorithm {
            "sha1" => Hasher::Sha1(sha1::Sha1::new()),
            "sha256" => Hasher::Sha256(sha2::Sha256::new()),
            "sm3" => Hasher::Sm3(sm3::Sm3::new()),
            _ => return None,
        };
        Some(Checksum { expected: STANDARD.decode(value.trim()).ok()?, hasher })
    };
    let detail = "应是算法（sha1、sha256 或 sm3）、空格、Base64 的校验值";
    read().map(Some).ok_or_else(|| wrong("Upload-Checksum", detail))
}

fn number(headers: &HeaderMap, name: &str, shown: &str) -> Result<u64, Problem> {
    text(headers, name)?
        .map(str::trim)
        .filter(|text| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()))
        .and_then(|text| text.parse().ok())
        .ok_or_else(|| wrong(shown, "应是不小于 0 的整数"))
}

fn text<'h>(headers: &'h HeaderMap, name: &str) -> Result<Option<&'h str>, Problem> {
    let Some(value) = headers.get(name) else { return Ok(None) };
    value.to_str().map(Some).map_err(|_| wrong(name, "含有不能识别的字符"))
}

fn wrong(name: &str, detail: &str) -> Problem {
    Problem::wrong_field("upload.header", name, format!("请求头 {name} {detail}"))
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;
    use proptest::prelude::*;

    use super::*;

    fn one(name: &'static str, value: &str) -> HeaderMap {
        [(name, value.parse().unwrap())]
            .into_iter()
            .map(|(n, v): (_, HeaderValue)| (n.parse().unwrap(), v))
            .collect()
    }

    #[test]
    fn names_and_parts_are_read_however_the_client_writes_addresses() {
        let metadata =
            Metadata::read(&one("upload-metadata", "is_confidential,filename 5Y+w6LSmLnBkZg=="))
                .unwrap();
        assert_eq!(metadata.name(), Some("台账.pdf"));
        let both =
            concat(&one("upload-concat", "final;/api/uploads/aa https://x.example/api/uploads/bb"));
        assert_eq!(both.unwrap(), Some(Concat::Final(vec!["aa".to_owned(), "bb".to_owned()])));
        assert_eq!(concat(&one("upload-concat", "partial")).unwrap(), Some(Concat::Partial));
        for wrong in ["final;", "final; /elsewhere/aa", "other"] {
            assert!(concat(&one("upload-concat", wrong)).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_check_sum_holds_for_its_bytes_alone() {
        // The examples of FIPS 180 and GB/T 32905: "abc".
        for value in [
            "sha1 qZk+NkcGgWq6PiVxeFDCbJzQ2J0=",
            "sha256 ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=",
            "sm3 Zsfw9GLu7dnR8tRr3BDk4kFnxIdc8veiKX2gK49LqOA=",
        ] {
            for (bytes, holds) in [(b"abc", true), (b"abd", false)] {
                let mut check = checksum(&one("upload-checksum", value)).unwrap().unwrap();
                check.update(bytes);
                assert_eq!(check.holds(), holds, "{value}");
            }
        }
        for wrong in ["md5 kAFQmDzST7DWlj99KOF/cg==", "sha1", "sha1 ***"] {
            assert!(checksum(&one("upload-checksum", wrong)).is_err(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn whatever_stands_in_a_header_it_is_read_or_refused(bytes in proptest::collection::vec(0x20_u8.., 0..60)) {
            if let Ok(value) = HeaderValue::from_bytes(&bytes) {
                for name in ["upload-metadata", "upload-concat", "upload-checksum", "upload-length", "upload-offset"] {
                    let headers: HeaderMap = [(name.parse().unwrap(), value.clone())].into_iter().collect();
                    let _ = (Metadata::read(&headers).is_ok(), concat(&headers).is_ok(), checksum(&headers).is_ok());
                    let _ = (length(&headers).is_ok(), offset(&headers).is_ok());
                }
            }
        }
    }
}
