//! Where the files of evidence lie: a folder of this machine, or a bucket of an S3-compatible store.
//!
//! What this is not: the keeping itself (see the crates `evidence` and `bucket`). The environment is read here and
//! nowhere else, and what it says of keys is shown to nobody.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use zhiheng_app::ports::Blobs;
use zhiheng_bucket::{Bucket, Keys, Place as BucketPlace, Reached};
use zhiheng_evidence::{BucketBlobs, LocalBlobs};
use zhiheng_record::Suite;

use crate::cli::Stores;
use crate::output::{Fault, say};
use crate::place::Place;

/// Where evidence lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Where {
    /// A folder of this machine.
    Folder(PathBuf),
    /// A bucket; boxed, for it is much larger.
    Bucket(Box<BucketPlace>),
}

impl Where {
    /// What the arguments say.
    pub(crate) fn of(place: &Place, stores: &Stores) -> Result<Self, Fault> {
        let Some(text) = stores.blobs.as_deref() else { return Ok(Self::Folder(place.blobs())) };
        match text.split_once("://") {
            None => Ok(Self::Folder(PathBuf::from(text))),
            Some(("file", path)) if path.starts_with('/') => {
                Ok(Self::Folder(Path::new(path).to_owned()))
            }
            Some(("s3", _)) => {
                let (endpoint, region) = (told("AWS_ENDPOINT_URL"), told("AWS_REGION"));
                let parsed = BucketPlace::parse(text, endpoint.as_deref(), region.as_deref());
                parsed
                    .map(|bucket| Self::Bucket(Box::new(bucket)))
                    .map_err(|fault| Fault::new("blobs.place", format!("--blobs：{fault}")))
            }
            Some((scheme, _)) => Err(Fault::new(
                "blobs.scheme",
                format!("--blobs 支持文件夹、file:///绝对路径和 s3://存储桶，不支持 {scheme}://"),
            )),
        }
    }
}

/// Opens the store. A bucket that is not there or refuses its keys stops the program; one that cannot be reached now
/// does not, for work without files goes on.
pub(crate) async fn open(
    place: &Place,
    stores: &Stores,
    suite: Suite,
) -> Result<Arc<dyn Blobs>, Fault> {
    let bucket = match Where::of(place, stores)? {
        Where::Folder(folder) => return Ok(Arc::new(LocalBlobs::open(&folder, suite)?)),
        Where::Bucket(bucket) => bucket,
    };
    let objects = Bucket::open(&bucket, keys()?)?;
    match objects.reached().await {
        Reached::Yes => {}
        Reached::Wrong(why) => {
            return Err(Fault::new("blobs.bucket", format!("{bucket}：{why}")));
        }
        Reached::NotNow(why) => {
            say(&format!("{bucket}：{why}。现在收不进也取不出文件，恢复后即可继续"));
        }
    }
    if bucket.is_readable_on_the_way() {
        say(&format!("{bucket}：地址是 http://，证据在网络上没有加密，仅限可信的内网"));
    }
    Ok(Arc::new(BucketBlobs::open(Arc::new(objects), &place.blobs(), suite)?))
}

/// Removes what a kill left unfinished on this machine. Only for the one process that holds the data folder.
pub(crate) fn sweep(place: &Place, stores: &Stores, suite: Suite) -> Result<(), Fault> {
    let here = match Where::of(place, stores)? {
        Where::Folder(folder) => folder,
        Where::Bucket(_) => place.blobs(),
    };
    Ok(LocalBlobs::open(&here, suite)?.sweep()?)
}

/// What opens the bucket, from the environment alone: a command line is readable by every user of the machine.
fn keys() -> Result<Keys, Fault> {
    match (told("AWS_ACCESS_KEY_ID"), told("AWS_SECRET_ACCESS_KEY")) {
        (Some(id), Some(secret)) => Ok(Keys { id, secret, token: told("AWS_SESSION_TOKEN") }),
        _ => Err(Fault::new(
            "blobs.keys",
            "使用 s3:// 时请在环境变量 AWS_ACCESS_KEY_ID 和 AWS_SECRET_ACCESS_KEY 中给出密钥",
        )),
    }
}

fn told(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
