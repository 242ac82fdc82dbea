//! Sessions: signing in by password, finding the person behind a token, signing out.
//!
//! Passwords are kept as argon2id, tokens only as digests: the thief of the database has neither. A name that nobody bears
//! costs the same time and locks in the same way as one that somebody bears, so that names cannot be found out by trying.
//!
//! What this is not: cookies and headers (the web crate's), nor what a signed-in person may do (see `zhiheng_domain::authority`).

use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, RwLock};

use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use jiff::{SignedDuration, Timestamp};
use tokio::sync::{Mutex as Turn, Semaphore};
use zhiheng_record::Digest;

use crate::application::App;
use crate::caller::Caller;
use crate::error::Error;
use crate::ports::SessionRow;

/// How long sessions live and when an account is locked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionRules {
    /// A session not used for so long ends.
    pub idle: SignedDuration,
    /// A session ends after so long, used or not.
    pub absolute: SignedDuration,
    /// So many wrong passwords in a row lock the account.
    pub failures: u32,
    /// For so long.
    pub lock: SignedDuration,
    /// For so long a session once found is not asked for again; a change of roles takes effect after it.
    pub fresh: SignedDuration,
    /// The last use is written at most this often; the idle limit is kept to this precision.
    pub touch: SignedDuration,
}

impl Default for SessionRules {
    fn default() -> Self {
        Self {
            idle: SignedDuration::from_mins(30),
            absolute: SignedDuration::from_hours(12),
            failures: 5,
            lock: SignedDuration::from_mins(15),
            fresh: SignedDuration::from_secs(3),
            touch: SignedDuration::from_mins(1),
        }
    }
}

/// A session just begun.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// The token; told once, kept nowhere.
    pub token: String,
    /// The session.
    pub session: Session,
}

/// A session found again.
#[derive(Debug, Clone)]
pub struct Session {
    /// Who asks.
    pub caller: Arc<Caller>,
    /// What a changing request must repeat when it is authenticated by a cookie.
    pub csrf: String,
}

/// Shortest password that is taken, in characters.
pub const SHORTEST_PASSWORD: usize = 8;
/// Longest password that is looked at, in bytes.
const LONGEST_PASSWORD: usize = 1024;
/// Longest name that is looked for, in bytes.
const LONGEST_NAME: usize = 128;
/// Sessions and unknown names remembered at most.
const REMEMBERED: usize = 4096;
/// Passwords hashed at the same time at most: each takes 19 MiB.
const HASHES: usize = 4;

/// The sessions of one running application.
pub struct Sessions {
    app: App,
    rules: SessionRules,
    found: RwLock<HashMap<String, Found>>,
    strangers: Mutex<BTreeMap<String, Failures>>,
    /// One attempt at a time for each name, so that failures are counted and not raced.
    turns: Vec<Turn<()>>,
    hashing: Arc<Semaphore>,
    /// Stands in for the secret of a name that nobody bears.
    blank: tokio::sync::OnceCell<String>,
}

#[derive(Clone)]
struct Found {
    session: Session,
    created: Timestamp,
    seen: Timestamp,
    asked: Timestamp,
}

#[derive(Debug, Clone, Copy, Default)]
struct Failures {
    count: u32,
    /// µs.
    locked_until: i64,
}

impl Sessions {
    /// No session yet.
    pub fn new(app: App, rules: SessionRules) -> Self {
        Self {
            app,
            rules,
            found: RwLock::default(),
            strangers: Mutex::default(),
            turns: (0..64).map(|_| Turn::new(())).collect(),
            hashing: Arc::new(Semaphore::new(HASHES)),
            blank: tokio::sync::OnceCell::new(),
        }
    }

    /// The rules that hold.
    pub fn rules(&self) -> &SessionRules {
        &self.rules
    }

