//! A decision of two pages as PDF/A, warm, beside the first one of a fresh press.
//!
//! The baseline is not the typst command line, which is not to be had without building it: it is the same paper from a press that
//! has just been made in this process, faces unread and nothing kept, which is what a command line pays for each paper.

use std::time::{Duration, Instant};

use zhiheng_app::ports::press::{Layout, Part, Press as _, PressError, Sheet, Standing};
use zhiheng_papers::Printer;

use crate::figures::{percentile, print};

/// Warm papers that are timed.
const ROUNDS: usize = 200;
/// Two pages of it are a decision.
const SENTENCE: &str = "当事人于2026年2月3日在示例县人民路经营餐饮，未按规定公示食品经营许可证，执法人员现场检查时发现其从业人员三名未取得健康证明，违反了《中华人民共和国食品安全法》第四十五条第二款的规定。";

pub(crate) fn run() -> Result<(), PressError> {
    let cold = {
        let press = Printer::default();
        let began = Instant::now();
        press.pdf(&decision(0))?;
        began.elapsed()
    };
    let press = Printer::default();
    for n in 1..10 {
        press.pdf(&decision(n))?;
    }
    let mut samples: Vec<Duration> = Vec::with_capacity(ROUNDS);
    for n in 0..ROUNDS {
        // Every paper has other words, so that nothing is answered from memory whole.
        let sheet = decision(1_000 + n);
        let began = Instant::now();
        std::hint::black_box(press.pdf(&sheet)?);
        samples.push(began.elapsed());
    }
    let baseline = Some(cold.as_secs_f64() * 1000.0);
    let median = percentile(&mut samples, 0.5);
    print(
        "papers.two_page_decision_warm_p50_beside_first_of_a_fresh_press",
        median,
        "ms",
        baseline,
        "<= 60",
    );
    let slow = percentile(&mut samples, 0.99);
    print("papers.two_page_decision_warm_p99", slow, "ms", None, "<= 60");
    dossier(&press)
}

/// A volume of a hundred numbered pages: fifty decisions of two pages, set and bound, beside setting them alone.
fn dossier(press: &Printer) -> Result<(), PressError> {
    let began = Instant::now();
    let mut parts = Vec::new();
    let mut next = 1;
    for n in 0..50 {
        let pdf = press.pdf(&decision(5_000 + n))?;
        let pages = press.count(&pdf)?;
        parts.push(Part { pdf, title: Some(format!("{n}")), first: Some(next) });
        next += pages;
    }
    let set = began.elapsed();
    std::hint::black_box(press.bind(&parts)?);
    let whole = began.elapsed();
    let ms = |time: Duration| time.as_secs_f64() * 1000.0;
    let name = format!("papers.dossier_of_{}_pages_set_and_bound_beside_set_alone", next - 1);
    print(&name, ms(whole), "ms", Some(ms(set)), "<= 6000");
    Ok(())
}

fn decision(n: usize) -> Sheet {
    let paragraphs = (1..=6).map(|part| format!("第{part}项（{n}）。{SENTENCE}")).collect();
    Sheet {
        key: format!("{n:026}~decision"),
        layout: Layout::Decision,
        standing: Standing::Issued,
        agency: "示例市示例县市场监督管理局".to_owned(),
        title: "行政处罚决定书".to_owned(),
        number: Some(format!("示市监罚〔2026〕{n}号")),
        addressee: format!("示例餐饮店{n}："),
        day: jiff::civil::date(2026, 3, 1),
        paragraphs,
        rows: Vec::new(),
        signoffs: Vec::new(),
        signatures: Vec::new(),
        seal: Some("示例市示例县市场监督管理局".to_owned()),
    }
}
