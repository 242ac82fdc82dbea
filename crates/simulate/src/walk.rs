//! One matter on its way: what is done next, by whom, with which form, and when after that.
//!
//! Half of the way is led by a worked example, the rest by chance; what is done is what `decide` says may be done. An act refused for
//! want of another is an invitation to do that other one.

mod trespass;

use std::sync::Mutex;

use jiff::ToSpan as _;
use jiff::civil::{Date, DateTime};
use serde_json::{Map, Value};
use zhiheng_app::Error;
use zhiheng_app::perform::Wish;
use zhiheng_demo::dice::Dice;
use zhiheng_domain::{Known, Matter, Refusal, Status, Submission, decide};
use zhiheng_law::{ActKind, ActType, Procedure};

use crate::breach::fitting;
use crate::form::{self, Mood, Occasion};
use crate::harvest::Sample;
use crate::ledger::{End, Failure, Ledger};
use crate::world::World;

pub use trespass::Quota;
use trespass::told;

/// Most acts of one matter.
const LONGEST: usize = 90;
/// Days that are waited where nothing can be done, one after another; then the matter is left as it is.
const PATIENCE: [i64; 9] = [1, 2, 3, 5, 8, 13, 21, 34, 55];

/// A matter on its way.
#[derive(Debug)]
pub struct Walker {
    /// Seed that repeats it.
    pub seed: u64,
    /// Procedure id.
    pub procedure: String,
    dice: Dice,
    way: Vec<Sample>,
    at: usize,
    matter: Option<Matter>,
    waited: usize,
    acts: usize,
    after: usize,
    /// How often in a hundred the example is followed.
    led: u64,
    why: String,
}

/// What comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Something, not before this moment.
    At(DateTime),
    /// Nothing more.
    Ended(End),
}

/// What a choice came to.
enum Choice {
    Act { person: String, act: String, fields: Map<String, Value> },
    Nothing,
}

impl Walker {
    /// A matter of a procedure.
    pub fn new(seed: u64, world: &World, procedure: &str) -> Self {
        let mut dice = Dice::new(seed);
        let ways = world.harvest.ways.get(procedure).map_or(&[][..], Vec::as_slice);
        // One in five goes by chance alone after the opening.
        let mut way = if ways.is_empty() { Vec::new() } else { dice.pick(ways).clone() };
        if dice.percent(20) {
            way.truncate(1);
        }
        Self {
            seed,
            procedure: procedure.to_owned(),
            dice,
            way,
            at: 0,
            matter: None,
            waited: 0,
            acts: 0,
            after: 0,
            led: if seed.is_multiple_of(3) { 55 } else { 90 },
            why: String::new(),
        }
    }

    /// The moment at which it begins, while its law is in force.
    pub fn begin(&mut self, procedure: &Procedure, from: Date, until: Date) -> DateTime {
        let first = procedure.from.max(from);
        let last = procedure.to.and_then(|to| to.yesterday().ok()).unwrap_or(until).min(until);
        let days = i64::from((last - first).get_days()).max(0);
        let day = first.checked_add(self.dice.between(0, days).days()).unwrap_or(first);
        day.at(9, 0, 0, 0)
    }

    /// Does what can be done now.
    ///
    /// # Errors
    /// The store is not there.
    pub async fn step(
        &mut self,
        world: &World,
        ledger: &Mutex<Ledger>,
        unlawful: &Quota,
        now: DateTime,
    ) -> Result<Next, Error> {
        let Some(procedure) = world.app.pack().procedures.get(&self.procedure) else {
            return Ok(Next::Ended(End::Open));
        };
        self.trespass(world, procedure, ledger, unlawful, now).await?;
        let choice = self.choose(world, procedure, now).await?;
        let Choice::Act { person, act, fields } = choice else {
            return Ok(self.wait(ledger, now));
        };
        let Some(caller) = world.people.get(&person) else { return Ok(self.wait(ledger, now)) };
        let wish = Wish {
            matter: self.matter.as_ref().map(|matter| matter.id.clone()),
            procedure: self.procedure.clone(),
            act: act.clone(),
            fields,
            ..Wish::default()
        };
        match world.app.perform(caller, &wish).await {
            Ok(done) => {
                let loaded = world.app.load(caller, &done.matter.id).await?;
                self.matter = Some(loaded.matter);
                self.waited = 0;
                self.acts += 1;
                if let Ok(mut ledger) = ledger.lock() {
                    *ledger.performed.entry((self.procedure.clone(), act.clone())).or_default() +=
                        1;
                }
                Ok(self.onward(procedure, &act, now))
            }
            Err(error) => {
                let told = told(error)?;
                self.fail(ledger, "ahead_differs", &act, told);
                self.at += 1;
                Ok(self.wait(ledger, now))
            }
        }
    }

