//! Reads back a dossier of 500 pages (or as many as are asked for) with every kind of fault and prints what came out.

#![expect(
    dead_code,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "shares the desk and the scanner of the tests, and prints figures"
)]

#[path = "../tests/it/desk.rs"]
mod desk;
#[path = "../tests/it/dossiers.rs"]
mod dossiers;
#[path = "../tests/it/scanner.rs"]
mod scanner;

use dossiers::{DOSSIER, Fate};
use zhiheng_twin::Verdict;

fn main() {
    let count: usize = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(500);
    let seed: u64 = std::env::args().nth(2).and_then(|n| n.parse().ok()).unwrap_or(1);
    let mut dice = desk::Dice(seed);
    let sheets = dossiers::dossier(&mut dice, DOSSIER, count);
    let fates: Vec<(usize, Fate)> =
        (0..count).filter(|n| n % 10 == 4).zip(Fate::FAULTS.into_iter().cycle()).collect();
    let gone = count / 2;
    let order: Vec<usize> = (0..count).filter(|n| *n != gone).collect();
    let begun = std::time::Instant::now();
    let (report, expected) = dossiers::read_back(&sheets, &fates, &order, seed);
    let wrong = dossiers::wrong(&report, &expected, &sheets);
    let matched = |fate: fn(Fate) -> bool| {
        report
            .pages
            .iter()
            .zip(&expected)
            .filter(|(page, (_, was))| fate(*was) && page.verdict == Verdict::Matched)
            .count()
    };
    for line in &wrong {
        eprintln!("{}", line.chars().take(700).collect::<String>());
    }
    println!(
        "{{\"pages\":{},\"faults\":{},\"matched\":{},\"false_matches\":{},\"wrong\":{},\"missing\":{},\"seconds\":{:.1}}}",
        report.pages.len(),
        fates.len() + 1,
        matched(|fate| fate == Fate::Whole),
        matched(|fate| fate != Fate::Whole),
        wrong.len(),
        report.missing.len(),
        begun.elapsed().as_secs_f32(),
    );
}
