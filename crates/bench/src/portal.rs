//! The portal over very many decisions: first page, search with its counts, pictures, one decision, a site map.
//!
//! Words and conditions change with every request, so that nothing is answered from what was kept.

use std::path::Path;
use std::time::{Duration, Instant};

use zhiheng_app::imported::ImportedDecision;

use crate::client::Client;
use crate::figures::{percentile, print};
use crate::server::Server;

type Failure = Box<dyn std::error::Error>;
/// Name, goal, and the address of the n-th request.
type Page<'a> = (&'a str, &'a str, Box<dyn Fn(usize) -> String>);

/// Decisions that are taken over in one transaction.
const BATCH: usize = 1_000;
const CAUSES: [&str; 8] = [
    "未按规定保存进货查验记录",
    "占道经营",
    "未按规定报送统计资料",
    "安全出口被堵塞",
    "超越资质承揽工程",
    "未取得许可从事经营",
    "污水未经处理排放",
    "虚列费用，财务数据不真实",
];
const REGIONS: [&str; 12] = [
    "山西省",
    "河北省",
    "山东省",
    "河南省",
    "陕西省",
    "四川省",
    "福建省",
    "广东省",
    "浙江省",
    "江苏省",
    "湖北省",
    "湖南省",
];
const KINDS: [&[&str]; 4] = [&["警告"], &["罚款"], &["警告", "罚款"], &["责令停产停业"]];
const CATEGORIES: [&str; 4] = ["行政处罚", "行政许可", "行政检查", "行政强制"];

/// Measures over `wanted` decisions in a folder that is filled where it is not.
pub(crate) async fn run(
    zhiheng: &Path,
    data: &Path,
    wanted: usize,
    seconds: u64,
) -> Result<(), Failure> {
    std::fs::create_dir_all(data)?;
    crate::fixture::people(zhiheng, data, 20)?;
    fill(data, wanted).await?;
    let server = Server::start(zhiheng, data).await?;
    let client = Client::new();
    let ids = ids(&client, &server.base).await?;
    let span = Duration::from_secs(seconds.div_ceil(2).max(1));
    let at = wanted;
    let word = |n: usize| CAUSES.get(n % CAUSES.len()).copied().unwrap_or_default();
    let region = |n: usize| REGIONS.get(n / 8 % REGIONS.len()).copied().unwrap_or_default();
    let pages: [Page<'_>; 7] = [
        ("first_page", "<= 100", Box::new(|_| "/".to_owned())),
        (
            "list",
            "beside the search",
            Box::new(|n| format!("/decisions?from=2020-01-{:02}", n % 28 + 1)),
        ),
        (
            "search_common_word",
            "p99 <= 30",
            Box::new(move |n| {
                format!("/decisions?q={}&to=2026-01-{:02}", encode(word(n)), n % 28 + 1)
            }),
        ),
        (
            "search_words_and_region",
            "p99 <= 30",
            Box::new(move |n| {
                let (word, region) = (encode(word(n)), encode(region(n)));
                format!("/decisions?q={word}&region={region}&from=2021-02-{:02}", n % 28 + 1)
            }),
        ),
        (
            "search_one_company",
            "p99 <= 30",
            Box::new(move |n| {
                let name = format!("示例{}号有限公司", n.wrapping_mul(7_919) % at.max(1));
                format!("/decisions?q={}", encode(&name))
            }),
        ),
        ("numbers", "<= 100", Box::new(|n| format!("/numbers?from=2020-03-{:02}", n % 28 + 1))),
        (
            "decision",
            "<= 10",
            Box::new(move |n| {
                let id = ids.get(n.wrapping_mul(31) % ids.len().max(1));
                format!("/decisions/{}", id.map_or("none", String::as_str))
            }),
        ),
    ];
    for (name, goal, path) in &pages {
        let (mut samples, mut heaviest) = (Vec::new(), 0);
        let began = Instant::now();
        for n in 0.. {
            let start = Instant::now();
            let address = format!("{}{}", server.base, path(n));
            let answer = client.get(&address, None).await.map_err(|error| error.to_string())?;
            samples.push(start.elapsed());
            if answer.status != 200 {
                return Err(format!("{address} answered {}", answer.status).into());
            }
            heaviest = heaviest.max(answer.body.len());
            if began.elapsed() > span && samples.len() >= 20 {
                break;
            }
        }
        print(
            &format!("portal.{name}.p50_at_{at}"),
            percentile(&mut samples, 0.5),
            "ms",
            None,
            goal,
        );
        print(
            &format!("portal.{name}.p99_at_{at}"),
            percentile(&mut samples, 0.99),
            "ms",
            None,
            goal,
        );
        #[expect(clippy::cast_precision_loss, reason = "a page has few bytes")]
        print(&format!("portal.{name}.bytes"), heaviest as f64, "bytes", None, "< 100000");
    }
    Ok(())
}

