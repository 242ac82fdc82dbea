//! The test of the four properties (四性检测: 真实、完整、可用、安全; 档案法实施条例40): each check says what was tested and what came out.
//!
//! What this is not: a search for malicious programs in files, which no check here does; the report says so.

use std::io::{self, Read};

use serde::Serialize;
use utoipa::ToSchema;
use zhiheng_record::bag::package::{PackageReport, verify_package};

use super::Gathered;
use crate::dossier::{DossierPage, Enclosed, Opener, fault_of};
use crate::error::Error;
use crate::ports::BlobError;

/// The report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PropertyReport {
    /// All checks that were made passed.
    pub passed: bool,
    /// The four.
    pub properties: Vec<Property>,
}

/// One of the four.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Property {
    /// `真实性`, `完整性`, `可用性`, `安全性`.
    pub title: String,
    /// Its checks.
    pub checks: Vec<PropertyCheck>,
}

/// One check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PropertyCheck {
    /// What was tested.
    pub title: String,
    /// `passed`, `failed`, `not_tested`.
    pub outcome: String,
    /// What came out.
    pub detail: String,
}

/// Bytes that are looked at together.
const PIECE: u64 = 1 << 20;

/// Formats that are kept for long without being converted; others are named for later conversion.
const LASTING: [&str; 8] = ["pdf", "png", "jpg", "jpeg", "tif", "txt", "xml", "json"];

/// Tests a package; what was handed in is read in pieces, on a thread that may wait.
pub(super) fn tested(
    files: &[Enclosed],
    opener: &Opener,
    page: &DossierPage,
    lost: &[String],
) -> Result<PropertyReport, Error> {
    // The package's own files are in memory: what cannot be read is a file that was handed in.
    let found = verify_package(&Gathered::new(files, opener), None)
        .map_err(|why| Error::Blob(BlobError::Unavailable(why)))?;
    let properties = vec![
        authentic(&found),
        complete(&found, page, lost),
        usable(files, opener, page).map_err(fault_of)?,
        secure(files, opener).map_err(fault_of)?,
    ];
    let failed = |check: &PropertyCheck| check.outcome == "failed";
    let passed = !properties.iter().flat_map(|held| &held.checks).any(failed);
    Ok(PropertyReport { passed, properties })
}

fn check(title: &str, passed: bool, detail: impl Into<String>) -> PropertyCheck {
    PropertyCheck {
        title: title.to_owned(),
        outcome: if passed { "passed" } else { "failed" }.to_owned(),
        detail: detail.into(),
    }
}

/// Passed where nothing bad was found.
fn none(title: &str, bad: &[String], good: impl Into<String>) -> PropertyCheck {
    if bad.is_empty() { check(title, true, good) } else { check(title, false, bad.join("；")) }
}

fn untested(title: &str, detail: &str) -> PropertyCheck {
    PropertyCheck {
        title: title.to_owned(),
        outcome: "not_tested".to_owned(),
        detail: detail.to_owned(),
    }
}

fn problems(found: &PackageReport, codes: &[&str]) -> Vec<String> {
    let held = found.bag.problems.iter().filter(|held| codes.contains(&held.code));
    held.map(|held| format!("{}：{}", held.file, held.message)).collect()
}

fn authentic(found: &PackageReport) -> Property {
    let manifest = problems(found, &["package.manifest"]);
    let sealed = match (found.sealed, manifest.is_empty()) {
        (true, _) => check("封包记录在案", true, "清单的摘要在签名的日志里"),
        (false, true) => untested("封包记录在案", "还没有封包：正式导出时才记录"),
        (false, false) => check("封包记录在案", false, manifest.join("；")),
    };
    let wrong = ["package.proof", "package.policy", "package.order", "package.other_matter"];
    let checks = vec![
        none(
            "行为在签名的日志里",
            &problems(found, &wrong),
            format!("{} 个行为都在签名的日志里，次序与日志一致", found.events),
        ),
        none(
            "文件是行为所引用的",
            &problems(found, &["package.digest", "package.uncited"]),
            format!("{} 个文件与行为所引用的摘要一致", found.files),
        ),
        sealed,
        check(
            "来源和经手人可以确认",
            found.events > 0,
            "每个行为有经手人、机构、时刻，见 data/metadata",
        ),
    ];
    Property { title: "真实性".to_owned(), checks }
}

fn complete(found: &PackageReport, page: &DossierPage, lost: &[String]) -> Property {
    let lacking: Vec<String> =
        page.lacks.iter().filter(|lack| !lack.explained).map(|lack| lack.title.clone()).collect();
    let explained = page.lacks.len() - lacking.len();
    let listed = ["bag.missing", "bag.unlisted", "bag.no_manifest", "bag.oxum", "bag.twice"];
    let in_a_row = page.volumes.iter().all(|volume| {
        let mut next = 1;
        volume.pieces.iter().all(|piece| {
            let right = piece.from == next && piece.to >= piece.from;
            next = piece.to + 1;
            right
        })
    });
    let checks = vec![
        none("应有的材料齐全", &lacking, format!("没有缺漏；经批准缺漏归档的 {explained} 项")),
        none("文件没有遗失", lost, "行为引用的文件都在包里"),
        none(
            "清单与实有相符",
            &problems(found, &listed),
            format!("{} 个文件，{} 字节，清单与实有相符", found.bag.files, found.bag.bytes),
        ),
        none(
            "内容没有改动",
            &problems(found, &["bag.digest"]),
            "每个文件的 SHA-256、SHA-512 都相符",
        ),
        check(
            "页号连续",
            in_a_row,
            format!("{} 件 {} 页，各卷从 1 起连续", page.pieces, page.pages),
        ),
    ];
    Property { title: "完整性".to_owned(), checks }
}

