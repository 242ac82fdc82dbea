//! The steps as use cases: hold, lift, appraise, approve, send back, seal, destroy, enter a receipt. Several dossiers of one sheet take a
//! step together or not at all.

use serde::Deserialize;
use serde_json::{Map, Value};
use zhiheng_domain::form;
use zhiheng_domain::retention::{self, Answer, Around, Hand, HoldWish, Life, Step, Verdict};
use zhiheng_domain::{Power, Refusal};
use zhiheng_law::StepRules;

use super::SheetView;
use super::sheet::{Kept, line};
use super::shown::LifeView;
use crate::application::App;
use crate::caller::Caller;
use crate::error::{Error, refused};
use crate::page::Opened;
use crate::ports::{Append, NumberKey, Payload, Seal, Status};
use crate::project::decision_id;
use crate::sealing::kind;
use crate::veil::Veil;

/// Dossiers on one sheet.
const MOST: usize = 200;
/// Number series of sheets.
const SERIES: &str = "鉴";

/// Several dossiers, appraised with one answer.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct AppraiseWish {
    /// The matters.
    pub matters: Vec<String>,
    /// `destroy`, `keep`, `transfer`.
    pub answer: String,
    /// In words.
    pub reason: String,
    /// The new period where they are kept on.
    pub period: String,
    /// The archive that takes them.
    pub archive: String,
}

/// A step of one dossier.
#[derive(Debug, Clone, Default)]
pub struct LifeWish {
    /// `hold`, `lift`, `reject`, `hand_over`.
    pub step: String,
    /// What the step asks for.
    pub fields: Map<String, Value>,
}

/// What a step of one dossier is judged against, owned.
pub(super) struct Ground {
    rules: StepRules,
    chain: Vec<String>,
    published: bool,
    parties: Vec<String>,
}

impl Ground {
    pub(super) fn around<'a>(&'a self, app: &'a App, caller: &'a Caller) -> Around<'a> {
        Around {
            rules: &self.rules,
            actor: &caller.actor,
            now: zhiheng_calendar::china_datetime(app.now()),
            chain: &self.chain,
            published: self.published,
            parties: &self.parties,
        }
    }
}

impl App {
    /// What a dossier's steps are judged against; none where there is no dossier that this person may know of, or it is not locked.
    pub(super) async fn ground(&self, caller: &Caller, id: &str) -> Result<(Life, Ground), Error> {
        let Opened { procedure, events, .. } = self.opened(caller, id).await?;
        let life = self.life_held(id).await?.ok_or_else(|| {
            refused(vec![Refusal::new("retention.not_locked", "案卷还没有归档，谈不上鉴定")], None)
        })?;
        let chain = self.tree().await?.chain(&life.agency);
        let decision = decision_id(self.suite(), &format!("matter:{id}"));
        // One whose public period has ended is still listed, and the daily statements still say so: it is withdrawn first.
        let published =
            self.store().decision(&decision).await?.is_some_and(|row| row.state == "published");
        let veil = Veil::over(procedure, events.iter().map(|(_, event)| event));
        let parties = veil.words().map(ToOwned::to_owned).collect();
        let rules = self.retention_rules(&life.agency).await?.into_owned();
        Ok((life, Ground { rules, chain, published, parties }))
    }

    /// Appraises several dossiers of the caller's agency at once. Answers the sheet.
    ///
    /// # Errors
    /// Any of them is refused (then none is appraised), wrong input, not permitted, or the store is not there.
    pub async fn appraise(&self, caller: &Caller, wish: &AppraiseWish) -> Result<SheetView, Error> {
        let answer = Answer::parse(&wish.answer)
            .ok_or_else(|| Error::field("input.choice", "answer", "请选择销毁、续存或者移交"))?;
        let mut ids = wish.matters.clone();
        ids.sort();
        ids.dedup();
        if ids.is_empty() || ids.len() > MOST {
            let said = format!("一份清册请选 1 至 {MOST} 卷");
            return Err(Error::field("input.required", "matters", said));
        }
        let verdict = Verdict {
            answer,
            reason: wish.reason.clone(),
            period: wish.period.clone(),
            archive: wish.archive.clone(),
        };
        let sheet = self.fresh_id();
        let (mut nexts, mut lines, mut refusals) = (Vec::new(), Vec::new(), Vec::new());
        for id in &ids {
            let (life, ground) = self.ground(caller, id).await?;
            let around = ground.around(self, caller);
            match retention::appraise(&life, &verdict, &sheet, &around) {
                Ok(next) => {
                    lines.push(line(&life));
                    nexts.push(next);
                }
                Err(faults) => refusals.extend(faults),
            }
        }
        self.allowed("appraise", caller, &ids, refusals).await?;
        let tree = self.tree().await?;
        let agency = caller.actor.agency.clone();
        let mark = tree.get(&agency).map(|held| held.mark.clone()).unwrap_or_default();
        let now = zhiheng_calendar::china_datetime(self.now());
        let kept = Kept {
            id: sheet,
            number: String::new(),
            agency_name: tree.name(&agency).to_owned(),
            answer,
            reason: wish.reason.trim().to_owned(),
            period: if answer == Answer::Keep { wish.period.clone() } else { String::new() },
            archive: if answer == Answer::Transfer {
                wish.archive.trim().to_owned()
            } else {
                String::new()
            },
            state: match answer {
                Answer::Destroy => "appraised",
                Answer::Keep => "kept",
                Answer::Transfer => "leaving",
            }
            .to_owned(),
            by: Hand::of(&caller.actor, now),
            approved: None,
            prepared: None,
            witnessed: None,
            lines,
            version: 1,
            agency,
        };
        let mut batch = vec![self.numbered_sheet(caller, kept.clone(), mark)];
        for next in &nexts {
            batch.push(self.step_of("appraise", &caller.actor.id, next)?);
        }
        self.written(batch).await?;
        self.retention_sheet(caller, &kept.id).await
    }

