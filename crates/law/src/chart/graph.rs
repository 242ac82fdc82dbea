//! What is drawn: boxes with their lines of text, the layer each stands in, and which arrows are short enough to draw.

use std::collections::{BTreeMap, BTreeSet};

use super::text::{SEPARATOR, width, wrap};
use crate::guide;
use crate::model::{ActKind, ActType, GateCheck, Procedure};

/// Width of a box, in px.
pub(super) const BOX: i32 = 290;
/// Room between a box's border and its text.
pub(super) const PAD: i32 = 12;
/// An arrow over more layers than this is written, not drawn.
const FAR: usize = 3;

/// One line of text in a box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) style: Style,
    /// Stands at the right end of the line; may be empty.
    pub(super) beside: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Title,
    Detail,
    Paper,
    Jump,
}

/// An act as a box.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) id: String,
    pub(super) lines: Vec<Line>,
    /// What is asked below the box, where the way divides.
    pub(super) question: Option<String>,
    pub(super) stage: usize,
    /// Layer, counted through all stages; none for acts that may be done at any time.
    pub(super) layer: Option<usize>,
}

/// The chart before anything has a place.
#[derive(Debug)]
pub(super) struct Graph {
    pub(super) nodes: Vec<Node>,
    /// Arrows between layered nodes, by index, always forwards.
    pub(super) arrows: Vec<(usize, usize)>,
    /// Name of each stage and its layers, first and one past the last.
    pub(super) stages: Vec<(String, usize, usize)>,
}

impl Graph {
    pub(super) fn of(procedure: &Procedure) -> Self {
        let way = Way::of(procedure);
        let mut nodes = Vec::with_capacity(procedure.acts.len());
        for (index, act) in procedure.acts.iter().enumerate() {
            let mut jumps = way.jumps_from(index, procedure);
            jumps.extend(way.jumps_to(index, procedure));
            nodes.push(Node {
                id: act.id.clone(),
                lines: lines(procedure, act, &jumps),
                question: Some(act.question.clone()).filter(|q| !q.is_empty()),
                stage: way.stage.get(index).copied().unwrap_or(0),
                layer: way.layer.get(&index).copied(),
            });
        }
        Self { nodes, arrows: way.drawn(), stages: way.bands }
    }
}

/// Who follows whom, and in which layer.
struct Way {
    stage: Vec<usize>,
    forward: Vec<(usize, usize)>,
    backward: Vec<(usize, usize)>,
    layer: BTreeMap<usize, usize>,
    bands: Vec<(String, usize, usize)>,
}

impl Way {
    fn of(procedure: &Procedure) -> Self {
        let acts = &procedure.acts;
        let index = |id: &str| acts.iter().position(|act| act.id == id);
        let stage: Vec<usize> = acts
            .iter()
            .map(|act| procedure.stages.iter().position(|s| s.id == act.stage).unwrap_or(0))
            .collect();
        let (mut forward, mut backward) = (Vec::new(), Vec::new());
        for (from, act) in acts.iter().enumerate() {
            for to in act.next.iter().filter_map(|id| index(id)) {
                let ahead = (stage.get(from), from) < (stage.get(to), to);
                if ahead { &mut forward } else { &mut backward }.push((from, to));
            }
        }
        // The ordinary way: what the opening act leads to. The rest may be done at any time.
        let mut main: BTreeSet<usize> =
            acts.iter().position(|act| act.kind == ActKind::Open).into_iter().collect();
        loop {
            let more: Vec<usize> = forward
                .iter()
                .filter(|(a, b)| main.contains(a) && !main.contains(b))
                .map(|(_, b)| *b)
                .collect();
            if more.is_empty() {
                break;
            }
            main.extend(more);
        }
        forward.retain(|(a, b)| main.contains(a) && main.contains(b));
        let mut layer: BTreeMap<usize, usize> = BTreeMap::new();
        let mut bands = Vec::new();
        let mut first = 0;
        for (number, held) in procedure.stages.iter().enumerate() {
            let inside: Vec<usize> =
                main.iter().copied().filter(|n| stage.get(*n) == Some(&number)).collect();
            let deep = layers(&inside, &forward, &mut layer, first);
            bands.push((held.title.clone(), first, deep));
            first = deep;
        }
        let mut way = Self { stage, forward, backward, layer, bands };
        // What no arrow reaches or leaves stands beside; what is written in its box says where it belongs.
        let drawn = way.drawn();
        way.layer.retain(|n, _| drawn.iter().any(|(a, b)| a == n || b == n));
        way
    }

    fn near(&self, from: usize, to: usize) -> bool {
        match (self.layer.get(&from), self.layer.get(&to)) {
            (Some(a), Some(b)) => a < b && b - a <= FAR,
            _ => false,
        }
    }

    fn drawn(&self) -> Vec<(usize, usize)> {
        self.forward.iter().copied().filter(|(a, b)| self.near(*a, *b)).collect()
    }

