//! `zhiheng leak`: whether a public copy gives away what was masked in it. What was masked is never printed.

use std::fs;
use std::path::Path;

use serde_json::json;
use zhiheng_leak::{Copy, Masked, Ocr, Tesseract, check};

use crate::cli::Leak;
use crate::output::{Done, Fault, file_fault, say};

pub(crate) fn run(arguments: &Leak) -> Result<Done, Fault> {
    let Leak { file, masked, earlier, json: _ } = arguments;
    let words = read(masked)?;
    let words: Vec<Masked> = serde_json::from_slice(&words).map_err(|_| {
        Fault::new(
            "leak.masked",
            format!("{} 应是 JSON：[{{\"kind\":\"身份证号\",\"text\":\"…\"}}]", masked.display()),
        )
    })?;
    if words.iter().all(|word| word.text.trim().chars().count() < 2) {
        let message = format!("{} 里没有写遮盖了什么（每项至少两个字）", masked.display());
        return Err(Fault::new("leak.masked", message));
    }
    let content = read(file)?;
    let before: Vec<(String, Vec<u8>)> =
        earlier.iter().map(|path| Ok((named(path), read(path)?))).collect::<Result<_, Fault>>()?;
    let before: Vec<Copy<'_>> = before.iter().map(|(name, bytes)| Copy { name, bytes }).collect();
    let reader = Tesseract::found();
    let ocr = reader.as_ref().map(|reader| reader as &dyn Ocr);
    let report = check(Copy { name: &named(file), bytes: &content }, &words, &before, ocr);
    for finding in &report.findings {
        say(&finding.to_string());
    }
    let verdict = if report.clean { "没有找到遮盖的内容" } else { "不能放出" };
    say(&format!("{verdict}：{}", report.looked_at()));
    let told: Vec<String> = report.findings.iter().map(ToString::to_string).collect();
    let negative = !report.clean;
    Ok(Done { negative, ..Done::with(json!({ "report": report, "told": told })) })
}

fn read(path: &Path) -> Result<Vec<u8>, Fault> {
    fs::read(path).map_err(|error| file_fault(path, &error))
}

fn named(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}
