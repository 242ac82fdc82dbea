//! Dropping the read models and writing them again.

use std::sync::Arc;

use zhiheng_app::ports::{AccountRow, PartyRow, ProgressRow, RegisterRow, Store, View};

use crate::entries;
use crate::model::{self, Draw};
use crate::samples::with_views;

/// Changes of every kind, most rows more than once.
fn history() -> Vec<View> {
    let mut draw = Draw::new();
    let mut views = Vec::new();
    for n in 0..120 {
        views.push(View::Matter(Box::new(draw.one(&model::matter()))));
        let (matter, rows) = draw.one(&model::duties());
        views.push(View::Duties { matter, rows });
        views.push(View::Decision(Box::new(draw.one(&model::decision()))));
        views.push(View::Register(RegisterRow {
            kind: "officers".into(),
            id: format!("p-{}", n % 30),
            agency: "140400".into(),
            name: format!("第{n}次"),
            body: "{}".into(),
            active: n % 2 == 0,
            version: n,
        }));
        views.push(View::Progress(ProgressRow {
            number: format!("CX-{}", n % 20),
            code: format!("{n:02x}"),
            matter: format!("m{}", n % 20),
        }));
        views.push(View::Entry(Box::new(draw.one(&entries::drawn()))));
        views.push(View::Party(PartyRow {
            matter: format!("m{}", n % 20),
            family: "penalty".into(),
            agency: "140400".into(),
            party: format!("{:02x}", n % 7),
            opened: "2026-03-02".into(),
        }));
        views.push(View::Account(AccountRow {
            username: format!("u{}", n % 10),
            person: "p".into(),
            name: format!("第{n}次"),
            agency: "140400".into(),
            roles: vec!["officer".into()],
            active: true,
        }));
    }
    views
}

pub(crate) async fn dropped_views_are_rebuilt_to_the_same_bytes(store: Arc<dyn Store>) {
    // Written as they come in life: a few with each event.
    let views = history();
    for (seen, few) in (0..).zip(views.chunks(7)) {
        let append = with_views("life", seen, &["x"], few.to_vec());
        store.append(vec![append]).await.unwrap();
    }
    store.set_secret("u1", "secret").await.unwrap();
    let live = store.dump_views().await.unwrap();
    let (size, facets) = (store.size().await.unwrap(), store.facets().await.unwrap());
    assert!(live.len() > 200);

    store.drop_views().await.unwrap();
    assert!(store.facets().await.unwrap().is_empty());
    assert!(store.dump_views().await.unwrap().len() <= 2, "only digests of empty indexes are left");
    assert_eq!(store.size().await.unwrap(), size);

    // Written again in larger pieces, as a rebuild does.
    for many in views.chunks(100) {
        store.put_views(many.to_vec()).await.unwrap();
    }
    assert_eq!(store.dump_views().await.unwrap(), live);
    assert_eq!(store.facets().await.unwrap(), facets);
    assert_eq!(store.account("u1").await.unwrap().unwrap().1, "secret");

    // And one row more is seen.
    let mut row = crate::samples::matter("zz");
    row.search = "多了一条".into();
    store.put_views(vec![View::Matter(Box::new(row))]).await.unwrap();
    assert_ne!(store.dump_views().await.unwrap(), live);
}
