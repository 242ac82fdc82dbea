//! Unlawful acts: a submission in which one rule is broken on purpose, known from outside to be broken.
//!
//! A gate about the course of the matter is broken by choosing the moment at which it is not met; a gate about the form by changing
//! the form. Whether the rule is broken is said by [`crate::oracle`] and never by the gate itself.

mod reviewing;
mod spoil;

use std::collections::BTreeMap;

use jiff::ToSpan as _;
use jiff::civil::DateTime;
use serde_json::{Map, Value};
use zhiheng_app::Error;
use zhiheng_demo::dice::Dice;
use zhiheng_domain::{Known, Matter, Power, Status};
use zhiheng_law::condition::Root;
use zhiheng_law::{ActKind, ActType, Gate, GateCheck, Performer, Procedure};

use crate::form::{self, Mood, Occasion};
use crate::ledger::Broken;
use crate::oracle::{self, Scene};
use crate::world::World;

/// One unlawful submission.
#[derive(Debug, Clone, PartialEq)]
pub struct Breach {
    /// The rule that it breaks.
    pub rule: Broken,
    /// Who tries.
    pub person: String,
    /// Act id.
    pub act: String,
    /// The form.
    pub fields: Map<String, Value>,
}

/// The moment at which somebody tries.
#[derive(Clone, Copy)]
pub struct Scenery<'a> {
    /// The world.
    pub world: &'a World,
    /// The procedure.
    pub procedure: &'a Procedure,
    /// The matter.
    pub matter: &'a Matter,
    /// The present moment.
    pub now: DateTime,
}

/// Who acts, and with which form.
type Way = (String, Map<String, Value>);

/// How many rules are looked at before it is given up for this moment.
const LOOKS: usize = 40;

