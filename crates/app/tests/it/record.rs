//! The record's follower: what it publishes verifies, it goes on where it stopped, and it refuses a second history.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::sync::Arc;

use tempfile::TempDir;
use zhiheng_app::App;
use zhiheng_app::follower::Follower;
use zhiheng_app::ports::{Append, NewEvent, Payload, Sealed, Store as _};
use zhiheng_app::record_home::{RecordFault, RecordHome};
use zhiheng_app::verify::{Progress, Verified};
use zhiheng_record::Suite;
use zhiheng_record::folder::FolderSource as _;
use zhiheng_record::policy::Policy;

use crate::world::World;

const ORIGIN: &str = "test.invalid/record";

fn create(dir: &Path) -> RecordHome {
    RecordHome::create(dir, Suite::National, ORIGIN, &[7; 32]).unwrap()
}

async fn follow(app: &App, dir: &Path) -> Result<Follower, RecordFault> {
    Follower::start(app.clone(), RecordHome::open(dir)?).await
}

async fn verify(app: &App, home: &RecordHome) -> Verified {
    let policy = home.folder().read("policy").unwrap().unwrap();
    let policy = Policy::parse(&String::from_utf8(policy).unwrap()).unwrap();
    let silent: Progress = Arc::new(|_, _, _| ());
    app.verify(home.folder(), policy, silent).await.unwrap()
}

/// So many events that say nothing, as an import in bulk would write them.
async fn fill(world: &World, count: usize) {
    for start in (0..count).step_by(500) {
        let mut batch = Vec::new();
        for _ in start..count.min(start + 500) {
            let stream = format!("export:{}", world.app.fresh_id());
            let named = vec![("@stream".to_owned(), stream.as_str().into())];
            let event: NewEvent = world.app.seal("export", "system", named).unwrap();
            let sealed =
                Sealed { events: vec![event], views: Vec::new(), receipt: "{}".to_owned() };
            batch.push(Append {
                stream,
                seen: 0,
                payload: Payload::Ready(sealed),
                idempotency: None,
            });
        }
        world.store.append(batch).await.unwrap();
        world.app.record_grew();
    }
}

async fn started() -> (World, TempDir, Follower) {
    let world = World::new().await;
    let dir = tempfile::tempdir().unwrap();
    create(dir.path());
    let mut follower = follow(&world.app, dir.path()).await.unwrap();
    follower.catch_up().await.unwrap();
    (world, dir, follower)
}

#[tokio::test]
async fn given_a_log_when_made_then_its_key_is_the_owners_alone_and_a_second_cannot_be_made() {
    let dir = tempfile::tempdir().unwrap();
    let none = RecordHome::open(dir.path()).unwrap_err();
    assert_eq!(none.code(), "record.not_created");
    assert!(none.to_string().contains("zhiheng init"));
    create(dir.path());
    let mode =
        |path: &str| fs::metadata(dir.path().join(path)).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode("keys"), mode("keys/log.key")), (0o700, 0o600));
    let again = RecordHome::create(dir.path(), Suite::National, ORIGIN, &[8; 32]).unwrap_err();
    assert_eq!(again.code(), "record.exists");
    let home = RecordHome::open(dir.path()).unwrap();
    assert_eq!((home.origin(), home.suite()), (ORIGIN, Suite::National));
}

#[tokio::test]
async fn given_acts_and_bulk_when_followed_in_steps_of_any_size_then_the_published_log_verifies() {
    let (world, dir, mut follower) = started().await;
    for count in [1, 2, 200, 256, 700, 1, 66_000] {
        fill(&world, count).await;
        follower.catch_up().await.unwrap();
        assert_eq!(follower.size(), world.store.size().await.unwrap());
    }
    let verified = verify(&world.app, follower.home()).await;
    assert!(verified.is_intact(), "{:?}", verified.problems);
    assert_eq!((verified.size, verified.unsigned), (follower.size(), 0));
    // Partial files that a full one took the place of are gone.
    assert!(!dir.path().join("record/tile/0/000.p").exists());
    let event = world.store.journal(5, 1).await.unwrap().remove(0);
    world.app.tlog_proof(&event, follower.home().folder()).unwrap();
}

