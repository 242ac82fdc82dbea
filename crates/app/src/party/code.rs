//! The 当事人码: 80 bits, told once and printed on a slip, kept as its digest. A new one ends the one before.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::json;
use zhiheng_domain::{Matter, Power, Refusal};

use crate::application::App;
use crate::caller::Caller;
use crate::error::{Error, refused};
use crate::looking::{Left, body_of};
use crate::ports::press::{Cell, Layout, Row, Sheet, Standing};
use crate::ports::{MatterRow, TraceFilter, TraceRow};
use crate::public::plain;
use crate::sealing::kind;
use crate::shapes::moment;
use crate::spoken_code::grouped;

/// What the codes of parties are for.
const CODE: &str = "party";
/// Codes of one matter that are looked through.
const GIVEN: usize = 500;
/// State of the row of a code that opens its matter.
const VALID: &str = "valid";
/// State of the row of a code that was replaced.
const ENDED: &str = "ended";

/// A 当事人码 as it is told, once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartyCode {
    /// The code, in four groups of four.
    pub code: String,
    /// Number of the matter.
    pub number: String,
    /// Day on which it was given.
    pub given: Date,
}

/// What is kept of a code beside its digest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Kept {
    /// When, China standard time.
    pub(super) given: String,
    /// Name of who gave it.
    pub(super) by: String,
}

impl App {
    /// Gives a 当事人码 for a matter; one given before does not open it any more. Durable on return; told this once.
    ///
    /// # Errors
    /// The person does not handle the matter, it has no number or no party yet, or the store is not there.
    pub async fn give_party_code(&self, caller: &Caller, id: &str) -> Result<PartyCode, Error> {
        let matter = self.giving(caller, id).await?;
        let number = matter.number.clone().unwrap_or_default();
        let now = self.now();
        // The old ones end first: at no moment do two open the matter.
        for row in self.codes_of(id).await? {
            self.keep_code(
                &row.id,
                1,
                "party.end",
                &caller.actor.id,
                &matter,
                ENDED,
                &body_of(&row)?,
            )
            .await?;
        }
        let code = self.fresh_spoken_code();
        let kept = Kept {
            given: moment(zhiheng_calendar::china_datetime(now)),
            by: caller.actor.name.clone(),
        };
        let key = self.spoken_code_key(CODE, &code);
        self.keep_code(&key, 0, "party.give", &caller.actor.id, &matter, VALID, &kept).await?;
        Ok(PartyCode { code: grouped(&code), number, given: self.today() })
    }

    /// The slip that lies by the papers, for a code that was just given. `site` is the address of the public portal, without a slash at
    /// its end. The address on it does not hold the code.
    ///
    /// # Errors
    /// The person does not handle the matter, the code is not the valid one, or the store is not there.
    pub async fn party_slip(
        &self,
        caller: &Caller,
        id: &str,
        code: &str,
        site: &str,
    ) -> Result<Sheet, Error> {
        let matter = self.giving(caller, id).await?;
        let key = self.spoken_code_key(CODE, code);
        let valid = self.codes_of(id).await?.iter().any(|row| row.id == key);
        if !valid {
            let said = "这个当事人码已经失效或者不属于本件，请重新出具";
            return Err(Error::field("party.code", "code", said));
        }
        let tree = self.tree().await?;
        let agency = tree.name(&matter.agency).to_owned();
        let phone = tree.get(&matter.agency).map(|held| held.phone.clone()).unwrap_or_default();
        let text =
            |label: &str, value: String| Row { label: label.to_owned(), value: Cell::Text(value) };
        let plain: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
        let mut rows = vec![
            text("网址", format!("{site}/p")),
            text("编号", matter.number.clone().unwrap_or_default()),
            text("当事人码", grouped(&plain.to_ascii_uppercase())),
            text("能做什么", "看办到哪一步、还有哪些权利和期限，读送达的文书，提出陈述、申辩，要求听证，补充材料".to_owned()),
        ];
        if !phone.is_empty() {
            rows.push(text("电话", phone));
        }
        Ok(Sheet {
            key: format!("{site}/p"),
            layout: Layout::Slip,
            standing: Standing::Issued,
            agency,
            title: "当事人网上办理须知".to_owned(),
            number: None,
            addressee: String::new(),
            day: self.today(),
            paragraphs: vec![
                "扫右边的码，或者在浏览器里打开上面的网址，输入编号和当事人码。不用注册，不用装软件。".to_owned(),
                "当事人码只给当事人，不要给别人看；遗失的、怕被别人看到的，请承办人另出一份，原来的马上失效。不用网上办理的，仍可以到机关当面提出。".to_owned(),
            ],
            rows,
            signoffs: Vec::new(),
            signatures: Vec::new(),
            seal: None,
        })
    }

