//! What a party reads on its page: where its matter stands, its days, what it can still do and what is over, what was served on it,
//! what it brought forward and what became of that.
//!
//! Nothing of what stays inside (副卷), nobody else's data, nothing of who informed (处罚法50; 信访工作条例30).

use jiff::civil::Date;
use zhiheng_calendar::Moment;
use zhiheng_domain::party::Opening;
use zhiheng_domain::{Duty, Event, Matter};
use zhiheng_law::{Layout, PARTY, PartyRule, Procedure, Remedy};

use super::caller_of;
use crate::application::App;
use crate::error::Error;
use crate::looking::How;
use crate::party_receipt::Hand;
use crate::public::Progress;
use crate::shapes::moment;
use crate::timeline::acts;
use crate::veil::Veil;

/// The page of a party.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartyPage {
    /// Where the matter stands.
    pub progress: Progress,
    /// What it is about, as the papers say it; may be empty.
    pub cause: String,
    /// Agency.
    pub agency: String,
    /// Its telephone.
    pub phone: String,
    /// Its address.
    pub address: String,
    /// Who handles it.
    pub officers: Vec<Hand>,
    /// Its own days, the nearest first.
    pub days: Vec<PartyDay>,
    /// What it can bring forward, and what is over.
    pub offers: Vec<Offer>,
    /// What remains against a decision.
    pub means: Vec<Means>,
    /// Papers that were served on it.
    pub papers: Vec<PartyPaperShown>,
    /// What it brought forward, the newest first.
    pub items: Vec<PartyItemShown>,
}

/// A day of the party.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartyDay {
    /// What.
    pub title: String,
    /// Last day.
    pub due: Date,
    /// Days left; negative where it is over.
    pub left: i32,
    /// It was done.
    pub done: bool,
    /// It is a right and not a duty.
    pub right: bool,
    /// Article.
    pub basis: String,
}

/// How something that a party can bring forward stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OfferState {
    /// It can; there may be a last day.
    Open(Option<Date>),
    /// Its time is over since this day; it is taken in all the same and answered.
    Late(Date),
    /// Nothing to do now.
    Closed(&'static str),
}

/// Something that a party can bring forward.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Act.
    pub act: String,
    /// What it is called.
    pub title: String,
    /// How it is done.
    pub help: String,
    /// How it stands.
    pub state: OfferState,
    /// Days left, where there is a last day.
    pub left: i32,
    /// Article.
    pub basis: String,
    /// Files can be handed in.
    pub files: bool,
    /// What is confirmed, where nothing is written.
    pub confirms: Option<String>,
    /// Longest text, in characters.
    pub limit: usize,
}

/// A means against a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Means {
    /// `申请行政复议`, `提起行政诉讼`.
    pub title: String,
    /// To whom.
    pub place: String,
    /// Last day.
    pub due: Date,
    /// Days left; negative where it is over.
    pub left: i32,
    /// Article.
    pub basis: String,
}

/// A paper as the party reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartyPaperShown {
    /// Title.
    pub title: String,
    /// 文号.
    pub number: Option<String>,
    /// Day of the paper.
    pub day: Date,
    /// Day of service; none where it waits to be confirmed, or needs none.
    pub served: Option<Date>,
    /// It is there to be confirmed.
    pub waits: bool,
    /// Text as it was issued.
    pub paragraphs: Vec<String>,
}

/// What a party brought forward.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartyItemShown {
    /// What it is called.
    pub title: String,
    /// When it came, China standard time.
    pub at: String,
    /// It came in time; none where there is no limit.
    pub in_time: Option<bool>,
    /// What was written.
    pub text: String,
    /// Files handed in.
    pub files: usize,
    /// What became of it: none while it waits, otherwise whether it was taken over, when, and what was said.
    pub heard: Option<(bool, String, String)>,
    /// Code of its receipt.
    pub receipt: String,
}

/// Why something cannot be brought forward again.
const DONE: &str = "已经提出";

