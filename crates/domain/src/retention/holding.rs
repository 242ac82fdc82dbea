//! 暂停销毁: placed and lifted by named people, with the ground, the basis and the reason.

use super::step::{Around, Step, advanced, begin, cited, words};
use super::{Ground, Hold, Life};
use crate::refusal::Refusal;

/// 暂停销毁, as somebody wants it.
#[derive(Debug, Clone, Default)]
pub struct HoldWish {
    /// Ground by its id.
    pub ground: String,
    /// Paper or article.
    pub basis: String,
    /// In words.
    pub reason: String,
}

/// Places a hold.
///
/// # Errors
/// Who may not, or what is wrong with the form.
pub fn hold(life: &Life, wish: &HoldWish, around: &Around<'_>) -> Result<Life, Vec<Refusal>> {
    let mut faults = begin(Step::Hold, life, around);
    let ground = Ground::parse(&wish.ground);
    if ground.is_none() {
        faults.push(Refusal::new("input.choice", "请选择暂停的事由").at("ground"));
    }
    faults.extend(words("basis", "依据", &wish.basis, around));
    faults.extend(words("reason", "原因", &wish.reason, around));
    let Some(ground) = ground.filter(|_| faults.is_empty()) else {
        return Err(cited(Step::Hold, faults, around));
    };
    let mut next = advanced(life);
    next.holds.push(Hold {
        n: u32::try_from(life.holds.len()).unwrap_or(u32::MAX).saturating_add(1),
        ground,
        basis: wish.basis.trim().to_owned(),
        reason: wish.reason.trim().to_owned(),
        by: around.hand(),
        lifted: None,
        lifted_for: String::new(),
    });
    Ok(next)
}

/// Lifts a hold.
///
/// # Errors
/// There is no such hold, it is another agency's, who may not, or what is wrong with the form.
pub fn lift(life: &Life, n: u32, reason: &str, around: &Around<'_>) -> Result<Life, Vec<Refusal>> {
    let mut faults = begin(Step::Lift, life, around);
    faults.extend(words("reason", "原因", reason, around));
    let mut next = advanced(life);
    match next.holds.iter_mut().find(|hold| hold.n == n && hold.lifted.is_none()) {
        None if life.held().next().is_none() => {}
        None => faults.push(Refusal::new("retention.no_hold", "没有这一项暂停，或者已经解除")),
        Some(hold) if hold.by.agency != around.actor.agency => {
            let said = "暂停由提出的机关解除";
            faults.push(Refusal::new("retention.other_agency", said));
        }
        Some(hold) => {
            hold.lifted = Some(around.hand());
            reason.trim().clone_into(&mut hold.lifted_for);
        }
    }
    if faults.is_empty() { Ok(next) } else { Err(cited(Step::Lift, faults, around)) }
}
