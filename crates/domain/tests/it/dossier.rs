//! Dossiers of the worked examples: every piece lies in its place once, and locking needs a whole dossier or an approval.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use proptest::prelude::*;
use zhiheng_domain::dossier::{self, HeldFile, Piece};
use zhiheng_domain::{Matter, Status};
use zhiheng_law::{ActKind, Procedure};

use crate::world::{CALENDAR, PACK};

/// How every worked example ends.
static ENDS: LazyLock<Vec<(&'static Procedure, Matter)>> = LazyLock::new(|| {
    PACK.procedures
        .values()
        .flat_map(|procedure| procedure.examples.iter().map(move |example| (procedure, example)))
        .filter_map(|(procedure, example)| {
            let matter = zhiheng_domain::example::run(example, procedure, &PACK, &CALENDAR);
            Some((procedure, matter.ok().flatten()?))
        })
        .collect()
});

fn ends() -> Vec<(&'static Procedure, Matter)> {
    ENDS.clone()
}

fn files(matter: &Matter) -> Vec<HeldFile> {
    matter
        .evidence
        .iter()
        .filter_map(|(digest, version)| {
            let done = matter.done.iter().find(|done| done.version == *version)?;
            Some(HeldFile {
                digest: digest.clone(),
                name: "a.pdf".to_owned(),
                media: "application/pdf".to_owned(),
                size: None,
                act: done.act.clone(),
                label: "材料".to_owned(),
                version: *version,
                day: done.day,
            })
        })
        .collect()
}

#[test]
fn given_any_worked_example_when_it_is_arranged_then_every_piece_lies_in_one_place() {
    for (procedure, matter) in ends() {
        let held = files(&matter);
        let arranged = dossier::arrange(&PACK, procedure, &matter, &held);
        let laid: Vec<&Piece> = (arranged.volumes.iter())
            .flat_map(|volume| &volume.pieces)
            .map(|laid| &laid.piece)
            .collect();
        let describing =
            |act: &str| procedure.act(act).is_some_and(|act| act.kind == ActKind::Archive);
        let papers: BTreeSet<&str> = (matter.papers.iter())
            .filter(|paper| !describing(&paper.act))
            .map(|paper| paper.id.as_str())
            .collect();
        let found: BTreeSet<&str> = (laid.iter())
            .filter_map(|piece| match piece {
                Piece::Paper(id) => Some(id.as_str()),
                Piece::File(_) => None,
            })
            .collect();
        assert_eq!(found, papers, "{}", procedure.id);
        assert_eq!(laid.len(), papers.len() + held.len(), "{}", procedure.id);
    }
}

#[test]
fn given_a_penalty_then_what_is_internal_lies_in_the_second_volume_and_is_not_open() {
    let procedure = &PACK.procedures["penalty.ordinary"];
    let mut seen = BTreeSet::new();
    for (_, matter) in ends().into_iter().filter(|(held, _)| held.id == procedure.id) {
        let arranged = dossier::arrange(&PACK, procedure, &matter, &[]);
        for volume in &arranged.volumes {
            for laid in &volume.pieces {
                let Piece::Paper(id) = &laid.piece else { continue };
                let inner = ["clue_form", "inquiry_report", "review_paper", "discussion_record"];
                if inner.contains(&id.as_str()) {
                    assert!(volume.title == "副卷" && !laid.open, "{id}");
                    seen.insert(id.clone());
                }
                if id == "penalty_decision" {
                    assert!(volume.title == "正卷" && laid.open);
                    seen.insert(id.clone());
                }
            }
        }
    }
    assert!(seen.len() >= 4, "the examples issue them: {seen:?}");
}

#[test]
fn given_any_locked_example_then_nothing_was_missing_that_nobody_explained() {
    let mut locked = 0;
    for (procedure, matter) in ends() {
        if matter.status == Status::Archived {
            locked += 1;
            assert_eq!(dossier::unexplained(&PACK, procedure, &matter), [], "{}", procedure.id);
        }
    }
    assert!(locked >= PACK.procedures.len());
}

#[test]
fn given_a_supplement_then_it_lies_behind_and_the_order_before_stays() {
    let procedure = &PACK.procedures["coercion.measure"];
    let (_, matter) = ends()
        .into_iter()
        .find(|(held, matter)| held.id == procedure.id && matter.did("supplement_dossier"))
        .expect("an example supplements");
    let lock = matter.done.iter().find(|done| done.act == "archive").unwrap().version;
    let mut before = matter.clone();
    before.papers.retain(|paper| paper.version <= lock);
    before.done.retain(|done| done.version <= lock);
    let (now, then) = (
        dossier::arrange(&PACK, procedure, &matter, &[]),
        dossier::arrange(&PACK, procedure, &before, &[]),
    );
    let whole: Vec<_> = now.volumes.iter().flat_map(|volume| &volume.pieces).collect();
    let kept: Vec<_> = whole.iter().filter(|laid| !laid.supplement).collect();
    let was: Vec<_> = then.volumes.iter().flat_map(|volume| &volume.pieces).collect();
    assert_eq!(kept.into_iter().copied().collect::<Vec<_>>(), was);
    assert!(whole.last().is_some_and(|laid| laid.supplement && laid.section == "归档后补充"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// An approval covers what was wanting when it was given, and nothing that came later.
    #[test]
    fn given_an_approval_at_any_moment_then_it_covers_only_what_was_wanting_before(at in 0_usize..40, pick in 0_usize..200) {
        let all = &*ENDS;
        let (procedure, matter) = &all[pick % all.len()];
        let mut matter = matter.clone();
        for duty in &mut matter.duties {
            duty.state = zhiheng_domain::DutyState::Open;
        }
        matter.done.retain(|done| done.act != "explain_gaps");
        let before = dossier::lacks(&PACK, procedure, &matter);
        prop_assert_eq!(&dossier::unexplained(&PACK, procedure, &matter), &before);
        let place = at.min(matter.done.len().saturating_sub(1));
        let mut approval = matter.done[place].clone();
        approval.act = "explain_gaps".to_owned();
        let version = approval.version;
        matter.done.insert(place + 1, approval);
        let left = dossier::unexplained(&PACK, procedure, &matter);
        prop_assert!(left.iter().all(|lack| lack.since > version));
        prop_assert!(before.iter().filter(|lack| lack.since > version).all(|lack| left.contains(lack)));
    }
}