    /// Begins a session.
    ///
    /// # Errors
    /// Name or password are wrong (one answer for both), the account is locked, or the store is not there.
    pub async fn sign_in(&self, username: &str, password: &str) -> Result<SignedIn, Error> {
        let username = username.trim();
        let plausible = !username.is_empty()
            && username.len() <= LONGEST_NAME
            && !username.chars().any(char::is_control)
            && password.len() <= LONGEST_PASSWORD;
        if !plausible {
            return Err(wrong());
        }
        let _turn = match self.turns.get(turn(username, self.turns.len())) {
            Some(turn) => Some(turn.lock().await),
            None => None,
        };
        let account = self.app.store().account(username).await?;
        let held = match &account {
            Some((_, _, count, locked_until)) => {
                Failures { count: *count, locked_until: *locked_until }
            }
            None => self.stranger(username),
        };
        let now = self.app.now();
        if held.locked_until > now.as_microsecond() {
            return Err(locked(held.locked_until));
        }
        let secret = match &account {
            Some((_, secret, ..)) if !secret.is_empty() => secret.clone(),
            _ => self.blank().await?,
        };
        let right = self.verify(password, secret).await?;
        let Some((account, ..)) = account.filter(|(_, secret, ..)| right && !secret.is_empty())
        else {
            return Err(self.failed(username, held, now).await?);
        };
        if held.count > 0 || held.locked_until > 0 {
            self.app.store().set_failures(username, 0, 0).await?;
        }
        let caller = self.app.caller(&account).await?;
        let token = Digest(self.app.random::<32>()).to_string();
        let csrf = Digest(self.app.random::<32>()).to_string();
        let row = SessionRow {
            token: self.digest(&token),
            username: account.username,
            csrf: csrf.clone(),
            created: now.as_microsecond(),
            seen: now.as_microsecond(),
        };
        self.app.store().put_session(&row).await?;
        let session = Session { caller: Arc::new(caller), csrf };
        self.remember(row.token, &session, now, now, now);
        Ok(SignedIn { token, session })
    }

    /// The session of a token, which counts as using it.
    ///
    /// # Errors
    /// There is none, it ended, the account was closed, or the store is not there.
    pub async fn find(&self, token: &str) -> Result<Session, Error> {
        if token.len() != 64 || !token.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(required());
        }
        let digest = self.digest(token);
        let now = self.app.now();
        let kept = self.found.read().ok().and_then(|found| found.get(&digest).cloned());
        if let Some(found) = kept
            && now.duration_since(found.asked) < self.rules.fresh
            && self.alive(found.created, found.seen, now)
        {
            return Ok(found.session);
        }
        let Some(row) = self.app.store().session(&digest).await? else {
            self.forget(&digest);
            return Err(required());
        };
        let (created, seen) = (moment(row.created)?, moment(row.seen)?);
        if !self.alive(created, seen, now) {
            self.forget(&digest);
            self.app.store().end_session(&digest).await?;
            return Err(ended());
        }
        let Some((account, ..)) = self.app.store().account(&row.username).await? else {
            return Err(required());
        };
        let caller = match self.app.caller(&account).await {
            Ok(caller) => caller,
            Err(error) => {
                self.forget(&digest);
                return Err(error);
            }
        };
        let mut used = seen;
        if now.duration_since(seen) >= self.rules.touch {
            self.app.store().touch_session(&digest, now.as_microsecond()).await?;
            used = now;
        }
        let session = Session { caller: Arc::new(caller), csrf: row.csrf };
        self.remember(digest, &session, created, used, now);
        Ok(session)
    }

    /// Ends the session of a token; a token without a session is no error.
    ///
    /// # Errors
    /// The store is not there.
    pub async fn sign_out(&self, token: &str) -> Result<(), Error> {
        let digest = self.digest(token);
        self.forget(&digest);
        self.app.store().end_session(&digest).await?;
        Ok(())
    }

    fn alive(&self, created: Timestamp, seen: Timestamp, now: Timestamp) -> bool {
        now.duration_since(created) < self.rules.absolute
            && now.duration_since(seen) < self.rules.idle
    }

    fn digest(&self, token: &str) -> String {
        self.app.suite().hash(format!("zhiheng/session/v1\n{token}").as_bytes()).to_string()
    }

    fn remember(
        &self,
        digest: String,
        session: &Session,
        created: Timestamp,
        seen: Timestamp,
        asked: Timestamp,
    ) {
        let Ok(mut found) = self.found.write() else { return };
        if found.len() >= REMEMBERED {
            found.retain(|_, held| asked.duration_since(held.asked) < self.rules.fresh);
            if found.len() >= REMEMBERED {
                found.clear();
            }
        }
        found.insert(digest, Found { session: session.clone(), created, seen, asked });
    }

    fn forget(&self, digest: &str) {
        if let Ok(mut found) = self.found.write() {
            found.remove(digest);
        }
    }

    fn stranger(&self, username: &str) -> Failures {
        self.strangers
            .lock()
            .ok()
            .and_then(|strangers| strangers.get(username).copied())
            .unwrap_or_default()
    }

    /// Counts a wrong password, for a name that somebody bears and one that nobody bears alike.
    async fn failed(&self, username: &str, held: Failures, now: Timestamp) -> Result<Error, Error> {
        let expired = held.locked_until > 0;
        let count = if expired { 1 } else { held.count.saturating_add(1) };
        let lock = count >= self.rules.failures;
        let until = now.checked_add(self.rules.lock).unwrap_or(Timestamp::MAX).as_microsecond();
        let next = Failures { count, locked_until: if lock { until } else { 0 } };
        if self.app.store().account(username).await?.is_some() {
            self.app.store().set_failures(username, next.count, next.locked_until).await?;
        } else if let Ok(mut strangers) = self.strangers.lock() {
            if strangers.len() >= REMEMBERED {
                strangers.pop_first();
            }
            strangers.insert(username.to_owned(), next);
        }
        Ok(if lock { locked(until) } else { wrong() })
    }

    async fn blank(&self) -> Result<String, Error> {
        self.blank
            .get_or_try_init(|| hash(self.app.clone(), "nobody bears this name".to_owned()))
            .await
            .cloned()
    }

    async fn verify(&self, password: &str, secret: String) -> Result<bool, Error> {
        let _place = self
            .hashing
            .clone()
            .acquire_owned()
            .await
            .map_err(|error| Error::Internal(error.to_string()))?;
        let password = password.to_owned();
        tokio::task::spawn_blocking(move || {
            Argon2::default().verify_password(password.as_bytes(), secret.as_str()).is_ok()
        })
        .await
        .map_err(|error| Error::Internal(format!("password check: {error}")))
    }
}

