//! Whole dossiers: printed, scanned, and tampered with.

use std::collections::BTreeMap;
use std::sync::Arc;

use zhiheng_twin::{
    Check, Extra, Original, Page, PageId, Pages, Paper, Report, Scan, Verdict, scans,
};

use crate::desk::{self, DPI, Dice, Sheet};
use crate::scanner::{self, Pass};

pub(crate) const DOSSIER: &str = "01JABCDEFGHJKMNPQRSTVWXYZ0";
const OTHER: &str = "01JZZZZZZZZZZZZZZZZZZZZZZZ";

/// The electronic pages, drawn when they are asked for.
pub(crate) struct Shelf(pub(crate) BTreeMap<PageId, Sheet>);

impl Pages for Shelf {
    fn original(&self, page: &PageId) -> Option<Arc<Original>> {
        let sheet = self.0.get(page)?;
        Original::new(&desk::print(sheet), DPI, sheet.zones()).map(Arc::new)
    }
}

/// A dossier of so many pages.
pub(crate) fn dossier(dice: &mut Dice, name: &str, pages: usize) -> Vec<Sheet> {
    let mut sheets = Vec::new();
    for paper in 0.. {
        let left = pages - sheets.len();
        if left == 0 {
            break;
        }
        let length = (1 + dice.below(5)).min(left);
        for page in 1..=length {
            sheets.push(desk::sheet(dice, name, paper, page, length));
        }
    }
    sheets
}

pub(crate) fn check(sheets: &[Sheet]) -> Check {
    let mut papers: Vec<Paper> = Vec::new();
    for sheet in sheets.iter().filter(|sheet| sheet.page == 1) {
        papers.push(Paper {
            form_of: None,
            key: sheet.key.clone(),
            pages: sheet.pages,
            fingerprint: sheet.fingerprint.clone(),
        });
    }
    Check::new(DOSSIER, papers)
}

pub(crate) fn shelf(sheets: &[Sheet]) -> Shelf {
    let id = |sheet: &Sheet| PageId { key: sheet.key.clone(), page: sheet.page };
    Shelf(sheets.iter().map(|sheet| (id(sheet), sheet.clone())).collect())
}

/// What was put into the scanner in place of a page, and what must be said of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    Whole,
    Digit,
    Line,
    Written,
    Covered,
    Swapped,
    Foreign,
    Codeless,
    Draft,
}

impl Fate {
    pub(crate) const FAULTS: [Self; 8] = [
        Self::Digit,
        Self::Line,
        Self::Written,
        Self::Covered,
        Self::Swapped,
        Self::Foreign,
        Self::Codeless,
        Self::Draft,
    ];

    pub(crate) fn fits(self, verdict: Verdict) -> bool {
        match self {
            Self::Whole => verdict == Verdict::Matched,
            Self::Digit | Self::Line | Self::Written | Self::Covered => verdict == Verdict::Altered,
            Self::Swapped => verdict == Verdict::Replaced,
            Self::Foreign => verdict == Verdict::Extra(Extra::OtherDossier),
            Self::Codeless => verdict == Verdict::Extra(Extra::NoCode),
            Self::Draft => verdict == Verdict::Extra(Extra::OtherVersion),
        }
    }
}

/// Prints a page, does to it what is to be done, and scans it.
pub(crate) fn scanned(sheet: &Sheet, fate: Fate, pass: &Pass, dice: &mut Dice) -> scanner::Scanned {
    let mut changed = sheet.clone();
    let line = 1 + dice.below(sheet.lines.len() - 2);
    match fate {
        Fate::Digit => digit(&mut changed, line),
        Fate::Line => {
            let other = desk::sheet(dice, OTHER, 0, 1, 1);
            changed.lines[line].clone_from(&other.lines[0]);
        }
        Fate::Swapped => {
            let other = desk::sheet(dice, OTHER, 1, 1, 1);
            (changed.title, changed.lines, changed.rows) = (other.title, other.lines, other.rows);
        }
        Fate::Foreign => changed.key = format!("{OTHER}~p1"),
        Fate::Draft => "ffffffff".clone_into(&mut changed.fingerprint),
        Fate::Whole | Fate::Written | Fate::Covered | Fate::Codeless => {}
    }
    let print = if fate == Fate::Codeless { desk::plain() } else { desk::print(&changed) };
    let mut paper = scanner::Paper::of(&print);
    let top = 64.0 + 225.0 / 22.0 * line as f32;
    match fate {
        // “不” between two lines, by hand.
        Fate::Written => {
            let (x, y) = (60.0, top - 3.0);
            for stroke in [
                vec![(x, y), (x + 4.0, y)],
                vec![(x + 2.2, y), (x, y + 2.5)],
                vec![(x + 2.0, y), (x + 2.0, y + 3.5)],
                vec![(x + 2.4, y + 1.0), (x + 3.6, y + 2.2)],
            ] {
                paper.pen(&stroke, 0.4, [40, 40, 40]);
            }
        }
        Fate::Covered => paper.cover(50.0, top, 12.0, 6.0),
        _ => {}
    }
    if sheet.signed {
        match dice.below(3) {
            0 => paper.seal(150.0, 228.0, [215, 60, 60]),
            1 => paper.signature(115.0, 212.0, [50, 60, 150]),
            _ => {}
        }
    }
    paper.scanned(pass, dice)
}

