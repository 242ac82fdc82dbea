//! Files of evidence: each is what its name says, and none that an event cites is missing.

use std::collections::BTreeSet;

use super::rows::Cited;
use super::{Progress, Stage, Trouble, UNREADABLE, Verified};
use crate::application::App;
use crate::error::Error;
use crate::ports::BlobError;

/// Checks every file that is kept, and that every file that is cited is kept.
pub(super) async fn check(
    app: &App,
    cited: Cited,
    verified: &mut Verified,
    progress: &Progress,
) -> Result<(), Error> {
    let digests = app.blobs().digests().await?;
    let total = u64::try_from(digests.len()).unwrap_or(u64::MAX);
    for digest in &digests {
        let mut bytes = None;
        let (kind, message) = match app.blobs().check(digest).await {
            Ok(Some(_)) => {
                verified.blobs += 1;
                progress(Stage::Evidence, verified.blobs, total);
                continue;
            }
            Ok(None) => ("blob_stray", format!("证据目录中有不属于它的文件 {digest}")),
            Err(fault) if matches!(fault, BlobError::Corrupt { .. }) => {
                let message = fault.to_string();
                if let BlobError::Corrupt { bytes: among, .. } = fault {
                    bytes = among.map(|among| (among.start, among.end));
                }
                ("blob_changed", message)
            }
            Err(fault) => (UNREADABLE, format!("文件 {digest} 读不出来：{fault}")),
        };
        let mut trouble = Trouble {
            kind: kind.to_owned(),
            blob: Some(digest.clone()),
            bytes,
            message,
            ..Trouble::default()
        };
        if let Some((seq, stream, version)) = cited.get(digest) {
            trouble.seq = Some(*seq);
            trouble.message = format!("{}（第 {seq} 条引用）", trouble.message);
            (trouble.stream, trouble.version) = (Some(stream.clone()), Some(*version));
        }
        verified.add(trouble);
    }
    let kept: BTreeSet<&str> = digests.iter().map(String::as_str).collect();
    for (digest, (seq, stream, version)) in &cited {
        if !kept.contains(digest.as_str()) {
            verified.add(Trouble {
                kind: "blob_missing".to_owned(),
                seq: Some(*seq),
                stream: Some(stream.clone()),
                version: Some(*version),
                blob: Some(digest.clone()),
                message: format!("第 {seq} 条（{stream} 第 {version} 版）引用的文件 {digest} 不在"),
                ..Trouble::default()
            });
        }
    }
    Ok(())
}
