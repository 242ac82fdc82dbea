//! `zhiheng paper`: papers without a matter: samples of all of them, as files or as pictures with an index.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::json;
use zhiheng_app::blanks::Form;
use zhiheng_app::papers;
use zhiheng_app::ports::press::{Layout, Press as _, Sheet};
use zhiheng_app::retention::paper_samples;
use zhiheng_calendar::Calendar;
use zhiheng_law::{ActType, Pack, PaperRule, Procedure};
use zhiheng_papers::Printer;

use super::blanks;
use crate::cli::{PaperCommand, texts};
use crate::output::{Done, Fault, file_fault, say};
use crate::packs;

/// Of pictures: enough to see how a paper looks, little enough to keep all of them.
const DPI: u16 = 60;

pub(crate) async fn run(command: PaperCommand) -> Result<Done, Fault> {
    match command {
        PaperCommand::Samples { out, png, procedure, data, json: _ } => {
            samples(&out, png, procedure.as_ref(), data.as_ref())
        }
        PaperCommand::Blanks {
            procedure,
            act,
            paper,
            count,
            out,
            agency,
            data,
            stores,
            json: _,
        } => {
            let form = Form { procedure: &procedure, act: &act, paper: &paper };
            blanks::reserve(form, count, &out, agency, (&data, &stores)).await
        }
        PaperCommand::Void { number, reason, data, stores, json: _ } => {
            blanks::void(&number, &reason, &data, &stores).await
        }
    }
}

fn samples(
    out: &Path,
    png: bool,
    procedure: Option<&String>,
    data: Option<&PathBuf>,
) -> Result<Done, Fault> {
    let texts = texts(data)?;
    let (pack, calendar) = (packs::pack(&texts)?, packs::calendar(&texts)?);
    if let Some(id) = procedure
        && !pack.procedures.contains_key(id)
    {
        return Err(Fault::new("pack.procedure", format!("没有程序“{id}”，见 zhiheng pack list")));
    }
    let wanted = |held: &&Procedure| procedure.is_none_or(|id| held.id == *id);
    let mut all = kinds(pack.procedures.values().filter(wanted));
    if !png {
        all = all.into_iter().flat_map(Kind::apart).collect();
    }
    let printer = Printer::new(data.map(|data| data.join("fonts")).as_deref());
    let job = Job { pack: &pack, calendar: &calendar, printer: &printer, out, png };
    job.all(&all)?;
    // Papers of the end of a dossier belong to no procedure.
    let ends = if procedure.is_none() { paper_samples() } else { Vec::new() };
    for (name, sheet) in &ends {
        let bytes = job.printed(sheet).map_err(|(code, why)| Fault::new(code, why))?;
        write(&out.join(ended(name, if png { "png" } else { "pdf" })), &bytes)?;
    }
    if png {
        write(&out.join("README.md"), (index(&all) + &index_of(&ends)).as_bytes())?;
    }
    let papers = all.len() + ends.len();
    say(&format!("{papers} 份文书的样张在 {}", out.display()));
    Ok(Done::with(json!({ "papers": papers, "out": out.display().to_string() })))
}

/// A paper, and where it occurs: procedures that share a fragment share its papers.
struct Kind<'p> {
    rule: &'p PaperRule,
    places: Vec<(&'p Procedure, &'p ActType)>,
}

impl Kind<'_> {
    /// Each occurrence by itself.
    fn apart(self) -> Vec<Self> {
        let rule = self.rule;
        self.places.into_iter().map(|place| Self { rule, places: vec![place] }).collect()
    }

    /// Where its sample lies, below the folder of all.
    fn file(&self, ending: &str) -> Option<PathBuf> {
        let (procedure, act) = self.places.first()?;
        let name = format!("{}.{}.{ending}", act.id, self.rule.id);
        Some(Path::new(&procedure.id).join(name))
    }
}

fn kinds<'p>(procedures: impl Iterator<Item = &'p Procedure>) -> Vec<Kind<'p>> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut kinds: Vec<Kind<'p>> = Vec::new();
    for procedure in procedures {
        for act in &procedure.acts {
            for rule in &act.papers {
                let same = json!([rule.title, rule.layout, rule.body, rule.rows, rule.signatures]);
                let place = *seen.entry(same.to_string()).or_insert(kinds.len());
                match kinds.get_mut(place) {
                    Some(kind) => kind.places.push((procedure, act)),
                    None => kinds.push(Kind { rule, places: vec![(procedure, act)] }),
                }
            }
        }
    }
    kinds
}

struct Job<'a> {
    pack: &'a Pack,
    calendar: &'a Calendar,
    printer: &'a Printer,
    out: &'a Path,
    png: bool,
}

