//! Gates: what must hold before an act, with the article that refuses.
//!
//! What this is not: the checking. Each check has its name and its numbers here and its meaning in `domain`.

use serde::Serialize;

/// What must hold before an act. If it does not, the act is refused with the article.
#[derive(Debug, Clone, Serialize)]
pub struct Gate {
    /// The check, by its name in Rust.
    #[serde(flatten)]
    pub check: GateCheck,
    /// Only where this condition (CEL over `facts`, `fields`, `done`, `param`) is true.
    pub when: Option<String>,
    /// Article that refuses.
    pub basis: String,
    /// What is said to the person refused: what, and why.
    pub message: String,
    /// The act that would supply what is missing.
    pub supply: Option<String>,
    /// The period of the check in words, for example `5 个工作日`; none where the check has no period.
    pub period: Option<String>,
    /// Where it is written.
    #[serde(skip)]
    pub place: Place,
}

/// A place in a pack.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// The file inside the pack folder.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
}

/// The checks that gates can make.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "gate", rename_all = "snake_case")]
pub enum GateCheck {
    /// Each of these acts was done.
    After {
        /// Act ids.
        acts: Vec<String>,
    },
    /// At least one of these acts was done.
    AnyOf {
        /// Act ids.
        acts: Vec<String>,
    },
    /// None of these acts was done.
    NotAfter {
        /// Act ids.
        acts: Vec<String>,
    },
    /// The period has run out since the (last) act, unless one of the others was done.
    Elapsed {
        /// Act from whose day the period counts.
        since: String,
        /// Period rule.
        rule: String,
        /// Acts that make waiting needless.
        unless: Vec<String>,
    },
    /// The period since the (last) act, or since the date in `field`, has not yet run out.
    Within {
        /// Act from whose day the period counts.
        since: Option<String>,
        /// Field with the day from which the period counts.
        field: Option<String>,
        /// Period rule.
        rule: String,
    },
    /// The date in `field` leaves at least the period after today (听证七日前通知).
    NoticeLeft {
        /// Field with the day of the event.
        field: String,
        /// Period rule.
        rule: String,
    },
    /// The field `officers` names at least `count` officers whose cards are valid on the day.
    Officers {
        /// How many at least.
        count: usize,
    },
    /// Every officer of this act showed the card earlier, on the day of this act and before its `started_at`.
    CredentialsShown,
    /// The person who acts did none of these acts (办审分离).
    DifferentPerson {
        /// Acts.
        acts: Vec<String>,
    },
    /// Neither the person who acts nor an officer named was recused.
    NotRecused,
    /// The sanction is not heavier than what the party was told, once a defence was stated.
    NotHeavier,
    /// Facts, basis and sanction are what the party was told; otherwise tell again.
    SameAsNotified,
    /// Legal review agreed to exactly this draft, or the matter is not major.
    ReviewCleared,
    /// If the party had a right to a hearing: it was told, and the hearing was held, waived, or not asked for in time.
    HearingSettled {
        /// Act that brought the notice to the party.
        notice: String,
        /// Act that notes the party's request.
        request: String,
        /// Act that notes the hearing.
        hearing: String,
        /// Act that notes the party's waiver.
        waiver: String,
        /// Period in which the party may ask.
        rule: String,
    },
    /// The condition is true.
    Holds {
        /// CEL over `facts`, `fields`, `done`, `param`.
        condition: String,
    },
    /// The moment in `field` is neither at night nor on a statutory holiday (强制法43); night lies between the parameters
    /// `night_from` and `night_to`, in hours.
    Daytime {
        /// Field with the moment.
        field: String,
    },
    /// The money in `field` is what so many days of delay give, at most the principal (处罚法72、73); the daily rate is
    /// the parameter `surcharge_rate`, in ‰.
    Surcharge {
        /// Field with the amount, in 分.
        field: String,
        /// Fact with the sum owed, in 分.
        principal: String,
        /// Duty whose due day the delay counts from.
        duty: String,
        /// Acts from which days do not count (复议、诉讼 began).
        stop: Vec<String>,
        /// Acts from which they count again.
        go: Vec<String>,
    },
    /// No decision stands: none was made, or the last was set aside with an order to decide again.
    Undecided,
    /// The moment in `first` is not later than the one in `second`.
    InOrder {
        /// Field with the earlier moment.
        first: String,
        /// Field with the later moment.
        second: String,
    },
}

impl GateCheck {
    /// The stable code a refusal by this gate carries, without its `gate.` prefix.
    pub fn code(&self) -> &'static str {
        match self {
            Self::After { .. } => "after",
            Self::AnyOf { .. } => "any_of",
            Self::NotAfter { .. } => "not_after",
            Self::Elapsed { .. } => "elapsed",
            Self::Within { .. } => "within",
            Self::NoticeLeft { .. } => "notice_left",
            Self::Officers { .. } => "officers",
            Self::CredentialsShown => "credentials_shown",
            Self::DifferentPerson { .. } => "different_person",
            Self::NotRecused => "not_recused",
            Self::NotHeavier => "not_heavier",
            Self::SameAsNotified => "same_as_notified",
            Self::ReviewCleared => "review_cleared",
            Self::HearingSettled { .. } => "hearing_settled",
            Self::Holds { .. } => "holds",
            Self::Daytime { .. } => "daytime",
            Self::Surcharge { .. } => "surcharge",
            Self::Undecided => "undecided",
            Self::InOrder { .. } => "in_order",
        }
    }
}