/// Public ids of the newest decisions.
async fn ids(client: &Client, base: &str) -> Result<Vec<String>, Failure> {
    let mut ids = Vec::new();
    let mut address = format!("{base}/api/public/v1/decisions");
    for _ in 0..20 {
        let page = client.get(&address, None).await.map_err(|error| error.to_string())?.json();
        let items = page.get("items").and_then(serde_json::Value::as_array);
        let found = items.into_iter().flatten().filter_map(|item| item.get("id")?.as_str());
        ids.extend(found.map(ToOwned::to_owned));
        let Some(next) = page.get("next").and_then(serde_json::Value::as_str) else { break };
        address = format!("{base}/api/public/v1/decisions?cursor={}", encode(next));
    }
    if ids.is_empty() { Err("the portal lists no decision".into()) } else { Ok(ids) }
}

async fn fill(data: &Path, wanted: usize) -> Result<(), Failure> {
    let done = data.join("bench-decisions");
    let held: usize =
        std::fs::read_to_string(&done).ok().and_then(|text| text.trim().parse().ok()).unwrap_or(0);
    let app = crate::fixture::open(data)?;
    for start in (held..wanted).step_by(BATCH) {
        let batch: Vec<ImportedDecision> =
            (start..wanted.min(start + BATCH)).map(decision).collect();
        app.take_over("bench", &batch).await?;
        std::fs::write(&done, (start + batch.len()).to_string())?;
    }
    Ok(())
}

fn decision(n: usize) -> ImportedDecision {
    let pick = |all: &[&'static str], n: usize| all.get(n % all.len()).copied().unwrap_or_default();
    let cause = pick(&CAUSES, n.wrapping_mul(31) / 7);
    let region = pick(&REGIONS, n.wrapping_mul(17) / 5);
    let kinds = KINDS.get(n % KINDS.len()).copied().unwrap_or_default();
    let party = format!("示例{n}号有限公司");
    ImportedDecision {
        key: format!("bench:{n}"),
        number: format!("示罚〔2026〕{}号", n + 1),
        agency_name: format!("{region}示例{}局", n % 40),
        category: pick(&CATEGORIES, n / 3).to_owned(),
        title: format!("{party}{cause}案"),
        facts: format!(
            "经查，{party}于检查当日{cause}，有现场笔录、照片和询问笔录为证，当事人对事实没有异议。"
        ),
        party,
        basis: "《示例条例》第二十条".to_owned(),
        result: format!("对当事人{}。", kinds.join("并")),
        kinds: kinds.iter().map(|kind| (*kind).to_owned()).collect(),
        fine: kinds.contains(&"罚款").then_some(500_000),
        region: region.to_owned(),
        decided: String::new(),
        published: format!("{}-{:02}-{:02}", 2020 + n % 7, 1 + n / 7 % 11, 1 + n / 77 % 28),
        source: format!("https://example.org/notices/{n}"),
    }
}

fn encode(text: &str) -> String {
    use std::fmt::Write as _;
    text.bytes().fold(String::new(), |mut all, byte| {
        let _ = write!(all, "%{byte:02X}");
        all
    })
}
