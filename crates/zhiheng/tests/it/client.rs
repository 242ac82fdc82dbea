//! A running server and the smallest client that can talk to it.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

use crate::program::command;

/// A server over a data folder, on a port of its own choosing. Killed when dropped.
pub(crate) struct Server {
    child: Child,
    pub(crate) address: SocketAddr,
    said: Option<std::thread::JoinHandle<String>>,
}

impl Server {
    pub(crate) fn start(data: &Path) -> Self {
        Self::start_with(data, &[], &[])
    }

    /// The same with further arguments and something in its environment.
    pub(crate) fn start_with(data: &Path, words: &[&str], told: &[(&str, &str)]) -> Self {
        let mut child = command()
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .args(words)
            .envs(told.iter().copied())
            .stderr(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let mut seen = String::new();
        let address = loop {
            let Some(Ok(line)) = lines.next() else {
                panic!("the server did not start: {seen}");
            };
            if let Some((_, rest)) = line.split_once("已启动：http://") {
                break rest.split('/').next().unwrap().parse().unwrap();
            }
            seen.push_str(&line);
        };
        // Somebody must go on reading, or the server would wait for its own log.
        let said = std::thread::spawn(move || {
            lines.map_while(Result::ok).fold(String::new(), |said, line| said + &line + "\n")
        });
        Self { child, address, said: Some(said) }
    }

    /// Stops it as the operating system does, and gives the exit code with what it said.
    pub(crate) fn terminate(mut self) -> (i32, String) {
        let asked = std::process::Command::new("kill")
            .args(["-TERM", &self.child.id().to_string()])
            .status()
            .unwrap();
        assert!(asked.success());
        let code = self.child.wait().unwrap().code().unwrap_or(-1);
        (code, self.said.take().unwrap().join().unwrap())
    }

    /// Kills it without any chance to tidy up.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What the server answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    head: String,
    pub(crate) body: String,
}

impl Answer {
    /// The value of a header that must be there.
    pub(crate) fn header(&self, wanted: &str) -> &str {
        let found = self.head.lines().filter_map(|line| line.split_once(':'));
        let mut found = found.filter(|(name, _)| name.eq_ignore_ascii_case(wanted));
        let (_, value) = found.next().unwrap_or_else(|| panic!("{wanted}: {self:?}"));
        value.trim()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

/// One request; an error is a connection that broke, and says nothing about what was done.
pub(crate) fn request(
    address: SocketAddr,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> std::io::Result<Answer> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    let mut text = format!("{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n");
    for (name, value) in headers {
        text += &[name, ": ", value, "\r\n"].concat();
    }
    let typed = headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type"));
    if !body.is_empty() && !typed {
        text.push_str("Content-Type: application/json\r\n");
    }
    text += &["Content-Length: ", &body.len().to_string(), "\r\n\r\n", body].concat();
    stream.write_all(text.as_bytes())?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes)?;
    let broken = || std::io::Error::other("cut off");
    let text = String::from_utf8(bytes).map_err(|_| broken())?;
    let (head, body) = text.split_once("\r\n\r\n").ok_or_else(broken)?;
    let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).ok_or_else(broken)?;
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
    });
    if method != "HEAD" && length.is_some_and(|length| length != body.len()) {
        return Err(broken());
    }
    let chunked = head.to_ascii_lowercase().contains("transfer-encoding: chunked");
    let body = if chunked { joined(body).ok_or_else(broken)? } else { body.to_owned() };
    Ok(Answer { status, head: head.to_owned(), body })
}

/// A body that came in chunks (RFC 9112 §7.1); none where it broke off.
fn joined(body: &str) -> Option<String> {
    let (mut rest, mut whole) = (body, String::new());
    loop {
        let (size, after) = rest.split_once("\r\n")?;
        match usize::from_str_radix(size, 16).ok()? {
            0 => return Some(whole),
            size => {
                whole.push_str(after.get(..size)?);
                rest = after.get(size..)?.strip_prefix("\r\n")?;
            }
        }
    }
}

/// Signs in and gives the value of the `Authorization` header.
pub(crate) fn sign_in(address: SocketAddr, username: &str, password: &str) -> String {
    let body = json!({ "username": username, "password": password }).to_string();
    let answer = request(address, "POST", "/api/session", &[], &body).unwrap();
    assert_eq!(answer.status, 200, "{answer:?}");
    format!("Bearer {}", answer.json()["token"].as_str().unwrap())
}

/// Name and password of the first demonstration account with this role.
pub(crate) fn demo_account(data: &Path, role: &str) -> (String, String) {
    let text = std::fs::read_to_string(data.join("demo-accounts.json")).unwrap();
    let accounts: Value = serde_json::from_str(&text).unwrap();
    let account = accounts
        .as_array()
        .unwrap()
        .iter()
        .find(|account| account["role"] == role)
        .unwrap_or_else(|| panic!("no {role} in {accounts}"));
    let text = |name: &str| account[name].as_str().unwrap().to_owned();
    (text("username"), text("password"))
}

/// A petition that an officer may register.
pub(crate) fn petition(title: &str) -> String {
    json!({ "procedure": "petition", "fields": {
        "title": title, "channel": "来信", "received_on": "2026-03-02", "party": "王某甲",
        "party_kind": "自然人", "request": "请修复", "facts": "长期不亮",
    }})
    .to_string()
}
