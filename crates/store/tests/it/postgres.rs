//! What is particular to PostgreSQL: privileges, triggers, several servers, connections that are lost.

use std::sync::Arc;

use zhiheng_app::ports::{AppendError, Store, StoreError};
use zhiheng_store::PostgresStore;

use crate::cluster;
use crate::samples::{append, numbered, series};

#[tokio::test]
async fn the_journal_refuses_update_delete_and_truncate_by_trigger_and_by_privilege() {
    let Some(url) = cluster::database().await else { return };
    let store = PostgresStore::connect(&url).await.unwrap();
    store.append(vec![append("a", 0, &["one", "two"])]).await.unwrap();
    let client = cluster::client(&url).await;

    let changes = [
        ("UPDATE event SET actor = 'x'", "执法记录不可修改"),
        ("UPDATE content SET body = 'x' WHERE seq = 0", "执法记录不可修改"),
        ("DELETE FROM event WHERE seq = 1", "执法记录不可删除"),
        ("DELETE FROM content", "执法记录不可删除"),
        ("TRUNCATE content", "执法记录不可删除"),
        ("TRUNCATE event CASCADE", "执法记录不可删除"),
    ];
    for (sql, sentence) in changes {
        let refused = client.batch_execute(sql).await.unwrap_err();
        assert_eq!(refused.as_db_error().unwrap().message(), sentence, "{sql}");
    }
    client.batch_execute("SET ROLE zhiheng_app").await.unwrap();
    let more =
        ["ALTER TABLE event DISABLE TRIGGER ALL", "DROP TABLE event", "DELETE FROM idempotency"];
    for sql in changes.map(|(sql, _)| sql).into_iter().chain(more) {
        let refused = client.batch_execute(sql).await.unwrap_err();
        assert_eq!(refused.code().unwrap().code(), "42501", "{sql}");
    }
    assert_eq!(store.journal(0, 10).await.unwrap().len(), 2);
}

#[tokio::test]
async fn several_servers_give_numbers_without_gaps() {
    let Some(url) = cluster::database().await else { return };
    let one = Arc::new(PostgresStore::connect(&url).await.unwrap());
    let other = Arc::new(PostgresStore::connect(&url).await.unwrap());
    let mut tasks = Vec::new();
    for task in 0..40 {
        let store = if task % 2 == 0 { one.clone() } else { other.clone() };
        tasks.push(tokio::spawn(async move {
            let stream = format!("matter:{task}");
            store.append(vec![numbered(&stream, vec![series("罚")], false)]).await.unwrap();
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(one.size().await.unwrap(), 40);
    assert_eq!(other.numbers().await.unwrap(), [(series("罚"), 40)]);
}

/// A trigger that ends the connection it runs on: while the statement runs, or while the transaction commits.
async fn cut(url: &str, when: &str) {
    let sql = format!(
        "CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
         BEGIN
             IF NEW.stream = 'cut' THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF;
             RETURN NULL;
         END $$;
         CREATE CONSTRAINT TRIGGER cut AFTER INSERT ON event {when}
             FOR EACH ROW EXECUTE FUNCTION cut()"
    );
    cluster::client(url).await.batch_execute(&sql).await.unwrap();
}

#[tokio::test]
async fn a_connection_lost_before_the_commit_leaves_nothing_and_says_so() {
    let Some(url) = cluster::database().await else { return };
    let store = PostgresStore::connect(&url).await.unwrap();
    cut(&url, "").await;

    let lost = store.append(vec![append("cut", 0, &["x"])]).await;

    assert!(matches!(lost, Err(AppendError::Store(StoreError::Unavailable(_)))), "{lost:?}");
    store.append(vec![append("other", 0, &["x"])]).await.unwrap();
    assert_eq!(store.size().await.unwrap(), 1);
}

#[tokio::test]
async fn a_connection_lost_during_the_commit_says_that_nobody_knows() {
    let Some(url) = cluster::database().await else { return };
    let store = PostgresStore::connect(&url).await.unwrap();
    cut(&url, "DEFERRABLE INITIALLY DEFERRED").await;

    let lost = store.append(vec![append("cut", 0, &["x"])]).await;

    assert!(matches!(lost, Err(AppendError::Unknown(_))), "{lost:?}");
    store.append(vec![append("other", 0, &["x"])]).await.unwrap();
    assert_eq!(store.size().await.unwrap(), 1);
}

#[tokio::test]
async fn given_a_schema_that_grew_over_data_then_the_read_models_are_stale_until_they_are_dropped()
{
    let Some(url) = cluster::database().await else { return };
    assert!(!PostgresStore::connect(&url).await.unwrap().stale().await.unwrap());
    let older = "DROP TABLE stale; DELETE FROM migration WHERE number = 12;";
    cluster::client(&url).await.batch_execute(older).await.unwrap();
    let store = PostgresStore::connect(&url).await.unwrap();
    assert!(store.stale().await.unwrap());
    store.drop_views().await.unwrap();
    assert!(!store.stale().await.unwrap());
}

#[tokio::test]
async fn an_edited_schema_and_a_wrong_address_are_refused() {
    let Some(url) = cluster::database().await else { return };
    let client = cluster::client(&url).await;
    client.execute("UPDATE migration SET checksum = 'x' WHERE number = 2", &[]).await.unwrap();
    let refused = PostgresStore::connect(&url).await.err().unwrap();
    assert!(matches!(refused, StoreError::Corrupt { table: "migration", .. }));

    let refused = PostgresStore::connect("not an address").await.err().unwrap();
    assert!(matches!(refused, StoreError::Input(_)));
    let refused = PostgresStore::connect("host=/nowhere user=x dbname=y").await.err().unwrap();
    assert!(matches!(refused, StoreError::Unavailable(_)));
}

#[tokio::test]
async fn errors_name_no_content() {
    let Some(url) = cluster::database().await else { return };
    let store = PostgresStore::connect(&url).await.unwrap();
    let sql = "ALTER TABLE matter ADD CONSTRAINT planned CHECK (title <> '张三的住址')";
    cluster::client(&url).await.batch_execute(sql).await.unwrap();
    let mut row = crate::samples::matter("a");
    row.title = "张三的住址".into();

    let view = zhiheng_app::ports::View::Matter(Box::new(row));
    let error = store.put_views(vec![view]).await.unwrap_err().to_string();

    assert!(error.contains("planned") && !error.contains("张三"), "{error}");
}
