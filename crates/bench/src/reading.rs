//! Lists, one matter, an act at a million matters, and the public decision page, each beside its baseline.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::client::Client;
use crate::figures::{percentile, print};
use crate::fixture::Fixture;
use crate::server::Server;
use crate::writing::today;

type Failure = Box<dyn std::error::Error>;

/// What Open Zaak publishes for a list over 1,000,000 cases: median, milliseconds, lower end.
const OPEN_ZAAK_LIST: f64 = 150.0;
/// What Open Zaak publishes for opening a case: median, milliseconds.
const OPEN_ZAAK_CREATE: f64 = 390.0;

pub(crate) async fn lists(
    zhiheng: &Path,
    few: &Fixture,
    many: &Fixture,
    seconds: u64,
) -> Result<(), Failure> {
    let small = measure(zhiheng, few, seconds).await?;
    let large = measure(zhiheng, many, seconds).await?;
    let at = many.matters;
    for (name, p50, p99) in &large.lists {
        print(&format!("list.{name}.p50_at_{at}"), *p50, "ms", Some(OPEN_ZAAK_LIST), "<= 5");
        print(&format!("list.{name}.p99_at_{at}"), *p99, "ms", Some(OPEN_ZAAK_LIST), "<= 25");
    }
    print(
        &format!("matter.open.p50_at_{at}"),
        large.open,
        "ms",
        Some(small.open),
        "<= 10, ratio <= 1.3",
    );
    print(
        &format!("matter.act.p50_at_{at}"),
        large.act,
        "ms",
        Some(small.act),
        "<= 10, ratio <= 1.3",
    );
    print(
        &format!("matter.register.p50_at_{at}"),
        large.register,
        "ms",
        Some(OPEN_ZAAK_CREATE),
        "beside Open Zaak",
    );
    Ok(())
}