impl App {
    /// The page behind a number and a 当事人码; `None` for every pair that does not fit. Reading it is put on the record.
    ///
    /// # Errors
    /// The dossier was destroyed lawfully, or the store is not there.
    pub async fn party_page(&self, number: &str, code: &str) -> Result<Option<PartyPage>, Error> {
        let Some((row, matter)) = self.party_behind(number, code).await? else { return Ok(None) };
        let procedure = self.pack().procedures.get(&matter.procedure).ok_or_else(|| {
            Error::Internal(format!("procedure {} is not in the pack", matter.procedure))
        })?;
        self.party_look(&row, &matter, How::View).await?;
        let today = self.today();
        let events = acts(&self.store().stream(&format!("matter:{}", matter.id), 0).await?)?;
        let openings = self.party_openings(&caller_of(&matter), &matter).await?;
        let tree = self.tree().await?;
        let agency = tree.get(&matter.agency);
        let veil =
            Veil::over(procedure, events.iter().map(|(_, event)| event)).but(matter.text("party"));
        let offers: Vec<Offer> = openings
            .into_iter()
            .filter_map(|(act, opening)| {
                let act = procedure.act(&act)?;
                Some(offer(procedure, act, act.party.as_ref()?, opening, today))
            })
            .collect();
        let number = matter.number.clone().unwrap_or_default();
        let government =
            agency.map(|held| held.government.as_str()).filter(|name| !name.is_empty());
        Ok(Some(PartyPage {
            progress: crate::public::progress(number, &matter, procedure, today),
            cause: veil.text(matter.text("cause")),
            agency: tree.name(&matter.agency).to_owned(),
            phone: agency.map(|held| held.phone.clone()).unwrap_or_default(),
            address: agency.map(|held| held.address.clone()).unwrap_or_default(),
            officers: matter
                .officers
                .iter()
                .map(|held| Hand { name: held.name.clone(), card: held.card.clone() })
                .collect(),
            days: days(&matter, today),
            means: self.means(&matter, procedure, government.unwrap_or("本级人民政府")),
            papers: papers(&matter, procedure, &veil, &offers),
            items: self.party_items_shown(&matter, procedure, &events).await?,
            offers,
        }))
    }

    async fn party_items_shown(
        &self,
        matter: &Matter,
        procedure: &Procedure,
        events: &[(u64, Event)],
    ) -> Result<Vec<PartyItemShown>, Error> {
        let mut shown = Vec::new();
        let given = self.receipts_of(&matter.id).await?;
        for item in matter.party_items.iter().rev() {
            let held = given.iter().find(|receipt| receipt.version == item.version);
            let receipt = match held {
                Some(receipt) => receipt.code.clone(),
                // A kill came between what was sent and its receipt.
                None => {
                    self.party_item_receipt(matter, procedure, item.version, events).await?.code
                }
            };
            let text = event_of(events, item.version)
                .and_then(|event| event.fields.get("text"))
                .and_then(serde_json::Value::as_str)
                .unwrap_or_default();
            shown.push(PartyItemShown {
                title: title_of(procedure, &item.about).to_owned(),
                at: moment(item.at),
                in_time: item.due.map(|_| item.in_time),
                text: text.to_owned(),
                files: item.files.len(),
                heard: item
                    .heard
                    .as_ref()
                    .map(|heard| (heard.taken, moment(heard.at), heard.said.clone())),
                receipt,
            });
        }
        Ok(shown)
    }

    /// What remains against the decision, counted from its service.
    fn means(&self, matter: &Matter, procedure: &Procedure, government: &str) -> Vec<Means> {
        let Some(decided) = matter.decided.as_ref().filter(|_| matter.decision_stands()) else {
            return Vec::new();
        };
        let rule = procedure
            .act(&decided.act)
            .and_then(|act| act.papers.iter().find_map(|paper| paper.remedy));
        let served = matter
            .papers
            .iter()
            .filter(|paper| paper.version == decided.version && paper.outward)
            .find_map(|paper| paper.served);
        let (Some(remedy), Some(served)) = (rule, served) else { return Vec::new() };
        let today = self.today();
        let term = |code: &str, title: &str, place: &str| {
            let rule = self.pack().periods.get(code)?;
            let term = rule.term(self.calendar(), Moment::Day(served), &[], &[]).ok()?;
            let due = term.due.map(zhiheng_calendar::Due::date)?;
            Some(Means {
                title: title.to_owned(),
                place: place.to_owned(),
                due,
                left: (due - today).get_days(),
                basis: rule.basis.clone(),
            })
        };
        let review = term("RIGHT_REVIEW", "申请行政复议", government);
        let sue = term("RIGHT_SUE", "提起行政诉讼", "有管辖权的人民法院");
        match remedy {
            Remedy::Ordinary | Remedy::Adjudication => review.into_iter().chain(sue).collect(),
            Remedy::ReviewFirst => review.into_iter().collect(),
            Remedy::PetitionRecheck | Remedy::PetitionReview => Vec::new(),
        }
    }
}

