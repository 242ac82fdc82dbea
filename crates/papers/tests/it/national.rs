//! Every paper of every procedure of the national pack comes out of the press with all its words.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use zhiheng_app::papers;
use zhiheng_app::ports::press::{Cell, Press as _, Sheet};
use zhiheng_calendar::{Calendar, YearNotice};
use zhiheng_law::Pack;
use zhiheng_papers::Printer;

use crate::reading::pages;

/// Longest sample that is plausible; more means that a layout runs away.
const MOST: usize = 12;

fn packs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs")
}

fn gather(folder: &Path, prefix: &str, files: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = format!("{prefix}/{}", path.file_name().unwrap().to_string_lossy());
        if path.is_dir() {
            gather(&path, &name, files);
        } else {
            files.push((name, std::fs::read_to_string(&path).unwrap()));
        }
    }
}

fn law() -> (Pack, Calendar) {
    let mut files = Vec::new();
    gather(&packs().join("national"), "national", &mut files);
    let pack = Pack::load(&files).unwrap_or_else(|faults| panic!("{faults:?}"));
    let mut notices = Vec::new();
    gather(&packs().join("calendar"), "calendar", &mut notices);
    let notices = notices
        .into_iter()
        .filter(|(name, _)| Path::new(name).extension().is_some_and(|kind| kind == "json"));
    let years = notices.map(|(name, text)| YearNotice::parse(&name, &text).unwrap());
    (pack, Calendar::new(years))
}

fn without_spaces(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// What is wrong with the printed sample; nothing, if all is well.
fn wrong(printer: &Printer, sheet: &Sheet) -> Option<String> {
    let pdf = match printer.pdf(sheet) {
        Ok(pdf) => pdf,
        Err(fault) => return Some(fault.to_string()),
    };
    let sides = pages(&pdf);
    if sides.is_empty() || sides.len() > MOST {
        return Some(format!("{} pages", sides.len()));
    }
    for (index, page) in sides.iter().enumerate() {
        if !page.contains(&without_spaces(&sheet.code(index + 1, sides.len()))) {
            return Some(format!("page {} bears no code", index + 1));
        }
    }
    let text = sides.concat();
    // A paragraph may run over to the next page: then its beginning is looked for.
    let whole = |words: &str| {
        let words = without_spaces(words);
        if sides.len() == 1 { words } else { words.chars().take(8).collect() }
    };
    let cells = sheet.rows.iter().flat_map(|row| match &row.value {
        Cell::Text(value) => vec![row.label.clone(), value.clone()],
        Cell::Table { columns, rows } => [columns.clone(), rows.concat()].concat(),
    });
    let said = sheet
        .paragraphs
        .iter()
        .flat_map(|text| text.lines())
        .map(ToOwned::to_owned)
        .chain(cells)
        .chain([sheet.title.clone(), sheet.addressee.clone(), "样张".to_owned()])
        .chain(sheet.number.clone())
        .chain(sheet.signoffs.iter().flat_map(|one| [one.act.clone(), one.person.clone()]));
    said.into_iter()
        .find(|words| !text.contains(&whole(words)))
        .map(|words| format!("lacks {words}: {text}"))
}

#[test]
fn given_the_national_pack_then_every_paper_of_every_procedure_comes_out_with_all_its_words() {
    let (pack, calendar) = law();
    let mut seen = BTreeSet::new();
    let mut jobs = Vec::new();
    for procedure in pack.procedures.values() {
        for act in &procedure.acts {
            for rule in &act.papers {
                // Procedures that share a fragment share its papers: set once.
                let same = serde_json::json!([
                    rule.title,
                    rule.layout,
                    rule.body,
                    rule.rows,
                    rule.signatures
                ]);
                if seen.insert(same.to_string()) {
                    jobs.push((procedure.id.as_str(), act.id.as_str(), rule.id.as_str()));
                }
            }
        }
    }
    assert!(jobs.len() >= 58, "{} papers", jobs.len());
    let printer = Printer::default();
    let (next, faults) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some((procedure, act, paper)) =
                    jobs.get(next.fetch_add(1, Ordering::Relaxed))
                {
                    let fault = match papers::sample(&pack, &calendar, procedure, act, paper) {
                        Some(sheet) => wrong(&printer, &sheet),
                        None => Some("no sample".to_owned()),
                    };
                    if let Some(fault) = fault {
                        faults.lock().unwrap().push(format!("{procedure}/{act}/{paper}: {fault}"));
                    }
                }
            });
        }
    });
    let faults = faults.into_inner().unwrap();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
