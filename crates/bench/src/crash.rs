//! Kills the server under load, again and again, and looks for every act that had been acknowledged.

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};

use crate::client::Client;
use crate::server::Server;
use crate::{figures, fixture};

type Failure = Box<dyn std::error::Error>;

pub(crate) async fn run(zhiheng: &Path, rounds: usize) -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let data = folder.path().join("data");
    let accounts = fixture::people(zhiheng, &data, 5)?;
    let text = |account: &Value, name: &str| {
        account.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    let officer = accounts
        .iter()
        .find(|account| text(account, "username") == "cz-officer")
        .ok_or("no account")?;
    let (username, password) = (text(officer, "username"), text(officer, "password"));
    let mut dice = zhiheng_demo::dice::Dice::new(11);
    let acknowledged: Arc<Mutex<Vec<(String, u64)>>> = Arc::default();
    let mut lost = 0;
    for round in 0..rounds {
        let mut server = Server::start(zhiheng, &data).await?;
        let client = Client::new();
        let token = client
            .sign_in(&server.base, &username, &password)
            .await
            .map_err(|error| error.to_string())?;
        if round > 0 {
            lost += missing(&client, &server.base, &token, &acknowledged).await?;
        }
        let mut tasks = Vec::new();
        for worker in 0..16 {
            let (client, token, base, acknowledged) =
                (client.clone(), token.clone(), server.base.clone(), acknowledged.clone());
            tasks.push(tokio::spawn(async move {
                for n in 0..10_000 {
                    let body = json!({ "procedure": "petition", "fields": fixture::petition(worker * 10_000 + n, crate::writing::today()) });
                    let Ok(answer) = client.post(&format!("{base}/api/matters"), Some(&token), None, &body).await else { return };
                    let receipt = answer.json();
                    let id = receipt.pointer("/matter/id").and_then(Value::as_str);
                    let seq = receipt.get("seq").and_then(Value::as_u64);
                    if let (201, Some(id), Some(seq), Ok(mut held)) = (answer.status, id, seq, acknowledged.lock()) {
                        held.push((id.to_owned(), seq));
                    }
                }
            }));
        }
        tokio::time::sleep(Duration::from_millis(u64::try_from(dice.between(80, 600))?)).await;
        server.kill();
        for task in tasks {
            task.await?;
        }
    }
    let server = Server::start(zhiheng, &data).await?;
    let client = Client::new();
    let token = client
        .sign_in(&server.base, &username, &password)
        .await
        .map_err(|error| error.to_string())?;
    lost += missing(&client, &server.base, &token, &acknowledged).await?;
    drop(server);
    let verified =
        std::process::Command::new(zhiheng).args(["verify", "--data"]).arg(&data).status()?;
    let total = acknowledged.lock().map_or(0, |held| held.len());
    #[expect(clippy::cast_precision_loss, reason = "counts for a figure")]
    figures::print(
        &format!("crash.lost_of_{total}_acknowledged_in_{rounds}_kills"),
        lost as f64,
        "acts",
        None,
        "0",
    );
    if lost > 0 || !verified.success() {
        return Err(
            format!("{lost} acknowledged acts were lost; verify ended with {verified}").into()
        );
    }
    Ok(())
}

/// How many acknowledged matters cannot be opened. Those found are not asked for again.
async fn missing(
    client: &Client,
    base: &str,
    token: &str,
    acknowledged: &Mutex<Vec<(String, u64)>>,
) -> Result<usize, Failure> {
    let ids: Vec<String> = acknowledged
        .lock()
        .map(|held| held.iter().map(|(id, _)| id.clone()).collect())
        .unwrap_or_default();
    let mut lost = 0;
    // The newest are those at risk; the oldest were looked for in earlier rounds.
    for id in ids.iter().rev().take(2000) {
        let answer = client
            .get(&format!("{base}/api/matters/{id}"), Some(token))
            .await
            .map_err(|error| error.to_string())?;
        lost += usize::from(answer.status != 200);
    }
    Ok(lost)
}
