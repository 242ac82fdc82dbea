//! A party's right to its own record: asked for by number and code, granted by the agency, then read on the portal.
//!
//! Only papers that went out to this very party (正卷), with everybody else's data hidden; never what stays inside (副卷), never who
//! informed (信访工作条例30). Recordings and other evidence are looked at on the premises.

use zhiheng_domain::looking::{Person, Purpose, Request, Standing, Wish};
use zhiheng_domain::{Event, Matter, Refusal};
use zhiheng_law::Procedure;

use crate::application::App;
use crate::error::{Error, refused};
use crate::looking::How;
use crate::ports::MatterRow;
use crate::timeline::acts;
use crate::veil::Veil;

/// What a party may read of its own matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartyRecord {
    /// The number.
    pub number: String,
    /// Kind of matter.
    pub matter: String,
    /// Where the newest request stands; none where nothing was asked.
    pub standing: Option<Standing>,
    /// Last day of the grant.
    pub until: Option<String>,
    /// What the agency said.
    pub said: String,
    /// The papers; empty until granted.
    pub papers: Vec<PartyPaper>,
}

/// A paper that went out to the party.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartyPaper {
    /// Title.
    pub title: String,
    /// 文号.
    pub number: Option<String>,
    /// Day.
    pub day: String,
    /// Text.
    pub paragraphs: Vec<String>,
}

impl App {
    /// The record of a party behind a number and its code; `None` for every pair that does not fit. Where the request was granted,
    /// the reading is put on the record first.
    ///
    /// # Errors
    /// The store is not there.
    pub async fn party_record(
        &self,
        number: &str,
        code: &str,
    ) -> Result<Option<PartyRecord>, Error> {
        let Some((row, matter)) = self.matter_behind(number, code).await? else { return Ok(None) };
        let procedure = self.pack().procedures.get(&matter.procedure).ok_or_else(|| {
            Error::Internal(format!("procedure {} is not in the pack", matter.procedure))
        })?;
        let newest = self.party_request(&matter.id).await?;
        let today = self.today();
        let standing = newest.as_ref().map(|request| request.on(today));
        let mut papers = Vec::new();
        if standing == Some(Standing::Approved) {
            self.party_looked(&row, &matter).await?;
            papers = self.party_papers(&matter, procedure).await?;
        }
        Ok(Some(PartyRecord {
            number: matter.number.clone().unwrap_or_default(),
            matter: procedure.title.clone(),
            standing,
            until: newest
                .as_ref()
                .filter(|_| standing == Some(Standing::Approved))
                .map(|request| request.until.to_string()),
            said: newest.map(|request| request.said).unwrap_or_default(),
            papers,
        }))
    }

    /// A party asks to read its own record. False where number and code do not fit.
    ///
    /// # Errors
    /// A request waits or holds already, the reason is too long, or the store is not there.
    pub async fn party_asks(&self, number: &str, code: &str, reason: &str) -> Result<bool, Error> {
        let Some((_, matter)) = self.matter_behind(number, code).await? else { return Ok(false) };
        let newest = self.party_request(&matter.id).await?;
        if newest.is_some_and(|request| request.on(self.today()) == Standing::Approved) {
            let said = "已经批准，直接阅读就行，不用再申请";
            return Err(refused(vec![Refusal::new("input.access", said)], None));
        }
        let reason = reason.trim();
        let wish = Wish {
            purpose: Some(Purpose::Party),
            reason: if reason.is_empty() {
                "查阅本人案卷".to_owned()
            } else {
                reason.to_owned()
            },
            files: Vec::new(),
            until: None,
        };
        let by = Person { id: String::new(), name: String::new(), agency: String::new() };
        self.request_made(&matter, by, &wish, (&party_of(&matter.id), &[])).await?;
        Ok(true)
    }

    async fn party_request(&self, matter: &str) -> Result<Option<Request>, Error> {
        Ok(self.requests_of(&party_of(matter), matter).await?.into_iter().next())
    }

    async fn party_looked(&self, row: &MatterRow, matter: &Matter) -> Result<(), Error> {
        self.party_look(row, matter, How::View).await
    }

    async fn party_papers(
        &self,
        matter: &Matter,
        procedure: &Procedure,
    ) -> Result<Vec<PartyPaper>, Error> {
        let events = acts(&self.store().stream(&format!("matter:{}", matter.id), 0).await?)?;
        let party = matter.text("party");
        let veil =
            Veil::over(procedure, events.iter().map(|(_, event): &(u64, Event)| event)).but(party);
        Ok(matter
            .papers
            .iter()
            .filter(|paper| paper.outward && !party.is_empty() && paper.addressee == party)
            .map(|paper| PartyPaper {
                title: paper.title.clone(),
                number: paper.number.clone(),
                day: paper.day.to_string(),
                paragraphs: paper.paragraphs.iter().map(|text| veil.text(text)).collect(),
            })
            .collect())
    }
}

/// Under which the requests of a party are kept: it is nobody's account.
pub(crate) fn party_of(matter: &str) -> String {
    format!("party:{matter}")
}
