//! `paper` and `twin`: numbered forms are reserved, printed and voided; a scanned dossier is held against the electronic one.

use std::fs;

use crate::folders::Folder;
use crate::program::{over, run};

#[test]
fn given_forms_asked_for_then_each_is_a_pdf_under_its_number_and_one_can_be_voided_once() {
    let folder = Folder::absent();
    over(&folder.path, &["init", "--mark", "示"]).expect(0);
    let out = folder.beside("forms");
    let asked = ["paper", "blanks", "penalty.summary", "decide", "spot_decision", "--json"];
    let into = ["--out", out.to_str().unwrap()];

    let ran = over(&folder.path, &[&asked[..], &into, &["--count", "3"]].concat()).expect(0);

    let forms = ran.json()["blanks"].as_array().unwrap().clone();
    assert_eq!(forms.len(), 3);
    assert_eq!(fs::read_dir(&out).unwrap().count(), 3);
    for form in &forms {
        let pdf = fs::read(form["file"].as_str().unwrap()).unwrap();
        assert!(pdf.starts_with(b"%PDF-"));
        assert!(form["file"].as_str().unwrap().contains(form["number"].as_str().unwrap()));
    }
    let number = forms[1]["number"].as_str().unwrap();
    let void = ["paper", "void", number, "--reason", "雨淋坏了", "--json"];
    assert_eq!(over(&folder.path, &void).expect(0).json()["state"], "void");
    assert_eq!(over(&folder.path, &void).expect(1).json()["error"]["code"], "number.void");
    let unknown = ["paper", "void", "示〔2026〕1号", "--reason", "遗失", "--json"];
    assert_eq!(over(&folder.path, &unknown).expect(1).json()["error"]["code"], "missing");
    let none = over(&folder.path, &[&asked[..], &into, &["--count", "0"]].concat()).expect(1);
    assert_eq!(none.json()["error"]["code"], "input.count");
    over(&folder.path, &["audit"]).expect(0);
    over(&folder.path, &["verify"]).expect(0);
    over(&folder.path, &["rebuild", "--check"]).expect(0);
}

#[test]
fn given_several_agencies_then_one_must_be_named_and_it_must_have_such_matters() {
    let folder = Folder::demo();
    let out = folder.beside("forms");
    let asked = ["paper", "blanks", "penalty.summary", "decide", "spot_decision", "--count", "1"];
    let asked = [&asked[..], &["--out", out.to_str().unwrap(), "--json"]].concat();
    let unnamed = over(&folder.path, &asked).expect(2);
    assert_eq!(unnamed.json()["error"]["code"], "paper.agency");
    let some = unnamed.err.trim().rsplit(['：', '、']).next().unwrap().to_owned();
    let other = over(&folder.path, &[&asked[..], &["--agency", &some]].concat()).expect(1);
    assert_eq!(other.json()["error"]["code"], "law.switched_off");
    let nobody = over(&folder.path, &[&asked[..], &["--agency", "nobody"]].concat()).expect(1);
    assert_eq!(nobody.json()["error"]["code"], "missing");
}

#[test]
fn given_what_is_no_scan_then_the_check_is_refused_and_names_the_file() {
    let folder = Folder::demo();
    let list = folder.beside("matters.csv");
    over(&folder.path, &["export", "matters", "--out", list.to_str().unwrap()]).expect(0);
    let text = fs::read_to_string(&list).unwrap();
    // What is archived has papers.
    let line = text.lines().find(|line| line.contains("已归档")).unwrap();
    let number = line.split(',').next().unwrap().to_owned();
    let note = folder.beside("记录.txt");
    fs::write(&note, "这不是扫描件").unwrap();
    let words = ["twin", "check", &number, note.to_str().unwrap(), "--json"];

    let ran = over(&folder.path, &words).expect(1);

    assert!(ran.err.contains("记录.txt"), "{}", ran.err);
    assert_eq!(ran.json()["error"]["code"], "scan.kind");
    let nobody = ["twin", "check", "没有的号", note.to_str().unwrap(), "--json"];
    assert_eq!(over(&folder.path, &nobody).expect(1).json()["error"]["code"], "missing");
    let nothing = ["twin", "check", &number, "/nowhere/a.pdf", "--json"];
    assert_eq!(over(&folder.path, &nothing).expect(2).json()["error"]["code"], "file");
    assert_eq!(run(["twin", "check"]).code, 2);
}
