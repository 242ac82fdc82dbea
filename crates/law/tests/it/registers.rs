//! Registers as packs say them: the seven that ship, one more by a file alone, and what is wrong with a file.

use zhiheng_law::{ColumnType, Pack};

use crate::{mini, national};

const FIREWOOD: &str = r#"id = "firewood"
title = "柴火清单"
noun = "柴火"
help = "谁也没想到的名录。"
place = 9
basis = ["处罚法34"]
key = ["name"]
name = "name"

[[column]]
id = "name"
title = "名称"
type = "text"
required = true

[[column]]
id = "dry"
title = "是否干燥"
names = ["干燥"]
type = "yesno"
"#;

fn with(register: &str) -> Result<Pack, Vec<String>> {
    let mut files = mini::files();
    files.push(("registers/firewood.toml".to_owned(), register.to_owned()));
    Pack::load(&files).map_err(|faults| faults.iter().map(ToString::to_string).collect())
}

#[track_caller]
fn refused(from: &str, to: &str, line: usize, message: &str) {
    assert!(FIREWOOD.contains(from));
    let faults = with(&FIREWOOD.replacen(from, to, 1)).unwrap_err();
    let place = format!("registers/firewood.toml:{line}");
    assert!(
        faults.iter().any(|fault| fault.contains(&place) && fault.contains(message)),
        "expected «{message}» at {place}, told:\n{}",
        faults.join("\n")
    );
}

#[test]
fn the_registers_that_the_law_asks_for_are_there_in_their_order() {
    let pack = national::load();
    let ids: Vec<&str> = pack.registers.iter().map(|register| register.id.as_str()).collect();
    let wanted = [
        "bodies",
        "duties",
        "items",
        "statutes",
        "discretion",
        "catalogue",
        "recording",
        "inspection-list",
        "remedies",
        "petition-public",
        "parameters",
        "publicity",
    ];
    // Behind them stand the people of legal review, which are kept for work and not published as lists of the law.
    let people = ["reviewers", "reviewer-training", "advisers"];
    assert_eq!(ids, [&wanted[..], &people[..]].concat());
    let items = pack.register("items").unwrap();
    assert_eq!(items.column("most_inspections").unwrap().kind, ColumnType::Integer);
    assert!(items.categories().contains(&"行政检查".to_owned()));
    for register in &pack.registers {
        assert_eq!(register.public, wanted.contains(&register.id.as_str()), "{}", register.id);
        assert!(register.key.iter().all(|key| register.column(key).is_some()), "{}", register.id);
    }
}

#[test]
fn a_register_that_nobody_foresaw_is_one_file_more() {
    let pack = with(FIREWOOD).unwrap();
    let register = pack.register("firewood").unwrap();
    assert_eq!(register.columns.len(), 2);
    assert_eq!(register.column("dry").unwrap().names, ["干燥"]);
    assert!(register.column("dry").unwrap().public);
}

#[test]
fn what_is_wrong_with_a_register_is_told_at_its_line() {
    refused("place = 9\n", "", 1, "缺少 place");
    refused("key = [\"name\"]", "key = [\"nmae\"]", 7, "没有的栏目「nmae」");
    refused("name = \"name\"", "name = \"wet\"", 8, "没有的栏目「wet」");
    refused("type = \"yesno\"", "type = \"yesnow\"", 20, "不认识「yesnow」");
    refused("type = \"yesno\"", "type = \"choice\"", 16, "没有 options");
    refused("basis = [\"处罚法34\"]", "basis = [\"处罚法99\"]", 1, "只有 86 条");
    refused("basis = [\"处罚法34\"]", "basis = []", 1, "没有依据");
    refused("id = \"dry\"", "id = \"name\"", 16, "写了两次");
    refused("id = \"firewood\"", "id = \"Fire Wood\"", 1, "只能由小写字母");
    refused("names = [\"干燥\"]", "nmaes = [\"干燥\"]", 19, "没有 nmaes 这一项");
}

#[test]
fn two_registers_of_one_name_are_refused() {
    let mut files = mini::files();
    for name in ["registers/a.toml", "registers/b.toml"] {
        files.push((name.to_owned(), FIREWOOD.to_owned()));
    }
    let faults = Pack::load(&files).unwrap_err();
    assert!(faults.iter().any(|fault| fault.to_string().contains("写了两次")));
}