impl App {
    /// Sets the password of an account. The secret is never on the record.
    ///
    /// # Errors
    /// The password is too short or too long, or the store is not there.
    pub async fn set_password(&self, username: &str, password: &str) -> Result<(), Error> {
        if password.chars().count() < SHORTEST_PASSWORD || password.len() > LONGEST_PASSWORD {
            return Err(Error::field(
                "input.password",
                "password",
                format!("密码不少于 {SHORTEST_PASSWORD} 个字符"),
            ));
        }
        let secret = hash(self.clone(), password.to_owned()).await?;
        self.store().set_secret(username, &secret).await?;
        self.store().set_failures(username, 0, 0).await?;
        Ok(())
    }
}

async fn hash(app: App, password: String) -> Result<String, Error> {
    let salt = app.random::<16>();
    tokio::task::spawn_blocking(move || {
        Argon2::default()
            .hash_password_with_salt(password.as_bytes(), &salt)
            .map(|secret| secret.to_string())
            .map_err(|error| Error::Internal(format!("password: {error}")))
    })
    .await
    .map_err(|error| Error::Internal(format!("password: {error}")))?
}

fn turn(username: &str, turns: usize) -> usize {
    let mut hasher = DefaultHasher::new();
    username.hash(&mut hasher);
    usize::try_from(hasher.finish() % 64).unwrap_or(0).min(turns.saturating_sub(1))
}

fn moment(micros: i64) -> Result<Timestamp, Error> {
    Timestamp::from_microsecond(micros)
        .map_err(|error| Error::Internal(format!("session row: {error}")))
}

fn required() -> Error {
    Error::Unauthenticated { code: "session.required", message: "请先登录".to_owned() }
}

fn ended() -> Error {
    Error::Unauthenticated {
        code: "session.required",
        message: "登录已过期，请重新登录；没有提交的内容保存在浏览器里".to_owned(),
    }
}

fn wrong() -> Error {
    Error::Unauthenticated {
        code: "session.wrong",
        message: "用户名或者密码不对，请核对后再试".to_owned(),
    }
}

fn locked(until: i64) -> Error {
    let until = Timestamp::from_microsecond(until)
        .map(|moment| {
            zhiheng_calendar::china_datetime(moment).strftime("%m月%d日 %H:%M").to_string()
        })
        .unwrap_or_default();
    Error::Locked {
        message: format!("密码连续输错，账号已锁定，{until} 以后再试；急需使用的请找系统管理员"),
    }
}