fn usable(files: &[Enclosed], opener: &Opener, page: &DossierPage) -> io::Result<Property> {
    let unreadable: Vec<String> = (page.volumes.iter().flat_map(|volume| &volume.pieces))
        .filter(|piece| piece.note.contains("不能装订") || piece.note.contains("不符"))
        .map(|piece| format!("{}（{}）", piece.title, piece.note))
        .collect();
    let passing: Vec<&str> = brought(files)
        .filter(|file| !LASTING.contains(&ending(&file.path).as_str()))
        .map(|file| file.path.as_str())
        .collect();
    let formats = if passing.is_empty() {
        "文件都是适合长期保存的格式".to_owned()
    } else {
        let names = passing.join("、");
        format!("{} 个文件不是适合长期保存的格式，移交以前宜转换：{names}", passing.len())
    };
    let mut protected = Vec::new();
    for file in files.iter().filter(|file| ending(&file.path) == "pdf") {
        if contains(&mut opener.open(&file.content), b"/Encrypt")? {
            protected.push(file.path.clone());
        }
    }
    let there = ["data/README.txt", "data/metadata/metadata.xml"]
        .iter()
        .all(|path| files.iter().any(|file| file.path == *path));
    let checks = vec![
        none("文件可以读出", &unreadable, "每一件都能打开并计出页数"),
        none("没有口令保护", &protected, "PDF 都没有加密"),
        // Advice, not a fault: what is to be converted is decided when it is handed over.
        check("格式适合长期保存", true, formats),
        check("有说明和元数据", there, "README 与元数据随包"),
    ];
    Ok(Property { title: "可用性".to_owned(), checks })
}

fn secure(files: &[Enclosed], opener: &Opener) -> io::Result<Property> {
    let (mut programs, mut active) = (Vec::new(), Vec::new());
    for file in brought(files) {
        if runs(&mut opener.open(&file.content))? {
            programs.push(file.path.clone());
        }
    }
    for file in files.iter().filter(|file| file.path.starts_with("data/volumes/")) {
        let holds = |word: &[u8]| contains(&mut opener.open(&file.content), word);
        if holds(b"/JavaScript")? || holds(b"/Launch")? {
            active.push(file.path.clone());
        }
    }
    let checks = vec![
        none("没有可执行程序", &programs, "文件都不是程序"),
        none("装订的卷没有脚本", &active, "没有脚本和自动动作"),
        check("取出有记录", true, "导出归档包进入记录，写明何人何时"),
        untested("病毒扫描", "本系统不做；移交以前请用档案馆认可的软件扫描"),
    ];
    Ok(Property { title: "安全性".to_owned(), checks })
}

/// Files that acts brought.
fn brought(files: &[Enclosed]) -> impl Iterator<Item = &Enclosed> {
    files.iter().filter(|file| file.path.starts_with("data/files/"))
}

fn ending(path: &str) -> String {
    path.rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase()).unwrap_or_default()
}

/// Whether the needle, which is not empty, is anywhere in what is read.
fn contains(content: &mut dyn Read, needle: &[u8]) -> io::Result<bool> {
    let mut held = Vec::new();
    loop {
        let read = (&mut *content).take(PIECE).read_to_end(&mut held)?;
        if held.windows(needle.len()).any(|window| window == needle) {
            return Ok(true);
        }
        if read == 0 {
            return Ok(false);
        }
        // What may be the beginning of one that goes on in the next piece.
        held.drain(..held.len().saturating_sub(needle.len()));
    }
}

/// Begins like a program: ELF, PE, Mach-O, or a script with an interpreter.
fn runs(content: &mut dyn Read) -> io::Result<bool> {
    let mut head = Vec::new();
    content.take(4).read_to_end(&mut head)?;
    let marks = [&b"\x7fELF"[..], b"MZ", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"#!"];
    Ok(marks.iter().any(|mark| head.starts_with(mark)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn given_a_word_across_two_pieces_then_it_is_found_and_one_that_is_not_there_is_not() {
        let place = usize::try_from(PIECE).unwrap();
        let mut content = vec![b'x'; place * 2 + 100];
        assert!(!contains(&mut &content[..], b"/Encrypt").unwrap());
        for start in [0, place - 3, place * 2 - 8, content.len() - 8] {
            let mut changed = content.clone();
            changed[start..start + 8].copy_from_slice(b"/Encrypt");
            assert!(contains(&mut &changed[..], b"/Encrypt").unwrap(), "{start}");
        }
        content[..2].copy_from_slice(b"MZ");
        assert!(runs(&mut &content[..]).unwrap());
        assert!(!runs(&mut &b"M"[..]).unwrap());
    }
}
