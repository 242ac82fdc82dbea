//! The remedy clause of a paper: to whom, within which time, and what must come first. Made from the facts, never typed
//! (处罚法59; 复议法20、23; 行诉法46; 信访工作条例35、36).
//!
//! What this is not: advice on whether a remedy would succeed.

use zhiheng_law::{Pack, Remedy, period_words};

/// The clause as it stands in the paper of an agency: `government` is that which reconsiders its acts, `superior` the agency above
/// it; either may be empty.
pub fn clause(remedy: Remedy, pack: &Pack, government: &str, superior: &str) -> String {
    let period = |code: &str| {
        pack.periods
            .get(code)
            .map(|rule| period_words::words(rule).replace(' ', ""))
            .unwrap_or_default()
    };
    let government = named(government, "本级人民政府");
    let superior = named(superior, "本机关的上一级机关、单位");
    match remedy {
        Remedy::Ordinary => format!(
            "如不服本决定，可以自知道本决定之日起{}内，向{government}申请行政复议；也可以自知道本决定之日起{}内，依法直接向有管辖权的人民法院提起行政诉讼。行政复议、行政诉讼期间，本决定不停止执行，法律另有规定的除外。",
            period("RIGHT_REVIEW"),
            period("RIGHT_SUE"),
        ),
        Remedy::ReviewFirst => format!(
            "如不服本决定，依照《中华人民共和国行政复议法》第二十三条的规定，应当自知道本决定之日起{}内，先向{government}申请行政复议；对行政复议决定不服的，可以自收到行政复议决定书之日起十五日内，依法向有管辖权的人民法院提起行政诉讼。行政复议、行政诉讼期间，本决定不停止执行，法律另有规定的除外。",
            period("RIGHT_REVIEW"),
        ),
        Remedy::Adjudication => format!(
            "如不服本裁决，可以自知道本裁决之日起{}内，向{government}申请行政复议；也可以自知道本裁决之日起{}内，依法向有管辖权的人民法院提起行政诉讼，并可以申请一并解决相关民事争议。",
            period("RIGHT_REVIEW"),
            period("RIGHT_SUE"),
        ),
        Remedy::PetitionRecheck => format!(
            "如对本意见不服，可以自收到本意见书之日起{}内，向{superior}请求复查。逾期不请求复查的，不再受理。",
            period("PET_REVIEW_REQ"),
        ),
        Remedy::PetitionReview => format!(
            "如对本意见不服，可以自收到本意见书之日起{}内，向{superior}请求复核。逾期不请求复核的，不再受理。",
            period("PET_RECHECK_REQ"),
        ),
    }
}

fn named<'a>(name: &'a str, otherwise: &'a str) -> &'a str {
    if name.is_empty() { otherwise } else { name }
}
