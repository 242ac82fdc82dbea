//! What the platform looked up in registers and in other matters before an act is judged.
//!
//! What this is not: a lookup. The caller looks, hands the answers in, and they stand in the event, so that a later audit judges by the same.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use zhiheng_law::{RecordingLevel, Values};

use crate::catalogue::Listed;

/// Before the name of a parameter that the agency has set for itself.
pub const PARAMETER: &str = "param.";
/// Before the id of an entry of a published review catalogue.
pub const LISTED: &str = "list.";

/// Before the scene whose recording the agency's published list (音像清单) speaks of.
const SCENE: &str = "record.";

/// Whether one of the matter's officers had the device that the act names.
const DEVICE: &str = "device.held";

/// Length of the file of the matter that the act names, in milliseconds, as the file says.
const ORIGINAL: &str = "file.original_ms";

/// Captions that were read in the file that the act brings; none is 0.
const CUES: &str = "file.cues";

/// Answers to what conditions may ask under `known`. Nothing found is no, or zero.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "serde_json::Map<String, Value>", into = "serde_json::Map<String, Value>")]
pub struct Known(serde_json::Map<String, Value>);

impl Known {
    /// Answers by name; names that are missing are no, or zero.
    ///
    /// # Errors
    /// A name that conditions cannot ask about, or a value of another type.
    pub fn new(given: &serde_json::Map<String, Value>) -> Result<Self, String> {
        let mut map = serde_json::Map::new();
        for (name, flag) in zhiheng_law::KNOWN {
            let value = given.get(*name);
            let value = match (flag, value) {
                (true, None) => Value::Bool(false),
                (false, None) => Value::from(0),
                (true, Some(Value::Bool(yes))) => Value::Bool(*yes),
                (false, Some(Value::Number(n))) if n.is_i64() => Value::Number(n.clone()),
                (_, Some(_)) => return Err(format!("known.{name} 的类型不对")),
            };
            map.insert((*name).to_owned(), value);
        }
        for (name, value) in given {
            // What the agency has set for itself instead of the national value, within its limits.
            let own = name.starts_with(PARAMETER) && value.is_i64();
            let listed = name.starts_with(LISTED) && value.is_object();
            let device = name == DEVICE && value.is_boolean();
            let file = (name == ORIGINAL || name == CUES) && value.is_u64();
            if own
                || listed
                || device
                || file
                || (name.starts_with(SCENE) && level(value).is_some())
            {
                map.insert(name.clone(), value.clone());
            }
        }
        match given.keys().find(|name| !map.contains_key(*name)) {
            Some(name) => Err(format!("没有 known.{name}")),
            None => Ok(Self(map)),
        }
    }

    /// The same, with a value that the agency has set for itself.
    #[must_use]
    pub fn with_parameter(mut self, name: &str, value: i64) -> Self {
        self.0.insert(format!("{PARAMETER}{name}"), Value::from(value));
        self
    }

    /// Values of parameters that the agency has set for itself, by the parameter's name.
    pub fn parameters(&self) -> impl Iterator<Item = (&str, i64)> {
        self.0
            .iter()
            .filter_map(|(name, value)| Some((name.strip_prefix(PARAMETER)?, value.as_i64()?)))
    }

    /// The same, with what the agency's published list says of a scene.
    #[must_use]
    pub fn with_recording(mut self, scene: &str, level: RecordingLevel) -> Self {
        self.0.insert(format!("{SCENE}{scene}"), Value::from(level.words()));
        self
    }

    /// The same, with whether one of the matter's officers had the device that the act names.
    #[must_use]
    pub fn with_device(mut self, held: bool) -> Self {
        self.0.insert(DEVICE.to_owned(), Value::Bool(held));
        self
    }

    /// Whether one of the matter's officers had the device that the act names; none where the agency keeps no ledger.
    pub fn device(&self) -> Option<bool> {
        self.0.get(DEVICE)?.as_bool()
    }

    /// The same, with what was read in the files that the act names: the length of the original in milliseconds, and the
    /// captions in what the act brings. None where the file does not say.
    #[must_use]
    pub fn with_files(mut self, original_ms: Option<u64>, cues: Option<u64>) -> Self {
        for (name, value) in [(ORIGINAL, original_ms), (CUES, cues)] {
            if let Some(value) = value {
                self.0.insert(name.to_owned(), Value::from(value));
            }
        }
        self
    }

    /// Length of the file that the act names, in milliseconds, where it says.
    pub fn original_ms(&self) -> Option<u64> {
        self.0.get(ORIGINAL)?.as_u64()
    }

    /// Captions in the file that the act brings, where that was asked.
    pub fn cues(&self) -> Option<u64> {
        self.0.get(CUES)?.as_u64()
    }

    /// How far the agency's published list wants a scene recorded.
    pub fn recording(&self, scene: &str) -> Option<RecordingLevel> {
        level(self.0.get(&format!("{SCENE}{scene}"))?)
    }

    /// The same, with an entry of a published review catalogue.
    #[must_use]
    pub fn with_listed(mut self, listed: &Listed) -> Self {
        self.0.insert(format!("{LISTED}{}", listed.id), listed.told());
        self
    }

    /// Entries of published review catalogues that are about such a matter, by id.
    pub fn listed(&self) -> impl Iterator<Item = Listed> {
        self.0
            .iter()
            .filter_map(|(name, value)| Some((name.strip_prefix(LISTED)?, value.as_object()?)))
            .map(|(id, told)| Listed::read(id, told))
    }

    /// True where nothing was found.
    pub fn is_nothing(&self) -> bool {
        self.0.iter().all(|(name, value)| {
            !name.starts_with(PARAMETER)
                && !name.starts_with(SCENE)
                && name != DEVICE
                && name != ORIGINAL
                && name != CUES
                && !name.starts_with(LISTED)
                && (value.as_bool() == Some(false) || value.as_i64() == Some(0))
        })
    }
}

impl Values for Known {
    fn value(&self, name: &str) -> Option<&Value> {
        match self.0.get(name) {
            Some(value) => Some(value),
            None => zhiheng_law::KNOWN
                .iter()
                .find(|(known, _)| *known == name)
                .map(|(_, flag)| if *flag { &Value::Bool(false) } else { &*ZERO }),
        }
    }
}

fn level(value: &Value) -> Option<RecordingLevel> {
    RecordingLevel::parse(value.as_str()?)
}

/// What a count is where nothing was looked up.
static ZERO: std::sync::LazyLock<Value> = std::sync::LazyLock::new(|| Value::from(0));

impl TryFrom<serde_json::Map<String, Value>> for Known {
    type Error = String;

    fn try_from(given: serde_json::Map<String, Value>) -> Result<Self, String> {
        Self::new(&given)
    }
}

impl From<Known> for serde_json::Map<String, Value> {
    fn from(known: Known) -> Self {
        known.0
    }
}
