//! Where everything stands. All coordinates are whole px, so that the same chart is the same bytes on every machine.

use super::align;
use super::graph::{BOX, Graph, Node, PAD};
use super::text::width;

/// Height of a line of text.
pub(super) const LINE: i32 = 24;
/// Room between boxes of a layer.
pub(super) const BESIDE: i32 = 26;
/// Room between layers, without the lanes of their arrows.
const BETWEEN: i32 = 24;
/// Height of a lane in which an arrow turns.
const LANE: i32 = 8;
/// Width of a place where an arrow passes a layer.
const PASS: i32 = 24;
/// Height of a diamond.
pub(super) const DIAMOND: i32 = 50;
/// Room between a box and its diamond.
pub(super) const STEM: i32 = 12;
/// Height of a band's heading.
pub(super) const HEADING: i32 = 42;
/// Margin of the whole sheet.
pub(super) const MARGIN: i32 = 36;
/// Height of the chart's title.
pub(super) const TOP: i32 = 96;
/// Height of the foot.
pub(super) const FOOT: i32 = 130;

/// A box in its place.
#[derive(Debug)]
pub(super) struct Placed<'g> {
    pub(super) node: &'g Node,
    pub(super) x: i32,
    pub(super) y: i32,
    pub(super) height: i32,
}

/// A stage in its place.
#[derive(Debug)]
pub(super) struct Band {
    pub(super) title: String,
    pub(super) y: i32,
    pub(super) height: i32,
    /// Where acts that may be done at any time begin, if the stage has any.
    pub(super) aside: bool,
}

/// The chart with everything in its place.
#[derive(Debug)]
pub(super) struct Sheet<'g> {
    pub(super) width: i32,
    pub(super) height: i32,
    /// Left edge of the column of acts that may be done at any time.
    pub(super) aside_x: i32,
    pub(super) boxes: Vec<Placed<'g>>,
    pub(super) bands: Vec<Band>,
    /// Arrows as corners.
    pub(super) arrows: Vec<Vec<(i32, i32)>>,
}

/// A place in a layer: a box, or where an arrow passes.
#[derive(Debug, Clone)]
pub(super) struct Slot {
    /// Index of the node; none where an arrow only passes.
    pub(super) node: Option<usize>,
    /// Index of the arrow that passes.
    pub(super) arrow: usize,
    pub(super) width: i32,
    /// Middle.
    pub(super) x: i32,
}

/// Height of a box by its lines.
pub(super) fn box_height(node: &Node) -> i32 {
    i32::try_from(node.lines.len()).unwrap_or(1) * LINE + 2 * PAD - 4
}

/// Width of a diamond by its question.
pub(super) fn diamond_width(question: &str) -> i32 {
    (width(question) * 3 / 2 + 40).max(120)
}

pub(super) fn place(graph: &Graph) -> Sheet<'_> {
    let mut layers = slots(graph);
    order(graph, &mut layers);
    align::align(graph, &mut layers);
    let left = layers.iter().flatten().map(|s| s.x - s.width / 2).min().unwrap_or(0);
    let right = layers.iter().flatten().map(|s| s.x + s.width / 2).max().unwrap_or(0);
    let aside = graph.nodes.iter().any(|node| node.layer.is_none());
    let main = (right - left).max(2 * BOX);
    for slot in layers.iter_mut().flatten() {
        slot.x += MARGIN + 24 - left + (main - (right - left)) / 2;
    }
    let aside_x = MARGIN + 24 + main + 40;
    let width = if aside { aside_x + BOX + 20 + MARGIN } else { aside_x - 16 + MARGIN };
    let mut sheet = Sheet {
        width,
        height: 0,
        aside_x,
        boxes: Vec::new(),
        bands: Vec::new(),
        arrows: Vec::new(),
    };
    let tops = rows(graph, &layers, &mut sheet);
    sheet.arrows = arrows(graph, &layers, &tops);
    sheet
}

fn height(node: &Node) -> i32 {
    box_height(node) + if node.question.is_some() { STEM + DIAMOND } else { 0 }
}

