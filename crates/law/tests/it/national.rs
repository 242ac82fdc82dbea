//! The national pack.

use std::path::{Path, PathBuf};

use zhiheng_law::Pack;

/// Every file of the pack folder, by its name relative to it.
pub(crate) fn files() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs");
    let mut files = Vec::new();
    gather(&root, &root, &mut files);
    files
}

fn gather(root: &Path, folder: &Path, files: &mut Vec<(String, String)>) {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            gather(root, &path, files);
        } else {
            let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
            files.push((name, std::fs::read_to_string(&path).unwrap()));
        }
    }
}

pub(crate) fn load() -> Pack {
    Pack::load(&files()).unwrap_or_else(|faults| {
        panic!("{}", faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
    })
}

#[test]
fn the_national_pack_loads_without_a_fault() {
    let pack = load();
    assert_eq!(pack.id, "national");
    for category in zhiheng_law::CATEGORIES {
        let held = pack.procedures.values().any(|procedure| procedure.category == *category);
        assert!(held, "no procedure for {category}");
    }
}

#[test]
fn the_list_names_every_procedure_with_its_category_and_version() {
    let pack = load();
    let rows: Vec<(String, String, String)> =
        pack.list().into_iter().map(|row| (row.id, row.category, row.version)).collect();
    for (id, category) in [("penalty.ordinary", "行政处罚"), ("petition", "信访")] {
        let wanted = (id.to_owned(), category.to_owned(), pack.version.clone());
        assert!(rows.contains(&wanted), "{id}");
    }
    assert_eq!(rows.len(), pack.procedures.len());
}

#[test]
fn the_guide_tells_periods_in_words_and_papers_that_reach_the_party() {
    let pack = load();
    let guide = zhiheng_law::guide::guide(&pack.procedures["penalty.ordinary"]);
    let period =
        |title: &str| guide.periods.iter().find(|p| p.title == title).map(|p| p.period.as_str());
    assert_eq!(period("作出处罚决定"), Some("90 日"));
    assert_eq!(period("公开处罚决定"), Some("7 个工作日"));
    assert_eq!(period("复核陈述、申辩"), Some("及时"));
    let papers: Vec<&str> = guide.papers.iter().map(|p| p.title.as_str()).collect();
    assert!(papers.contains(&"行政处罚决定书") && !papers.contains(&"法制审核意见书"));
    let acts: usize = guide.stages.iter().map(|stage| stage.acts.len()).sum();
    let own = &pack.procedures["penalty.ordinary"].acts;
    assert_eq!(acts, own.iter().filter(|act| !act.internal).count());
}

#[test]
fn every_act_has_help_a_sentence_and_every_field_its_help() {
    for procedure in load().procedures.values() {
        for act in &procedure.acts {
            assert!(act.help.ends_with('。') && act.sentence.ends_with('。'), "{}", act.id);
            for field in &act.fields {
                assert!(field.help.ends_with('。'), "{} {}", act.id, field.id);
                assert!(
                    !(field.personal && field.public),
                    "personal data is never public: {} {}",
                    act.id,
                    field.id
                );
            }
        }
    }
}

#[test]
fn who_informed_and_what_was_reported_is_sealed() {
    let pack = load();
    let sealed = |procedure: &str, act: &str, field: &str| {
        let act = pack.procedures[procedure].act(act).unwrap();
        act.fields.iter().find(|f| f.id == field).unwrap().sealed
    };
    for field in ["party", "phone", "address", "request", "facts", "accused"] {
        assert!(sealed("petition", "register", field), "{field}");
    }
    assert!(sealed("penalty.ordinary", "register_clue", "informant"));
}

#[test]
fn both_lawful_orders_of_notice_and_review_are_among_the_examples() {
    let pack = load();
    let orders: std::collections::BTreeSet<bool> = pack.procedures["penalty.ordinary"]
        .examples
        .iter()
        .filter_map(|example| {
            let done =
                |act: &str| example.steps.iter().position(|s| s.act == act && s.refused.is_none());
            done("decide")?;
            Some(done("review_opinion")? < done("notify")?)
        })
        .collect();
    assert_eq!(orders.len(), 2);
}

#[test]
fn a_parameter_can_be_set_only_within_its_limits_and_with_a_basis_and_the_change_stays_visible() {
    let pack = load();
    let set = |value, basis| pack.with_parameter("penalty.ordinary", "review_unit", value, basis);
    let changed = set(3_000_000, "本市目录").unwrap();
    let parameter = &changed.procedures["penalty.ordinary"].parameters["review_unit"];
    assert_eq!(parameter.value, 3_000_000);
    assert_eq!(parameter.changed.as_ref().map(|c| c.national), Some(5_000_000));
    assert!(set(10_000_001, "本市目录").unwrap_err().contains("只能在"));
    assert!(set(3_000_000, " ").unwrap_err().contains("依据"));
    assert!(pack.with_parameter("penalty.ordinary", "other", 1, "本市目录").is_err());
    let again =
        changed.with_parameter("penalty.ordinary", "review_unit", 4_000_000, "本市目录").unwrap();
    assert_eq!(
        again.procedures["penalty.ordinary"].parameters["review_unit"]
            .changed
            .as_ref()
            .map(|c| c.national),
        Some(5_000_000)
    );
}
