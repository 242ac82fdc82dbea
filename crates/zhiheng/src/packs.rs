//! The law and the calendar: built into the program, and overlaid file by file from the data folder.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use rust_embed::Embed;
use zhiheng_calendar::{Calendar, YearNotice};
use zhiheng_law::Pack;

use crate::output::{Fault, file_fault, say};

#[derive(Embed)]
#[folder = "../../packs"]
struct BuiltIn;

/// Texts by name, with `/` as separator.
pub(crate) type Texts = BTreeMap<String, String>;

/// The built-in texts, each replaced by the file of the same name below `overlay` where there is one.
pub(crate) fn texts(overlay: Option<&Path>) -> Result<Texts, Fault> {
    let mut texts: Texts = BuiltIn::iter()
        .filter_map(|name| {
            let file = BuiltIn::get(&name)?;
            Some((name.into_owned(), String::from_utf8(file.data.into_owned()).ok()?))
        })
        .collect();
    if let Some(overlay) = overlay.filter(|overlay| overlay.is_dir()) {
        texts.extend(folder(overlay)?);
    }
    Ok(texts)
}

/// Every text file of a pack folder.
pub(crate) fn folder(root: &Path) -> Result<Texts, Fault> {
    let mut texts = Texts::new();
    let mut folders = vec![String::new()];
    while let Some(under) = folders.pop() {
        let here = root.join(&under);
        let fault = |error: io::Error| file_fault(&here, &error);
        for entry in fs::read_dir(&here).map_err(fault)? {
            let entry = entry.map_err(fault)?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = if under.is_empty() { name } else { format!("{under}/{name}") };
            if entry.file_type().map_err(fault)?.is_dir() {
                folders.push(path);
            } else if ["toml", "json", "md"].iter().any(|kind| ends_in(&path, kind)) {
                let text = fs::read_to_string(entry.path())
                    .map_err(|error| file_fault(&entry.path(), &error))?;
                texts.insert(path, text);
            }
        }
    }
    Ok(texts)
}

/// The law in these texts.
pub(crate) fn pack(texts: &Texts) -> Result<Pack, Fault> {
    let files: Vec<(String, String)> =
        texts.iter().map(|(name, text)| (name.clone(), text.clone())).collect();
    Pack::load(&files).map_err(|faults| {
        for fault in &faults {
            say(&fault.to_string());
        }
        Fault::new("pack.faults", format!("法律包有 {} 处错误，不能使用", faults.len()))
    })
}

/// The calendar in these texts.
pub(crate) fn calendar(texts: &Texts) -> Result<Calendar, Fault> {
    let notices = texts
        .iter()
        .filter(|(name, _)| name.starts_with("calendar/") && ends_in(name, "json"))
        .map(|(name, text)| YearNotice::parse(name, text))
        .collect::<Result<Vec<_>, _>>()
        .map_err(|fault| Fault::new("calendar.fault", fault.to_string()))?;
    Ok(Calendar::new(notices))
}

fn ends_in(name: &str, ending: &str) -> bool {
    Path::new(name).extension().is_some_and(|found| found == ending)
}
