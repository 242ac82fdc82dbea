//! Single pages: what counts as an alteration, what as an addition, and what as neither.

use std::sync::Arc;

use zhiheng_twin::{Comparison, Grey, MarkKind, Original, Scan, codes, compare};

use crate::desk::{self, DPI, Dice, Sheet};
use crate::scanner::{Paper, Pass};

/// A page that is signed and sealed.
fn signed() -> Sheet {
    let mut dice = Dice(5);
    loop {
        let sheet = desk::sheet(&mut dice, "01JABCDEFGHJKMNPQRSTVWXYZ0", 3, 2, 2);
        if sheet.signed && sheet.lines.len() < 13 {
            return sheet;
        }
    }
}

fn original(sheet: &Sheet) -> Arc<Original> {
    Arc::new(Original::new(&desk::print(sheet), DPI, sheet.zones()).unwrap())
}

fn held(sheet: &Sheet, scan: &Scan) -> Comparison {
    let sights = codes(scan.light());
    assert_eq!(sights.len(), 1);
    compare(&original(sheet), scan, &sights[0])
}

fn coloured(paper: &Paper, pass: &Pass) -> Scan {
    let scanned = paper.scanned(pass, &mut Dice(11));
    Scan::colour(scanned.width, scanned.height, &scanned.dots).unwrap()
}

fn grey(paper: &Paper, pass: &Pass) -> Scan {
    let scanned = paper.scanned(pass, &mut Dice(11));
    Scan::grey(Grey::new(scanned.width, scanned.height, scanned.grey()).unwrap())
}

const ASKEW: Pass = Pass { degrees: 1.7, noise: 6.0, wave: 0.1, dust: 20, ..Pass::STILL };

#[test]
fn given_a_page_at_other_resolutions_upside_down_and_five_degrees_askew_then_it_matches() {
    let sheet = signed();
    let paper = Paper::of(&desk::print(&sheet));
    for pass in [
        Pass { dpi: (150.0, 150.0), ..ASKEW },
        Pass { dpi: (300.0, 300.0), ..ASKEW },
        Pass { turned: true, ..ASKEW },
        Pass { degrees: -5.0, ..ASKEW },
        Pass { shift: (-2.0, 2.0), ..ASKEW },
    ] {
        let seen = held(&sheet, &grey(&paper, &pass));
        assert!(seen.agrees(), "{pass:?}: {seen:?}");
        assert!(seen.added.is_empty(), "{pass:?}: {seen:?}");
    }
}

#[test]
fn given_a_red_seal_over_the_print_then_it_is_an_addition_wherever_it_stands() {
    let sheet = signed();
    for y in [228.0, 90.0] {
        let mut paper = Paper::of(&desk::print(&sheet));
        paper.seal(150.0, y, [215, 60, 60]);
        let seen = held(&sheet, &coloured(&paper, &ASKEW));
        assert!(seen.agrees(), "{seen:?}");
        let seals: Vec<_> = seen.added.iter().filter(|mark| mark.kind == MarkKind::Seal).collect();
        assert!(seals.iter().any(|seal| (seal.area.left - 130.0).abs() < 3.0), "{seen:?}");
    }
}

#[test]
fn given_black_print_changed_below_a_red_seal_then_the_change_is_seen() {
    let sheet = signed();
    let mut changed = sheet.clone();
    changed.lines[2] = format!("9876543{}", changed.lines[2].chars().skip(4).collect::<String>());
    let mut paper = Paper::of(&desk::print(&changed));
    paper.seal(45.0, 88.0, [215, 60, 60]);
    let seen = held(&sheet, &coloured(&paper, &ASKEW));
    assert!(!seen.agrees());
    assert!(seen.altered.iter().any(|mark| mark.area.top > 80.0 && mark.area.bottom < 95.0));
}

#[test]
fn given_a_signature_in_its_place_and_a_number_in_the_margin_then_both_are_additions() {
    let sheet = signed();
    let mut paper = Paper::of(&desk::print(&sheet));
    paper.signature(115.0, 212.0, [40, 40, 40]);
    paper.pen(&[(190.0, 20.0), (192.0, 28.0), (195.0, 20.0)], 0.5, [60, 60, 60]);
    let seen = held(&sheet, &grey(&paper, &ASKEW));
    assert!(seen.agrees(), "{seen:?}");
    assert!(seen.added.iter().any(|mark| desk::ZONE.holds(&mark.area)));
    assert!(seen.added.iter().any(|mark| mark.area.bottom < 30.0));
}

#[test]
fn given_a_signature_where_there_is_no_place_for_one_then_it_is_an_alteration() {
    let sheet = signed();
    let mut paper = Paper::of(&desk::print(&sheet));
    paper.signature(115.0, 100.0, [40, 40, 40]);
    let seen = held(&sheet, &grey(&paper, &ASKEW));
    assert!(seen.same && !seen.agrees());
    assert!(seen.altered.iter().all(|mark| mark.kind == MarkKind::Added));
    assert!(seen.altered.iter().any(|mark| (95.0..106.0).contains(&mark.area.top)), "{seen:?}");
}

#[test]
fn given_one_digit_that_was_changed_then_its_place_is_named() {
    let sheet = signed();
    let mut changed = sheet.clone();
    let line = sheet.lines.iter().position(|line| line.contains('3')).unwrap();
    changed.lines[line] = sheet.lines[line].replacen('3', "8", 1);
    let seen = held(&sheet, &grey(&Paper::of(&desk::print(&changed)), &ASKEW));
    let top = 64.0 + 225.0 / 22.0 * line as f32;
    assert!(seen.same && !seen.altered.is_empty());
    for mark in &seen.altered {
        assert!(mark.area.top > top - 1.0 && mark.area.bottom < top + 9.0, "{seen:?}");
    }
}

#[test]
fn given_a_faint_copy_on_yellow_paper_then_it_still_matches() {
    let sheet = signed();
    let pass = Pass { paper: 205.0, ink: 95.0, noise: 7.0, ..ASKEW };
    let seen = held(&sheet, &grey(&Paper::of(&desk::print(&sheet)), &pass));
    assert!(seen.agrees(), "{seen:?}");
}

#[test]
fn given_a_scan_too_coarse_to_see_a_stroke_then_nothing_is_called_the_same() {
    let sheet = signed();
    let scan = grey(&Paper::of(&desk::print(&sheet)), &Pass { dpi: (60.0, 60.0), ..Pass::STILL });
    let sights = codes(scan.light());
    assert!(sights.iter().all(|sight| !compare(&original(&sheet), &scan, sight).agrees()));
}
