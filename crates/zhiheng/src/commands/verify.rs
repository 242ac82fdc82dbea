//! `zhiheng verify`: 0 intact, 1 not, 2 could not run. Writes nothing.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use serde_json::{Value, json};
use zhiheng_app::App;
use zhiheng_app::record_folder::RecordFolder;
use zhiheng_app::verify::{Progress, Stage, Verified};
use zhiheng_record::bundle::verify_bundle;
use zhiheng_record::policy::Policy;
use zhiheng_verify::Reading;

use crate::cli::{ReaderFiles, Verify};
use crate::output::{Bar, Done, Fault, file_fault, say};
use crate::place::Place;
use crate::wiring;
use crate::world::SystemClock;

pub(crate) async fn run(arguments: Verify) -> Result<Done, Fault> {
    let Verify { data, bundle, statements, policy, stores, json: _ } = arguments;
    if let Some(file) = statements.statements {
        let ReaderFiles { statements: _, decisions, kept, proof } = statements;
        let policy = policy.or_else(|| data.map(|data| data.join("record").join("policy")));
        return reading(&Reading { statements: file, decisions, kept, proof, policy });
    }
    if let Some(bundle) = &bundle
        && zhiheng_verify::looks_like_bag(bundle)
    {
        let policy = policy.or_else(|| data.map(|data| data.join("record").join("policy")));
        return package(bundle, policy.as_deref());
    }
    if let Some(bundle) = bundle {
        let policy = policy
            .or_else(|| data.map(|data| data.join("record").join("policy")))
            .ok_or_else(|| {
                Fault::new(
                    "verify.policy",
                    "请用 --policy 给出信任策略，或用 --data 采用数据目录自带的策略",
                )
            })?;
        return proof(&bundle, &policy);
    }
    let Some(data) = data else {
        return Err(Fault::new("arguments", "请给出 --data 或 --bundle"));
    };
    let place = Place::look(&data)?;
    if !place.record().is_dir() {
        return Err(
            zhiheng_app::record_home::RecordFault::NotCreated(data.display().to_string()).into()
        );
    }
    let trusted = match &policy {
        Some(path) => Policy::parse(&text(path)?)
            .map_err(|fault| Fault::new("verify.policy", format!("信任策略：{fault}")))?,
        None => match own_policy(&place) {
            Ok(trusted) => trusted,
            Err(broken) => return Ok(broken),
        },
    };
    let Some(suite) = trusted.logs().first().map(zhiheng_record::key::Verifier::suite) else {
        return Err(Fault::new("verify.policy", "信任策略没有写明任何日志"));
    };
    let app = wiring::wire(&place, &stores, suite, Arc::new(SystemClock)).await?;
    whole(&app, &place, trusted).await
}

/// Verifies a whole data folder and tells the result.
pub(crate) async fn whole(app: &App, place: &Place, trusted: Policy) -> Result<Done, Fault> {
    let bar = Arc::new(Bar::new());
    let watched = bar.clone();
    let progress: Progress = Arc::new(move |stage, done, of| {
        let work = match stage {
            Stage::Record => "核验记录",
            Stage::Journal => "核验数据库",
            Stage::Evidence => "核验证据",
        };
        watched.set(work, done, of);
    });
    let folder = RecordFolder::new(place.record());
    let verified = app.verify(&folder, trusted, progress).await?;
    bar.clear();
    tell(&verified);
    if verified.is_undecided() {
        return Err(Fault::new("verify.unreadable", "有文件读不出来，无法下结论"));
    }
    let negative = !verified.is_intact();
    let mut json = serde_json::to_value(&verified)
        .map_err(|error| Fault::new("internal", format!("内部错误：{error}")))?;
    if let Some(members) = json.as_object_mut() {
        let outcome = if negative { "not_intact" } else { "intact" };
        members.insert("outcome".to_owned(), outcome.into());
    }
    Ok(Done { json, negative, ..Done::default() })
}

