//! Backup, restore, rebuild after a stop, and tables in and out.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use crate::client::{Server, demo_account, petition, request, sign_in};
use crate::folders::{Folder, spoil};
use crate::program::{over, run};

#[test]
fn given_a_backup_taken_while_serving_when_restored_then_it_is_verified_and_goes_on() {
    let folder = Folder::demo();
    let file = folder.beside("backup.tar.gz");
    let name = file.to_string_lossy().into_owned();
    let server = Server::start(&folder.path);
    let (username, password) = demo_account(&folder.path, "officer");
    let token = sign_in(server.address, &username, &password);
    let headers = [("Authorization", token.as_str())];
    let opened =
        request(server.address, "POST", "/api/matters", &headers, &petition("备份前")).unwrap();
    assert_eq!(opened.status, 201, "{opened:?}");
    over(&folder.path, &["backup", "--out", &name]).expect(0);
    drop(server);
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(!folder.beside("backup.tar.gz.partial").exists());
    assert!(!folder.beside("backup.tar.gz.db.partial").exists());

    let restored = folder.beside("restored");
    let ran = over(&restored, &["restore", &name, "--json"]).expect(0);
    assert_eq!(ran.json()["outcome"], "intact");
    assert!(over(&restored, &["restore", &name]).expect(2).err.contains("不是空目录"));
    let server = Server::start(&restored);
    let token = sign_in(server.address, &username, &password);
    let id = opened.json()["matter"]["id"].as_str().unwrap().to_owned();
    let headers = [("Authorization", token.as_str())];
    let page = request(server.address, "GET", &format!("/api/matters/{id}"), &headers, "").unwrap();
    assert_eq!(page.status, 200);
}

#[test]
fn given_a_damaged_backup_or_something_else_then_nothing_is_restored() {
    let folder = Folder::absent();
    over(&folder.path, &["init"]).expect(0);
    let file = folder.beside("backup.tar.gz");
    let name = file.to_string_lossy().into_owned();
    over(&folder.path, &["backup", "--out", &name]).expect(0);
    let restored = folder.beside("restored");
    let whole = fs::read(&file).unwrap();
    // Anywhere behind the note: in the record, in the database, in what nobody looks at, in the check sum; and cut short.
    for place in [whole.len() / 4, whole.len() / 2, whole.len() * 3 / 4, whole.len() - 6] {
        // Several bytes: a single bit may be one that fills up a byte of the compressed stream and means nothing.
        (place..place + 4).for_each(|place| spoil(&file, place));
        let ran = over(&restored, &["restore", &name]).expect(1);
        assert!(ran.err.contains("损坏"), "{}", ran.err);
        fs::write(&file, &whole).unwrap();
    }
    fs::write(&file, &whole[..whole.len() / 2]).unwrap();
    over(&restored, &["restore", &name]).expect(1);
    fs::write(&file, "not a backup").unwrap();
    over(&restored, &["restore", &name]).expect(2);
    assert!(!restored.exists());
    assert!(!folder.beside("restored.new").exists());
}

#[test]
fn given_a_rebuild_that_was_stopped_when_the_server_starts_then_it_is_done_again() {
    let folder = Folder::demo();
    let connection = rusqlite::Connection::open(folder.path.join("zhiheng.db")).unwrap();
    let before: i64 =
        connection.query_row("SELECT count(*) FROM duty", [], |row| row.get(0)).unwrap();
    assert!(before > 0);
    connection.execute_batch("DELETE FROM duty; DELETE FROM register").unwrap();
    connection.close().unwrap();
    fs::write(folder.path.join("rebuilding"), "").unwrap();
    let server = Server::start(&folder.path);
    let (code, _) = server.terminate();
    assert_eq!(code, 0);
    assert!(!folder.path.join("rebuilding").exists());
    let connection = rusqlite::Connection::open(folder.path.join("zhiheng.db")).unwrap();
    let after: i64 =
        connection.query_row("SELECT count(*) FROM duty", [], |row| row.get(0)).unwrap();
    assert_eq!(after, before);
    over(&folder.path, &["rebuild", "--check"]).expect(0);
}

#[test]
fn given_read_models_that_were_changed_by_hand_when_rebuilt_with_check_then_the_rows_are_named() {
    let folder = Folder::demo();
    let connection = rusqlite::Connection::open(folder.path.join("zhiheng.db")).unwrap();
    connection.execute_batch("UPDATE register SET name = '改过' WHERE kind = 'agencies'").unwrap();
    connection.close().unwrap();
    let ran = over(&folder.path, &["rebuild", "--check"]).expect(1);
    assert!(ran.err.contains("- register") && ran.err.contains("+ register"), "{}", ran.err);
    over(&folder.path, &["rebuild", "--check"]).expect(0);
}

