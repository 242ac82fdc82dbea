//! The shapes in which the strength of legal review is shown.
//!
//! What this is not: how they are filled (see the module above).

use serde::Serialize;
use utoipa::ToSchema;

use crate::responsibility::Advice;
use crate::shapes::Id;

/// The strength of legal review of one agency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReviewStrength {
    /// Agency.
    pub agency: Id,
    /// It has published its reviewers.
    pub published: bool,
    /// Year that the hours are counted in.
    pub year: i16,
    /// Reviewers against officers.
    pub ratio: Ratio,
    /// Hours of training asked for in a year.
    pub hours: Asked,
    /// Who reviews.
    pub reviewers: Vec<ReviewerLine>,
    /// Reviews that wait and are given to nobody.
    pub unassigned: u32,
    /// Requests to the pool of advisers, newest first.
    pub pool: Vec<Advice>,
    /// What ought to be mended, in words.
    pub warnings: Vec<String>,
}

/// Reviewers against officers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Ratio {
    /// Officers with a card that is valid today.
    pub officers: u32,
    /// Reviewers in the register today.
    pub reviewers: u32,
    /// Least number of reviewers: officers times the ratio, rounded up.
    pub needed: u32,
    /// How many are missing.
    pub short: u32,
    /// Least share.
    pub asked: Asked,
}

/// A number with its basis.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Asked {
    /// The number.
    pub value: i64,
    /// Unit.
    pub unit: String,
    /// Article.
    pub basis: String,
    /// `read`, `excerpt`, `unverified`.
    pub certainty: String,
}

/// One reviewer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[expect(clippy::struct_excessive_bools, reason = "a row of a table; each is a column")]
pub struct ReviewerLine {
    /// Who.
    pub person: Id,
    /// Stands in the register today; otherwise gave an opinion or has one to give all the same.
    pub listed: bool,
    /// Reviewing unit.
    pub unit: String,
    /// Degree.
    pub degree: String,
    /// Holds the legal qualification today.
    pub qualified: bool,
    /// Day of the qualification.
    pub qualified_on: Option<String>,
    /// First day of reviewing.
    pub began_on: Option<String>,
    /// Began when beginners need the qualification already.
    pub beginner: bool,
    /// May review penalties: listed, and no beginner without the qualification.
    pub penalties: bool,
    /// Appointment.
    pub appointment: String,
    /// Reviews given to this person that wait.
    pub open: u32,
    /// Opinions given this month.
    pub month: u32,
    /// Hours of training this year, in thousandths.
    pub hours_thousandths: i64,
    /// Hours that are missing this year, in thousandths.
    pub hours_short_thousandths: i64,
}