/// An unlawful act that can be tried now; the rule that was broken least often so far comes first.
///
/// # Errors
/// The store is not there.
pub async fn draw(
    on: Scenery<'_>,
    times: &BTreeMap<Broken, usize>,
    dice: &mut Dice,
) -> Result<Option<Breach>, Error> {
    let mut rules: Vec<(usize, u64, &ActType, Target<'_>)> = Vec::new();
    for act in &on.procedure.acts {
        let gates = act.gates.iter().map(Target::Gate);
        let reviewers = reviewing::RULES.into_iter().filter(|code| reviewing::is_about(code, act));
        let others = OTHERS.into_iter().chain(reviewers).map(Target::Other);
        for target in gates.chain(others) {
            let often = times.get(&target.rule(on, act)).copied().unwrap_or(0);
            rules.push((often, dice.throw(), act, target));
        }
    }
    rules.sort_by_key(|(often, chance, ..)| (*often, *chance));
    for (.., act, target) in rules.into_iter().take(LOOKS) {
        if let Some(breach) = attempt(on, act, target, dice).await? {
            return Ok(Some(breach));
        }
    }
    Ok(None)
}

/// What is broken.
#[derive(Debug, Clone, Copy)]
enum Target<'a> {
    Gate(&'a Gate),
    Other(&'static str),
}

/// Rules that stand in no gate: authority, order, lock, form.
const OTHERS: [&str; 7] = [
    "authority.power",
    "authority.agency",
    "gate.once",
    "gate.opened",
    "matter.locked",
    "input.required",
    "law.not_in_force",
];

impl Target<'_> {
    fn rule(&self, on: Scenery<'_>, act: &ActType) -> Broken {
        let (code, basis) = match self {
            Self::Gate(gate) => (format!("gate.{}", gate.check.code()), gate.basis.clone()),
            Self::Other(code @ "matter.locked") => {
                ((*code).to_owned(), "农业处罚程序86".to_owned())
            }
            Self::Other(code) => {
                let article = reviewing::article(code, on.world.app.pack(), on.procedure);
                ((*code).to_owned(), article.unwrap_or_default())
            }
        };
        (on.procedure.id.clone(), act.id.clone(), code, basis)
    }
}

async fn attempt(
    on: Scenery<'_>,
    act: &ActType,
    target: Target<'_>,
    dice: &mut Dice,
) -> Result<Option<Breach>, Error> {
    let opens = act.kind == ActKind::Open;
    let opened = on.matter.version > 0;
    let again = matches!(target, Target::Other("gate.opened"));
    // Before there is a matter, only an opening act can be tried, and any act for what it must come after.
    let early = matches!(target, Target::Gate(_));
    if again != (opens && opened) || (!opens && !opened && !early) {
        return Ok(None);
    }
    let occasion = Occasion {
        world: on.world,
        procedure: on.procedure,
        act,
        matter: opened.then_some(on.matter),
        now: on.now,
    };
    let samples = on.world.harvest.forms(&on.procedure.id, &act.id);
    let sample = (!samples.is_empty()).then(|| dice.pick(samples));
    let mood = if dice.percent(70) { Mood::Fitting } else { Mood::Wild };
    let fields = form::fill(occasion, sample, mood, dice);
    let Some(right) = right_person(on.world, act, dice) else { return Ok(None) };
    let found = match target {
        Target::Gate(gate) => through_gate(on, act, gate, right, fields, dice).await?,
        Target::Other(code) if reviewing::RULES.contains(&code) => {
            reviewing::way(on, act, code, fields)
        }
        Target::Other(code) => beside(on, act, code, right, fields, dice),
    };
    let rule = target.rule(on, act);
    Ok(found.map(|(person, fields)| Breach { rule, person, act: act.id.clone(), fields }))
}

/// A submission that the gate must refuse, as far as can be told from outside.
async fn through_gate(
    on: Scenery<'_>,
    act: &ActType,
    gate: &Gate,
    right: String,
    fields: Map<String, Value>,
    dice: &mut Dice,
) -> Result<Option<Way>, Error> {
    // A form that cannot be read is refused for that, and its gates are not asked.
    let unreadable =
        |form: &Map<String, Value>| zhiheng_domain::form::read(act, form, on.now).is_err();
    let texts = [gate.when.as_deref(), condition_of(gate)];
    let pack = on.world.app.pack();
    let asks = texts
        .into_iter()
        .flatten()
        .filter_map(|text| pack.condition(text))
        .any(|held| held.references().iter().any(|reference| reference.root == Root::Known));
    let mut ways = vec![(right.clone(), fields.clone())];
    ways.extend(spoil::ways(on, act, gate, &right, &fields, dice));
    let mut known = Known::default();
    for (person, form) in ways {
        if unreadable(&form) {
            continue;
        }
        if asks {
            let asked = (act.id.as_str(), person.as_str());
            known = on.world.known(on.procedure, asked, Some(on.matter), &form).await?;
        }
        let scene = Scene {
            world: on.world,
            procedure: on.procedure,
            act,
            matter: on.matter,
            person: &person,
            form: &form,
            now: on.now,
            known: &known,
        };
        if oracle::refuses(gate, scene) == Some(true) {
            return Ok(Some((person, form)));
        }
    }
    Ok(None)
}

/// A submission that breaks a rule which stands in no gate.
fn beside(
    on: Scenery<'_>,
    act: &ActType,
    code: &str,
    right: String,
    mut fields: Map<String, Value>,
    dice: &mut Dice,
) -> Option<Way> {
    let opens = act.kind == ActKind::Open;
    let opened = on.matter.version > 0;
    let power = Power::parse(&act.power)?;
    let seat = seat(on.world, act);
    let mut somebody = |may: bool, here: bool| {
        let fits = |id: &&String| {
            on.world.people.get(*id).is_some_and(|caller| {
                caller.actor.may(power) == may && (caller.actor.agency == seat) == here
            })
        };
        let people: Vec<&String> = on.world.people.keys().filter(fits).collect();
        (!people.is_empty()).then(|| (*dice.pick(&people)).clone())
    };
    match code {
        "authority.power" => Some((somebody(false, true)?, fields)),
        // Somebody who sees the matter and holds the power, in an agency above.
        "authority.agency" if opened => Some((somebody(true, false)?, fields)),
        "gate.once" if !act.repeat && on.matter.done.iter().any(|done| done.act == act.id) => {
            Some((right, fields))
        }
        "gate.opened" => Some((right, fields)),
        "matter.locked" if on.matter.status == Status::Archived && !act.after_lock => {
            Some((right, fields))
        }
        "law.not_in_force" => {
            let field = act.law_day.as_ref().filter(|_| opens)?;
            let day = on.procedure.from.checked_sub(10.days()).ok()?;
            fields.insert(field.clone(), Value::from(day.to_string()));
            Some((right, fields))
        }
        "input.required" => {
            // What the platform fills in cannot be left out by anybody.
            let asked = act.fields.iter().filter(|field| field.required && !field.filled);
            let required: Vec<&String> = asked.map(|field| &field.id).collect();
            if required.is_empty() {
                return None;
            }
            fields.remove(dice.pick(&required).as_str());
            Some((right, fields))
        }
        _ => None,
    }
}

fn condition_of(gate: &Gate) -> Option<&str> {
    match &gate.check {
        GateCheck::Holds { condition } => Some(condition),
        _ => None,
    }
}

/// The agency whose people perform an act.
pub fn seat<'a>(world: &'a World, act: &ActType) -> &'a str {
    let place = match act.by {
        Performer::Own => 0,
        Performer::Upper => 1,
        Performer::UpperUpper => 2,
    };
    world.chain.get(place).map_or("", String::as_str)
}

/// Everybody who may perform an act.
pub fn fitting<'a>(world: &'a World, act: &ActType) -> Vec<&'a String> {
    let Some(power) = Power::parse(&act.power) else { return Vec::new() };
    let seat = seat(world, act);
    world
        .people
        .iter()
        .filter(|(_, caller)| caller.actor.may(power) && caller.actor.agency == seat)
        .map(|(id, _)| id)
        .collect()
}

fn right_person(world: &World, act: &ActType, dice: &mut Dice) -> Option<String> {
    let people = fitting(world, act);
    (!people.is_empty()).then(|| (*dice.pick(&people)).clone())
}
