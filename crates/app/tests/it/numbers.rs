//! 文号 and 案号 without gaps, and requests that are sent twice.

use std::collections::BTreeSet;

use zhiheng_app::Error;
use zhiheng_app::ports::Store as _;

use crate::world::{World, petition, wish};

#[tokio::test]
async fn forty_registrations_at_once_get_the_numbers_one_to_forty() {
    let world = std::sync::Arc::new(World::new().await);
    let mut tasks = Vec::new();
    for n in 0..40 {
        let world = world.clone();
        tasks.push(tokio::spawn(async move {
            world
                .act("officer", None, "register", petition(n))
                .await
                .unwrap()
                .matter
                .number
                .unwrap()
        }));
    }
    let mut numbers = BTreeSet::new();
    for task in tasks {
        numbers.insert(task.await.unwrap());
    }
    let expected: BTreeSet<String> = (1..=40).map(|n| format!("示bureau访〔2026〕{n}号")).collect();
    assert_eq!(numbers, expected);
}

#[tokio::test]
async fn a_request_sent_twice_with_one_key_acts_once_and_another_request_under_that_key_is_refused()
{
    let world = World::new().await;
    let caller = world.caller("officer").await;
    let mut request = wish(None, "register", petition(1));
    request.key = Some("k-1".to_owned());
    let first = world.app.perform(&caller, &request).await.unwrap();
    let size = world.store.size().await.unwrap();
    let second = world.app.perform(&caller, &request).await.unwrap();
    assert_eq!(first, second);
    assert_eq!(world.store.size().await.unwrap(), size, "nothing was written twice");
    let mut other = wish(None, "register", petition(2));
    other.key = Some("k-1".to_owned());
    assert!(matches!(world.app.perform(&caller, &other).await, Err(Error::KeyReused)));
}