    /// What comes after an act that was done.
    fn onward(&mut self, procedure: &Procedure, act: &str, now: DateTime) -> Next {
        let led = self.way.get(self.at).is_some_and(|sample| sample.act == act);
        let mut minutes = if led {
            let here = self.way.get(self.at).map(|sample| sample.at);
            self.at += 1;
            let there = self.way.get(self.at).map(|sample| sample.at);
            here.zip(there).map(|(here, there)| there.duration_since(here).as_mins())
        } else {
            None
        };
        let kind = procedure.act(act).map(|act| act.kind);
        if !led && kind == Some(ActKind::ShowCredentials) {
            minutes = Some(30);
        }
        let status = self.matter.as_ref().map(|matter| matter.status);
        if status == Some(Status::Archived) {
            self.after += 1;
            if self.after > 2 || !self.dice.percent(35) {
                return Next::Ended(End::Archived);
            }
        }
        if self.acts >= LONGEST {
            return Next::Ended(self.end());
        }
        let minutes = minutes.unwrap_or_else(|| match self.dice.between(0, 9) {
            0..=4 => self.dice.between(1, 6) * 30,
            5..=7 => self.dice.between(1, 3) * 1440,
            _ => self.dice.between(3, 20) * 1440,
        });
        Next::At(now.checked_add(minutes.max(1).minutes()).unwrap_or(now))
    }

    /// Nothing can be done now.
    fn wait(&mut self, ledger: &Mutex<Ledger>, now: DateTime) -> Next {
        let end = self.end();
        let patience = if end == End::Open { PATIENCE.len() } else { 5 };
        if let Some(days) = PATIENCE.get(self.waited).filter(|_| self.waited < patience) {
            self.waited += 1;
            return Next::At(now.checked_add(days.days()).unwrap_or(now));
        }
        if end == End::Open
            && let Ok(mut ledger) = ledger.lock()
        {
            let key = (self.procedure.clone(), self.why.clone());
            *ledger.stuck.entry(key).or_default() += 1;
        }
        Next::Ended(end)
    }

    /// Where the matter stands.
    pub fn end(&self) -> End {
        match &self.matter {
            Some(matter) if matter.status == Status::Archived => End::Archived,
            Some(matter) if matter.status == Status::Closed => End::Closed,
            Some(matter) if matter.decided.is_some() => End::Decided,
            _ => End::Open,
        }
    }

    /// An act that may be done now: the one that the example leads to, or another.
    async fn choose(
        &mut self,
        world: &World,
        procedure: &Procedure,
        now: DateTime,
    ) -> Result<Choice, Error> {
        let Some(matter) = self.matter.clone() else {
            let Some(act) = procedure.opening() else { return Ok(Choice::Nothing) };
            let first = self.way.first().cloned();
            return self.find(world, procedure, act, None, first, now).await;
        };
        // What the example does, and what it wants first, where something is wanting.
        let led = self.way.get(self.at).cloned().filter(|_| self.dice.percent(self.led));
        if let Some(sample) = &led
            && let Some(act) = procedure.act(&sample.act)
        {
            let found = self.find(world, procedure, act, Some(&matter), led.clone(), now).await?;
            if matches!(found, Choice::Act { .. }) {
                return Ok(found);
            }
            for wanted in wanted(world, procedure, act, &matter) {
                let found = self.find(world, procedure, wanted, Some(&matter), None, now).await?;
                if matches!(found, Choice::Act { .. }) {
                    return Ok(found);
                }
            }
            if self.waited < 4 && self.dice.percent(80) {
                return Ok(Choice::Nothing);
            }
            if self.waited >= 4 {
                self.at += 1;
            }
        }
        for act in self.drawn(procedure, &matter) {
            let found = self.find(world, procedure, act, Some(&matter), None, now).await?;
            if matches!(found, Choice::Act { .. }) {
                return Ok(found);
            }
        }
        Ok(Choice::Nothing)
    }