/// The folder's own policy. A broken one is damage to the folder.
pub(crate) fn own_policy(place: &Place) -> Result<Policy, Done> {
    let path = place.record().join("policy");
    let parsed = text(&path)
        .map_err(|_| "文件不可读".to_owned())
        .and_then(|text| Policy::parse(&text).map_err(|fault| fault.to_string()));
    parsed.map_err(|why| {
        say(&format!("不完好  policy:{why}"));
        let problem = json!({ "kind": "policy", "file": "policy", "message": why });
        let json = json!({ "outcome": "not_intact", "problems": [problem] });
        Done { json, negative: true, ..Done::default() }
    })
}

fn tell(verified: &Verified) {
    for trouble in &verified.problems {
        let place = match (&trouble.file, &trouble.blob, trouble.seq) {
            (Some(file), _, _) => file.clone(),
            (None, Some(blob), _) => format!("blobs/{blob}"),
            (None, None, Some(seq)) => format!("数据库第 {seq} 条"),
            (None, None, None) => "—".to_owned(),
        };
        say(&format!("不完好  {place}：{}", trouble.message));
    }
    if verified.omitted > 0 {
        say(&format!("另有 {} 处问题未逐一列出", verified.omitted));
    }
    if verified.is_intact() {
        say(&format!(
            "完好  日志 {}，已签署 {} 条，数据库 {} 条，证据 {} 个，与 {} 个旧检查点一致，树根 {}",
            verified.origin,
            verified.size,
            verified.events,
            verified.blobs,
            verified.history,
            verified.root
        ));
    }
    if verified.certificates > 0 {
        say(&format!(
            "其中 {} 条内容已依法销毁（{} 份销毁证明），它们的叶仍在并核验无误",
            verified.destroyed, verified.certificates
        ));
    }
    if verified.unsigned > 0 {
        say(&format!("有 {} 条尚未签入检查点，启动服务后会自动签署", verified.unsigned));
    }
}

/// The package of a dossier, by the words of the offline verifier.
fn package(bundle: &Path, policy: Option<&Path>) -> Result<Done, Fault> {
    let policy = policy.map(text).transpose()?;
    let mut words = Vec::new();
    let judged = zhiheng_verify::judge_package(bundle, policy.as_deref(), &mut words);
    judged_outside(judged, &words)
}

/// Checks the daily statements as a reader does, with nothing but what the portal hands out.
fn reading(reading: &Reading) -> Result<Done, Fault> {
    let mut words = Vec::new();
    let judged = zhiheng_verify::judge_statements(reading, &mut words);
    judged_outside(judged, &words)
}

/// Tells what the offline verifier found.
fn judged_outside(
    judged: std::io::Result<Result<(zhiheng_verify::Outcome, Value), String>>,
    words: &[u8],
) -> Result<Done, Fault> {
    let judged = judged.map_err(|error| Fault::new("verify.unreadable", error.to_string()))?;
    for line in String::from_utf8_lossy(words).lines() {
        say(line);
    }
    let (outcome, json) =
        judged.map_err(|reason| Fault::new("verify.unreadable", format!("无法核验：{reason}")))?;
    let negative = outcome != zhiheng_verify::Outcome::Intact;
    Ok(Done { json, negative, ..Done::default() })
}

fn proof(bundle: &Path, policy: &Path) -> Result<Done, Fault> {
    let (bundle, policy) = (text(bundle)?, text(policy)?);
    Policy::parse(&policy)
        .map_err(|fault| Fault::new("verify.policy", format!("信任策略：{fault}")))?;
    match verify_bundle(&bundle, &policy) {
        Ok(report) => {
            say(&format!(
                "属实  日志 {} 第 {} 条（共 {} 条），未被改动的公开字段：{}",
                report.verdict.log,
                report.index,
                report.size,
                report.shown.join("、")
            ));
            let mut json = serde_json::to_value(&report).unwrap_or(Value::Null);
            if let Some(members) = json.as_object_mut() {
                members.insert("outcome".to_owned(), "intact".into());
            }
            Ok(Done::with(json))
        }
        Err(fault) => {
            say(&format!("不属实  {fault}"));
            let json = json!({
                "outcome": "not_intact", "code": fault.code(), "message": fault.to_string(),
            });
            Ok(Done { json, negative: true, ..Done::default() })
        }
    }
}

fn text(path: &Path) -> Result<String, Fault> {
    let bytes = fs::read(path).map_err(|error| file_fault(path, &error))?;
    // Bytes that are no UTF-8 become a character that no policy and no proof contains.
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