    fn numbered_sheet(&self, caller: &Caller, kept: Kept, mark: String) -> Append {
        let year = kept.by.at.year();
        let key = NumberKey { agency: kept.agency.clone(), kind: SERIES.to_owned(), year };
        let (app, actor) = (self.clone(), caller.actor.id.clone());
        let stream = format!("{}:{}", kind::SHEET, kept.id);
        let seal: Seal = std::sync::Arc::new(move |numbers| {
            let n = numbers.first().copied().ok_or("no number")?;
            let number = format!("{mark}{SERIES}〔{year}〕{n}号");
            let kept = Kept { number, ..kept.clone() };
            app.sheet_sealed(&kept, &actor, "appraise").map_err(|error| error.to_string())
        });
        let payload = Payload::Numbered { keys: vec![key], seal };
        Append { stream, seen: 0, payload, idempotency: None }
    }

    /// A step of everything on a sheet that still stands on it: `approve`, `reject`, `prepare`, `destroy`.
    ///
    /// # Errors
    /// There is no such sheet, any dossier is refused (then none takes the step), wrong input, or the store is not there.
    pub async fn sheet_step(
        &self,
        caller: &Caller,
        id: &str,
        step: &str,
        reason: &str,
    ) -> Result<SheetView, Error> {
        let step = Step::parse(step)
            .filter(|step| {
                matches!(step, Step::Approve | Step::Reject | Step::Prepare | Step::Destroy)
            })
            .ok_or_else(|| Error::Missing { what: "这一步".to_owned() })?;
        let mut kept = self.sheet_held(caller, id).await?;
        let hand = Hand::of(&caller.actor, zhiheng_calendar::china_datetime(self.now()));
        let (mut batch, mut refusals, mut ids) = (Vec::new(), Vec::new(), Vec::new());
        for line in &kept.lines {
            if self.life_held(&line.matter).await?.is_none_or(|life| !stands_on(&life, id)) {
                continue;
            }
            ids.push(line.matter.clone());
            let (life, ground) = self.ground(caller, &line.matter).await?;
            if step == Step::Destroy {
                match self.destruction(caller, &life, &ground, &kept.number).await? {
                    Ok(appends) => batch.extend(appends),
                    Err(faults) => refusals.extend(faults),
                }
                continue;
            }
            let around = ground.around(self, caller);
            let next = match step {
                Step::Approve => retention::approve(&life, &around),
                Step::Reject => retention::reject(&life, reason, &around),
                _ => retention::prepare(&life, &around),
            };
            match next {
                Ok(next) => batch.push(self.step_of(step.id(), &caller.actor.id, &next)?),
                Err(faults) => refusals.extend(faults),
            }
        }
        if ids.is_empty() {
            let said = "这份清册上已经没有待办的案卷";
            refusals.push(Refusal::new("retention.sheet_done", said));
        }
        self.allowed(step.id(), caller, &ids, refusals).await?;
        kept.version = kept.version.saturating_add(1);
        match step {
            Step::Approve => {
                "approved".clone_into(&mut kept.state);
                kept.approved = Some(hand);
            }
            Step::Reject => "rejected".clone_into(&mut kept.state),
            Step::Prepare => {
                "prepared".clone_into(&mut kept.state);
                kept.prepared = Some(hand);
            }
            _ => {
                "destroyed".clone_into(&mut kept.state);
                kept.witnessed = Some(hand);
            }
        }
        batch.push(self.sheet_append(&kept, &caller.actor.id, step.id())?);
        // Commit point: every dossier of the sheet and the sheet itself, all or nothing.
        self.written(batch).await?;
        if step == Step::Destroy {
            self.destroyed_some();
        }
        self.retention_sheet(caller, id).await
    }

