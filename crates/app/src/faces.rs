//! The faces of each procedure that the public reads (流程图、服务指南、材料清单): which version was published when, and whether it is
//! still the version that runs. Published and running come from one source; what can differ is time.
//!
//! What this is not: drawing. Charts and guides are made by the `law` crate.

use serde::Serialize;
use serde_json::{Map, Value};
use zhiheng_law::{Procedure, chart, guide};

use crate::application::App;
use crate::error::Error;
use crate::ports::RegisterFilter;
use crate::registry::Entry;

/// Register in which publications of faces stand.
const REGISTER: &str = "faces";

/// A procedure whose published faces are older than the rule that runs, or were never published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stale {
    /// Procedure id.
    pub procedure: String,
    /// Its name.
    pub title: String,
    /// Day of the last publication; none where there was none.
    pub published: Option<String>,
}

/// When the faces of a procedure were last published, and whether they are what runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Face {
    /// Day of publication.
    pub on: String,
    /// They are what runs now.
    pub current: bool,
}

impl App {
    /// Publishes the faces of every procedure in force whose published ones are not what runs; answers how many.
    /// Each publication is on the record.
    ///
    /// # Errors
    /// The store is not there.
    pub async fn publish_faces(&self, actor: &str) -> Result<usize, Error> {
        let today = self.today();
        let stale = self.stale_faces().await?;
        let entries = stale
            .iter()
            .filter_map(|stale| self.pack().procedures.get(&stale.procedure))
            .map(|procedure| {
                let mut body = Map::new();
                body.insert("digest".to_owned(), Value::from(self.face_digest(procedure)));
                body.insert("on".to_owned(), Value::from(today.to_string()));
                body.insert("version".to_owned(), Value::from(procedure.version.as_str()));
                Entry {
                    register: REGISTER.to_owned(),
                    id: procedure.id.clone(),
                    agency: String::new(),
                    name: procedure.title.clone(),
                    body,
                    active: true,
                }
            })
            .collect::<Vec<_>>();
        let count = entries.len();
        self.enter(actor, entries).await?;
        Ok(count)
    }

    /// Procedures in force whose published faces are not what runs.
    ///
    /// # Errors
    /// The store is not there.
    pub async fn stale_faces(&self) -> Result<Vec<Stale>, Error> {
        let published = self.published_faces().await?;
        let today = self.today();
        let in_force = self.pack().procedures.values().filter(|p| p.in_force(today));
        Ok(in_force
            .filter_map(|procedure| {
                let held = published.iter().find(|(id, ..)| *id == procedure.id);
                if held.is_some_and(|(_, digest, _)| *digest == self.face_digest(procedure)) {
                    return None;
                }
                Some(Stale {
                    procedure: procedure.id.clone(),
                    title: procedure.title.clone(),
                    published: held.map(|(.., on)| on.clone()),
                })
            })
            .collect())
    }

    /// When the faces of a procedure were last published; none where they never were.
    ///
    /// # Errors
    /// The store is not there.
    pub async fn face(&self, procedure: &Procedure) -> Result<Option<Face>, Error> {
        let published = self.published_faces().await?;
        Ok(published
            .into_iter()
            .find(|(id, ..)| *id == procedure.id)
            .map(|(_, digest, on)| Face { on, current: digest == self.face_digest(procedure) }))
    }

    /// Procedure, digest, day.
    async fn published_faces(&self) -> Result<Vec<(String, String, String)>, Error> {
        let filter = RegisterFilter { kind: REGISTER.to_owned(), ..RegisterFilter::default() };
        let rows = self.store().register(&filter).await?;
        Ok(rows
            .into_iter()
            .filter_map(|row| {
                let body: Map<String, Value> = serde_json::from_str(&row.body).ok()?;
                let text = |name: &str| body.get(name)?.as_str().map(ToOwned::to_owned);
                Some((row.id, text("digest")?, text("on")?))
            })
            .collect())
    }

    fn face_digest(&self, procedure: &Procedure) -> String {
        self.suite().hash(face_bytes(procedure).as_bytes()).to_string()
    }
}

/// All that the public reads about a procedure, as one text. The version's name alone does not make another face.
fn face_bytes(procedure: &Procedure) -> String {
    let mut guide = guide::guide(procedure);
    guide.version = String::new();
    let guide = serde_json::to_string(&guide).unwrap_or_default();
    format!("{}\n{guide}", chart::svg(procedure))
}