#[test]
fn given_a_table_with_a_wrong_row_when_imported_then_nothing_or_all_of_a_register_is_taken() {
    let folder = Folder::absent();
    over(&folder.path, &["init"]).expect(0);
    let file = folder.beside("机关.csv");
    let name = file.to_string_lossy().into_owned();
    fs::write(&file, "机关编号,名称,机关代字\nxy,襄垣县示例局,襄\n,无编号局,无\n").unwrap();
    let ran = over(&folder.path, &["import", "agencies", &name]).expect(1);
    let report = ran.json();
    assert_eq!((report["accepted"].as_u64(), report["rejected"].as_u64()), (Some(0), Some(2)));
    assert!(ran.err.contains("第 3 行"), "{}", ran.err);
    fs::write(&file, "机关编号,名称,机关代字\nxy,襄垣县示例局,襄\n").unwrap();
    let report = over(&folder.path, &["import", "agencies", &name, "--json"]).expect(0).json();
    assert_eq!(report["accepted"], 1);
    over(&folder.path, &["verify"]).expect(0);
    assert!(over(&folder.path, &["import", "dragons", &name]).expect(2).err.contains("agencies"));
}

#[test]
fn given_a_register_when_its_template_is_filled_in_and_imported_then_its_entries_wait_for_examination()
 {
    let folder = Folder::absent();
    over(&folder.path, &["init"]).expect(0);
    let empty = folder.beside("空白.xlsx");
    let ran = run(["export", "template", "items", "--out", &empty.to_string_lossy(), "--json"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(fs::read(&empty).unwrap().starts_with(b"PK"));

    let file = folder.beside("事项.csv");
    let name = file.to_string_lossy().into_owned();
    fs::write(
        &file,
        "事项编码,类别,事项名称,实施依据\nJC-1,行政检查,检查,依据\nJC-2,行政烤火,烤火,依据\n",
    )
    .unwrap();
    let ran = over(&folder.path, &["import", "items", &name]).expect(1);
    assert_eq!(
        (ran.json()["accepted"].as_u64(), ran.json()["rejected"].as_u64()),
        (Some(0), Some(2))
    );
    assert!(ran.err.contains("第 3 行 类别"), "{}", ran.err);
    fs::write(&file, "事项编码,类别,事项名称,实施依据\nJC-1,行政检查,检查,依据\n").unwrap();
    let check = over(&folder.path, &["import", "items", &name, "--check"]).expect(0);
    assert_eq!(check.json()["accepted"], 1);
    for (accepted, unchanged) in [(1, 0), (0, 1)] {
        let report = over(&folder.path, &["import", "items", &name]).expect(0).json();
        assert_eq!(
            (&report["accepted"], &report["unchanged"]),
            (&accepted.into(), &unchanged.into())
        );
    }
    over(&folder.path, &["verify"]).expect(0);
    over(&folder.path, &["audit"]).expect(0);
    over(&folder.path, &["rebuild", "--check"]).expect(0);
    let ran = over(&folder.path, &["import", "dragons", &name]).expect(2);
    assert!(ran.err.contains("inspection-list"), "{}", ran.err);
}

#[test]
fn given_matters_when_exported_then_the_table_holds_them_and_the_export_is_on_the_record() {
    let folder = Folder::demo();
    let matters = folder.matters();
    let before = over(&folder.path, &["verify", "--json"]).expect(0).json();
    for ending in ["csv", "xlsx"] {
        let file = folder.beside(&format!("matters.{ending}"));
        let name = file.to_string_lossy().into_owned();
        let ran = over(&folder.path, &["export", "matters", "--out", &name, "--json"]).expect(0);
        assert_eq!(ran.json()["rows"], matters);
        assert!(fs::metadata(&file).unwrap().len() > 100);
    }
    let text = fs::read_to_string(folder.beside("matters.csv")).unwrap();
    assert!(text.starts_with("\u{feff}编号,标题") && text.lines().count() == matters + 1, "{text}");
    let after = over(&folder.path, &["verify", "--json"]).expect(0).json();
    assert_eq!(after["events"].as_u64(), before["events"].as_u64().map(|events| events + 2));
    run(["export", "matters", "--data", "d", "--out", "x.pdf"]).expect(2);
}
