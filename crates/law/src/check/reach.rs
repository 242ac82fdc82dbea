//! Order: every act and stage can be reached from the opening act, and no acts wait for each other in a circle.

use std::collections::BTreeSet;

use super::Desk;
use crate::model::{ActKind, ActType, GateCheck, Procedure};

pub(super) fn check(desk: &mut Desk<'_>, procedure: &Procedure) {
    let opening: Vec<&ActType> =
        procedure.acts.iter().filter(|act| act.kind == ActKind::Open).collect();
    if opening.len() != 1 {
        desk.fault(
            "",
            "id",
            format!("程序「{}」要有且只有一个开启行为，现有 {} 个", procedure.title, opening.len()),
            "给且只给一个行为写 kind = \"open\"",
        );
        return;
    }
    let mut reached: BTreeSet<&str> = BTreeSet::new();
    loop {
        let before = reached.len();
        for act in &procedure.acts {
            if open_to(act, &reached) && (act.kind == ActKind::Open || !reached.is_empty()) {
                reached.insert(&act.id);
            }
        }
        if reached.len() == before {
            break;
        }
    }
    for act in procedure.acts.iter().filter(|act| !reached.contains(act.id.as_str())) {
        let path = format!("act/{}", act.id);
        match circle(procedure, act) {
            Some(ring) => desk.fault(
                &path,
                "id",
                format!("行为互相等待，谁也做不成：{}", ring.join(" → ")),
                "去掉其中一个 after 关口",
            ),
            None => desk.fault(
                &path,
                "id",
                format!(
                    "行为「{}」永远做不到：它要等的行为做不到，或它要求的前后互相矛盾",
                    act.title
                ),
                "核对它的 after、any_of 与 not_after 关口",
            ),
        }
    }
    for stage in &procedure.stages {
        let path = format!("stage/{}", stage.id);
        let mut acts = procedure.acts.iter().filter(|act| act.stage == stage.id).peekable();
        if acts.peek().is_none() || !acts.any(|act| reached.contains(act.id.as_str())) {
            desk.fault(
                &path,
                "id",
                format!("阶段「{}」里没有做得到的行为", stage.title),
                "在这个阶段里加上行为，或删去这个阶段",
            );
            continue;
        }
        for step in &stage.steps {
            if !procedure.acts.iter().any(|act| act.stage == stage.id && act.step == *step) {
                desk.fault(
                    &path,
                    "id",
                    format!("阶段「{}」的步骤「{step}」里没有行为", stage.title),
                    "给这个步骤写上行为，或从 steps 里删去",
                );
            }
        }
    }
}

/// True where the gates that hold in every case can be passed once `reached` was done. Gates with `when` may not apply.
fn open_to(act: &ActType, reached: &BTreeSet<&str>) -> bool {
    let done = |id: &String| reached.contains(id.as_str());
    let waits = waits_for(act);
    act.gates.iter().filter(|gate| gate.when.is_none()).all(|gate| match &gate.check {
        GateCheck::After { acts } => acts.iter().all(done),
        GateCheck::AnyOf { acts } => acts.iter().any(done),
        GateCheck::NotAfter { acts } => !acts.iter().any(|id| waits.contains(&id.as_str())),
        GateCheck::Elapsed { since, unless, .. } => done(since) || unless.iter().any(done),
        GateCheck::Within { since: Some(since), .. } => done(since),
        GateCheck::Within { since: None, .. }
        | GateCheck::NoticeLeft { .. }
        | GateCheck::Officers { .. }
        | GateCheck::CredentialsShown
        | GateCheck::DifferentPerson { .. }
        | GateCheck::NotRecused
        | GateCheck::NotHeavier
        | GateCheck::SameAsNotified
        | GateCheck::ReviewCleared
        | GateCheck::HearingSettled { .. }
        | GateCheck::Holds { .. }
        | GateCheck::Daytime { .. }
        | GateCheck::Surcharge { .. }
        | GateCheck::Undecided
        | GateCheck::InOrder { .. } => true,
    })
}

/// The acts that must be done before, in every case.
pub(crate) fn waits_for(act: &ActType) -> Vec<&str> {
    let mut names = Vec::new();
    for gate in act.gates.iter().filter(|gate| gate.when.is_none()) {
        match &gate.check {
            GateCheck::After { acts } => names.extend(acts.iter().map(String::as_str)),
            GateCheck::Within { since: Some(since), .. } => names.push(since.as_str()),
            _ => {}
        }
    }
    names
}

/// The circle that begins and ends at `act`, by titles; none where there is no circle through it.
fn circle<'p>(procedure: &'p Procedure, act: &'p ActType) -> Option<Vec<&'p str>> {
    let mut trails = vec![vec![act]];
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    while let Some(trail) = trails.pop() {
        let Some(last) = trail.last() else { continue };
        for name in waits_for(last) {
            let Some(next) = procedure.act(name) else { continue };
            if next.id == act.id {
                let titles = trail.iter().copied().chain([act]).map(|a| a.title.as_str());
                return Some(titles.collect());
            }
            if seen.insert(&next.id) {
                let mut longer = trail.clone();
                longer.push(next);
                trails.push(longer);
            }
        }
    }
    None
}