struct Measured {
    lists: Vec<(&'static str, f64, f64)>,
    open: f64,
    act: f64,
    register: f64,
}

async fn measure(zhiheng: &Path, fixture: &Fixture, seconds: u64) -> Result<Measured, Failure> {
    let server = Server::start(zhiheng, &fixture.data).await?;
    let client = Client::new();
    let fail = |error: Box<dyn std::error::Error + Send + Sync>| error.to_string();
    let city = client
        .sign_in(&server.base, "cz-officer", fixture.password("cz-officer"))
        .await
        .map_err(fail)?;
    let mut lists = Vec::new();
    for (name, query) in [
        ("all_by_due", "sort=due"),
        ("one_agency", "agency=luzhou&sort=due"),
        ("open_overdue", "light=overdue&status=open"),
        ("newest", "sort=-opened"),
        ("words", "q=%E4%BE%9B%E7%83%AD&sort=due"),
        ("stage", "procedure=petition&stage=accept&sort=due"),
    ] {
        let url = format!("{}/api/matters?{query}&limit=50", server.base);
        let mut samples =
            sample(&client, &url, &city, Duration::from_secs(seconds.div_ceil(3))).await?;
        lists.push((name, percentile(&mut samples, 0.5), percentile(&mut samples, 0.99)));
    }
    let page = client
        .get(&format!("{}/api/matters?agency=cz&sort=-opened&limit=500", server.base), Some(&city))
        .await
        .map_err(fail)?;
    let ids: Vec<String> = page
        .json()
        .get("items")
        .and_then(Value::as_array)
        .map(|items| {
            items
                .iter()
                .filter_map(|item| item.get("id").and_then(Value::as_str).map(ToOwned::to_owned))
                .collect()
        })
        .unwrap_or_default();
    let (mut opened, mut acted, mut registered) = (Vec::new(), Vec::new(), Vec::new());
    for id in ids.iter().take(200) {
        let began = Instant::now();
        let answer = client
            .get(&format!("{}/api/matters/{id}", server.base), Some(&city))
            .await
            .map_err(fail)?;
        if answer.status == 200 {
            opened.push(began.elapsed());
        }
    }
    let day = today().to_string();
    for id in &ids {
        let fields = json!({ "route": "信访程序", "manner": "本机关办理", "to": "办理科室", "handed_on": day, "why": "甄别" });
        let began = Instant::now();
        let url = format!("{}/api/matters/{id}/acts/route", server.base);
        let answer = client
            .post(&url, Some(&city), None, &json!({ "fields": fields }))
            .await
            .map_err(fail)?;
        if answer.status == 200 {
            acted.push(began.elapsed());
        }
    }
    for n in 0..100 {
        let body =
            json!({ "procedure": "petition", "fields": crate::fixture::petition(n, today()) });
        let began = Instant::now();
        if client
            .post(&format!("{}/api/matters", server.base), Some(&city), None, &body)
            .await
            .map_err(fail)?
            .status
            == 201
        {
            registered.push(began.elapsed());
        }
    }
    if opened.is_empty() || acted.is_empty() || registered.is_empty() {
        return Err("no matter could be opened or acted upon".into());
    }
    Ok(Measured {
        lists,
        open: percentile(&mut opened, 0.5),
        act: percentile(&mut acted, 0.5),
        register: percentile(&mut registered, 0.5),
    })
}

async fn sample(
    client: &Client,
    url: &str,
    token: &str,
    span: Duration,
) -> Result<Vec<Duration>, Failure> {
    let (mut samples, began) = (Vec::new(), Instant::now());
    while began.elapsed() < span {
        let start = Instant::now();
        let answer = client.get(url, Some(token)).await.map_err(|error| error.to_string())?;
        if answer.status != 200 {
            return Err(format!("{url} answered {}", answer.status).into());
        }
        samples.push(start.elapsed());
    }
    Ok(samples)
}

/// Requests a second of one decision page, beside nginx serving the same bytes as a file.
pub(crate) async fn decision_page(
    zhiheng: &Path,
    fixture: &Fixture,
    seconds: u64,
) -> Result<(), Failure> {
    let server = Server::start(zhiheng, &fixture.data).await?;
    let client = Client::new();
    let list = client
        .get(&format!("{}/decisions", server.base), None)
        .await
        .map_err(|error| error.to_string())?;
    let html = String::from_utf8_lossy(&list.body).into_owned();
    let path = html
        .split("href=\"/decisions/")
        .skip(1)
        .filter_map(|part| part.split('"').next())
        .find(|id| id.len() == 16)
        .ok_or("the portal lists no decision")?
        .to_owned();
    let url = format!("{}/decisions/{path}", server.base);
    let page = client.get(&url, None).await.map_err(|error| error.to_string())?;
    let ours = load(&url, seconds).await?;
    let baseline = nginx(&page.body, seconds).await?;
    print("decision_page.requests_per_second", ours, "req/s", baseline, "ratio >= 0.4");
    Ok(())
}

async fn nginx(body: &[u8], seconds: u64) -> Result<Option<f64>, Failure> {
    let folder = tempfile::tempdir()?;
    let root = folder.path();
    std::fs::write(root.join("page.html"), body)?;
    let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let shown = root.display();
    std::fs::write(
        root.join("nginx.conf"),
        format!(
            "daemon off; worker_processes 2; pid {shown}/nginx.pid; error_log {shown}/error.log; user root; events {{ worker_connections 512; }}\n\
             http {{ access_log off; client_body_temp_path {shown}; proxy_temp_path {shown}; fastcgi_temp_path {shown}; uwsgi_temp_path {shown}; \
             scgi_temp_path {shown}; keepalive_requests 1000000; server {{ listen 127.0.0.1:{port}; root {shown}; }} }}\n"
        ),
    )?;
    let child = Command::new("nginx")
        .arg("-p")
        .arg(root)
        .arg("-c")
        .arg(root.join("nginx.conf"))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    let Ok(mut child) = child else { return Ok(None) };
    let url = format!("http://127.0.0.1:{port}/page.html");
    let client = Client::new();
    for _ in 0..200 {
        if client.get(&url, None).await.is_ok_and(|answer| answer.status == 200) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let rate = load(&url, seconds).await;
    let _ = child.kill();
    let _ = child.wait();
    rate.map(Some)
}

/// Requests a second with 32 connections; by wrk where it is installed, which costs the machine less than our own client.
async fn load(url: &str, seconds: u64) -> Result<f64, Failure> {
    if let Ok(output) =
        Command::new("wrk").args(["-t1", "-c32", &format!("-d{seconds}s"), url]).output()
        && let Some(rate) = String::from_utf8_lossy(&output.stdout).lines().find_map(|line| {
            line.trim().strip_prefix("Requests/sec:").and_then(|rate| rate.trim().parse().ok())
        })
    {
        return Ok(rate);
    }
    let client = Client::new();
    let end = Instant::now() + Duration::from_secs(seconds);
    let began = Instant::now();
    let mut tasks = Vec::new();
    for _ in 0..32 {
        let (client, url) = (client.clone(), url.to_owned());
        tasks.push(tokio::spawn(async move {
            let mut count = 0_u32;
            while Instant::now() < end {
                if client.get(&url, None).await.is_ok_and(|answer| answer.status == 200) {
                    count += 1;
                }
            }
            count
        }));
    }
    let mut count = 0;
    for task in tasks {
        count += task.await?;
    }
    Ok(f64::from(count) / began.elapsed().as_secs_f64())
}
