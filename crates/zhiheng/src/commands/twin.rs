//! `zhiheng twin`: a scanned paper dossier held against the electronic one. What was found is put on the record.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use serde_json::json;
use zhiheng_app::App;
use zhiheng_app::Error;
use zhiheng_app::ports::twin::{PageVerdict, ReadBack, ScannedPage};
use zhiheng_app::scans::{Desk, ScanRef};
use zhiheng_twin::Reader;

use super::export::operator;
use super::init::OPERATOR;
use crate::cli::{Data, Stores, TwinCommand};
use crate::output::{Done, Fault, file_fault, say};
use crate::place::Place;
use crate::wiring;

pub(crate) async fn run(command: TwinCommand) -> Result<Done, Fault> {
    let TwinCommand::Check { matter, files, data, stores, json: _ } = command;
    check(&matter, &files, &data, &stores).await
}

async fn check(
    matter: &str,
    files: &[PathBuf],
    data: &Data,
    stores: &Stores,
) -> Result<Done, Fault> {
    let place = Place::take(&data.data)?;
    let (app, mut follower) = wiring::wire_to_write(&place, stores).await?;
    let matter = known(&app, matter).await?;
    let mut scans = Vec::with_capacity(files.len());
    for path in files {
        let content = fs::read(path).map_err(|error| file_fault(path, &error))?;
        let info = app.blobs().put(&content).await?;
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        scans.push(ScanRef { digest: info.digest, name });
    }
    let desk = Desk { twin: Arc::new(Reader), press: Arc::new(wiring::press(&place)) };
    let mut report = app.read_scans_of(OPERATOR, &matter, &scans, &desk).await?;
    follower.catch_up().await?;
    // Pictures are for the console; a terminal has places.
    report.pages.iter_mut().for_each(|page| page.pictures.clear());
    let whole = report.is_whole();
    for line in told(&report) {
        say(&line);
    }
    Ok(Done {
        json: json!({ "matter": matter, "whole": whole, "pages": report.pages, "missing": report.missing }),
        negative: !whole,
        ..Done::default()
    })
}

/// The id of the matter: given as such, or by its number.
async fn known(app: &App, given: &str) -> Result<String, Fault> {
    if app.store().matter(given).await.map_err(Error::from)?.is_some() {
        return Ok(given.to_owned());
    }
    let caller = operator(app).await?;
    let query = app.list_query(&caller, &[("q".to_owned(), given.to_owned())])?;
    let rows = app.list(&caller, &query).await?.items;
    let mut found = rows.iter().filter(|row| row.number.as_deref() == Some(given));
    match (found.next(), found.next()) {
        (Some(one), None) => Ok(one.id.clone()),
        _ => Err(Fault::negative("missing", format!("没有事项“{given}”"))),
    }
}

/// The report for people: what needs a look, and the count at the end.
fn told(report: &ReadBack) -> Vec<String> {
    let mut lines: Vec<String> = report
        .pages
        .iter()
        .filter(|page| page.verdict != PageVerdict::Matched || page.misplaced)
        .map(line)
        .collect();
    for page in &report.missing {
        lines.push(format!("缺页：《{}》第 {} 页", page.title, page.page));
    }
    let matched = report.pages.iter().filter(|page| page.verdict == PageVerdict::Matched).count();
    lines.push(format!(
        "共扫描 {} 页，一致 {matched} 页，有问题 {} 页，缺 {} 页",
        report.pages.len(),
        report.pages.len() - matched,
        report.missing.len()
    ));
    lines
}

fn line(page: &ScannedPage) -> String {
    let mut line = format!("{} 第 {} 页", page.file, page.page_of_file);
    if let (Some(title), Some(n)) = (&page.title, page.page) {
        let _ = write!(line, "（《{title}》第 {n} 页）");
    }
    let _ = write!(line, "：{}", verdict(page.verdict));
    for mark in &page.altered {
        let kind = if mark.kind == "missing" { "缺少" } else { "多出" };
        let _ = write!(
            line,
            "；{kind}，距左边 {:.0}–{:.0} 毫米、距上边 {:.0}–{:.0} 毫米",
            mark.left, mark.right, mark.top, mark.bottom
        );
    }
    if page.misplaced {
        line.push_str("；不在案卷顺序中应在的位置");
    }
    line
}

fn verdict(verdict: PageVerdict) -> &'static str {
    match verdict {
        PageVerdict::Matched => "一致",
        PageVerdict::Altered => "有改动",
        PageVerdict::Replaced => "校验码是这一页的，内容是别的",
        PageVerdict::NoCode => "没有校验码，或者读不出来",
        PageVerdict::SeveralCodes => "一页上有几个校验码",
        PageVerdict::OtherDossier => "是别的案卷的",
        PageVerdict::UnknownPage => "案卷中没有这份文书或者这一页",
        PageVerdict::OtherVersion => "是另一个版本：草稿，或者更正以前的",
        PageVerdict::Repeated => "前面已经有这一页",
        PageVerdict::NoOriginal => "电子页打印不出来，不能核对",
    }
}
