//! What describes a package: the dossier and each of its pieces, after DA/T 46-2009 (law.md 7.7), as XML and as JSON.
//!
//! What this is not: a validated instance of the standard's schema, whose text was not at hand; element names are its Chinese terms.

use std::fmt::Write as _;

use serde_json::{Value, json};
use zhiheng_record::bag::{Algorithm, Sealed};

use crate::application::App;
use crate::dossier::{Contents, DossierPage, MadeOf, PieceView};
use crate::error::Error;
use crate::shapes::moment;

/// A piece with where it lies and its digests.
pub(super) type Known = (String, PieceView, Sealed);

/// Name and value, in the order in which they are written.
type Entry = (&'static str, String);

fn dossier(app: &App, contents: &Contents<'_>, page: &DossierPage) -> Vec<Entry> {
    let matter = contents.matter();
    let related = ["related", "related_case", "source_matter"];
    let related = related.iter().filter_map(|name| matter.facts.get(*name)?.as_str());
    let related: Vec<&str> = related.filter(|text| !text.is_empty()).collect();
    vec![
        ("聚合层次", "案卷".to_owned()),
        ("全宗名称", page.agency.clone()),
        ("立档单位名称", page.agency.clone()),
        ("电子文件号", matter.id.clone()),
        ("档号", archive_number(page, None)),
        ("文件编号", page.number.clone().unwrap_or_default()),
        ("题名", page.title.clone()),
        ("类别", contents.opened.procedure.category.clone()),
        ("年度", matter.opened.year().to_string()),
        ("保管期限", page.keeping.period.clone()),
        ("密级", "未定密".to_owned()),
        ("形成系统", concat!("Zhiheng ", env!("CARGO_PKG_VERSION")).to_owned()),
        ("关联案件", related.join("；")),
        ("签名信息", format!("日志检查点签名，算法 {}；见 data/record/checkpoint", app.suite())),
    ]
}

/// 全宗-年度-期限-案卷号-件号; what is not given yet is left out.
fn archive_number(page: &DossierPage, piece: Option<(usize, usize)>) -> String {
    let mut parts = vec![page.agency.clone(), page.keeping.period.clone()];
    parts.extend(page.archive_number.clone());
    if let Some((volume, n)) = piece {
        parts.push(format!("{volume}-{n:03}"));
    }
    parts.retain(|part| !part.is_empty());
    parts.join("·")
}

fn piece(contents: &Contents<'_>, page: &DossierPage, known: &Known) -> Vec<Entry> {
    let (path, view, sealed) = known;
    let volume =
        page.volumes.iter().position(|held| held.pieces.contains(view)).map_or(0, |n| n + 1);
    let place = usize::try_from(view.version).unwrap_or(0).checked_sub(1);
    let event = place.and_then(|place| contents.opened.events.get(place));
    let act = event.and_then(|(_, event)| contents.opened.procedure.act(&event.act));
    let hex = |kind| sealed.sums.hex(kind).unwrap_or_default().to_owned();
    let format = if view.kind == "paper" {
        "application/pdf (PDF/A-2b)".to_owned()
    } else {
        view.media.clone().unwrap_or_default()
    };
    let made = |told: fn(&MadeOf) -> String| view.made.as_ref().map(told).unwrap_or_default();
    let span = |made: &MadeOf| {
        made.span.map_or_else(String::new, |(from, to)| format!("第 {from} 至 {to} 秒"))
    };
    vec![
        ("聚合层次", "件".to_owned()),
        ("电子文件号", format!("{}~{}", contents.matter().id, view.id)),
        ("档号", archive_number(page, Some((volume, view.n)))),
        ("题名", view.title.clone()),
        ("文件编号", view.number.clone().unwrap_or_default()),
        ("责任者", view.responsible.clone()),
        ("日期", view.date.clone()),
        ("文种", if view.kind == "paper" { "文书" } else { "收入的文件" }.to_owned()),
        ("密级", "未定密".to_owned()),
        ("保管期限", page.keeping.period.clone()),
        ("起页", view.from.to_string()),
        ("止页", view.to.to_string()),
        ("格式", format),
        ("计算机文件名", path.clone()),
        ("大小", sealed.sums.bytes.to_string()),
        ("散列值SHA-256", hex(Algorithm::Sha256)),
        ("散列值SHA-512", hex(Algorithm::Sha512)),
        ("业务环节", act.map(|act| act.step.clone()).unwrap_or_default()),
        ("业务行为", act.map(|act| act.title.clone()).unwrap_or_default()),
        ("经手人", event.map(|(_, event)| event.actor.name.clone()).unwrap_or_default()),
        ("经手时间", event.map(|(_, event)| moment(event.at)).unwrap_or_default()),
        ("签名信息", event.map(|(seq, _)| format!("日志第 {seq} 条")).unwrap_or_default()),
        ("衍生种类", made(|made| made.kind.clone())),
        ("原件散列值", made(|made| made.of.clone())),
        ("取自原件的起止", made(span)),
        ("制作人", made(|made| made.maker.clone())),
        ("制作原因", made(|made| made.reason.clone())),
        ("附注", view.note.clone()),
    ]
}

/// Who did what when, for the whole matter (经手人与时间序列).
fn course(contents: &Contents<'_>) -> Vec<Vec<Entry>> {
    let title = |id: &str| {
        contents.opened.procedure.act(id).map_or_else(|| id.to_owned(), |act| act.title.clone())
    };
    (contents.opened.events.iter())
        .map(|(seq, event)| {
            vec![
                ("日志序号", seq.to_string()),
                ("业务行为", title(&event.act)),
                ("经手人", event.actor.name.clone()),
                ("机构", contents.opened.tree.name(&event.agency).to_owned()),
                ("时间", moment(event.at)),
            ]
        })
        .collect()
}

pub(super) fn json(
    app: &App,
    contents: &Contents<'_>,
    page: &DossierPage,
    known: &[Known],
) -> Result<Vec<u8>, Error> {
    let object = |entries: Vec<Entry>| {
        Value::Object(
            entries.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect(),
        )
    };
    let whole = json!({
        "案卷": object(dossier(app, contents, page)),
        "件": known.iter().map(|one| object(piece(contents, page, one))).collect::<Vec<_>>(),
        "过程": course(contents).into_iter().map(object).collect::<Vec<_>>(),
        "目录": page,
    });
    serde_json::to_vec_pretty(&whole).map_err(|error| Error::Internal(error.to_string()))
}

pub(super) fn xml(
    app: &App,
    contents: &Contents<'_>,
    page: &DossierPage,
    known: &[Known],
) -> Vec<u8> {
    let mut out =
        String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<电子文件归档元数据>\n");
    element(&mut out, "案卷", &dossier(app, contents, page));
    for one in known {
        element(&mut out, "件", &piece(contents, page, one));
    }
    for step in course(contents) {
        element(&mut out, "过程", &step);
    }
    out.push_str("</电子文件归档元数据>\n");
    out.into_bytes()
}

fn element(out: &mut String, name: &str, entries: &[Entry]) {
    let _ = writeln!(out, "  <{name}>");
    for (name, value) in entries.iter().filter(|(_, value)| !value.is_empty()) {
        let _ = writeln!(out, "    <{name}>{}</{name}>", escaped(value));
    }
    let _ = writeln!(out, "  </{name}>");
}

/// Text between tags (XML 1.0, 2.4): the three marks, and none of the characters that XML does not know.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            c if c.is_control() && !matches!(c, '\n' | '\t') => {}
            '\u{fffe}' | '\u{ffff}' => {}
            c => out.push(c),
        }
    }
    out
}
