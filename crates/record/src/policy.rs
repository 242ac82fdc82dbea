//! Whom to trust (C2SP tlog-policy): known logs, known witnesses, and how many of them must have cosigned.
//!
//! Read here: `log`, `witness`, `group` and `quorum` lines, Ed25519 and SM2 keys. Not read: ML-DSA and ECDSA keys
//! (refused by name), and octets that are not UTF-8. URLs are accepted and ignored.

use std::collections::BTreeMap;

use crate::checkpoint::SignedCheckpoint;
use crate::key::{KeyFault, Verifier};
use crate::note::NoteFault;
use crate::suite::Suite;

/// A parsed policy.
#[derive(Debug, Clone)]
pub struct Policy {
    logs: Vec<Verifier>,
    witnesses: Vec<(String, Verifier)>,
    quorum: Rule,
}

/// What must be cosigned, all names resolved.
#[derive(Debug, Clone)]
enum Rule {
    None,
    Witness(usize),
    Group { needed: usize, members: Vec<Rule> },
}

/// What a policy found when it accepted a checkpoint.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Verdict {
    /// The origin of the log that signed.
    pub log: String,
    /// The algorithms of that log, told by its key.
    pub suite: Suite,
    /// The witnesses whose cosignatures hold, by their names in the policy, with the time of each in seconds since 1970.
    pub witnesses: Vec<(String, u64)>,
}

/// Why a policy cannot be read, or does not accept a checkpoint.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PolicyFault {
    /// A line that does not belong in a policy.
    #[error("策略第 {line} 行:{problem}")]
    Line {
        /// The line, counted from 1.
        line: usize,
        /// What is wrong with it.
        problem: LineFault,
    },
    /// No quorum line.
    #[error("策略缺少 quorum 行")]
    NoQuorum,
    /// A control character.
    #[error("策略含有不允许的控制字符")]
    ControlCharacter,
    /// The policy names no log of this origin.
    #[error("策略不认识日志“{0}”")]
    UnknownLog(String),
    /// A signature is missing or false.
    #[error(transparent)]
    Note(#[from] NoteFault),
    /// The log's key did not sign.
    #[error("检查点没有日志“{0}”的签名")]
    NotSignedByLog(String),
    /// Too few witnesses cosigned.
    #[error("见证不足:只有 {held} 个见证方的签名成立,未达到策略要求")]
    QuorumNotMet {
        /// How many known witnesses cosigned.
        held: usize,
    },
}

/// What is wrong with one line of a policy.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LineFault {
    /// An unknown first word.
    #[error("不认识“{0}”")]
    UnknownWord(String),
    /// Too few or too many words.
    #[error("词数不对")]
    WordCount,
    /// The key.
    #[error(transparent)]
    Key(#[from] KeyFault),
    /// A log with a witness's key or a witness with a log's key.
    #[error("密钥“{0}”的类型不合用途")]
    KeyUse(String),
    /// The same public key twice.
    #[error("公钥“{0}”重复")]
    DuplicateKey(String),
    /// The same name twice, or `none`.
    #[error("名称“{0}”已被占用")]
    NameTaken(String),
    /// A name not defined on an earlier line.
    #[error("名称“{0}”尚未定义")]
    UnknownName(String),
    /// A member of two groups.
    #[error("“{0}”已是别的组的成员")]
    MemberTwice(String),
    /// A threshold that is no number from 1 to the number of members.
    #[error("门槛“{0}”应为 1 到成员数之间的整数,或 any、all")]
    Threshold(String),
    /// A second quorum line.
    #[error("quorum 只能有一行")]
    SecondQuorum,
}

/// The policy of a log's own folder: this log, no witnesses.
pub fn policy_for(log_vkey: &str) -> String {
    format!("log {log_vkey}\nquorum none\n")
}

impl Policy {
    /// Reads a policy.
    pub fn parse(text: &str) -> Result<Self, PolicyFault> {
        if text.chars().any(|c| (c < ' ' && c != '\t' && c != '\n') || c == '\u{7f}') {
            return Err(PolicyFault::ControlCharacter);
        }
        let mut reader = PolicyReader::default();
        for (position, line) in text.split('\n').enumerate() {
            let words: Vec<&str> =
                line.split([' ', '\t']).filter(|word| !word.is_empty()).collect();
            reader.read(&words).map_err(|problem| PolicyFault::Line {
                line: position.saturating_add(1),
                problem,
            })?;
        }
        let PolicyReader { logs, witnesses, quorum, .. } = reader;
        Ok(Self { logs, witnesses, quorum: quorum.ok_or(PolicyFault::NoQuorum)? })
    }

    /// The logs this policy accepts.
    pub fn logs(&self) -> &[Verifier] {
        &self.logs
    }

    /// The log with this origin.
    pub fn log(&self, origin: &str) -> Option<&Verifier> {
        self.logs.iter().find(|log| log.name() == origin)
    }