    /// The acts of the procedure in an order thrown by the dice, those never done before the others.
    fn drawn<'a>(&mut self, procedure: &'a Procedure, matter: &Matter) -> Vec<&'a ActType> {
        let last = matter.done.last().and_then(|done| procedure.act(&done.act));
        let mut drawn: Vec<(i64, &ActType)> = procedure
            .acts
            .iter()
            .filter(|act| act.kind != ActKind::Open)
            .map(|act| {
                let times = matter.done.iter().filter(|done| done.act == act.id).count();
                let times = i64::try_from(times).unwrap_or(0);
                let mut weight = 1_000 / (1 + 6 * times * times);
                weight = match act.kind {
                    ActKind::Suspend | ActKind::Resume | ActKind::Extend | ActKind::Recuse => {
                        weight / 3
                    }
                    ActKind::Overturn | ActKind::Withdraw => weight / 4,
                    ActKind::Close if self.acts < 6 => weight / 8,
                    ActKind::Archive => weight * 6,
                    _ => weight,
                };
                // After the party was told or the review was asked, what changes the draft is worth a try.
                let told = matter.notified.is_some() || matter.review.submitted.is_some();
                if told && act.repeat && redrafts(procedure, act) {
                    weight *= 3;
                }
                if last.is_some_and(|last| last.next.contains(&act.id)) {
                    weight *= 3;
                }
                (self.dice.between(0, weight.max(1)), act)
            })
            .collect();
        drawn.sort_by_key(|(weight, _)| -*weight);
        drawn.into_iter().map(|(_, act)| act).collect()
    }

    /// A person and a form with which the act may be done, if there are any.
    async fn find(
        &mut self,
        world: &World,
        procedure: &Procedure,
        act: &ActType,
        matter: Option<&Matter>,
        led: Option<Sample>,
        now: DateTime,
    ) -> Result<Choice, Error> {
        let opened = matter.filter(|matter| matter.version > 0);
        let blank = Map::new();
        let somebody = (act.id.as_str(), "");
        let mut known = world.known(procedure, somebody, opened, &blank).await?;
        let samples = world.harvest.forms(&procedure.id, &act.id);
        let mut tries: Vec<(Option<&Sample>, Mood)> = Vec::new();
        if let Some(sample) = &led {
            tries.push((Some(sample), Mood::Fitting));
            tries.push((Some(sample), Mood::Faithful));
        }
        for _ in 0..3 {
            let sample = (!samples.is_empty()).then(|| self.dice.pick(samples));
            let moods = [Mood::Wild, Mood::Fitting, Mood::Faithful];
            tries.push((sample, *self.dice.pick(&moods)));
        }
        tries.push((samples.first(), Mood::Fitting));
        let people = fitting(world, act);
        let mut ready = false;
        for (sample, mood) in tries {
            let shown = sample.map(|sample| &sample.who).filter(|who| people.contains(who));
            let person = match shown {
                Some(who) if self.dice.percent(80) => who,
                _ if people.is_empty() => return Ok(Choice::Nothing),
                _ => *self.dice.pick(&people),
            };
            let Some(caller) = world.people.get(person) else { continue };
            if let Some(matter) = matter.filter(|_| !ready) {
                let cx = world.context(caller, &known);
                let reasons = decide::readiness(matter, procedure, act, &cx);
                if reasons.iter().any(|reason| !personal(&reason.code)) {
                    self.note(led.as_ref(), act, &reasons);
                    return Ok(Choice::Nothing);
                }
                ready = true;
            }
            let occasion = Occasion { world, procedure, act, matter, now };
            let fields = form::fill(occasion, sample, mood, &mut self.dice);
            let asked = (act.id.as_str(), person.as_str());
            known = world.known(procedure, asked, opened, &fields).await?;
            let cx = world.context(caller, &known);
            let submission = Submission { procedure: &procedure.id, act: &act.id, fields: &fields };
            match decide(matter, submission, &cx) {
                Ok(_) => {
                    return Ok(Choice::Act { person: person.clone(), act: act.id.clone(), fields });
                }
                Err(reasons) => self.note(led.as_ref(), act, &reasons),
            }
        }
        Ok(Choice::Nothing)
    }

    fn note(&mut self, led: Option<&Sample>, act: &ActType, reasons: &[Refusal]) {
        if led.is_none() && !self.why.is_empty() {
            return;
        }
        let codes: Vec<String> = reasons
            .iter()
            .map(|reason| {
                let place = reason.field.as_deref().or(reason.article.as_deref());
                format!("{}({})", reason.code, place.unwrap_or_default())
            })
            .collect();
        self.why = format!("{}: {}", act.id, codes.join(" "));
    }

    fn fail(&self, ledger: &Mutex<Ledger>, what: &'static str, about: &str, told: String) {
        let about = format!("{} {about}", self.procedure);
        if let Ok(mut ledger) = ledger.lock() {
            ledger.failures.push(Failure { what, seed: self.seed, about, told });
        }
    }
}

/// Acts that would supply what an act is refused for.
fn wanted<'a>(
    world: &World,
    procedure: &'a Procedure,
    act: &ActType,
    matter: &Matter,
) -> Vec<&'a ActType> {
    let people = fitting(world, act);
    let Some(caller) = people.first().and_then(|id| world.people.get(*id)) else {
        return Vec::new();
    };
    let known = Known::default();
    let cx = world.context(caller, &known);
    let refusals = decide::readiness(matter, procedure, act, &cx);
    refusals.iter().filter_map(|refusal| procedure.act(refusal.supply.as_ref()?)).collect()
}

/// Whether the act's form sets a fact of the draft.
fn redrafts(procedure: &Procedure, act: &ActType) -> bool {
    let reviewed = |id: &String| procedure.facts.iter().any(|fact| fact.id == *id && fact.reviewed);
    act.fields.iter().any(|field| field.fact.as_ref().is_some_and(reviewed))
}

/// Refusals that another person may not meet.
fn personal(code: &str) -> bool {
    code.starts_with("authority.")
        || code.starts_with("reviewer.")
        || matches!(code, "gate.different_person" | "gate.not_recused")
}
