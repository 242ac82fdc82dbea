//! The server as a child process, on a port of its own.

use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::client::Client;

/// A running server; killed when dropped.
pub(crate) struct Server {
    child: Child,
    pub(crate) base: String,
    /// How long it took until it answered.
    pub(crate) started: Duration,
}

impl Server {
    /// Starts the server on a data folder and waits until it answers.
    pub(crate) async fn start(
        zhiheng: &Path,
        data: &Path,
    ) -> Result<Self, Box<dyn std::error::Error>> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let began = Instant::now();
        let child = Command::new(zhiheng)
            .args(["serve", "--data"])
            .arg(data)
            .args(["--listen", &format!("127.0.0.1:{port}")])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let mut server =
            Self { child, base: format!("http://127.0.0.1:{port}"), started: Duration::ZERO };
        let client = Client::new();
        while began.elapsed() < Duration::from_mins(1) {
            if client
                .get(&format!("{}/healthz", server.base), None)
                .await
                .is_ok_and(|answer| answer.status == 200)
            {
                server.started = began.elapsed();
                return Ok(server);
            }
            if let Some(status) = server.child.try_wait()? {
                return Err(format!("the server ended at once: {status}").into());
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        Err("the server did not answer within a minute".into())
    }

    /// Ends the server without warning, as a power cut would.
    pub(crate) fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Resident memory in MB.
    pub(crate) fn memory(&self) -> Option<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
        let kilobytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
        Some(kilobytes / 1024.0)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}
