//! Printing of figures, and the percentiles behind them.

use std::time::Duration;

/// Prints one figure beside its baseline. `ratio` is value / baseline.
#[expect(clippy::print_stdout, reason = "the figures are this program's output")]
pub(crate) fn print(name: &str, value: f64, unit: &str, baseline: Option<f64>, goal: &str) {
    let round = |number: f64| (number * 1000.0).round() / 1000.0;
    let line = serde_json::json!({
        "name": name,
        "value": round(value),
        "unit": unit,
        "baseline": baseline.map(round),
        "ratio": baseline.filter(|baseline| *baseline > 0.0).map(|baseline| round(value / baseline)),
        "goal": goal,
    });
    println!("{line}");
}

/// The value below which `share` of the sorted samples lie, in milliseconds.
pub(crate) fn percentile(samples: &mut [Duration], share: f64) -> f64 {
    samples.sort_unstable();
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "sample counts are small"
    )]
    let place = ((samples.len().saturating_sub(1)) as f64 * share).round() as usize;
    samples.get(place).map_or(0.0, |sample| sample.as_secs_f64() * 1000.0)
}
