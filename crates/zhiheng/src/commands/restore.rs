//! `zhiheng restore`: a backup becomes a data folder again, verified before it has its name.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use serde_json::Value;
use zhiheng_domain::retention::Life;

use super::archive::{self, Unpack};
use super::verify;
use crate::cli::{Restore, Stores};
use crate::files::Where;
use crate::output::{Done, Fault, file_fault, say};
use crate::place::{Place, aside, is_occupied};
use crate::wiring;
use crate::world::SystemClock;

pub(crate) async fn run(arguments: Restore) -> Result<Done, Fault> {
    let dir = &arguments.data.data;
    if arguments.blobs.as_ref().is_some_and(|place| !place.starts_with("s3://")) {
        let message = "恢复时 --blobs 只用来给出证据所在的存储桶(s3://…)；其他证据恢复到数据目录里";
        return Err(Fault::new("restore.blobs", message));
    }
    let stores = Stores { database_url: None, blobs: arguments.blobs.clone() };
    if is_occupied(dir)? {
        return Err(Fault::new(
            "restore.not_empty",
            format!("{} 不是空目录，恢复只写入空目录", dir.display()),
        ));
    }
    let aside = aside(dir)?;
    if aside.exists() {
        // Left by a restore that was stopped; it never had the name of a data folder.
        fs::remove_dir_all(&aside).map_err(|error| file_fault(&aside, &error))?;
    }
    let lives = arguments.destroyed.as_deref().map(listed).transpose()?;
    let done = unpacked(&arguments.file, &aside, &stores, lives.as_deref()).await;
    let negative = !matches!(&done, Ok(done) if !done.negative);
    if negative {
        // What is not whole is not left lying about as if it were.
        let _ = fs::remove_dir_all(&aside);
        return done;
    }
    if dir.exists() {
        fs::remove_dir(dir).map_err(|error| file_fault(dir, &error))?;
    }
    fs::rename(&aside, dir).map_err(|error| file_fault(dir, &error))?;
    say(&format!("已恢复到 {}，并核验完好", dir.display()));
    if arguments.destroyed.is_none() {
        say(
            "备份以后销毁过案卷的，恢复会把它们带回来：请用 --destroyed 给出当时的 destroyed.json 重新恢复",
        );
    }
    done
}

/// A list of destructions.
fn listed(path: &Path) -> Result<Vec<Life>, Fault> {
    let text = fs::read(path).map_err(|error| file_fault(path, &error))?;
    serde_json::from_slice(&text).map_err(|error| {
        Fault::new("restore.destroyed", format!("{} 不是销毁清单：{error}", path.display()))
    })
}

async fn unpacked(
    file: &Path,
    aside: &Path,
    stores: &Stores,
    lives: Option<&[Life]>,
) -> Result<Done, Fault> {
    let (from, into) = (file.to_owned(), aside.to_owned());
    let note = tokio::task::spawn_blocking(move || archive::unpack(&from, &into))
        .await
        .map_err(|error| Fault::new("restore", error.to_string()))?
        .map_err(|why| match why {
            Unpack::Foreign(why) => {
                Fault::new("restore.foreign", format!("{}：{why}", file.display()))
            }
            Unpack::Damaged => Fault::negative(
                "restore.damaged",
                format!("备份文件 {} 已损坏或不完整，没有恢复任何内容", file.display()),
            ),
            Unpack::Disk(error) => file_fault(file, &error),
        })?;
    let place = Place::look(aside)?;
    let given = matches!(Where::of(&place, stores)?, Where::Bucket(_));
    if let (Some(bucket), false) = (&note.bucket, given) {
        return Err(Fault::new(
            "restore.blobs",
            format!("证据不在这份备份里，在 {bucket}；请用 --blobs 给出它，核验以后才算恢复"),
        ));
    }
    let trusted = match verify::own_policy(&place) {
        Ok(trusted) => trusted,
        Err(broken) => return Ok(broken),
    };
    let home = zhiheng_app::record_home::RecordHome::open(aside)?;
    let app = wiring::wire(&place, stores, home.suite(), Arc::new(SystemClock)).await?;
    let mut done = verify::whole(&app, &place, trusted.clone()).await?;
    if let Some(lives) = lives.filter(|_| !done.negative) {
        drop(app);
        let (app, mut follower) = wiring::wire_to_write(&place, stores).await?;
        let again = app.destroy_again(lives).await?;
        follower.catch_up().await?;
        app.finish_destructions(None).await?;
        follower.catch_up().await?;
        say(&format!(
            "销毁清单 {} 卷：再销毁 {}，备份里已经销毁的 {}，备份里没有的 {}",
            lives.len(),
            again.again,
            again.known,
            again.absent
        ));
        done = verify::whole(&app, &place, trusted).await?;
        if let Value::Object(members) = &mut done.json {
            let again = serde_json::to_value(again).unwrap_or_default();
            members.insert("destroyed_again".to_owned(), again);
        }
    }
    if let Value::Object(members) = &mut done.json {
        members.insert("backup".to_owned(), serde_json::to_value(&note).unwrap_or_default());
    }
    Ok(done)
}
