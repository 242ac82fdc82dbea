//! What can go wrong with a request, for its caller. Each kind has one place where it becomes a status (the web crate).

use zhiheng_domain::Refusal;
use zhiheng_law::Procedure;

use crate::ports::{AppendError, BlobError, PressError, StoreError};

/// One reason among several why an act was refused or a form is wrong.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct Reason {
    /// Stable code, for example `gate.review_cleared` or `input.required`.
    pub code: String,
    /// What, why and what next, in Chinese.
    pub message: String,
    /// Article that refuses.
    pub article: Option<String>,
    /// Field that it is about.
    pub field: Option<String>,
    /// Act that would supply what is missing.
    pub supply: Option<Supply>,
}

/// The act that would supply what is missing.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct Supply {
    /// Act id.
    pub act: String,
    /// Its name.
    pub title: String,
}

/// Why a use case gave no result.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The law refuses the act (422). Never empty.
    #[error("refused")]
    Refused(Vec<Reason>),
    /// The form is wrong (422). Never empty.
    #[error("input")]
    Input(Vec<Reason>),
    /// The caller may not (403).
    #[error("denied: {0}")]
    Denied(String),
    /// Nobody is signed in, or the session ended (401). The code says which.
    #[error("{code}")]
    Unauthenticated {
        /// `session.required`, `session.wrong`, `session.expired`.
        code: &'static str,
        /// In Chinese.
        message: String,
    },
    /// The account is locked (423).
    #[error("locked")]
    Locked {
        /// In Chinese, with the moment.
        message: String,
    },
    /// There is no such thing, or the caller may not know of it (404).
    #[error("no {what}")]
    Missing {
        /// What, in Chinese.
        what: String,
    },
    /// The dossier was destroyed lawfully (410).
    #[error("destroyed under {certificate}")]
    Destroyed {
        /// Id of the matter.
        matter: String,
        /// Number of the certificate.
        certificate: String,
        /// In Chinese: that, when and under which certificate, and no more.
        said: String,
    },
    /// Somebody else acted first (409): the version now.
    #[error("version is {now}")]
    Conflict {
        /// Version now.
        now: u64,
    },
    /// The key was used for another request (409).
    #[error("idempotency key reused")]
    KeyReused,
    /// A unique value exists already (409).
    #[error("{what}")]
    Duplicate {
        /// In Chinese.
        what: String,
    },
    /// A file was refused or lost (415 or 503).
    #[error(transparent)]
    Blob(#[from] BlobError),
    /// A paper cannot be printed (422 or 500).
    #[error(transparent)]
    Press(#[from] PressError),
    /// The store is not there (503).
    #[error(transparent)]
    Store(#[from] StoreError),
    /// It is not known whether it was written (503); the caller may repeat with the same key.
    #[error("outcome unknown: {0}")]
    Unknown(String),
    /// Something that cannot be (500); the message is for the log.
    #[error("internal: {0}")]
    Internal(String),
}

impl Error {
    /// A wrong field.
    pub fn field(code: &str, field: &str, message: impl Into<String>) -> Self {
        Self::Input(vec![Reason {
            code: code.to_owned(),
            message: message.into(),
            article: None,
            field: Some(field.to_owned()),
            supply: None,
        }])
    }
}

impl From<AppendError> for Error {
    fn from(error: AppendError) -> Self {
        match error {
            AppendError::Conflict { now, .. } => Self::Conflict { now },
            AppendError::KeyReused => Self::KeyReused,
            AppendError::Duplicate { what } => Self::Duplicate { what },
            AppendError::Seal(reason) => Self::Internal(reason),
            AppendError::Unknown(reason) => Self::Unknown(reason),
            AppendError::Store(error) => Self::Store(error),
        }
    }
}

/// A refusal as the caller reads it, with the name of the act that would supply what is missing.
pub fn reason(refusal: Refusal, procedure: Option<&Procedure>) -> Reason {
    let Refusal { code, message, article, field, supply } = refusal;
    let supply = supply.and_then(|act| {
        let title = procedure?.act(&act)?.title.clone();
        Some(Supply { act, title })
    });
    Reason { code, message, article, field, supply }
}

/// The kind of failure that a list of refusals is: wrong input, missing authority, or the law.
pub(crate) fn refused(refusals: Vec<Refusal>, procedure: Option<&Procedure>) -> Error {
    let all = |prefix: &str| refusals.iter().all(|refusal| refusal.code.starts_with(prefix));
    if all("authority.") {
        return Error::Denied(
            refusals.into_iter().map(|refusal| refusal.message).collect::<Vec<_>>().join(";"),
        );
    }
    let input = all("input.");
    // What the law refuses stands first; the form's mistakes and missing authority follow.
    let mut reasons: Vec<Reason> =
        refusals.into_iter().map(|refusal| reason(refusal, procedure)).collect();
    reasons.sort_by_key(|reason| match reason.code.as_str() {
        "gate.review_cleared" => 0,
        code if code.starts_with("gate.")
            || code.starts_with("matter.")
            || code.starts_with("party.") =>
        {
            1
        }
        code if code.starts_with("input.") => 2,
        _ => 3,
    });
    if input { Error::Input(reasons) } else { Error::Refused(reasons) }
}
