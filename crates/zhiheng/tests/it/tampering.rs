//! One byte anywhere, and `verify` says no and names the place. Nothing changed, and it says yes.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use rusqlite::Connection;
use serde_json::Value;

use crate::folders::{Folder, files, spoil};
use crate::program::over;

fn verify(data: &Path) -> Value {
    over(data, &["verify", "--json"]).expect(1).json()
}

fn problems(answer: &Value) -> &Vec<Value> {
    answer["problems"].as_array().unwrap()
}

fn open(data: &Path) -> Connection {
    let connection = Connection::open(data.join("zhiheng.db")).unwrap();
    // What somebody with the file can do: the triggers guard against mistakes, the record against them.
    connection
        .execute_batch(
            "PRAGMA foreign_keys = OFF;
             DROP TRIGGER event_no_update; DROP TRIGGER event_no_delete;
             DROP TRIGGER content_no_update; DROP TRIGGER content_no_delete;",
        )
        .unwrap();
    connection
}

#[test]
fn given_an_untouched_folder_then_it_is_intact_and_lawful_and_rebuilds_to_the_same_bytes() {
    let folder = Folder::demo();
    let verified = over(&folder.path, &["verify", "--json"]).expect(0);
    assert_eq!(verified.json()["outcome"], "intact");
    assert!(verified.json()["blobs"].as_u64().unwrap() > 0);
    let audited = over(&folder.path, &["audit", "--json"]).expect(0).json();
    assert_eq!(audited["matters"], folder.matters());
    assert_eq!(audited["outcome"], "lawful");
    let rebuilt = over(&folder.path, &["rebuild", "--check", "--json"]).expect(0).json();
    assert_eq!(rebuilt["comparison"]["differing"], 0);
    assert!(rebuilt["comparison"]["after"].as_u64().unwrap() > 100);
}

#[test]
fn given_one_byte_in_each_of_many_rows_and_every_column_then_each_row_is_named() {
    let folder = Folder::demo();
    let connection = open(&folder.path);
    let last: i64 =
        connection.query_row("SELECT max(seq) FROM event", [], |row| row.get(0)).unwrap();
    let mut changed = BTreeSet::new();
    // Each column at acts, registers and imports: rows far enough apart to belong to different streams.
    let columns = ["stream", "version", "kind", "at", "actor", "leaf", "body"];
    let step = last / 71;
    for n in 0..70 {
        let seq = last - n * step;
        let column = columns[usize::try_from(n).unwrap() % columns.len()];
        let table = if column == "body" { "content" } else { "event" };
        match column {
            "version" | "at" => {
                let sql = format!("UPDATE {table} SET {column} = {column} + 1 WHERE seq = ?1");
                // A version that another event of the stream has is refused by the index: then nothing was changed.
                if connection.execute(&sql, [seq]).is_err() {
                    continue;
                }
            }
            "leaf" => {
                let sql = "SELECT leaf FROM event WHERE seq = ?1";
                let mut leaf: Vec<u8> = connection.query_row(sql, [seq], |row| row.get(0)).unwrap();
                let place = usize::try_from(n).unwrap() % leaf.len();
                leaf[place] ^= 1;
                let sql = "UPDATE event SET leaf = ?2 WHERE seq = ?1";
                connection.execute(sql, rusqlite::params![seq, leaf]).unwrap();
            }
            _ => {
                let sql = format!("SELECT {column} FROM {table} WHERE seq = ?1");
                let text: String = connection.query_row(&sql, [seq], |row| row.get(0)).unwrap();
                let sql = format!("UPDATE {table} SET {column} = ?2 WHERE seq = ?1");
                // Likewise a stream that exists.
                if connection.execute(&sql, rusqlite::params![seq, altered(&text, n)]).is_err() {
                    continue;
                }
            }
        }
        changed.insert(u64::try_from(seq).unwrap());
    }
    connection.close().unwrap();
    assert!(changed.len() > 50);
    let answer = verify(&folder.path);
    let named: BTreeSet<u64> =
        problems(&answer).iter().filter_map(|one| one["seq"].as_u64()).collect();
    let unnamed: Vec<_> = changed.difference(&named).collect();
    assert!(unnamed.is_empty(), "{unnamed:?}\n{answer:#}");
}

/// The text with one ASCII character replaced by another, somewhere that depends on `n`.
fn altered(text: &str, n: i64) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let start = usize::try_from(n * 37).unwrap() % bytes.len();
    let places = (start..bytes.len()).chain(0..start);
    let place = places.into_iter().find(|place| bytes[*place].is_ascii_alphanumeric()).unwrap();
    bytes[place] = if bytes[place] == b'1' { b'2' } else { b'1' };
    String::from_utf8(bytes).unwrap()
}

#[test]
fn given_rows_taken_out_at_the_end_or_in_the_middle_then_what_is_missing_is_named() {
    let folder = Folder::demo();
    let connection = open(&folder.path);
    let last: u64 = connection
        .query_row("SELECT max(seq) FROM event", [], |row| row.get::<_, i64>(0))
        .unwrap()
        .try_into()
        .unwrap();
    let middle = last / 2;
    for seq in [middle, last] {
        for table in ["content", "event"] {
            let seq = i64::try_from(seq).unwrap();
            connection.execute(&format!("DELETE FROM {table} WHERE seq = ?1"), [seq]).unwrap();
        }
    }
    connection.close().unwrap();
    let answer = verify(&folder.path);
    let kinds: BTreeSet<(&str, Option<u64>)> = problems(&answer)
        .iter()
        .map(|one| (one["kind"].as_str().unwrap(), one["seq"].as_u64()))
        .collect();
    assert!(kinds.contains(&("event_missing", Some(middle))), "{answer:#}");
    assert!(kinds.contains(&("store_behind", Some(last))), "{answer:#}");
    // A server must not go on signing on top of that.
    let served = over(&folder.path, &["serve", "--listen", "127.0.0.1:0"]).expect(2);
    assert!(served.err.contains("拒绝继续签署"), "{}", served.err);
}