#[tokio::test]
async fn given_checkpoints_that_are_replaced_then_history_keeps_powers_of_two_and_the_last_of_each_day()
 {
    let (world, dir, mut follower) = started().await;
    let begun = follower.size();
    let mut heads = Vec::new();
    for day in 3..6 {
        world.at(&format!("2026-03-0{day}T09:00"));
        for _ in 0..20 {
            fill(&world, 1).await;
            follower.catch_up().await.unwrap();
        }
        heads.push(follower.size());
    }
    let kept: BTreeSet<u64> = fs::read_dir(dir.path().join("record/history"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().parse().unwrap())
        .collect();
    let mut due: BTreeSet<u64> = BTreeSet::from([begun, heads[0], heads[1]]);
    due.extend((begun..heads[2]).filter(|size| (size + 1).is_power_of_two()));
    assert_eq!(kept, due);
    let verified = verify(&world.app, follower.home()).await;
    assert!(verified.is_intact(), "{:?}", verified.problems);
    assert_eq!(verified.history, kept.len());
}

#[tokio::test]
async fn given_a_kill_between_the_files_and_the_checkpoint_then_the_folder_is_intact_and_goes_on() {
    let (world, dir, mut follower) = started().await;
    let record = dir.path().join("record");
    let before = fs::read(record.join("checkpoint")).unwrap();
    fill(&world, 600).await;
    follower.catch_up().await.unwrap();
    drop(follower);
    fs::write(record.join("checkpoint"), &before).unwrap();
    fs::remove_dir_all(record.join("history")).unwrap();
    fs::write(record.join("tile/0/000.new"), "half").unwrap();
    let home = RecordHome::open(dir.path()).unwrap();
    let verified = verify(&world.app, &home).await;
    assert!(verified.is_intact(), "{:?}", verified.problems);
    assert_eq!(verified.unsigned, 600);
    fill(&world, 3).await;
    let mut follower = follow(&world.app, dir.path()).await.unwrap();
    follower.catch_up().await.unwrap();
    let verified = verify(&world.app, follower.home()).await;
    assert!(verified.is_intact(), "{:?}", verified.problems);
    assert!(!record.join("tile/0/000.new").exists());
}

#[tokio::test]
async fn given_entries_slipped_in_beyond_the_checkpoint_then_the_store_does_not_vouch_for_them() {
    let (world, dir, mut follower) = started().await;
    fill(&world, 300).await;
    follower.catch_up().await.unwrap();
    let bundle = dir.path().join("record/tile/entries/001.p");
    let name = fs::read_dir(&bundle).unwrap().next().unwrap().unwrap().file_name();
    let mut entries = fs::read(bundle.join(&name)).unwrap();
    entries.extend_from_slice(&[0, 3, 1, 2, 3]);
    let width: u64 = name.to_string_lossy().parse().unwrap();
    fs::write(bundle.join((width + 1).to_string()), entries).unwrap();
    let verified = verify(&world.app, follower.home()).await;
    assert_eq!(verified.problems.len(), 1, "{:?}", verified.problems);
    assert_eq!(verified.problems[0].kind, "beyond_checkpoint");
}

#[tokio::test]
async fn given_a_store_that_is_another_then_the_log_is_not_continued() {
    let (world, dir, mut follower) = started().await;
    fill(&world, 10).await;
    follower.catch_up().await.unwrap();
    let signed = fs::read(dir.path().join("record/checkpoint")).unwrap();
    // A store put back to an older state.
    let other = World::new().await;
    let behind = follow(&other.app, dir.path()).await.unwrap_err();
    assert!(
        matches!(behind, RecordFault::Behind { checkpoint, .. } if checkpoint == follower.size())
    );
    // Grown again to the same size and beyond, with other events.
    other.at("2026-03-02T09:01");
    fill(&other, 20).await;
    let fork = follow(&other.app, dir.path()).await.unwrap_err();
    assert!(matches!(fork, RecordFault::Fork { .. }), "{fork}");
    assert!(fork.to_string().contains("拒绝继续签署"));
    assert_eq!(fs::read(dir.path().join("record/checkpoint")).unwrap(), signed);
}

#[tokio::test]
async fn given_a_key_of_another_log_a_changed_tile_or_an_older_checkpoint_then_it_is_not_continued()
{
    let (world, dir, mut follower) = started().await;
    let record = dir.path().join("record");
    let older = fs::read(record.join("checkpoint")).unwrap();
    fill(&world, 40).await;
    follower.catch_up().await.unwrap();
    // The next day begins, so the checkpoint just signed is kept.
    world.at("2026-03-03T09:00");
    fill(&world, 40).await;
    follower.catch_up().await.unwrap();
    drop(follower);

    let key = dir.path().join("keys/log.key");
    let own = fs::read_to_string(&key).unwrap();
    fs::write(&key, own.replace(ORIGIN, "other.invalid/record")).unwrap();
    let fault = follow(&world.app, dir.path()).await.unwrap_err();
    assert!(matches!(fault, RecordFault::Origin { .. }), "{fault}");
    fs::write(&key, own.replacen("seed 07", "seed 08", 1)).unwrap();
    let fault = follow(&world.app, dir.path()).await.unwrap_err();
    assert!(matches!(fault, RecordFault::Checkpoint(_)), "{fault}");
    fs::write(&key, &own).unwrap();

    let newest = fs::read(record.join("checkpoint")).unwrap();
    fs::write(record.join("checkpoint"), older).unwrap();
    let fault = follow(&world.app, dir.path()).await.unwrap_err();
    assert!(matches!(fault, RecordFault::RolledBack { .. }), "{fault}");
    fs::write(record.join("checkpoint"), newest).unwrap();

    let tiles = record.join("tile/0/000.p");
    let size = world.store.size().await.unwrap();
    let tile = tiles.join(size.to_string());
    let mut bytes = fs::read(&tile).unwrap();
    bytes[100] ^= 1;
    fs::write(&tile, bytes).unwrap();
    let fault = follow(&world.app, dir.path()).await.unwrap_err();
    assert!(matches!(fault, RecordFault::Root), "{fault}");
}

#[tokio::test]
async fn given_a_running_follower_when_acts_come_in_then_they_are_signed_and_the_last_before_it_stops()
 {
    let (world, dir, follower) = started().await;
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let running = tokio::spawn(follower.run(stopped));
    fill(&world, 5).await;
    let size = || async {
        let home = RecordHome::open(dir.path()).unwrap();
        let signed = world.app.newest_checkpoint(home.folder()).unwrap().unwrap();
        signed.checkpoint().size
    };
    let due = world.store.size().await.unwrap();
    while size().await < due {
        tokio::task::yield_now().await;
    }
    fill(&world, 5).await;
    stop.send(true).unwrap();
    running.await.unwrap().unwrap();
    assert_eq!(size().await, world.store.size().await.unwrap());
}
