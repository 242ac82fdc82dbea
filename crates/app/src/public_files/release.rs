//! Before a file goes out: it is named anew, and whoever looks for leaks has looked into it.

use serde_json::{Value, json};
use zhiheng_domain::{Matter, Power, Refusal};
use zhiheng_law::PUBLIC_FILES;

use super::{digests, ending, hidden, releases};
use crate::application::App;
use crate::caller::Caller;
use crate::error::Error;
use crate::perform::Wish;
use crate::ports::{LeakFile, LeakReport};
use crate::timeline::acts;

/// Article that forbids giving away what would harm others.
const ARTICLE: &str = "政府信息公开条例15";
/// Largest file that is released, in bytes: it is looked into whole.
const LARGEST: u64 = 64 << 20;
/// Findings told in one refusal.
const TOLD: usize = 5;

impl App {
    /// The wish with its public files under names that tell nothing, of the types that their content has; `None` where it
    /// releases none.
    ///
    /// # Errors
    /// A file was not handed in, is of a type that is not released or too large, or the store is not there.
    pub(crate) async fn renamed(
        &self,
        wish: &Wish,
        matter: Option<&Matter>,
    ) -> Result<Option<Wish>, Error> {
        let procedure = matter.and_then(|matter| self.pack().procedures.get(&matter.procedure));
        let releasing = procedure.is_some_and(|procedure| releases(procedure, &wish.act));
        let digests = digests(&wish.fields);
        if !releasing || digests.is_empty() {
            return Ok(None);
        }
        let mut files = Vec::with_capacity(digests.len());
        for (number, digest) in (1..).zip(&digests) {
            let (media, ending, size) = self.releasable(digest, number).await?;
            let name = format!("公开文件{number}.{ending}");
            files.push(json!({ "digest": digest, "name": name, "size": size, "type": media }));
        }
        let mut renamed = wish.clone();
        renamed.fields.insert(PUBLIC_FILES.to_owned(), Value::Array(files));
        Ok(Some(renamed))
    }

    async fn releasable(
        &self,
        digest: &str,
        number: usize,
    ) -> Result<(String, &'static str, u64), Error> {
        let wrong = |code: &str, message: String| Error::field(code, PUBLIC_FILES, message);
        let missing = || wrong("leak.unknown_file", format!("第 {number} 个公开文件没有上传"));
        let facts = self.blobs().facts(digest).await?.ok_or_else(missing)?;
        let size = self.blobs().size(digest).await?.ok_or_else(missing)?;
        let media = facts.media.split(';').next().unwrap_or_default().trim_end().to_owned();
        let Some(ending) = ending(&media) else {
            let message = format!("第 {number} 个公开文件不是 PDF、PNG、JPEG 或者纯文本，不能放出");
            return Err(wrong("leak.type", message));
        };
        if size > LARGEST {
            let message = format!("第 {number} 个公开文件超过 64 MB，不能放出");
            return Err(wrong("leak.size", message));
        }
        Ok((media, ending, size))
    }

    /// What stands against releasing the files of a wish: everything hidden from the public in the matter that can be found in
    /// them, alone or together with the files released before.
    ///
    /// # Errors
    /// A file is lost, or the store is not there.
    pub(crate) async fn leaks(
        &self,
        matter: Option<&Matter>,
        wish: &Wish,
    ) -> Result<Vec<Refusal>, Error> {
        let digests = digests(&wish.fields);
        let Some(matter) = matter.filter(|_| !digests.is_empty()) else { return Ok(Vec::new()) };
        let procedure = self.pack().procedures.get(&matter.procedure);
        if !procedure.is_some_and(|procedure| releases(procedure, &wish.act)) {
            return Ok(Vec::new());
        }
        let mut refusals = Vec::new();
        for (number, digest) in (1..).zip(&digests) {
            let report = self.looked_into(matter, digest).await?;
            let mut against = report.against().peekable();
            if against.peek().is_none() {
                continue;
            }
            let told: Vec<&str> = against.take(TOLD).map(|one| one.message.as_str()).collect();
            let message = format!(
                "第 {number} 个公开文件不能放出：{}。请换一份真正去掉这些内容的文件，或者用系统生成的遮盖副本",
                told.join("；")
            );
            refusals.push(Refusal {
                article: Some(ARTICLE.to_owned()),
                field: Some(PUBLIC_FILES.to_owned()),
                ..Refusal::new("leak.found", message)
            });
        }
        Ok(refusals)
    }

    /// Looks into a file as if it were to be released, for one who publishes. Nothing is written.
    ///
    /// # Errors
    /// The caller does not publish or may not know of the matter, the file is of a type that is not released, or the store is
    /// not there.
    pub async fn check_public_file(
        &self,
        caller: &Caller,
        id: &str,
        digest: &str,
    ) -> Result<LeakReport, Error> {
        caller.require(Power::Publish)?;
        let loaded = self.load(caller, id).await?;
        if caller.actor.agency != loaded.matter.agency {
            return Err(Error::Missing { what: "事项".to_owned() });
        }
        self.releasable(digest, 1).await?;
        self.looked_into(&loaded.matter, digest).await
    }

    async fn looked_into(&self, matter: &Matter, digest: &str) -> Result<LeakReport, Error> {
        let unavailable = || {
            let message = "没有装上公开文件的检查，不放出文件；请联系管理员";
            Error::field("leak.unavailable", PUBLIC_FILES, message)
        };
        let checker = self.leak_check().ok_or_else(unavailable)?;
        let procedure = self.pack().procedures.get(&matter.procedure).ok_or_else(|| {
            Error::Internal(format!("procedure {} is not in the pack", matter.procedure))
        })?;
        let events = acts(&self.store().stream(&format!("matter:{}", matter.id), 0).await?)?;
        let masked = hidden(procedure, &events);
        let mut earlier = Vec::new();
        for (_, event) in events.iter().filter(|(_, event)| releases(procedure, &event.act)) {
            for held in digests(&event.fields).into_iter().filter(|held| held != digest) {
                if let Some(content) = self.blobs().get(&held).await? {
                    earlier.push(LeakFile { name: String::new(), content });
                }
            }
        }
        let content =
            self.blobs().get(digest).await?.ok_or_else(|| {
                Error::field("leak.unknown_file", PUBLIC_FILES, "公开文件没有上传")
            })?;
        let file = LeakFile { name: String::new(), content };
        tokio::task::spawn_blocking(move || checker.check(&file, &masked, &earlier))
            .await
            .map_err(|error| Error::Internal(format!("leak check: {error}")))
    }
}
