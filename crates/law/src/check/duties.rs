//! Duties: somebody can fulfil each of them.

use super::{Desk, PARTY};
use crate::model::{DutyRule, Procedure};

pub(super) fn check(desk: &mut Desk<'_>, procedure: &Procedure) {
    for act in &procedure.acts {
        for duty in &act.duties {
            let path = format!("act/{}/duty/{}", act.id, duty.id);
            if !can_be_fulfilled(procedure, duty) {
                desk.fault(
                    &path,
                    "fulfilled_by",
                    format!("义务「{}」没有人能履行", duty.title),
                    "在 fulfilled_by 里写上能履行它的行为，并让行为的 by 与义务的 by 一致",
                );
            }
            if (duty.owner == PARTY) != matches!(duty.kind.as_str(), "pay" | "right") {
                desk.fault(
                    &path,
                    "owner",
                    format!("义务「{}」的种类与义务人不一致", duty.title),
                    "种类 pay、right 属于当事人（owner = \"party\"），其余属于机关",
                );
            }
        }
    }
}

/// A party's duty is fulfilled by an act that records what the party did, whoever records it.
fn can_be_fulfilled(procedure: &Procedure, duty: &DutyRule) -> bool {
    duty.fulfilled_by
        .iter()
        .filter_map(|id| procedure.act(id))
        .any(|act| duty.owner == PARTY || act.by == duty.by)
}