/// One digit of a line becomes another.
fn digit(sheet: &mut Sheet, from: usize) {
    let count = sheet.lines.len();
    for n in 0..count {
        let line = &mut sheet.lines[(from + n) % count];
        if let Some(place) = line.find(|character: char| character.is_ascii_digit()) {
            let old = line.as_bytes()[place];
            let new = if old == b'1' { "7" } else { "1" };
            line.replace_range(place..=place, new);
            return;
        }
    }
}

/// Scans a dossier and reads it back on every processor.
pub(crate) fn read_back(
    sheets: &[Sheet],
    fates: &[(usize, Fate)],
    order: &[usize],
    seed: u64,
) -> (Report, Vec<(usize, Fate)>) {
    let (check, shelf) = (check(sheets), shelf(sheets));
    let fate_of =
        |n: usize| fates.iter().find(|(at, _)| *at == n).map_or(Fate::Whole, |(_, fate)| *fate);
    let next = std::sync::atomic::AtomicUsize::new(0);
    let pages = std::sync::Mutex::new(Vec::<Page>::new());
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(|| {
                loop {
                    let place = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                    let Some(n) = order.get(place) else { return };
                    let mut dice = Dice(seed ^ (*n as u64 * 7919));
                    let pass = Pass::any(&mut dice);
                    let scanned = scanned(&sheets[*n], fate_of(*n), &pass, &mut dice);
                    // One scanner in eight writes JPEG.
                    let scan = if n % 8 > 0 {
                        Scan::colour(scanned.width, scanned.height, &scanned.dots).unwrap()
                    } else {
                        scans(&scanned.jpeg(70)).unwrap().next().unwrap().unwrap()
                    };
                    let page = check.page(place + 1, &scan, &shelf);
                    pages.lock().unwrap().push(page);
                }
            });
        }
    });
    let expected = order.iter().map(|n| (*n, fate_of(*n))).collect();
    (check.report(pages.into_inner().unwrap()), expected)
}

/// What was said that is not true.
pub(crate) fn wrong(report: &Report, expected: &[(usize, Fate)], sheets: &[Sheet]) -> Vec<String> {
    let mut wrong = Vec::new();
    for (page, (n, fate)) in report.pages.iter().zip(expected) {
        let sheet = &sheets[*n];
        if !fate.fits(page.verdict) {
            wrong.push(format!(
                "{}.{} {fate:?}: {:?} {} {:?}",
                sheet.key, sheet.page, page.verdict, page.agreement, page.altered
            ));
        }
    }
    wrong
}

#[test]
fn given_a_scanned_dossier_with_every_kind_of_fault_then_each_is_named_and_nothing_else() {
    let mut dice = Dice(20_261_123);
    let sheets = dossier(&mut dice, DOSSIER, 40);
    let fates: Vec<(usize, Fate)> =
        Fate::FAULTS.into_iter().enumerate().map(|(n, fate)| (4 * n + 2, fate)).collect();
    // Page 35 stays in the drawer, and two neighbours lie in the wrong order.
    let mut order: Vec<usize> = (0..40).filter(|n| *n != 35).collect();
    order.swap(36, 37);

    let (report, expected) = read_back(&sheets, &fates, &order, 7);

    assert_eq!(wrong(&report, &expected, &sheets), Vec::<String>::new());
    let missing: Vec<usize> = report
        .missing
        .iter()
        .map(|id| sheets.iter().position(|s| s.key == id.key && s.page == id.page).unwrap())
        .collect();
    let mut gone: Vec<usize> = fates
        .iter()
        .filter(|(_, fate)| {
            matches!(fate, Fate::Swapped | Fate::Foreign | Fate::Codeless | Fate::Draft)
        })
        .map(|(n, _)| *n)
        .collect();
    gone.push(35);
    gone.sort_unstable();
    assert_eq!(missing, gone);
    assert_eq!(report.pages.iter().filter(|page| page.misplaced).count(), 1);
}