/// The layers with their boxes in the order of the pack, and passing places for arrows over several layers.
fn slots(graph: &Graph) -> Vec<Vec<Slot>> {
    let count = graph.stages.iter().map(|(_, _, end)| *end).max().unwrap_or(0);
    let mut layers: Vec<Vec<Slot>> = vec![Vec::new(); count];
    for (index, node) in graph.nodes.iter().enumerate() {
        if let Some(layer) = node.layer.and_then(|n| layers.get_mut(n)) {
            let room = node.question.as_deref().map_or(BOX, |q| diamond_width(q).max(BOX));
            layer.push(Slot { node: Some(index), arrow: 0, width: room, x: 0 });
        }
    }
    for (arrow, (from, to)) in graph.arrows.iter().enumerate() {
        let layer_of = |n: usize| graph.nodes.get(n).and_then(|node| node.layer).unwrap_or(0);
        for passed in layer_of(*from) + 1..layer_of(*to) {
            if let Some(layer) = layers.get_mut(passed) {
                layer.push(Slot { node: None, arrow, width: PASS, x: 0 });
            }
        }
    }
    for layer in &mut layers {
        pack(layer);
    }
    layers
}

/// Puts the slots of a layer side by side, centred on 0.
fn pack(layer: &mut [Slot]) {
    let beside = i32::try_from(layer.len().saturating_sub(1)).unwrap_or(0) * BESIDE;
    let total: i32 = layer.iter().map(|slot| slot.width).sum::<i32>() + beside;
    let mut x = -total / 2;
    for slot in layer {
        slot.x = x + slot.width / 2;
        x += slot.width + BESIDE;
    }
}

/// Middles of what a slot is joined to in the layer above (`up`) or below.
fn joined(graph: &Graph, slot: &Slot, other: &[Slot], up: bool) -> Vec<i32> {
    let mut middles = Vec::new();
    for (arrow, (from, to)) in graph.arrows.iter().enumerate() {
        let ours = match slot.node {
            Some(node) => node == if up { *to } else { *from },
            None => slot.arrow == arrow,
        };
        if !ours {
            continue;
        }
        let end = if up { *from } else { *to };
        middles.extend(
            other
                .iter()
                .filter(|s| s.node == Some(end) || (s.node.is_none() && s.arrow == arrow))
                .map(|s| s.x),
        );
    }
    middles
}

fn mean(values: &[i32]) -> Option<i32> {
    let count = i32::try_from(values.len()).ok().filter(|n| *n > 0)?;
    Some(values.iter().sum::<i32>() / count)
}

/// Orders each layer by the middles of what stands above it, then below it, a few times, and keeps the order in which
/// the fewest arrows cross.
fn order(graph: &Graph, layers: &mut Vec<Vec<Slot>>) {
    let mut best = (crossings(graph, layers), layers.clone());
    for round in 0..12 {
        let up = round % 2 == 0;
        let mut numbers: Vec<usize> = (0..layers.len()).collect();
        if !up {
            numbers.reverse();
        }
        for number in numbers.into_iter().skip(1) {
            let beside = if up { number.checked_sub(1) } else { number.checked_add(1) };
            let other = beside.and_then(|n| layers.get(n)).cloned().unwrap_or_default();
            let Some(layer) = layers.get_mut(number) else { continue };
            let mut keyed: Vec<(i32, usize, Slot)> = layer
                .drain(..)
                .enumerate()
                .map(|(n, s)| (mean(&joined(graph, &s, &other, up)).unwrap_or(s.x), n, s))
                .collect();
            keyed.sort_by_key(|(key, n, _)| (*key, *n));
            layer.extend(keyed.into_iter().map(|(_, _, slot)| slot));
            pack(layer);
        }
        let now = crossings(graph, layers);
        if now < best.0 {
            best = (now, layers.clone());
        }
    }
    *layers = best.1;
}

/// How many pairs of arrows cross between neighbouring layers.
fn crossings(graph: &Graph, layers: &[Vec<Slot>]) -> usize {
    let links = align::links(graph, layers);
    let mut count = 0;
    for (n, ((layer, a), (_, b))) in links.iter().enumerate() {
        for ((other, c), (_, d)) in links.iter().skip(n + 1) {
            let crossed = (a < c && b > d) || (a > c && b < d);
            count += usize::from(layer == other && crossed);
        }
    }
    count
}

