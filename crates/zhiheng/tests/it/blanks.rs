//! `paper` and `twin`: numbered forms are reserved, printed and voided; a scanned dossier is held against the electronic one.

use std::fs;

use crate::folders::Folder;
use crate::program::{over, run};

/// The first agency of the demonstration that runs a procedure, by trying: the program names all of them.
fn agency(folder: &Folder, out: &str) -> String {
    let words = ["paper", "blanks", "penalty.summary", "decide", "spot_decision", "--count", "1"];
    let ran = over(&folder.path, &[&words[..], &["--out", out, "--json"]].concat()).expect(2);
    assert_eq!(ran.json()["error"]["code"], "paper.agency");
    let ids = ran.err.trim().rsplit_once('：').unwrap().1.to_owned();
    let able = ids.split('、').find(|id| {
        let ran =
            over(&folder.path, &[&words[..], &["--out", out, "--json", "--agency", id]].concat());
        ran.code == 0
    });
    able.unwrap().to_owned()
}

#[test]
fn given_forms_asked_for_then_each_is_a_pdf_under_its_number_and_one_can_be_voided_once() {
    let folder = Folder::demo();
    let out = folder.beside("forms");
    let agency = agency(&folder, out.to_str().unwrap());
    let made = fs::read_dir(&out).unwrap().count();

    let ran = over(
        &folder.path,
        &[
            "paper",
            "blanks",
            "penalty.summary",
            "decide",
            "spot_decision",
            "--count",
            "3",
            "--out",
            out.to_str().unwrap(),
            "--agency",
            &agency,
            "--json",
        ],
    )
    .expect(0);

    let forms = ran.json()["blanks"].as_array().unwrap().clone();
    assert_eq!(forms.len(), 3);
    assert_eq!(fs::read_dir(&out).unwrap().count(), made + 3);
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
    over(&folder.path, &["audit"]).expect(0);
    over(&folder.path, &["verify"]).expect(0);
    over(&folder.path, &["rebuild", "--check"]).expect(0);
}

#[test]
fn given_what_is_no_scan_then_the_check_is_refused_and_names_the_file() {
    let folder = Folder::demo();
    let list = folder.beside("matters.csv");
    over(&folder.path, &["export", "matters", "--out", list.to_str().unwrap()]).expect(0);
    let text = fs::read_to_string(&list).unwrap();
    let number = text.lines().skip(1).filter_map(|line| line.split(',').next());
    let number = number.map(str::to_owned).find(|number| number.contains('〔')).unwrap();
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
