//! One gate of an act: the check by its name, and only the keys that this check has.

use super::Lines;
use crate::model::{Gate, GateCheck, Place};
use crate::source::Table;

/// Every check by its name in packs.
const NAMES: &[(&str, &str)] = &[
    ("after", "after"),
    ("any_of", "any_of"),
    ("not_after", "not_after"),
    ("elapsed", "elapsed"),
    ("within", "within"),
    ("notice_left", "notice_left"),
    ("officers", "officers"),
    ("credentials_shown", "credentials_shown"),
    ("different_person", "different_person"),
    ("not_recused", "not_recused"),
    ("not_heavier", "not_heavier"),
    ("same_as_notified", "same_as_notified"),
    ("review_cleared", "review_cleared"),
    ("hearing_settled", "hearing_settled"),
    ("holds", "holds"),
    ("in_order", "in_order"),
    ("daytime", "daytime"),
    ("surcharge", "surcharge"),
    ("undecided", "undecided"),
];

/// Reads a gate; none where its name is unknown, which is then a fault already noted.
pub(super) fn gate(table: &Table<'_, '_>, path: &str, lines: &mut Lines) -> Option<Gate> {
    lines.note(
        path,
        table,
        &[
            "gate",
            "acts",
            "since",
            "rule",
            "field",
            "unless",
            "when",
            "basis",
            "supply",
            "condition",
            "first",
            "second",
            "principal",
            "duty",
            "stop",
            "go",
        ],
    );
    table.need("gate");
    let check = check(table, table.one_of("gate", NAMES, ""));
    let gate = check.map(|check| Gate {
        check,
        when: table.text_if("when"),
        basis: table.text_if("basis").unwrap_or_default(),
        message: table.text("message"),
        supply: table.text_if("supply"),
        period: None,
        place: Place { file: table.file().to_owned(), line: table.line },
    });
    if gate.is_some() {
        table.finish();
    }
    gate
}

fn check(table: &Table<'_, '_>, name: &str) -> Option<GateCheck> {
    Some(match name {
        "after" => GateCheck::After { acts: table.texts("acts") },
        "any_of" => GateCheck::AnyOf { acts: table.texts("acts") },
        "not_after" => GateCheck::NotAfter { acts: table.texts("acts") },
        "elapsed" => GateCheck::Elapsed {
            since: table.text("since"),
            rule: table.text("rule"),
            unless: table.texts("unless"),
        },
        "within" => GateCheck::Within {
            since: table.text_if("since"),
            field: table.text_if("field"),
            rule: table.text("rule"),
        },
        "notice_left" => {
            GateCheck::NoticeLeft { field: table.text("field"), rule: table.text("rule") }
        }
        "officers" => {
            GateCheck::Officers { count: usize::try_from(table.integer("count")).unwrap_or(0) }
        }
        "credentials_shown" => GateCheck::CredentialsShown,
        "different_person" => GateCheck::DifferentPerson { acts: table.texts("acts") },
        "not_recused" => GateCheck::NotRecused,
        "not_heavier" => GateCheck::NotHeavier,
        "same_as_notified" => GateCheck::SameAsNotified,
        "review_cleared" => GateCheck::ReviewCleared,
        "hearing_settled" => GateCheck::HearingSettled {
            notice: table.text("notice"),
            request: table.text("request"),
            hearing: table.text("hearing"),
            waiver: table.text("waiver"),
            rule: table.text("rule"),
        },
        "holds" => GateCheck::Holds { condition: table.text("condition") },
        "in_order" => {
            GateCheck::InOrder { first: table.text("first"), second: table.text("second") }
        }
        "daytime" => GateCheck::Daytime { field: table.text("field") },
        "surcharge" => GateCheck::Surcharge {
            field: table.text("field"),
            principal: table.text("principal"),
            duty: table.text("duty"),
            stop: table.texts("stop"),
            go: table.texts("go"),
        },
        "undecided" => GateCheck::Undecided,
        _ => return None,
    })
}
