//! Killed in the middle of work: what was acknowledged is there, what was not is there whole or not at all.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use crate::client::{Server, demo_account, petition, request, sign_in};
use crate::folders::Folder;
use crate::program::over;

/// Rounds of killing. `scripts/crash.sh` does more.
const ROUNDS: usize = 5;
/// Acts acknowledged before the server is killed under the load that goes on.
const ENOUGH: usize = 25;
const CLIENTS: usize = 4;

#[test]
fn given_a_server_under_load_when_killed_again_and_again_then_no_acknowledged_act_is_lost_or_done_twice()
 {
    let rounds = std::env::var("ZHIHENG_CRASH_ROUNDS").ok().and_then(|n| n.parse().ok());
    let folder = Folder::demo();
    let (username, password) = demo_account(&folder.path, "officer");
    let mut acknowledged: Vec<(String, String, u64)> = Vec::new();
    for round in 0..rounds.unwrap_or(ROUNDS) {
        let server = Server::start(&folder.path);
        let token = sign_in(server.address, &username, &password);
        let (done, cut) = under_load(server, &token, round);
        acknowledged.extend(done);
        // Before anything is repaired: what lies there now is intact.
        over(&folder.path, &["verify"]).expect(0);
        let server = Server::start(&folder.path);
        let headers = [("Authorization", token.as_str())];
        for (key, id, seq) in &acknowledged {
            let path = format!("/api/matters/{id}");
            let page = request(server.address, "GET", &path, &headers, "").unwrap();
            assert_eq!(page.status, 200, "{key} was acknowledged and is gone: {page:?}");
            assert_eq!(page.json()["record"]["from"].as_u64(), Some(*seq), "{key}");
        }
        // A client that never got its answer sends again, and the act is done once.
        for key in &cut {
            let headers = [headers[0], ("Idempotency-Key", key.as_str())];
            let ask = || {
                request(server.address, "POST", "/api/matters", &headers, &petition(key)).unwrap()
            };
            let (one, two) = (ask(), ask());
            assert_eq!(one.status, 201, "{one:?}");
            assert_eq!(one.json()["matter"]["id"], two.json()["matter"]["id"]);
            let (id, seq) = (one.json()["matter"]["id"].clone(), one.json()["seq"].as_u64());
            acknowledged.push((key.clone(), id.as_str().unwrap().to_owned(), seq.unwrap()));
        }
        let (code, said) = server.terminate();
        assert_eq!(code, 0, "{said}");
    }
    let places: BTreeSet<u64> = acknowledged.iter().map(|(_, _, seq)| *seq).collect();
    assert_eq!(places.len(), acknowledged.len(), "two acts in one place");
    let verified = over(&folder.path, &["verify", "--json"]).expect(0).json();
    assert_eq!(verified["unsigned"], 0);
    over(&folder.path, &["audit"]).expect(0);
    over(&folder.path, &["rebuild", "--check"]).expect(0);
}

/// Acts from several clients until enough are acknowledged, then the kill. Answers what was acknowledged (key, matter,
/// place) and the keys of what was cut off.
fn under_load(
    server: Server,
    token: &str,
    round: usize,
) -> (Vec<(String, String, u64)>, Vec<String>) {
    let (address, count) = (server.address, Arc::new(AtomicUsize::new(0)));
    let (done, cut) = (Arc::new(Mutex::new(Vec::new())), Arc::new(Mutex::new(Vec::new())));
    let (enough, wait) = std::sync::mpsc::channel();
    let clients: Vec<_> = (0..CLIENTS)
        .map(|client| {
            let (count, done, cut) = (count.clone(), done.clone(), cut.clone());
            let (enough, token) = (enough.clone(), token.to_owned());
            std::thread::spawn(move || {
                for n in 0.. {
                    let key = format!("00000000-0000-4000-8000-{round:04}{client:04}{n:04}");
                    let headers =
                        [("Authorization", token.as_str()), ("Idempotency-Key", key.as_str())];
                    let asked = request(address, "POST", "/api/matters", &headers, &petition(&key));
                    let Ok(answer) = asked else {
                        cut.lock().unwrap().push(key);
                        return;
                    };
                    assert_eq!(answer.status, 201, "{answer:?}");
                    let receipt = answer.json();
                    let id = receipt["matter"]["id"].as_str().unwrap().to_owned();
                    let seq = receipt["seq"].as_u64().unwrap();
                    done.lock().unwrap().push((key, id, seq));
                    if count.fetch_add(1, Ordering::SeqCst) + 1 == ENOUGH {
                        enough.send(()).unwrap();
                    }
                }
            })
        })
        .collect();
    wait.recv().unwrap();
    server.kill();
    for client in clients {
        client.join().unwrap();
    }
    let (done, cut) = (done.lock().unwrap().clone(), cut.lock().unwrap().clone());
    (done, cut)
}
