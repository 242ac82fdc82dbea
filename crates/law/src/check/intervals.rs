//! In-force dates: no interval is empty, and no two versions of one procedure or statute are in force on the same day.

use jiff::civil::Date;

use super::{Desk, Law};
use crate::fault::PackFault;
use crate::parse::Lines;

/// One version: its id, its dates, where it stands.
struct Version<'a> {
    id: &'a str,
    from: Date,
    to: Option<Date>,
    file: &'a str,
    lines: &'a Lines,
}

pub(super) fn check(law: &Law<'_>, faults: &mut Vec<PackFault>) {
    let procedures = law.procedures.iter().map(|p| Version {
        id: &p.value.family,
        from: p.value.from,
        to: p.value.to,
        file: &p.file,
        lines: &p.lines,
    });
    let statutes = law.statutes.iter().map(|s| Version {
        id: &s.value.code,
        from: s.value.from,
        to: s.value.to,
        file: &s.file,
        lines: &s.lines,
    });
    versions("程序", &procedures.collect::<Vec<_>>(), faults);
    versions("法律", &statutes.collect::<Vec<_>>(), faults);
}

fn versions(what: &str, all: &[Version<'_>], faults: &mut Vec<PackFault>) {
    for (n, version) in all.iter().enumerate() {
        let mut desk = Desk { file: version.file, lines: version.lines, faults };
        if version.to.is_some_and(|to| to <= version.from) {
            desk.fault(
                "",
                "to",
                format!("{what}「{}」的施行期间是空的：止日不晚于起日", version.id),
                "改正 from 或 to；to 是失效之日，当日已不适用",
            );
        }
        for other in all.iter().take(n).filter(|other| other.id == version.id) {
            let apart = other.to.is_some_and(|to| to <= version.from)
                || version.to.is_some_and(|to| to <= other.from);
            if !apart {
                desk.fault(
                    "",
                    "from",
                    format!("{what}「{}」与 {} 里的同名版本施行期间重叠", version.id, other.file),
                    "给较早的版本写上 to，使同一天只有一个版本",
                );
            }
        }
    }
}
