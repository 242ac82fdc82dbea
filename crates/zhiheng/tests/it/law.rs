//! `term` and `pack`: the law as the command line gives it.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use zhiheng_law::Pack;

use crate::folders::{Folder, copy};
use crate::program::run;

fn packs() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs")
}

fn pack() -> Pack {
    let mut files = Vec::new();
    for path in crate::folders::files(&packs()) {
        let name = path.strip_prefix(packs()).unwrap().to_string_lossy().into_owned();
        files.push((name, fs::read_to_string(&path).unwrap_or_default()));
    }
    Pack::load(&files).unwrap()
}

#[test]
fn given_every_rule_of_the_pack_when_a_term_is_asked_for_then_it_is_answered_with_its_reasoning() {
    let pack = pack();
    let codes: Vec<&str> = pack.periods.codes().collect();
    assert!(codes.len() > 50);
    let folder = Folder::absent();
    fs::create_dir_all(&folder.path).unwrap();
    let file = folder.path.join("terms.txt");
    let asked: Vec<String> = codes.iter().map(|code| format!("{code} 2026-03-02T09:30")).collect();
    fs::write(&file, asked.join("\n")).unwrap();
    let ran = run(["term".as_ref(), "--batch".as_ref(), file.as_os_str()]).expect(0).json();
    let answers = ran["answers"].as_array().unwrap();
    assert_eq!(answers.len(), codes.len());
    for (code, answer) in codes.iter().zip(answers) {
        assert_eq!(answer["code"], *code);
        let due = answer["due"].as_str().unwrap();
        let alarms = answer["alarms"].as_array().unwrap();
        assert!(!due.is_empty() || !alarms.is_empty(), "{code}: neither a day nor a reason");
        assert!(!answer["steps"].as_array().unwrap().is_empty(), "{code}");
    }
}

#[test]
fn given_terms_counted_by_hand_then_the_answers_are_those() {
    // 60 日，起始日不计：3 月余 29 日，4 月 30 日，5 月 1 日。20 个工作日：3 月 3 日至 3 月 30 日。
    for (rule, start, due) in [
        ("PEN_DECIDE", "2026-03-02", "2026-05-31"),
        ("LIC_DECIDE", "2026-03-02", "2026-03-30"),
        ("PET_ROUTE", "2026-03-02", "2026-03-17"),
    ] {
        let ran = run(["term", "--rule", rule, "--start", start]).expect(0);
        assert_eq!(ran.json()["due"], due, "{rule}");
        assert!(ran.err.contains(due));
    }
}

