//! A failing store in words for the operator: what happened and what to look at. Never an address that was signed, nor
//! what the store said of keys.

use std::error::Error as _;

use object_store::Error;
use object_store::client::{HttpError, HttpErrorKind};

/// What a failure means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Failing {
    /// The bucket is not there.
    NoBucket,
    /// The keys are wrong or may not do it.
    Refused,
    /// The range begins where the object has ended.
    Range,
    /// It answered with an error.
    Answered(u16),
    /// It cannot be reached.
    Away,
    /// It stopped in the middle, or takes too long.
    BrokeOff,
    /// Anything else.
    Other,
}

impl Failing {
    pub(crate) fn of(error: &Error) -> Self {
        match error {
            Error::NotFound { .. } => return Self::NoBucket,
            Error::PermissionDenied { .. } | Error::Unauthenticated { .. } => return Self::Refused,
            _ => {}
        }
        if let Some(status) = status(&error.to_string()) {
            return match status {
                404 => Self::NoBucket,
                416 => Self::Range,
                401 | 403 => Self::Refused,
                status => Self::Answered(status),
            };
        }
        let mut cause = error.source();
        while let Some(inner) = cause {
            if let Some(http) = inner.downcast_ref::<HttpError>() {
                return match http.kind() {
                    HttpErrorKind::Connect => Self::Away,
                    HttpErrorKind::Request
                    | HttpErrorKind::Timeout
                    | HttpErrorKind::Interrupted => Self::BrokeOff,
                    _ => Self::Other,
                };
            }
            cause = inner.source();
        }
        Self::Other
    }
}

impl std::fmt::Display for Failing {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NoBucket => out.write_str("对象存储中没有这个存储桶"),
            Self::Refused => out.write_str("对象存储拒绝了访问：密钥不对，或者没有读写的权限"),
            Self::Range => out.write_str("对象比要求的短"),
            Self::Answered(status) => write!(out, "对象存储答以错误（HTTP {status}）"),
            Self::Away => out.write_str("连不上对象存储"),
            Self::BrokeOff => out.write_str("与对象存储的连接中断或者超时"),
            Self::Other => out.write_str("对象存储出错"),
        }
    }
}

/// The status in the words of the library, which keeps the number itself to itself.
fn status(text: &str) -> Option<u16> {
    let (_, rest) = text.split_once("status code: ")?;
    rest.get(..3)?.parse().ok()
}