impl Job<'_> {
    /// Prints on every core; the first failure stops all.
    fn all(&self, kinds: &[Kind<'_>]) -> Result<(), Fault> {
        let (next, failed) = (AtomicUsize::new(0), Mutex::new(None));
        let workers = std::thread::available_parallelism().map_or(1, usize::from);
        std::thread::scope(|scope| {
            for _ in 0..workers {
                scope.spawn(|| {
                    while let Some(kind) = kinds.get(next.fetch_add(1, Ordering::Relaxed)) {
                        if let Err(fault) = self.one(kind) {
                            next.store(kinds.len(), Ordering::Relaxed);
                            if let Ok(mut failed) = failed.lock() {
                                *failed = Some(fault);
                            }
                        }
                    }
                });
            }
        });
        match failed.into_inner() {
            Ok(Some(fault)) => Err(fault),
            _ => Ok(()),
        }
    }

    fn one(&self, kind: &Kind<'_>) -> Result<(), Fault> {
        let Some((procedure, act)) = kind.places.first() else { return Ok(()) };
        let named = format!("{}·{}《{}》", procedure.title, act.title, kind.rule.title);
        let sheet = papers::sample(self.pack, self.calendar, &procedure.id, &act.id, &kind.rule.id)
            .ok_or_else(|| Fault::new("papers.sample", format!("{named}没有样张")))?;
        let bytes = self
            .printed(&sheet)
            .map_err(|(code, why)| Fault::new(code, format!("{named}：{why}")))?;
        match kind.file(if self.png { "png" } else { "pdf" }) {
            Some(file) => write(&self.out.join(file), &bytes),
            None => Ok(()),
        }
    }

    fn printed(&self, sheet: &Sheet) -> Result<Vec<u8>, (&'static str, String)> {
        let told = |fault: zhiheng_app::ports::PressError| (fault.code(), fault.to_string());
        if !self.png {
            return self.printer.pdf(sheet).map_err(told);
        }
        let pages = self.printer.pages(sheet, DPI).map_err(told)?;
        let first = pages.into_iter().next();
        first.map(|page| page.0).ok_or_else(|| ("papers.layout", "没有页".to_owned()))
    }
}

/// The index, in the order of the pack.
fn index(kinds: &[Kind<'_>]) -> String {
    let mut text = String::from(
        "# 文书样张\n\n\
         法律包中的每一份文书,各取首页。由 `zhiheng paper samples --png --out docs/papers` 生成,请勿手改;\
         人物、机关均为虚构。几个程序共用的文书只画一次,后面写明还用在哪里。\n",
    );
    let mut heading = "";
    for kind in kinds {
        let Some((procedure, act)) = kind.places.first() else { continue };
        if procedure.id != heading {
            heading = &procedure.id;
            // Writing into a String cannot fail.
            let _ = write!(
                text,
                "\n## {} `{}`\n\n| 文书 | 行为 | 版式 | 编号 | 还用于 |\n|---|---|---|---|---|\n",
                procedure.title, procedure.id
            );
        }
        let file = kind.file("png").unwrap_or_default();
        let mut others: Vec<&str> = kind
            .places
            .iter()
            .map(|(other, _)| other.title.as_str())
            .filter(|title| *title != procedure.title)
            .collect();
        others.dedup();
        let _ = writeln!(
            text,
            "| [{}]({}) | {} | {} | {} | {} |",
            kind.rule.title,
            file.display(),
            act.title,
            named(kind.rule.layout),
            kind.rule.number_kind.as_deref().unwrap_or(""),
            others.join("、"),
        );
    }
    text
}

/// Where a paper of the end of a dossier lies.
fn ended(name: &str, ending: &str) -> String {
    format!("retention/{name}.{ending}")
}

/// The papers of the end of a dossier.
fn index_of(papers: &[(&str, Sheet)]) -> String {
    let mut text = String::new();
    for (n, (name, sheet)) in papers.iter().enumerate() {
        if n == 0 {
            text.push_str("\n## 保管到期\n\n| 文书 | 版式 |\n|---|---|\n");
        }
        // Writing into a String cannot fail.
        let _ = writeln!(
            text,
            "| [{}]({}) | {} |",
            sheet.title,
            ended(name, "png"),
            named(sheet.layout)
        );
    }
    text
}

fn named(layout: Layout) -> &'static str {
    match layout {
        Layout::Decision => "决定书",
        Layout::Notice => "通知书",
        Layout::Letter => "函",
        Layout::Approval => "审批表",
        Layout::Register => "登记表",
        Layout::Record => "笔录",
        Layout::List => "清单",
        Layout::Receipt => "回证",
        Layout::Report => "报告",
        Layout::Cover => "封面",
        Layout::Catalogue => "目录",
        Layout::Remarks => "备考表",
        Layout::Slip => "当事人回执",
    }
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| file_fault(folder, &error))?;
    }
    fs::write(path, bytes).map_err(|error| file_fault(path, &error))
}
