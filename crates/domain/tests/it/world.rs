//! The national pack and the official calendar, read once from the product's own files.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use zhiheng_calendar::{Calendar, YearNotice};
use zhiheng_domain::example::{actor, officers};
use zhiheng_domain::{Actor, Context, Known, Officer};
use zhiheng_law::Pack;

pub(crate) static PACK: LazyLock<Pack> = LazyLock::new(|| {
    let root = packs();
    let mut files = Vec::new();
    gather(&root.join("national"), "national", &mut files);
    gather(&root.join("registers"), "registers", &mut files);
    Pack::load(&files).unwrap_or_else(|faults| {
        panic!("{}", faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
    })
});

pub(crate) static CALENDAR: LazyLock<Calendar> = LazyLock::new(|| {
    let folder = packs().join("calendar");
    let mut names: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.sort();
    Calendar::new(
        names.iter().filter(|path| path.extension().is_some_and(|ending| ending == "json")).map(
            |path| {
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                YearNotice::parse(&name, &std::fs::read_to_string(path).unwrap()).unwrap()
            },
        ),
    )
});

pub(crate) static OFFICERS: LazyLock<Vec<Officer>> = LazyLock::new(officers);

pub(crate) static CHAIN: LazyLock<Vec<String>> =
    LazyLock::new(|| ["agency", "upper", "upper-upper"].map(ToOwned::to_owned).to_vec());

pub(crate) static KNOWN: LazyLock<Known> = LazyLock::new(Known::default);

/// A context at a moment, with an invented person.
pub(crate) fn context(actor: &Actor, at: jiff::civil::DateTime) -> Context<'_> {
    Context {
        now: zhiheng_calendar::china_timestamp(at),
        actor,
        pack: &PACK,
        calendar: &CALENDAR,
        officers: &OFFICERS,
        chain: &CHAIN,
        division: zhiheng_domain::example::DIVISION,
        mark: "示例",
        agency_name: "示例机关",
        government: "示例市人民政府",
        superior: "示例上级机关",
        known: &KNOWN,
        fresh_id: "example",
        fresh_code: "EXAMPLE0",
    }
}

pub(crate) fn person(id: &str) -> Actor {
    actor(id).unwrap_or_else(|| panic!("no invented person {id}"))
}

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
