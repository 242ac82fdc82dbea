//! Straight ways: slots that follow each other without a choice stand exactly below each other.
//!
//! Slots that must stand below each other form a block with one middle. Blocks keep the order of their layers and move,
//! within what their neighbours leave free, to the mean of everything they are joined to.

use super::graph::Graph;
use super::place::{BESIDE, Slot};

/// Where a slot stands: layer, and place in it.
type Place = (usize, usize);

/// Rounds in which blocks move; the charts of the packs are at rest after far fewer.
const ROUNDS: usize = 240;

struct Block {
    places: Vec<Place>,
    x: i32,
}

pub(super) fn align(graph: &Graph, layers: &mut [Vec<Slot>]) {
    let links = links(graph, layers);
    let mut blocks = blocks(layers, &links);
    let owner = |blocks: &[Block], place: Place| {
        blocks.iter().position(|block| block.places.contains(&place)).unwrap_or(0)
    };
    // For each block, the blocks to its left and right with the room between middles, and what it is joined to.
    let mut left: Vec<Vec<(usize, i32)>> = vec![Vec::new(); blocks.len()];
    let mut right = left.clone();
    for (number, layer) in layers.iter().enumerate() {
        for n in 1..layer.len() {
            let (Some(a), Some(b)) = (layer.get(n - 1), layer.get(n)) else { continue };
            let room = i32::midpoint(a.width, b.width) + BESIDE;
            let (one, other) = (owner(&blocks, (number, n - 1)), owner(&blocks, (number, n)));
            if let Some(list) = right.get_mut(one) {
                list.push((other, room));
            }
            if let Some(list) = left.get_mut(other) {
                list.push((one, room));
            }
        }
    }
    let mut joined: Vec<Vec<usize>> = vec![Vec::new(); blocks.len()];
    for (from, to) in &links {
        let (a, b) = (owner(&blocks, *from), owner(&blocks, *to));
        if a != b {
            if let Some(list) = joined.get_mut(a) {
                list.push(b);
            }
            if let Some(list) = joined.get_mut(b) {
                list.push(a);
            }
        }
    }
    settle(&mut blocks, &left);
    for _ in 0..ROUNDS {
        for n in 0..blocks.len() {
            let x_of = |m: &usize| blocks.get(*m).map(|block| block.x);
            let middles: Vec<i32> = joined.get(n).into_iter().flatten().filter_map(x_of).collect();
            let Ok(count) = i32::try_from(middles.len()) else { continue };
            if count == 0 {
                continue;
            }
            let wish = middles.iter().sum::<i32>() / count;
            let least = left
                .get(n)
                .into_iter()
                .flatten()
                .filter_map(|(m, room)| Some(x_of(m)? + room))
                .max();
            let most = right
                .get(n)
                .into_iter()
                .flatten()
                .filter_map(|(m, room)| Some(x_of(m)? - room))
                .min();
            let x = wish.min(most.unwrap_or(i32::MAX)).max(least.unwrap_or(i32::MIN));
            if let Some(block) = blocks.get_mut(n) {
                block.x = x;
            }
        }
    }
    for block in &blocks {
        for (layer, n) in &block.places {
            if let Some(slot) = layers.get_mut(*layer).and_then(|held| held.get_mut(*n)) {
                slot.x = block.x;
            }
        }
    }
}

/// Every pair of slots that an arrow joins from one layer to the next.
pub(super) fn links(graph: &Graph, layers: &[Vec<Slot>]) -> Vec<(Place, Place)> {
    let mut links = Vec::new();
    for (number, layer) in layers.iter().enumerate() {
        let Some(below) = layers.get(number + 1) else { break };
        for (arrow, (from, to)) in graph.arrows.iter().enumerate() {
            let passes = |slot: &Slot| slot.node.is_none() && slot.arrow == arrow;
            let start = layer.iter().position(|slot| slot.node == Some(*from) || passes(slot));
            let end = below.iter().position(|slot| slot.node == Some(*to) || passes(slot));
            if let (Some(start), Some(end)) = (start, end) {
                links.push(((number, start), (number + 1, end)));
            }
        }
    }
    links
}

/// Joins each slot to the one above that it follows: the only one, or the middle one of an odd number, where that one
/// in turn has this slot as its only or middle follower. Blocks never cross, because partners are taken from left to right.
fn blocks(layers: &[Vec<Slot>], links: &[(Place, Place)]) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for (number, layer) in layers.iter().enumerate() {
        let mut taken: Option<usize> = None;
        for n in 0..layer.len() {
            let here = (number, n);
            let above = middle(links.iter().filter(|(_, to)| *to == here).map(|(from, _)| *from));
            let partner = above.filter(|above| {
                middle(links.iter().filter(|(from, _)| from == above).map(|(_, to)| *to))
                    == Some(here)
                    && taken.is_none_or(|taken| above.1 > taken)
            });
            let block = partner
                .and_then(|above| blocks.iter_mut().find(|block| block.places.contains(&above)));
            match (block, partner) {
                (Some(block), Some(above)) => {
                    block.places.push(here);
                    taken = Some(above.1);
                }
                _ => blocks.push(Block { places: vec![here], x: 0 }),
            }
        }
    }
    blocks
}

/// The middle one of an odd number.
fn middle(places: impl Iterator<Item = Place>) -> Option<Place> {
    let mut sorted: Vec<Place> = places.collect();
    sorted.sort_unstable();
    if sorted.len() % 2 == 1 { sorted.get(sorted.len() / 2).copied() } else { None }
}

/// Gives every block a middle as far left as its neighbours to the left allow.
fn settle(blocks: &mut [Block], left: &[Vec<(usize, i32)>]) {
    for _ in 0..blocks.len() {
        for n in 0..blocks.len() {
            let least = left
                .get(n)
                .into_iter()
                .flatten()
                .filter_map(|(m, room)| Some(blocks.get(*m)?.x + room))
                .max()
                .unwrap_or(0);
            if let Some(block) = blocks.get_mut(n) {
                block.x = block.x.max(least);
            }
        }
    }
}