#[test]
fn given_one_byte_in_any_published_file_then_that_file_or_its_entry_is_named() {
    let folder = Folder::demo();
    let record = folder.path.join("record");
    let all = files(&record);
    assert!(all.len() > 10);
    // The ends and the middle of the list: bundles, tiles of two levels, the checkpoint and the policy.
    let chosen: Vec<_> = all
        .iter()
        .filter(|path| {
            let name = path.strip_prefix(&record).unwrap().to_string_lossy().into_owned();
            ["checkpoint", "policy", "tile/entries/001", "tile/0/002", "tile/1/000.p"]
                .iter()
                .any(|chosen| name.starts_with(chosen))
        })
        .collect();
    assert_eq!(chosen.len(), 5, "{all:?}");
    for path in chosen {
        let whole = fs::read(path).unwrap();
        spoil(path, whole.len() / 2);
        let name = path.strip_prefix(&record).unwrap().to_string_lossy().into_owned();
        let ran = over(&folder.path, &["verify", "--json"]).expect(1);
        let answer = ran.json();
        let named = problems(&answer).iter().any(|one| one["file"].as_str() == Some(&name));
        assert!(named, "{name}: {answer:#}");
        assert!(ran.err.contains(&name), "{}", ran.err);
        fs::write(path, whole).unwrap();
    }
    over(&folder.path, &["verify"]).expect(0);
}

#[test]
fn given_evidence_changed_removed_or_slipped_in_then_the_digest_and_the_event_that_cites_it_are_named()
 {
    let folder = Folder::demo();
    let blobs = folder.path.join("blobs");
    let blob = files(&blobs).into_iter().next().unwrap();
    let digest = blob.file_name().unwrap().to_string_lossy().into_owned();
    let whole = fs::read(&blob).unwrap();
    spoil(&blob, 0);
    let answer = verify(&folder.path);
    let found = &problems(&answer)[0];
    assert_eq!(
        (found["kind"].as_str(), found["blob"].as_str()),
        (Some("blob_changed"), Some(&*digest))
    );
    fs::remove_file(&blob).unwrap();
    let answer = verify(&folder.path);
    let found = &problems(&answer)[0];
    assert_eq!(
        (found["kind"].as_str(), found["blob"].as_str()),
        (Some("blob_missing"), Some(&*digest))
    );
    assert!(found["seq"].is_u64() && found["stream"].as_str().unwrap().starts_with("matter:"));
    fs::write(&blob, whole).unwrap();
    fs::write(blob.with_file_name("more"), "x").unwrap();
    let answer = verify(&folder.path);
    assert_eq!(problems(&answer)[0]["kind"], "blob_stray");
}

#[test]
fn given_a_whole_act_rewritten_with_a_leaf_to_match_then_the_published_entry_gives_it_away() {
    let folder = Folder::demo();
    let connection = open(&folder.path);
    let (seq, body): (i64, String) = connection
        .query_row(
            "SELECT e.seq, body FROM event e JOIN content c USING (seq) WHERE kind = 'act' LIMIT 1",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .unwrap();
    let mut copy: zhiheng_record::leaf::PublicCopy = serde_json::from_str(&body).unwrap();
    for field in &mut copy.fields {
        if let zhiheng_record::leaf::CopyField::Revealed(field) = field
            && field.name == "actor_name"
        {
            field.value = Value::from("别人");
        }
    }
    let leaf = copy.leaf_bytes(zhiheng_record::Suite::National).unwrap();
    let body = serde_json::to_string(&copy).unwrap();
    let update = "UPDATE content SET body = ?2 WHERE seq = ?1";
    connection.execute(update, rusqlite::params![seq, body]).unwrap();
    let update = "UPDATE event SET leaf = ?2 WHERE seq = ?1";
    connection.execute(update, rusqlite::params![seq, leaf]).unwrap();
    connection.close().unwrap();
    let answer = verify(&folder.path);
    let found = &problems(&answer)[0];
    assert_eq!(found["kind"], "leaf_changed");
    assert_eq!(found["seq"].as_i64(), Some(seq));
}

#[test]
fn given_a_role_taken_away_from_the_register_event_then_the_audit_finds_the_acts_unlawful() {
    // The record is intact here only for those who do not check it: `audit` asks another question than `verify`.
    let folder = Folder::demo();
    let connection = open(&folder.path);
    let sql = "UPDATE content SET body = replace(body, '[\"section_head\"]', '[\"archivist\"]')";
    assert!(connection.execute(sql, []).unwrap() > 0);
    connection.close().unwrap();
    let ran = over(&folder.path, &["audit", "--json"]).expect(1);
    let answer = ran.json();
    let codes: BTreeSet<&str> = answer["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| finding["code"].as_str().unwrap())
        .collect();
    assert!(codes.contains("authority.power"), "{answer:#}");
    assert!(ran.err.contains("不合法"));
}
