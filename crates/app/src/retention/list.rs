//! Dossiers whose period ends (保管到期), and the end of one dossier's life as a person reads it.
//!
//! What this is not: the dossier itself. Nothing here needs it, and after its destruction there is none.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::{SignedDuration, ToSpan as _};
use zhiheng_domain::Power;
use zhiheng_domain::retention::{self, Ground as HoldGround, Life, Standing, Step};

use super::certificate_words;
use super::shown::{DueFilter, DueLine, DueList, DueTally, HoldView, LifeView, Tab, told};
use super::steps::Ground;
use crate::application::App;
use crate::caller::Caller;
use crate::error::Error;
use crate::life::can;
use crate::light::duty_light;
use crate::looking::body_of;
use crate::ports::TraceFilter;
use crate::sealing::kind;
use crate::shapes::{Id, Titled, moment};

/// Dossiers that are read for the list; the rest is counted as `more`.
const READ: usize = 2000;
/// Rows read at a time.
const PAGE: usize = 500;

fn grounds() -> Vec<Titled> {
    HoldGround::ALL.into_iter().map(|ground| Titled::new(ground.id(), ground.words())).collect()
}

impl App {
    /// Dossiers of the caller's scope whose period has ended or ends soon, and those on their way out.
    ///
    /// # Errors
    /// The agency is outside the scope, the caller may not view matters, or the store is not there.
    pub async fn retention_list(
        &self,
        caller: &Caller,
        filter: &DueFilter,
    ) -> Result<DueList, Error> {
        caller.require(Power::View)?;
        if filter.agency.as_ref().is_some_and(|agency| !caller.scope.contains(agency)) {
            let said = "没有这一机关，或者不在您的查看范围内";
            return Err(Error::field("input.choice", "agency", said));
        }
        let (mut counts, mut lives, mut more) = (BTreeMap::new(), Vec::new(), false);
        for (name, tab) in
            [("due", Tab::Due), ("under", Tab::Under), ("held", Tab::Held), ("over", Tab::Over)]
        {
            let (found, cut) = self.lives(caller, tab).await?;
            counts.insert(name.to_owned(), u64::try_from(found.len()).unwrap_or(u64::MAX));
            if tab == filter.tab {
                (lives, more) = (found, cut);
            }
        }
        let tree = self.tree().await?;
        let mut tally: BTreeMap<(i16, String, String), u64> = BTreeMap::new();
        for life in &lives {
            let key =
                (life.until.map_or(0, Date::year), life.agency.clone(), life.category.clone());
            *tally.entry(key).or_default() += 1;
        }
        lives.retain(|life| {
            filter.year.is_none_or(|year| life.until.map_or(0, Date::year) == year)
                && filter.agency.as_ref().is_none_or(|agency| life.agency == *agency)
                && filter.category.as_ref().is_none_or(|category| life.category == *category)
        });
        lives.sort_by(|one, other| {
            (one.until.is_none(), one.until, &one.matter).cmp(&(
                other.until.is_none(),
                other.until,
                &other.matter,
            ))
        });
        let mut items = Vec::with_capacity(lives.len());
        for life in &lives {
            if let Some(line) = self.due_line(caller, life).await? {
                items.push(line);
            }
        }
        let rules = &*self.retention_rules(&caller.actor.agency).await?;
        let within = rules.parameters.get("appraise_within");
        let appraises = rules.step(Step::Appraise.id()).is_some_and(|rule| {
            rule.powers
                .iter()
                .filter_map(|power| Power::parse(power))
                .any(|power| caller.actor.may(power))
        });
        Ok(DueList {
            items,
            tally: tally
                .into_iter()
                .map(|((year, agency, category), count)| {
                    let agency = Id::new(&agency, tree.name(&agency));
                    DueTally { year, agency, category, count }
                })
                .collect(),
            more,
            counts,
            sheets: self.sheets(caller).await?,
            appraises,
            grounds: grounds(),
            within: rules.number("appraise_within", 180),
            basis: within.map(|held| held.basis.clone()).unwrap_or_default(),
            certainty: within.map(|held| held.certainty.clone()).unwrap_or_default(),
        })
    }

    async fn lives(&self, caller: &Caller, tab: Tab) -> Result<(Vec<Life>, bool), Error> {
        let rules = self.retention_rules(&caller.actor.agency).await?;
        let soon = rules.number("soon", 90).clamp(0, 3660);
        let soon = self.now().checked_add(SignedDuration::from_hours(24 * soon)).ok();
        let mut lives: Vec<Life> = Vec::new();
        for state in tab.states() {
            let mut filter = TraceFilter {
                kind: kind::RETENTION.to_owned(),
                agencies: Some(caller.scope.clone()),
                state: Some((*state).to_owned()),
                to: soon.filter(|_| tab == Tab::Due).map(jiff::Timestamp::as_microsecond),
                limit: PAGE,
                ..TraceFilter::default()
            };
            loop {
                let (rows, next) = self.store().traces(&filter).await?;
                for row in &rows {
                    lives.push(body_of(row)?);
                }
                if lives.len() >= READ {
                    lives.truncate(READ);
                    return Ok((lives, true));
                }
                let Some(next) = next else { break };
                filter.cursor = Some(next);
            }
        }
        Ok((lives, false))
    }