    /// Ways back and far ahead, as a line of text in the box they start from.
    fn jumps_from(&self, index: usize, procedure: &Procedure) -> Vec<String> {
        let titles = |pairs: &[(usize, usize)], far: bool| {
            pairs
                .iter()
                .filter(|(a, b)| *a == index && (!far || !self.near(*a, *b)))
                .filter_map(|(_, b)| procedure.acts.get(*b).map(|act| act.title.as_str()))
                .collect::<Vec<_>>()
                .join("、")
        };
        let mut jumps = Vec::new();
        let back = titles(&self.backward, false);
        if !back.is_empty() {
            jumps.push(format!("↩ 回到：{back}"));
        }
        let ahead = titles(&self.forward, true);
        if !ahead.is_empty() {
            jumps.push(format!("↓ 转到：{ahead}"));
        }
        jumps
    }

    /// Where a box comes from if no arrow says so.
    fn jumps_to(&self, index: usize, procedure: &Procedure) -> Vec<String> {
        let drawn = self.forward.iter().any(|(a, b)| *b == index && self.near(*a, *b));
        let from: Vec<&str> = self
            .forward
            .iter()
            .filter(|(a, b)| *b == index && !self.near(*a, *b))
            .filter_map(|(a, _)| procedure.acts.get(*a).map(|act| act.title.as_str()))
            .collect();
        if drawn || from.is_empty() {
            Vec::new()
        } else {
            vec![format!("↑ 来自：{}", from.join("、"))]
        }
    }
}

/// Layers of the acts of one stage: below everything that leads to them; acts that lead nowhere within the stage sink
/// to its last layers, beside the others that end it. Answers the first layer of the next stage.
fn layers(
    inside: &[usize],
    forward: &[(usize, usize)],
    layer: &mut BTreeMap<usize, usize>,
    first: usize,
) -> usize {
    for n in inside {
        let above = forward
            .iter()
            .filter(|(a, b)| b == n && inside.contains(a))
            .filter_map(|(a, _)| layer.get(a))
            .max();
        layer.insert(*n, above.map_or(first, |above| above + 1));
    }
    let last = inside.iter().filter_map(|n| layer.get(n)).max().copied().unwrap_or(first);
    for n in inside.iter().rev() {
        let from_inside = forward.iter().any(|(a, b)| b == n && inside.contains(a));
        let to_inside = forward.iter().any(|(a, b)| a == n && inside.contains(b));
        if !from_inside && !to_inside && last > first {
            layer.insert(*n, last);
        }
    }
    if inside.is_empty() { first } else { last + 1 }
}

fn lines(procedure: &Procedure, act: &ActType, jumps: &[String]) -> Vec<Line> {
    let room = BOX - 2 * PAD;
    let mut lines = Vec::new();
    let mut add = |text: &str, style| {
        let wrapped = wrap(text, room).into_iter();
        lines.extend(wrapped.map(|text| Line { text, style, beside: String::new() }));
    };
    add(&act.title, Style::Title);
    let who = guide::who(act);
    let beside = width(&act.title) + width(&who) + PAD <= room;
    let mut detail = Vec::new();
    if !beside {
        detail.push(who.clone());
    }
    detail.extend(period(procedure, act));
    detail.push(grouped(&act.basis));
    add(&detail.join(SEPARATOR), Style::Detail);
    for paper in act.papers.iter().filter(|paper| paper.number_kind.is_some()) {
        add(&format!("《{}》", paper.title), Style::Paper);
    }
    for jump in jumps {
        add(jump, Style::Jump);
    }
    if beside && let Some(first) = lines.first_mut() {
        first.beside = who;
    }
    lines
}

/// Articles with each statute named once: `处罚法57、59；市监48`.
fn grouped(basis: &[String]) -> String {
    let mut groups: Vec<(&str, String)> = Vec::new();
    for cited in basis {
        let code = cited.trim_end_matches(|c: char| c.is_ascii_digit() || c == '、');
        let place = cited.strip_prefix(code).unwrap_or_default();
        match groups.last_mut() {
            Some((last, places)) if *last == code && !places.is_empty() && !place.is_empty() => {
                places.push('、');
                places.push_str(place);
            }
            _ => groups.push((code, place.to_owned())),
        }
    }
    groups.iter().map(|(code, places)| format!("{code}{places}")).collect::<Vec<_>>().join("；")
}

/// Within which time the act is due or allowed, in words.
fn period(procedure: &Procedure, act: &ActType) -> Option<String> {
    let allowed = act.gates.iter().find_map(|gate| match gate.check {
        GateCheck::Within { since: Some(_), .. } => gate.period.clone(),
        _ => None,
    });
    let owed = || {
        procedure
            .acts
            .iter()
            .flat_map(|other| &other.duties)
            .find(|duty| duty.rule.is_some() && duty.fulfilled_by.contains(&act.id))
            .map(|duty| duty.period.clone())
    };
    allowed.or_else(owed).map(|words| format!("{words}内"))
}