#[test]
fn given_days_of_nine_years_when_a_file_of_terms_is_asked_for_then_the_second_calculator_finds_the_same()
 {
    use zhiheng_simulate::reckoner::{Almanac, Count, End, RuleBook, Start, Unit, due};
    let read = |name: &str| fs::read_to_string(packs().join(name)).unwrap();
    let notices: Vec<String> =
        (2018..=2027).map(|year| read(&format!("calendar/{year}.json"))).collect();
    let almanac = Almanac::new(&notices).unwrap();
    let book = RuleBook::read(&read("national/periods.toml")).unwrap();
    let (mut asked, mut expected) = (String::new(), Vec::new());
    let mut day = almanac.find(2018, 1, 5).unwrap();
    for rule in book.rules.iter().cycle().take(600) {
        let hourly = matches!(rule.count, Count::Forward(_, Unit::Hour));
        let start = if hourly { Start::Moment(day, 16, 40) } else { Start::Day(day) };
        let time = if hourly { "T16:40" } else { "" };
        writeln!(asked, "{} {}{time}", rule.code, almanac.write(day)).unwrap();
        expected.push(match due(&almanac, rule, start, &[], &[]).unwrap() {
            End::Day(day) => almanac.write(day),
            End::Hour(day, hour) => format!("{}T{hour:02}:00", almanac.write(day)),
            End::Standing => panic!("nothing stands"),
        });
        for _ in 0..5 {
            day = almanac.next(day).unwrap();
        }
    }
    let folder = Folder::absent();
    fs::create_dir_all(&folder.path).unwrap();
    let file = folder.path.join("terms.txt");
    fs::write(&file, &asked).unwrap();
    let ran = run(["term".as_ref(), "--batch".as_ref(), file.as_os_str()]).expect(0);
    let answer = ran.json();
    let given: Vec<&str> = answer["answers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|answer| answer["due"].as_str().unwrap())
        .collect();
    assert_eq!(given.len(), 600);
    for ((line, given), wanted) in asked.lines().zip(given).zip(&expected) {
        assert_eq!(given, wanted, "{line}");
    }
}

#[test]
fn given_a_file_of_terms_with_a_wrong_line_then_that_line_is_named() {
    let folder = Folder::absent();
    fs::create_dir_all(&folder.path).unwrap();
    let file = folder.path.join("terms.txt");
    fs::write(&file, "PEN_DECIDE 2026-03-02\n\nPEN_DECIDE 2026-02-30\n").unwrap();
    let ran = run(["term".as_ref(), "--batch".as_ref(), file.as_os_str(), "--json".as_ref()]);
    let ran = ran.expect(2);
    assert!(ran.err.contains("第 3 行"), "{}", ran.err);
    assert_eq!(ran.json()["error"]["code"], "term.start");
}

#[test]
fn given_an_unknown_rule_or_an_impossible_day_then_it_could_not_run_and_says_which() {
    let ran = run(["term", "--rule", "NO_SUCH", "--start", "2026-03-02"]).expect(2);
    assert!(ran.err.contains("NO_SUCH"));
    let ran = run(["term", "--rule", "PEN_DECIDE", "--start", "2026-02-30", "--json"]).expect(2);
    assert_eq!(ran.json()["error"]["code"], "term.start");
}

#[test]
fn given_the_built_in_law_when_listed_and_drawn_then_procedures_have_names_and_charts() {
    let listed = run(["pack", "list", "--json"]).expect(0).json();
    let rows = listed.as_array().unwrap();
    assert_eq!(rows.len(), pack().procedures.len());
    let folder = Folder::absent();
    for row in rows {
        let (id, title) = (row["id"].as_str().unwrap(), row["title"].as_str().unwrap());
        assert!(!row["category"].as_str().unwrap().is_empty());
        let file = folder.beside("chart.svg");
        let out = file.to_string_lossy().into_owned();
        run(["pack", "chart", id, "--out", &out]).expect(0);
        let svg = fs::read_to_string(&file).unwrap();
        assert!(svg.starts_with("<svg") && svg.contains(title), "{id}");
    }
    let ran = run(["pack", "chart", "no.such", "--out", "x.svg"]).expect(2);
    assert!(ran.err.contains("no.such") && ran.err.contains("petition"));
}

#[test]
fn given_the_packs_of_the_product_when_checked_then_there_is_no_fault_and_a_broken_one_is_named_by_line()
 {
    let shipped = packs();
    let ran = run(["pack".as_ref(), "check".as_ref(), shipped.as_os_str(), "--json".as_ref()]);
    let answer = ran.json();
    // The one thing that may be missing is a refused example of a gate.
    let faults = answer["faults"].as_array().unwrap();
    assert!(
        faults.iter().all(|fault| fault["message"].as_str().unwrap().contains("没有示例被关口"))
    );
    assert_eq!(answer["deviations"].as_array().unwrap().len(), 0);
    assert_eq!(answer["ok"], faults.is_empty());
    ran.expect(i32::from(!faults.is_empty()));
    let folder = Folder::absent();
    copy(&shipped, &folder.path);
    let periods = folder.path.join("national/periods.toml");
    let text = fs::read_to_string(&periods).unwrap();
    fs::write(&periods, text.replacen("code = \"PEN_DECIDE\"", "kode = \"PEN_DECIDE\"", 1))
        .unwrap();
    let ran = run(["pack".as_ref(), "check".as_ref(), folder.path.as_os_str(), "--json".as_ref()]);
    let ran = ran.expect(1);
    let answer = ran.json();
    assert_eq!(answer["ok"], false);
    let faults = answer["faults"].as_array().unwrap();
    assert!(faults.iter().any(|fault| fault["file"].as_str().unwrap().ends_with("periods.toml")
        && fault["line"].as_u64().unwrap() > 1));
    assert!(ran.err.contains("periods.toml:"));
}

#[test]
fn given_a_pack_in_the_data_folder_when_a_term_is_asked_for_then_that_pack_answers() {
    let folder = Folder::absent();
    fs::create_dir_all(folder.path.join("packs/national")).unwrap();
    let text = fs::read_to_string(packs().join("national/periods.toml")).unwrap();
    let from = text.find("code = \"PET_ROUTE\"").unwrap();
    let amount = text[from..].find("15").unwrap() + from;
    let changed = format!("{}14{}", &text[..amount], &text[amount + 2..]);
    fs::write(folder.path.join("packs/national/periods.toml"), changed).unwrap();
    let data = folder.path.to_string_lossy().into_owned();
    let ran = run(["term", "--rule", "PET_ROUTE", "--start", "2026-03-02", "--data", &data]);
    assert_eq!(ran.expect(0).json()["due"], "2026-03-16");
}