    /// The line of a dossier; none where the caller may not know of its matter.
    async fn due_line(&self, caller: &Caller, life: &Life) -> Result<Option<DueLine>, Error> {
        let Some(row) = self.store().matter(&life.matter).await? else { return Ok(None) };
        if !row.hidden_from.is_empty() && row.hidden_from == caller.actor.agency {
            return Ok(None);
        }
        let tree = self.tree().await?;
        let today = self.today();
        let rules = &*self.retention_rules(&life.agency).await?;
        let open = life.standing == Standing::Kept && life.ended(today);
        let by = life.appraise_by(rules);
        let destroyed = life.standing.is_destroyed();
        let own = life.agency == caller.actor.agency && caller.actor.may(Power::Archive);
        let paper = life.certificate.as_ref().map(|done| done.number.clone());
        Ok(Some(DueLine {
            matter: Id::new(&life.matter, &life.number),
            title: (!destroyed).then_some(row.title),
            volume: life.volume.clone(),
            category: life.category.clone(),
            agency: Id::new(&life.agency, tree.name(&life.agency)),
            archived: life.archived.to_string(),
            pages: life.pages,
            period: life.period.clone(),
            until: life.until.map(|until| until.to_string()),
            appraise_by: by.filter(|_| open).map(|by| by.to_string()),
            light: duty_light(
                self.calendar(),
                today,
                by.filter(|_| open),
                "archive",
                if open { "open" } else { "fulfilled" },
            ),
            ended: life.ended(today),
            standing: Titled::new(life.standing.id(), life.standing.words()),
            held: life.held().map(|hold| hold.ground.words().to_owned()).collect(),
            sheet: life.appraisal().map(|appraisal| appraisal.sheet.clone()),
            paper: paper.or_else(|| life.receipt.as_ref().map(|receipt| receipt.number.clone())),
            appraise: open && own && !life.handlers.contains(&caller.actor.id),
        }))
    }

    async fn sheets(&self, caller: &Caller) -> Result<Vec<super::SheetView>, Error> {
        let filter = TraceFilter {
            kind: kind::SHEET.to_owned(),
            agencies: Some(caller.scope.clone()),
            limit: 20,
            ..TraceFilter::default()
        };
        let (rows, _) = self.store().traces(&filter).await?;
        let kept: Vec<super::sheet::Kept> = rows.iter().map(body_of).collect::<Result<_, _>>()?;
        Ok(kept.iter().map(|kept| kept.view(Vec::new(), Vec::new())).collect())
    }

    /// The end of one dossier's life, destroyed ones too.
    ///
    /// # Errors
    /// There is no such dossier within the caller's scope, it is not locked, or the store is not there.
    pub async fn life_view(&self, caller: &Caller, id: &str) -> Result<LifeView, Error> {
        caller.require(Power::View)?;
        let missing = || Error::Missing { what: "这一卷".to_owned() };
        let life = self.life_held(id).await?.ok_or_else(missing)?;
        if !caller.scope.contains(&life.agency) {
            return Err(missing());
        }
        let shown = self.due_line(caller, &life).await?.ok_or_else(missing)?;
        let rules = &*self.retention_rules(&life.agency).await?;
        let mut steps = Vec::new();
        if !life.standing.is_destroyed() {
            let (life, ground): (Life, Ground) = self.ground(caller, id).await?;
            let around = ground.around(self, caller);
            steps = retention::possible(&life, &around);
        }
        let now = zhiheng_calendar::china_datetime(self.now());
        let stale = rules.number("hold_review", 365);
        let mut holds: Vec<HoldView> = life
            .holds
            .iter()
            .map(|hold| HoldView {
                n: hold.n,
                ground: Titled::new(hold.ground.id(), hold.ground.words()),
                basis: hold.basis.clone(),
                reason: hold.reason.clone(),
                by: Id::new(&hold.by.id, &hold.by.name),
                at: moment(hold.by.at),
                stale: hold.lifted.is_none()
                    && hold.by.at.checked_add(stale.days()).is_ok_and(|day| day < now),
                lifted: hold.lifted.as_ref().map(|by| Id::new(&by.id, &by.name)),
                lifted_at: hold.lifted.as_ref().map(|by| moment(by.at)),
                lifted_for: hold.lifted_for.clone(),
            })
            .collect();
        holds.reverse();
        Ok(LifeView {
            line: shown,
            holds,
            steps: told(&life),
            can: steps
                .into_iter()
                .filter_map(|step| can(rules, step.id(), step != Step::HandOver))
                .collect(),
            destroyed: certificate_words(&life),
            leaves: life.certificate.as_ref().map(|done| done.leaves.clone()).unwrap_or_default(),
            grounds: grounds(),
        })
    }

    /// The certificate of a destroyed dossier as a paper.
    ///
    /// # Errors
    /// There is none within the caller's scope, or the store is not there.
    pub async fn destruction_paper(
        &self,
        caller: &Caller,
        id: &str,
    ) -> Result<crate::ports::press::Sheet, Error> {
        caller.require(Power::View)?;
        let missing = || Error::Missing { what: "这份销毁证明".to_owned() };
        let life = self.life_held(id).await?.filter(|life| caller.scope.contains(&life.agency));
        let life = life.ok_or_else(missing)?;
        self.due_line(caller, &life).await?.ok_or_else(missing)?;
        super::certificate_sheet(&life).ok_or_else(missing)
    }
}