pub(super) fn title_of<'p>(procedure: &'p Procedure, about: &str) -> &'p str {
    let act = procedure.act(about);
    act.map_or("来件", |act| {
        act.party.as_ref().map_or(act.title.as_str(), |rule| rule.title.as_str())
    })
}

/// The event of a version: versions run from one without a gap.
pub(super) fn event_of(events: &[(u64, Event)], version: u64) -> Option<&Event> {
    let place = usize::try_from(version).ok()?.checked_sub(1)?;
    events.get(place).map(|(_, event)| event)
}

fn offer(
    procedure: &Procedure,
    act: &zhiheng_law::ActType,
    rule: &PartyRule,
    opening: Opening,
    today: Date,
) -> Offer {
    let (state, due) = match opening {
        Opening::Open(due) => (OfferState::Open(due), due),
        Opening::Late(due) => (OfferState::Late(due), Some(due)),
        Opening::NotYet => {
            (OfferState::Closed("相应的文书还没有送达，或者这件事依法没有这一项"), None)
        }
        Opening::Over => (OfferState::Closed("机关已经作出决定或者结案"), None),
        Opening::Done => (OfferState::Closed(DONE), None),
    };
    let duty = procedure.acts.iter().flat_map(|held| &held.duties).find(|duty| {
        duty.owner == PARTY && duty.kind == "right" && duty.fulfilled_by.contains(&act.id)
    });
    let basis = duty.map(|duty| duty.basis.clone()).or_else(|| rule.unheard.clone());
    Offer {
        act: act.id.clone(),
        title: rule.title.clone(),
        help: rule.help.clone(),
        state,
        left: due.map_or(0, |due| (due - today).get_days()),
        basis: basis.or_else(|| act.basis.first().cloned()).unwrap_or_default(),
        files: rule.files.is_some(),
        confirms: rule.confirms.clone(),
        limit: act.fields.iter().find(|field| field.id == rule.text).map_or(0, |field| field.max),
    }
}

fn days(matter: &Matter, today: Date) -> Vec<PartyDay> {
    let own =
        |duty: &&Duty| duty.owner == PARTY && duty.state != zhiheng_domain::DutyState::Excused;
    let mut days: Vec<PartyDay> = matter
        .duties
        .iter()
        .filter(own)
        .filter_map(|duty| {
            let due = duty.due?;
            Some(PartyDay {
                title: duty.title.strip_prefix("当事人").unwrap_or(&duty.title).to_owned(),
                due,
                left: (due - today).get_days(),
                done: !duty.state.owed(),
                right: duty.kind == crate::light::RIGHT,
                basis: duty.basis.clone(),
            })
        })
        .collect();
    days.sort_by_key(|day| (day.done || day.left < 0, day.due));
    days
}

/// Papers for the party: served, or such as no act serves; and, where it agreed to electronic service, those that wait to be confirmed.
fn papers(
    matter: &Matter,
    procedure: &Procedure,
    veil: &Veil,
    offers: &[Offer],
) -> Vec<PartyPaperShown> {
    let party = matter.text("party");
    let mine = matter.papers.iter().rev().filter(|paper| {
        // A letter goes to another agency, whatever name stands in the file.
        paper.outward
            && !party.is_empty()
            && paper.addressee == party
            && paper.layout != Layout::Letter
    });
    mine.filter_map(|paper| {
        let serve = procedure.acts.iter().find(|act| act.serves.as_deref() == Some(&paper.act));
        // It lies ready while it can be confirmed, and while its confirmation waits for the act of service.
        let confirmable = |act: &zhiheng_law::ActType| {
            offers.iter().any(|offer| {
                offer.act == act.id
                    && matches!(offer.state, OfferState::Open(_) | OfferState::Closed(DONE))
            })
        };
        let waits = paper.served.is_none() && serve.is_some_and(confirmable);
        let shown = paper.served.is_some() || serve.is_none() || waits;
        shown.then(|| PartyPaperShown {
            title: paper.title.clone(),
            number: paper.number.clone(),
            day: paper.day,
            served: paper.served,
            waits,
            paragraphs: paper.paragraphs.iter().map(|text| veil.text(text)).collect(),
        })
    })
    .collect()
}