    /// A sheet with what this person may do with it now.
    ///
    /// # Errors
    /// There is no such sheet within the caller's scope, or the store is not there.
    pub async fn retention_sheet(&self, caller: &Caller, id: &str) -> Result<SheetView, Error> {
        caller.require(Power::View)?;
        let kept = self.sheet_held(caller, id).await?;
        let mut can: Option<Vec<Step>> = None;
        let mut blocked = Vec::new();
        for line in &kept.lines {
            let held = self.life_held(&line.matter).await?;
            if held.is_none_or(|life| !stands_on(&life, id)) {
                continue;
            }
            let Ok((life, ground)) = self.ground(caller, &line.matter).await else { continue };
            let around = ground.around(self, caller);
            let steps = retention::possible(&life, &around);
            can = Some(match can {
                None => steps,
                Some(before) => before.into_iter().filter(|step| steps.contains(step)).collect(),
            });
            blocked
                .extend(retention::blocks(&life, &around).into_iter().map(|fault| fault.message));
        }
        let fits = |step: &Step| {
            matches!(step, Step::Approve | Step::Reject | Step::Prepare | Step::Destroy)
                && (blocked.is_empty() || *step == Step::Reject)
        };
        let steps = can.unwrap_or_default();
        let can = steps.iter().filter(|step| fits(step)).map(|step| step.id().to_owned()).collect();
        Ok(kept.view(can, blocked))
    }

    /// A step of one dossier: `hold`, `lift`, `reject`, `hand_over`.
    ///
    /// # Errors
    /// Refused, wrong input, not permitted, no such dossier, or the store is not there.
    pub async fn life_step(
        &self,
        caller: &Caller,
        id: &str,
        wish: &LifeWish,
    ) -> Result<LifeView, Error> {
        let step = Step::parse(&wish.step)
            .ok_or_else(|| Error::Missing { what: "这一步".to_owned() })?;
        let (life, ground) = self.ground(caller, id).await?;
        let around = ground.around(self, caller);
        let text = |name: &str| {
            wish.fields.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
        };
        let next = match step {
            Step::Hold => {
                let wish = HoldWish {
                    ground: text("ground"),
                    basis: text("basis"),
                    reason: text("reason"),
                };
                retention::hold(&life, &wish, &around)
            }
            Step::Lift => {
                let n = wish.fields.get("n").and_then(Value::as_u64).unwrap_or(0);
                let n = u32::try_from(n).unwrap_or(0);
                retention::lift(&life, n, &text("reason"), &around)
            }
            Step::Reject => retention::reject(&life, &text("reason"), &around),
            Step::HandOver => {
                let day = form::date(&text("day"));
                retention::hand_over(&life, &text("archive"), &text("number"), day, &around)
            }
            _ => return Err(Error::Missing { what: "这一步".to_owned() }),
        };
        let next = match next {
            Ok(next) => next,
            Err(faults) => {
                self.allowed(step.id(), caller, &[id.to_owned()], faults).await?;
                return Err(Error::Internal("a refusal without a reason".to_owned()));
            }
        };
        self.written(vec![self.step_of(step.id(), &caller.actor.id, &next)?]).await?;
        self.life_view(caller, id).await
    }

    /// Writes refusals down, and answers them.
    async fn allowed(
        &self,
        step: &str,
        caller: &Caller,
        matters: &[String],
        refusals: Vec<Refusal>,
    ) -> Result<(), Error> {
        if refusals.is_empty() {
            return Ok(());
        }
        if refusals.iter().any(|refusal| !refusal.code.starts_with("input.")) {
            let codes = refusals.iter().map(|refusal| refusal.code.clone());
            let articles = refusals.iter().filter_map(|refusal| refusal.article.clone());
            let named = vec![
                ("act".to_owned(), format!("retention.{step}").into()),
                ("actor".to_owned(), caller.actor.id.as_str().into()),
                ("agency".to_owned(), caller.actor.agency.as_str().into()),
                ("articles".to_owned(), articles.collect()),
                ("codes".to_owned(), codes.collect()),
                ("matter".to_owned(), matters.first().map_or("", String::as_str).into()),
            ];
            self.note(kind::REFUSAL, &caller.actor.id, named).await?;
        }
        Err(refused(refusals, None))
    }

    /// Appends, all or nothing.
    pub(super) async fn written(&self, batch: Vec<Append>) -> Result<(), Error> {
        self.store().append(batch).await?;
        self.record_grew();
        Ok(())
    }

    /// Refuses what is done to a dossier that is sealed for destruction.
    pub(crate) async fn unsealed(&self, matter: &str, status: Status) -> Result<(), Error> {
        if status != Status::Archived {
            return Ok(());
        }
        let life = self.life_held(matter).await?;
        if life.is_some_and(|life| life.standing == retention::Standing::Prepared) {
            let said = "案卷已经封存待销毁，不再提供调阅，也不再补充；要用的，先请批准人退回";
            let refusal = Refusal::new("retention.sealed", said).under("档案法21");
            return Err(refused(vec![refusal], None));
        }
        Ok(())
    }
}

/// Whether the appraisal that counts is the one on this sheet, and leads somewhere.
fn stands_on(life: &Life, sheet: &str) -> bool {
    use retention::Standing;

    matches!(
        life.standing,
        Standing::Appraised | Standing::Approved | Standing::Prepared | Standing::Leaving
    ) && life.appraisal().is_some_and(|appraisal| appraisal.sheet == sheet)
}
