//! Many matters at once, in the order of their moments: the clock stands at one moment while everything that is due then is done.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::{Arc, Mutex};

use jiff::ToSpan as _;
use jiff::civil::{Date, DateTime, Time, date};
use zhiheng_app::Error;

use crate::ledger::Ledger;
use crate::walk::{Next, Quota, Walker};
use crate::world::World;

/// How much is simulated.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// Lawful matters.
    pub matters: usize,
    /// Unlawful acts.
    pub unlawful: usize,
    /// Seed of the dice.
    pub seed: u64,
    /// First day on which a matter may begin.
    pub from: Date,
    /// Last day of the simulation.
    pub until: Date,
}

impl Plan {
    /// From 2018 to autumn 2026, so that old law and new are both in force at some time.
    pub fn new(matters: usize, unlawful: usize, seed: u64) -> Self {
        Self { matters, unlawful, seed, from: date(2018, 1, 2), until: date(2026, 11, 20) }
    }
}

/// Acts are done at full and half hours between these.
const MORNING: Time = Time::constant(8, 30, 0, 0);
const EVENING: Time = Time::constant(18, 0, 0, 0);
/// Steps between two words of progress.
const WORD: usize = 2_000;

/// Walks every matter to its end. `progress` is told how many of how many have ended.
///
/// # Errors
/// The store is not there.
pub async fn run(
    world: Arc<World>,
    plan: Plan,
    mut progress: impl FnMut(usize, usize),
) -> Result<Ledger, Error> {
    let ledger = Arc::new(Mutex::new(Ledger::default()));
    let procedures: Vec<String> = world.app.pack().procedures.keys().cloned().collect();
    let percent = (plan.unlawful * 100 / (plan.matters * 7).max(1)).clamp(4, 60);
    let quota = Quota { most: plan.unlawful, percent: u64::try_from(percent).unwrap_or(10) };
    // A matter begun too late would reach nothing.
    let last = plan.until.checked_sub(8.months()).unwrap_or(plan.until);
    let mut walkers: Vec<Option<Walker>> = Vec::with_capacity(plan.matters);
    let mut queue: BinaryHeap<Reverse<(DateTime, usize)>> = BinaryHeap::new();
    for n in 0..plan.matters {
        let Some(id) = procedures.get(n % procedures.len().max(1)) else { break };
        let Some(procedure) = world.app.pack().procedures.get(id) else { continue };
        let seed = plan.seed.wrapping_mul(1_000_003).wrapping_add(n as u64);
        let mut walker = Walker::new(seed, &world, id);
        let begin = walker.begin(procedure, plan.from, last);
        queue.push(Reverse((slot(&world, begin), n)));
        walkers.push(Some(walker));
    }
    let (mut ended, mut steps) = (0, 0);
    while let Some(Reverse((now, _))) = queue.peek().copied() {
        let mut tasks = Vec::new();
        while let Some(Reverse((at, n))) = queue.peek().copied() {
            if at != now {
                break;
            }
            queue.pop();
            let Some(mut walker) = walkers.get_mut(n).and_then(Option::take) else { continue };
            if now.date() > plan.until {
                count(&ledger, &walker);
                ended += 1;
                continue;
            }
            let (world, ledger) = (world.clone(), ledger.clone());
            world.clock.forward(zhiheng_calendar::china_timestamp(now));
            tasks.push(tokio::spawn(async move {
                let next = walker.step(&world, &ledger, &quota, now).await;
                (n, walker, next)
            }));
        }
        for task in tasks {
            let (n, walker, next) =
                task.await.map_err(|error| Error::Internal(error.to_string()))?;
            steps += 1;
            match next? {
                Next::Ended(_) => {
                    count(&ledger, &walker);
                    ended += 1;
                }
                Next::At(at) => {
                    let later = at.max(now.checked_add(1.minutes()).unwrap_or(at));
                    queue.push(Reverse((slot(&world, later), n)));
                    if let Some(place) = walkers.get_mut(n) {
                        *place = Some(walker);
                    }
                }
            }
            if steps % WORD == 0 {
                progress(ended, plan.matters);
            }
        }
    }
    progress(ended, plan.matters);
    let ledger = ledger.lock().map_err(|error| Error::Internal(error.to_string()))?;
    Ok(ledger.clone())
}

fn count(ledger: &Mutex<Ledger>, walker: &Walker) {
    if let Ok(mut ledger) = ledger.lock() {
        *ledger.ends.entry((walker.procedure.clone(), walker.end())).or_default() += 1;
    }
}

/// The first half hour of office time that is not before a moment.
fn slot(world: &World, at: DateTime) -> DateTime {
    let into = i64::from(at.minute()) % 30;
    let mut at = if into == 0 && at.second() == 0 {
        at
    } else {
        at.checked_add((30 - into).minutes()).unwrap_or(at)
    };
    at = at.date().at(at.hour(), at.minute(), 0, 0);
    if at.time() < MORNING {
        at = at.date().to_datetime(MORNING);
    }
    if at.time() > EVENING {
        at = at.date().tomorrow().unwrap_or(at.date()).to_datetime(MORNING);
    }
    let works = |day: Date| world.app.calendar().is_working_day(day);
    while !works(at.date()) {
        at = at.date().tomorrow().unwrap_or(at.date()).to_datetime(MORNING);
    }
    at
}
