//! How long dossiers are kept (保管期限): the periods that fit, of which the longest wins, and the day on which it ends.
//!
//! What this is not: the periods, which stand in the pack with their certainty. The period that the archivist chose in the act that
//! locks the dossier is the one in force; the pack's is what is proposed before.

use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;
use zhiheng_domain::Matter;
use zhiheng_domain::retention::last_day;
use zhiheng_law::{Keeping, Pack, Procedure};

/// How long a dossier is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct KeepingView {
    /// `永久`, `30年`, `10年`; empty where the pack says nothing and nobody chose.
    pub period: String,
    /// Chosen when the dossier was locked; otherwise proposed by the pack.
    pub chosen: bool,
    /// Last day; none for ever, or while it is not locked.
    pub until: Option<String>,
    /// Why: the kinds that fit.
    pub reasons: Vec<KeepingReason>,
}

/// One period that fits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct KeepingReason {
    /// Kind of dossier.
    pub title: String,
    /// Period.
    pub period: String,
    /// Schedule or article.
    pub basis: String,
    /// `read`, `excerpt`, `unverified`.
    pub certainty: String,
}

/// Years in words.
fn words(years: Option<i64>) -> String {
    years.map_or_else(|| "永久".to_owned(), |years| format!("{years}年"))
}

/// The period of a dossier. `chosen` and `locked` come from the act that locked it.
pub(crate) fn keeping(
    pack: &Pack,
    procedure: &Procedure,
    matter: &Matter,
    chosen: Option<&str>,
    locked: Option<Date>,
) -> KeepingView {
    let fits = |rule: &&Keeping| {
        rule.scope.covers(procedure)
            && (rule.after.is_empty() || rule.after.iter().any(|id| matter.did(id)))
            && (!rule.major || !matter.major.is_empty())
    };
    let fitting: Vec<&Keeping> = pack.dossiers.keeping.iter().filter(fits).collect();
    let longest = fitting.iter().map(|rule| rule.years.unwrap_or(i64::MAX)).max();
    let period = match (chosen, longest) {
        (Some(chosen), _) => chosen.to_owned(),
        (None, Some(years)) => words((years != i64::MAX).then_some(years)),
        (None, None) => String::new(),
    };
    // Counted from the first day of the year after the dossier was locked.
    let until = locked.and_then(|locked| last_day(&period, locked));
    KeepingView {
        period,
        chosen: chosen.is_some(),
        until: until.map(|day| day.to_string()),
        reasons: fitting
            .iter()
            .map(|rule| KeepingReason {
                title: rule.title.clone(),
                period: words(rule.years),
                basis: rule.basis.clone(),
                certainty: rule.certainty.clone(),
            })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use zhiheng_domain::retention::years;

    use super::*;

    #[test]
    fn given_words_of_a_period_then_they_are_read_back() {
        for held in [None, Some(10), Some(30)] {
            assert_eq!(years(&words(held)), held);
        }
        assert_eq!((years("十年"), years("0年")), (None, None));
    }
}
