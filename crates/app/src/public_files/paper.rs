//! The masked copy of a paper that went out: the same sheet with the veil of the public drawn over it.

use zhiheng_domain::Power;

use crate::application::App;
use crate::caller::Caller;
use crate::error::Error;
use crate::looking::{How, What};
use crate::papers::sheet_of;
use crate::ports::press::{Sheet, Standing};
use crate::timeline::acts;
use crate::veil::Veil;

impl App {
    /// The sheet of an outward paper as the public may read it. That it was taken is put on the record first.
    ///
    /// # Errors
    /// The caller does not publish or may not know of the matter, there is no such paper that went out, or the store is not
    /// there.
    pub async fn public_sheet(
        &self,
        caller: &Caller,
        id: &str,
        paper: &str,
    ) -> Result<Sheet, Error> {
        caller.require(Power::Publish)?;
        let loaded = self.load(caller, id).await?;
        let missing = || Error::Missing { what: "这份对外的文书".to_owned() };
        let matter = &loaded.matter;
        if caller.actor.agency != matter.agency {
            return Err(missing());
        }
        let procedure = self.pack().procedures.get(&matter.procedure).ok_or_else(|| {
            Error::Internal(format!("procedure {} is not in the pack", matter.procedure))
        })?;
        let held = matter.papers.iter().find(|held| held.id == paper && held.outward);
        let held = held.ok_or_else(missing)?;
        let events = acts(&self.store().stream(&format!("matter:{id}"), 0).await?)?;
        let veil = Veil::over(procedure, events.iter().map(|(_, event)| event));
        let tree = self.tree().await?;
        let sheet = sheet_of(id, held, tree.name(&matter.agency), Standing::Issued);
        self.looked(caller, id, What::Paper(paper), How::Print, "").await?;
        Ok(sheet.masked(&veil))
    }
}
