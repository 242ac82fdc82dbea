//! The page behind an officer code among very many officers: each request with a code of its own, freshly signed.

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};

use crate::client::Client;
use crate::figures::{percentile, print};
use crate::fixture;
use crate::server::Server;

type Failure = Box<dyn std::error::Error>;

/// Codes that are looked at.
const LOOKS: i64 = 400;
/// Milliseconds in which the page must answer.
const GOAL: f64 = 50.0;

pub(crate) async fn code_page(zhiheng: &Path, officers: usize) -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let data = folder.path().join("data");
    std::fs::create_dir_all(&data)?;
    let accounts = fixture::people(zhiheng, &data, 20)?;
    let mut table = "编号,姓名,机关编号,执法证号,有效期自,有效期至\n".to_owned();
    for n in 0..officers {
        writeln!(table, "bench-{n},示例{n},shili,BX{n:07},2020-01-01,2040-01-01")?;
    }
    let file = folder.path().join("officers.csv");
    std::fs::write(&file, table)?;
    let status = Command::new(zhiheng)
        .args(["import", "officers"])
        .arg(&file)
        .arg("--data")
        .arg(&data)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()?;
    if !status.success() {
        return Err(format!("zhiheng import ended with {status}").into());
    }
    let server = Server::start(zhiheng, &data).await?;
    let client = Client::new();
    let fail = |error: Box<dyn std::error::Error + Send + Sync>| error.to_string();
    let me = "shili-officer";
    let password = accounts
        .iter()
        .find(|account| account.get("username").and_then(Value::as_str) == Some(me))
        .and_then(|account| account.get("password").and_then(Value::as_str))
        .unwrap_or_default();
    let session = client.sign_in(&server.base, me, password).await.map_err(fail)?;
    let key = SigningKey::from_slice(&[7; 32])?;
    let point = URL_SAFE_NO_PAD.encode(key.verifying_key().to_sec1_point(false).as_bytes());
    let enrol = json!({ "fields": { "label": "bench", "key": point } });
    let address = format!("{}/api/officers/{me}/steps/enrol", server.base);
    let done = client.post(&address, Some(&session), None, &enrol).await.map_err(fail)?.json();
    let device = done.get("device").and_then(Value::as_str).ok_or("the phone was not enrolled")?;
    let mine = format!("{}/api/officers/me/code", server.base);
    let mine = client.get(&mine, Some(&session)).await.map_err(fail)?.json();
    let realm = mine.get("realm").cloned().unwrap_or_default();
    let mut samples = Vec::new();
    for n in 0..LOOKS {
        #[expect(clippy::disallowed_methods, reason = "a bench runs on the wall clock")]
        let now = jiff::Timestamp::now().as_second();
        let payload =
            URL_SAFE_NO_PAD.encode(json!([realm, me, device, now - n % 40, ""]).to_string());
        let signature: Signature =
            key.sign(format!("zhiheng/officer-code/v1\n{payload}").as_bytes());
        let code = URL_SAFE_NO_PAD.encode(signature.to_bytes());
        let began = Instant::now();
        let answer =
            client.get(&format!("{}/o/{payload}.{code}", server.base), None).await.map_err(fail)?;
        samples.push(began.elapsed());
        if answer.status != 200 {
            return Err(format!("a fresh code was answered with {}", answer.status).into());
        }
    }
    let (p50, p99) = (percentile(&mut samples, 0.5), percentile(&mut samples, 0.99));
    print(&format!("officer_code.p50_at_{officers}"), p50, "ms", Some(GOAL), "<= 50");
    print(&format!("officer_code.p99_at_{officers}"), p99, "ms", Some(GOAL), "<= 50");
    Ok(())
}