/// Gives bands and boxes their heights; answers the top and bottom of each layer.
fn rows<'g>(graph: &'g Graph, layers: &[Vec<Slot>], sheet: &mut Sheet<'g>) -> Vec<(i32, i32)> {
    let mut tops = Vec::with_capacity(layers.len());
    let mut y = TOP;
    for (number, (title, first, end)) in graph.stages.iter().enumerate() {
        let band_top = y;
        y += HEADING;
        for (layer, slots) in layers.iter().enumerate().take(*end).skip(*first) {
            let tall = slots
                .iter()
                .filter_map(|s| s.node.and_then(|n| graph.nodes.get(n)))
                .map(height)
                .max()
                .unwrap_or(0);
            for slot in slots {
                if let Some(node) = slot.node.and_then(|n| graph.nodes.get(n)) {
                    sheet.boxes.push(Placed {
                        node,
                        x: slot.x - BOX / 2,
                        y,
                        height: box_height(node),
                    });
                }
            }
            tops.push((y, y + tall));
            y += tall + BETWEEN + lanes(graph, layer) * LANE;
        }
        let mut aside_y = band_top + HEADING;
        let mut aside = false;
        for node in graph.nodes.iter().filter(|n| n.stage == number && n.layer.is_none()) {
            if !aside {
                aside_y += LINE + 8;
            }
            aside = true;
            let tall = box_height(node);
            sheet.boxes.push(Placed { node, x: sheet.aside_x, y: aside_y, height: tall });
            aside_y += tall + 14;
        }
        let bottom = y.max(aside_y + 12);
        sheet.bands.push(Band {
            title: title.clone(),
            y: band_top,
            height: bottom - band_top,
            aside,
        });
        y = bottom;
    }
    sheet.height = y + FOOT;
    tops
}

/// How many arrows turn below a layer.
fn lanes(graph: &Graph, layer: usize) -> i32 {
    let turning = graph
        .nodes
        .iter()
        .enumerate()
        .filter(|(n, node)| {
            node.layer.is_some_and(|l| l <= layer)
                && graph.arrows.iter().any(|(a, b)| {
                    a == n
                        && graph.nodes.get(*b).and_then(|to| to.layer).is_some_and(|to| to > layer)
                })
        })
        .count();
    i32::try_from(turning).unwrap_or(0)
}

/// Corners of every arrow: down from the box or its diamond, across in a lane of its own, down again.
fn arrows(graph: &Graph, layers: &[Vec<Slot>], tops: &[(i32, i32)]) -> Vec<Vec<(i32, i32)>> {
    let middle = |layer: usize, node: Option<usize>, arrow: usize| {
        layers
            .get(layer)?
            .iter()
            .find(|s| match node {
                Some(_) => s.node == node,
                None => s.node.is_none() && s.arrow == arrow,
            })
            .map(|s| s.x)
    };
    let layer_of = |n: usize| graph.nodes.get(n).and_then(|node| node.layer);
    let mut all = Vec::with_capacity(graph.arrows.len());
    for (arrow, (from, to)) in graph.arrows.iter().enumerate() {
        let (Some(first), Some(last)) = (layer_of(*from), layer_of(*to)) else { continue };
        let Some(source) = graph.nodes.get(*from) else { continue };
        let (Some(mut x), Some((top, _))) = (middle(first, Some(*from), 0), tops.get(first)) else {
            continue;
        };
        let mut corners = vec![(x, top + height(source))];
        for layer in first..last {
            let goal = if layer + 1 == last { Some(*to) } else { None };
            let Some(next) = middle(layer + 1, goal, arrow) else { continue };
            let Some((_, bottom)) = tops.get(layer) else { continue };
            if next != x {
                let lane = bottom + BETWEEN / 2 + LANE * lane_of(graph, layer, *from);
                corners.push((x, lane));
                corners.push((next, lane));
                x = next;
            }
        }
        if let Some((top, _)) = tops.get(last) {
            corners.push((x, *top));
        }
        all.push(corners);
    }
    all
}

/// Which lane below a layer belongs to the arrows of a node.
fn lane_of(graph: &Graph, layer: usize, node: usize) -> i32 {
    let before = (0..node)
        .filter(|n| {
            graph.nodes.get(*n).and_then(|held| held.layer).is_some_and(|l| l <= layer)
                && graph.arrows.iter().any(|(a, b)| {
                    a == n
                        && graph.nodes.get(*b).and_then(|to| to.layer).is_some_and(|to| to > layer)
                })
        })
        .count();
    i32::try_from(before).unwrap_or(0)
}
