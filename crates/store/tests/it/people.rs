//! Accounts, sessions, registers, progress.

use std::sync::Arc;

use zhiheng_app::ports::{
    AccountRow, ProgressRow, RegisterFilter, RegisterRow, SessionRow, Store, View,
};

type Any = Arc<dyn Store>;

fn account(username: &str) -> AccountRow {
    AccountRow {
        username: username.into(),
        person: "p-1".into(),
        name: "王五".into(),
        agency: "140400".into(),
        roles: vec!["officer".into(), "archivist".into()],
        active: true,
    }
}

pub(crate) async fn accounts_keep_their_secret_when_their_row_changes(store: Any) {
    assert_eq!(store.account("wang").await.unwrap(), None);
    store.put_views(vec![View::Account(account("wang"))]).await.unwrap();
    let fresh = store.account("wang").await.unwrap();
    assert_eq!(fresh, Some((account("wang"), String::new(), 0, 0)));

    store.set_secret("wang", "$argon2id$x").await.unwrap();
    store.set_failures("wang", 3, 1_790_000_000_000_000).await.unwrap();
    let changed = AccountRow { active: false, ..account("wang") };
    store
        .put_views(vec![View::Account(changed.clone()), View::Account(account("an"))])
        .await
        .unwrap();

    let kept = store.account("wang").await.unwrap();
    let secret = "$argon2id$x".to_owned();
    assert_eq!(kept, Some((changed.clone(), secret.clone(), 3, 1_790_000_000_000_000)));
    assert_eq!(store.accounts().await.unwrap(), [account("an"), changed.clone()]);

    // A new secret leaves the failures to whoever counts them; dropping the views leaves both.
    store.drop_views().await.unwrap();
    assert_eq!(store.account("wang").await.unwrap(), None);
    store.put_views(vec![View::Account(changed.clone())]).await.unwrap();
    let back = store.account("wang").await.unwrap();
    assert_eq!(back, Some((changed, secret, 3, 1_790_000_000_000_000)));
}

pub(crate) async fn a_session_lives_until_it_is_ended(store: Any) {
    let session = SessionRow {
        token: "ab12".into(),
        username: "wang".into(),
        csrf: "c".into(),
        created: 10,
        seen: 10,
    };
    store.put_session(&session).await.unwrap();
    store.touch_session("ab12", 20).await.unwrap();
    store.touch_session("none", 20).await.unwrap();
    let seen = store.session("ab12").await.unwrap();
    assert_eq!(seen, Some(SessionRow { seen: 20, ..session }));

    store.end_session("ab12").await.unwrap();
    store.end_session("ab12").await.unwrap();
    assert_eq!(store.session("ab12").await.unwrap(), None);
}

pub(crate) async fn registers_are_listed_by_kind_agency_and_id(store: Any) {
    let row = |kind: &str, id: &str, agency: &str| RegisterRow {
        kind: kind.into(),
        id: id.into(),
        agency: agency.into(),
        name: format!("名称{id}"),
        body: "{}".into(),
        active: true,
        version: 1,
    };
    let rows = [row("officers", "b", "1"), row("officers", "a", "2"), row("items", "a", "1")];
    store.put_views(rows.iter().cloned().map(View::Register).collect()).await.unwrap();
    let changed = RegisterRow { active: false, version: 2, ..rows[0].clone() };
    store.put_views(vec![View::Register(changed.clone())]).await.unwrap();

    let list = |agencies: Option<&[&str]>, ids: &[&str]| {
        let owned = |all: &[&str]| all.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>();
        let filter = RegisterFilter {
            kind: "officers".into(),
            agencies: agencies.map(owned),
            ids: owned(ids),
        };
        let store = store.clone();
        async move { store.register(&filter).await.unwrap() }
    };
    assert_eq!(list(None, &[]).await, [rows[1].clone(), changed.clone()]);
    assert_eq!(list(Some(&["1"]), &[]).await, std::slice::from_ref(&changed));
    assert_eq!(list(None, &["b", "b", "zz"]).await, std::slice::from_ref(&changed));
    assert!(list(Some(&[]), &[]).await.is_empty());
    assert!(list(Some(&["1"]), &["a"]).await.is_empty());
}

pub(crate) async fn progress_is_found_by_its_number(store: Any) {
    let row = ProgressRow { number: "CX-1".into(), code: "00ff".into(), matter: "a".into() };
    store.put_views(vec![View::Progress(row.clone())]).await.unwrap();

    assert_eq!(store.progress("CX-1").await.unwrap(), Some(row));
    assert_eq!(store.progress("CX-2").await.unwrap(), None);
}