    /// The matter behind a number and a 当事人码; `None` for every pair that does not fit. The number is that of the matter or of a paper
    /// that went out to the party.
    ///
    /// # Errors
    /// The dossier was destroyed lawfully, or the store is not there.
    pub(crate) async fn party_behind(
        &self,
        number: &str,
        code: &str,
    ) -> Result<Option<(MatterRow, Matter)>, Error> {
        let row = self.store().trace(kind::PARTY, &self.spoken_code_key(CODE, code)).await?;
        let row = row.filter(|row| row.state == VALID);
        let id = row.as_ref().map_or("-", |row| row.matter.as_str());
        let held = self.store().matter(id).await?;
        let Some(mut held) = held.filter(|_| row.is_some()) else { return Ok(None) };
        let number = plain(number);
        if held.status == crate::ports::Status::Destroyed {
            return if held.number.as_deref().is_some_and(|own| plain(own) == number) {
                Err(self.gone(&held.id).await)
            } else {
                Ok(None)
            };
        }
        let snapshot = std::mem::take(&mut held.snapshot);
        let matter: Matter = serde_json::from_str(&snapshot)
            .map_err(|error| Error::Internal(format!("snapshot of {}: {error}", held.id)))?;
        let papers = matter.papers.iter().filter(|paper| paper.outward);
        let numbers = papers.filter_map(|paper| paper.number.as_ref()).chain(&matter.number);
        let mut numbers = numbers.map(|held| plain(held));
        let fits = numbers.any(|held| held == number);
        Ok(fits.then_some((held, matter)))
    }

    /// The row of the code that opens a matter now.
    pub(super) async fn codes_of(&self, matter: &str) -> Result<Vec<TraceRow>, Error> {
        let filter = TraceFilter {
            kind: kind::PARTY.to_owned(),
            matter: Some(matter.to_owned()),
            state: Some(VALID.to_owned()),
            limit: GIVEN,
            ..TraceFilter::default()
        };
        Ok(self.store().traces(&filter).await?.0)
    }

    async fn giving(&self, caller: &Caller, id: &str) -> Result<Matter, Error> {
        let loaded = self.load(caller, id).await?;
        self.unsealed(id, loaded.row.status).await?;
        let matter = loaded.matter;
        let may = caller.actor.may(Power::Register) || caller.actor.may(Power::Handle);
        let part = self.part_in(caller, &matter).await?;
        if !may || part.is_none() || caller.actor.agency != matter.agency {
            let said = "当事人码由本件的承办人员出具";
            return Err(refused(vec![Refusal::new("authority.party_code", said)], None));
        }
        if matter.number.is_none() || matter.text("party").is_empty() {
            let said = "还没有编号或者没有登记当事人，不出具当事人码";
            return Err(refused(vec![Refusal::new("party.no_party", said)], None));
        }
        let procedure = self.pack().procedures.get(&matter.procedure);
        if procedure.is_none_or(|held| zhiheng_domain::party::rules(held).next().is_none()) {
            let said = "这类事项没有当事人可以在网上提出的事，不出具当事人码";
            return Err(refused(vec![Refusal::new("party.no_party", said)], None));
        }
        Ok(matter)
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "two call sites; a struct would only rename the arguments"
    )]
    async fn keep_code(
        &self,
        key: &str,
        seen: u64,
        act: &str,
        actor: &str,
        matter: &Matter,
        state: &str,
        kept: &Kept,
    ) -> Result<(), Error> {
        self.leave(Left {
            kind: kind::PARTY,
            id: key,
            seen,
            act,
            actor,
            matter: &matter.id,
            agency: &matter.agency,
            person: actor,
            state,
            at: self.now().as_microsecond(),
            body: json!(kept),
            more: Vec::new(),
        })
        .await
    }
}