    /// Whether the checkpoint is signed by a known log and cosigned as the quorum asks.
    pub fn check(&self, signed: &SignedCheckpoint) -> Result<Verdict, PolicyFault> {
        let origin = &signed.checkpoint().origin;
        // The name of a log's key is its origin; keys of other logs do not count for this one.
        let logs = self.logs.iter().filter(|log| log.name() == origin);
        let known: Vec<&Verifier> =
            logs.chain(self.witnesses.iter().map(|(_, witness)| witness)).collect();
        if self.log(origin).is_none() {
            return Err(PolicyFault::UnknownLog(origin.clone()));
        }
        let signers = signed.note().verify(&known)?;
        let log = signers
            .iter()
            .find(|(signer, _)| !signer.kind().is_cosignature())
            .ok_or_else(|| PolicyFault::NotSignedByLog(origin.clone()))?;
        let time_of = |witness: &Verifier| {
            signers
                .iter()
                .find(|(signer, _)| signer.name() == witness.name() && signer.id() == witness.id())
                .and_then(|(_, time)| *time)
        };
        let cosigned: Vec<Option<u64>> =
            self.witnesses.iter().map(|(_, witness)| time_of(witness)).collect();
        let witnesses: Vec<(String, u64)> = self
            .witnesses
            .iter()
            .zip(&cosigned)
            .filter_map(|((name, _), time)| Some((name.clone(), (*time)?)))
            .collect();
        if !self.quorum.met(&cosigned) {
            return Err(PolicyFault::QuorumNotMet { held: witnesses.len() });
        }
        Ok(Verdict { log: origin.clone(), suite: log.0.suite(), witnesses })
    }
}

impl Rule {
    fn met(&self, cosigned: &[Option<u64>]) -> bool {
        match self {
            Self::None => true,
            Self::Witness(number) => cosigned.get(*number).is_some_and(Option::is_some),
            Self::Group { needed, members } => {
                members.iter().filter(|member| member.met(cosigned)).count() >= *needed
            }
        }
    }
}

/// What has been read so far.
#[derive(Default)]
struct PolicyReader {
    logs: Vec<Verifier>,
    witnesses: Vec<(String, Verifier)>,
    /// Witnesses and groups by name, and whether a group already has them.
    names: BTreeMap<String, (Rule, bool)>,
    quorum: Option<Rule>,
}

impl PolicyReader {
    fn read(&mut self, words: &[&str]) -> Result<(), LineFault> {
        match words {
            [] => Ok(()),
            [first, ..] if first.starts_with('#') => Ok(()),
            ["log", vkey] | ["log", vkey, _] => self.log(vkey),
            ["witness", name, vkey] | ["witness", name, vkey, _] => self.witness(name, vkey),
            ["group", name, threshold, members @ ..] if !members.is_empty() => {
                self.group(name, threshold, members)
            }
            ["quorum", name] => self.quorum(name),
            ["log" | "witness" | "group" | "quorum", ..] => Err(LineFault::WordCount),
            [other, ..] => Err(LineFault::UnknownWord((*other).to_owned())),
        }
    }

    fn log(&mut self, vkey: &str) -> Result<(), LineFault> {
        let key = Verifier::parse(vkey)?;
        if key.kind().is_cosignature() {
            return Err(LineFault::KeyUse(key.name().to_owned()));
        }
        if self.logs.iter().any(|log| same_key(log, &key)) {
            return Err(LineFault::DuplicateKey(key.name().to_owned()));
        }
        self.logs.push(key);
        Ok(())
    }

    fn witness(&mut self, name: &str, vkey: &str) -> Result<(), LineFault> {
        let key = Verifier::parse(vkey)?;
        if !key.kind().is_cosignature() {
            return Err(LineFault::KeyUse(key.name().to_owned()));
        }
        if self.witnesses.iter().any(|(_, witness)| same_key(witness, &key)) {
            return Err(LineFault::DuplicateKey(key.name().to_owned()));
        }
        self.define(name, Rule::Witness(self.witnesses.len()))?;
        self.witnesses.push((name.to_owned(), key));
        Ok(())
    }

    fn group(&mut self, name: &str, threshold: &str, members: &[&str]) -> Result<(), LineFault> {
        let needed = match threshold {
            "any" => 1,
            "all" => members.len(),
            number => number
                .parse()
                .ok()
                .filter(|k: &usize| (1..=members.len()).contains(k) && k.to_string() == number)
                .ok_or_else(|| LineFault::Threshold(number.to_owned()))?,
        };
        let mut rules = Vec::new();
        for member in members {
            let (rule, taken) = self
                .names
                .get_mut(*member)
                .ok_or_else(|| LineFault::UnknownName((*member).to_owned()))?;
            if std::mem::replace(taken, true) {
                return Err(LineFault::MemberTwice((*member).to_owned()));
            }
            rules.push(rule.clone());
        }
        self.define(name, Rule::Group { needed, members: rules })
    }

    fn quorum(&mut self, name: &str) -> Result<(), LineFault> {
        if self.quorum.is_some() {
            return Err(LineFault::SecondQuorum);
        }
        let rule = match (name, self.names.get(name)) {
            ("none", _) => Rule::None,
            (_, Some((rule, _))) => rule.clone(),
            (_, None) => return Err(LineFault::UnknownName(name.to_owned())),
        };
        self.quorum = Some(rule);
        Ok(())
    }

    fn define(&mut self, name: &str, rule: Rule) -> Result<(), LineFault> {
        if name == "none" || self.names.contains_key(name) {
            return Err(LineFault::NameTaken(name.to_owned()));
        }
        self.names.insert(name.to_owned(), (rule, false));
        Ok(())
    }
}

/// The same public key, whatever its name.
fn same_key(left: &Verifier, right: &Verifier) -> bool {
    left.suite() == right.suite() && left.public_key() == right.public_key()
}
