//! Counts of what was asked and how it ended, in the text that Prometheus reads.
//!
//! What this is not: a place for anything about persons or matters. Labels are templates of addresses, statuses and result codes.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Mutex;
use std::time::Duration;

/// Upper bounds of the duration buckets, in seconds.
const BUCKETS: [f64; 12] =
    [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];

/// Counts since the process began.
#[derive(Debug, Default)]
pub struct Metrics {
    counts: Mutex<Counts>,
}

#[derive(Debug, Default)]
struct Counts {
    requests: BTreeMap<(String, String, u16), u64>,
    durations: BTreeMap<String, Histogram>,
    acts: BTreeMap<String, u64>,
}

#[derive(Debug, Default)]
struct Histogram {
    buckets: [u64; BUCKETS.len()],
    count: u64,
    seconds: f64,
}

impl Metrics {
    /// Counts one request by method, template of its address and status.
    pub(crate) fn request(&self, method: &str, route: &str, status: u16, took: Duration) {
        let Ok(mut counts) = self.counts.lock() else { return };
        let key = (method.to_owned(), route.to_owned(), status);
        *counts.requests.entry(key).or_default() += 1;
        let histogram = counts.durations.entry(route.to_owned()).or_default();
        let seconds = took.as_secs_f64();
        histogram.count += 1;
        histogram.seconds += seconds;
        for (bucket, bound) in histogram.buckets.iter_mut().zip(BUCKETS) {
            if seconds <= bound {
                *bucket += 1;
            }
        }
    }

    /// Counts one act by how it ended: `ok` or the code of what refused it.
    pub(crate) fn act(&self, result: &str) {
        if let Ok(mut counts) = self.counts.lock() {
            *counts.acts.entry(result.to_owned()).or_default() += 1;
        }
    }

    /// Everything counted, as Prometheus reads it.
    pub fn text(&self) -> String {
        let mut text = String::new();
        let Ok(counts) = self.counts.lock() else { return text };
        text.push_str("# HELP zhiheng_http_requests_total Requests by method, route and status.\n");
        text.push_str("# TYPE zhiheng_http_requests_total counter\n");
        for ((method, route, status), count) in &counts.requests {
            let _ = writeln!(
                text,
                "zhiheng_http_requests_total{{method=\"{}\",route=\"{}\",status=\"{status}\"}} {count}",
                label(method),
                label(route),
            );
        }
        text.push_str("# HELP zhiheng_http_request_seconds Time to answer by route.\n");
        text.push_str("# TYPE zhiheng_http_request_seconds histogram\n");
        for (route, histogram) in &counts.durations {
            let route = label(route);
            for (count, bound) in histogram.buckets.iter().zip(BUCKETS) {
                let _ = writeln!(
                    text,
                    "zhiheng_http_request_seconds_bucket{{route=\"{route}\",le=\"{bound}\"}} {count}",
                );
            }
            let Histogram { count, seconds, .. } = histogram;
            let name = "zhiheng_http_request_seconds";
            let _ = writeln!(text, "{name}_bucket{{route=\"{route}\",le=\"+Inf\"}} {count}");
            let _ = writeln!(text, "{name}_sum{{route=\"{route}\"}} {seconds}");
            let _ = writeln!(text, "{name}_count{{route=\"{route}\"}} {count}");
        }
        text.push_str("# HELP zhiheng_acts_total Acts asked for, by result code.\n");
        text.push_str("# TYPE zhiheng_acts_total counter\n");
        for (result, count) in &counts.acts {
            let _ = writeln!(text, "zhiheng_acts_total{{result=\"{}\"}} {count}", label(result));
        }
        text
    }
}

fn label(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_in_its_bucket_and_in_every_wider_one() {
        let metrics = Metrics::default();
        metrics.request("GET", "/api/desk", 200, Duration::from_millis(30));
        metrics.act("gate.review_cleared");
        let text = metrics.text();
        assert!(text.contains(
            "zhiheng_http_requests_total{method=\"GET\",route=\"/api/desk\",status=\"200\"} 1"
        ));
        assert!(text.contains("_bucket{route=\"/api/desk\",le=\"0.025\"} 0"));
        assert!(text.contains("_bucket{route=\"/api/desk\",le=\"0.05\"} 1"));
        assert!(text.contains("zhiheng_acts_total{result=\"gate.review_cleared\"} 1"));
    }
}
