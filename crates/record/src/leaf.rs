//! From an event to the bytes of its leaf: salted commitments, one per field, and a digest over all of them.
//!
//! ```text
//! commitment = H("zhiheng/field/v1" ‖ u64 length of name ‖ name ‖ salt (16) ‖ u64 length of value ‖ value)
//! leaf       = "zhiheng/leaf/v1\n" ‖ H("zhiheng/fields/v1" ‖ u64 number of fields ‖ for each field, by name:
//!                                       u64 length of name ‖ name ‖ commitment)
//! ```
//! Lengths are big-endian bytes counts, names are UTF-8 and ordered by their bytes, the value is in the form of [`crate::canonical`].
//!
//! A leaf is 48 bytes and holds nothing about anybody. Without its salt a commitment does not tell its value,
//! so erasing the stored field and its salt erases the datum while the leaf stays provable.
//! Not here: where salts come from (the caller draws 16 fresh random bytes per field) and where fields are kept.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::canonical::{CanonicalFault, StrictValue, canonical};
use crate::hex;
use crate::suite::{Digest, Suite};

/// What every leaf of this version begins with.
pub const LEAF_PREFIX: &[u8; 16] = b"zhiheng/leaf/v1\n";
/// The length of a leaf of this version, in bytes.
pub const LEAF_LENGTH: usize = 48;

/// One named field of an event, with the random bytes that keep its commitment from being guessed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The name, not empty and unique within the event.
    pub name: String,
    /// 16 fresh random bytes, drawn by the caller for this field alone.
    pub salt: [u8; 16],
    /// The value; integers, strings, lists and objects, but no fractions (see [`crate::canonical`]).
    pub value: Value,
}

/// One field in a public copy: shown, or only committed to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CopyField {
    /// The field is shown, with the salt that lets anyone recompute its commitment.
    Revealed(Field),
    /// The field exists and is unchanged, but is not shown.
    Hidden {
        /// The name of the field.
        name: String,
        /// The commitment the leaf contains.
        commitment: Digest,
    },
}

/// An event with chosen fields shown and the others sealed; its leaf is that of the whole event.
///
/// As JSON: `{"fields":[{"name":…,"salt":"32 hex digits","value":…},{"name":…,"commitment":"64 hex digits"}]}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublicCopy {
    /// All fields of the event, in the order of their names.
    pub fields: Vec<CopyField>,
}

/// Why an event has no leaf.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LeafFault {
    /// An event without fields.
    #[error("事件没有任何字段")]
    NoFields,
    /// A field without a name.
    #[error("有字段没有名称")]
    NamelessField,
    /// The same name twice.
    #[error("字段“{0}”出现了两次")]
    DuplicateField(String),
    /// A value that has no canonical form.
    #[error("字段“{name}”:{fault}")]
    Value {
        /// The field.
        name: String,
        /// What is wrong with its value.
        fault: CanonicalFault,
    },
}

impl Field {
    /// The commitment to this field.
    pub fn commitment(&self, suite: Suite) -> Result<Digest, LeafFault> {
        let value = canonical(&self.value)
            .map_err(|fault| LeafFault::Value { name: self.name.clone(), fault })?;
        Ok(suite.hash_parts(&[
            b"zhiheng/field/v1",
            &length(self.name.as_bytes()),
            self.name.as_bytes(),
            &self.salt,
            &length(&value),
            &value,
        ]))
    }
}

/// The leaf of an event: 48 bytes, the same for any order of `fields`.
pub fn leaf_bytes(suite: Suite, fields: &[Field]) -> Result<Vec<u8>, LeafFault> {
    let commitments = fields
        .iter()
        .map(|field| Ok((field.name.as_str(), field.commitment(suite)?)))
        .collect::<Result<Vec<_>, LeafFault>>()?;
    seal(suite, commitments)
}

impl PublicCopy {
    /// Shows the fields whose names `shown` accepts and seals the others.
    pub fn reveal(
        suite: Suite,
        fields: &[Field],
        shown: impl Fn(&str) -> bool,
    ) -> Result<Self, LeafFault> {
        // An event that has no leaf has no copy either.
        leaf_bytes(suite, fields)?;
        let mut copies = fields
            .iter()
            .map(|field| {
                if shown(&field.name) {
                    return Ok(CopyField::Revealed(field.clone()));
                }
                let commitment = field.commitment(suite)?;
                Ok(CopyField::Hidden { name: field.name.clone(), commitment })
            })
            .collect::<Result<Vec<_>, LeafFault>>()?;
        copies.sort_by(|left, right| left.name().cmp(right.name()));
        Ok(Self { fields: copies })
    }

    /// The leaf of the event this is a copy of.
    pub fn leaf_bytes(&self, suite: Suite) -> Result<Vec<u8>, LeafFault> {
        let commitments = self
            .fields
            .iter()
            .map(|field| match field {
                CopyField::Revealed(field) => Ok((field.name.as_str(), field.commitment(suite)?)),
                CopyField::Hidden { name, commitment } => Ok((name.as_str(), *commitment)),
            })
            .collect::<Result<Vec<_>, LeafFault>>()?;
        seal(suite, commitments)
    }

    /// The value of a field that is shown.
    pub fn value(&self, name: &str) -> Option<&Value> {
        self.fields.iter().find_map(|field| match field {
            CopyField::Revealed(field) if field.name == name => Some(&field.value),
            CopyField::Revealed(_) | CopyField::Hidden { .. } => None,
        })
    }
}

impl CopyField {
    /// The name of the field, shown or sealed.
    pub fn name(&self) -> &str {
        match self {
            Self::Revealed(field) => &field.name,
            Self::Hidden { name, .. } => name,
        }
    }
}

fn seal(suite: Suite, mut commitments: Vec<(&str, Digest)>) -> Result<Vec<u8>, LeafFault> {
    if commitments.is_empty() {
        return Err(LeafFault::NoFields);
    }
    commitments.sort_by(|left, right| left.0.as_bytes().cmp(right.0.as_bytes()));
    let mut list = Vec::new();
    list.extend_from_slice(&count(commitments.len()));
    let mut previous = None;
    for (name, commitment) in &commitments {
        if name.is_empty() {
            return Err(LeafFault::NamelessField);
        }
        if previous == Some(*name) {
            return Err(LeafFault::DuplicateField((*name).to_owned()));
        }
        previous = Some(*name);
        list.extend_from_slice(&length(name.as_bytes()));
        list.extend_from_slice(name.as_bytes());
        list.extend_from_slice(&commitment.0);
    }
    let digest = suite.hash_parts(&[b"zhiheng/fields/v1", &list]);
    let mut leaf = Vec::with_capacity(LEAF_LENGTH);
    leaf.extend_from_slice(LEAF_PREFIX);
    leaf.extend_from_slice(&digest.0);
    Ok(leaf)
}

fn length(bytes: &[u8]) -> [u8; 8] {
    count(bytes.len())
}

fn count(number: usize) -> [u8; 8] {
    // A length in memory always fits 64 bits.
    u64::try_from(number).unwrap_or(u64::MAX).to_be_bytes()
}

/// The JSON shape of a field in a copy: either salt and value, or a commitment.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct CopyFieldRow {
    name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    salt: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    value: Option<Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    commitment: Option<Digest>,
}

/// Tells `"value": null` from no value at all.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    StrictValue::deserialize(deserializer).map(|StrictValue(value)| Some(value))
}

impl Serialize for CopyField {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let row = match self.clone() {
            Self::Revealed(Field { name, salt, value }) => CopyFieldRow {
                name,
                salt: Some(hex::encode(&salt)),
                value: Some(value),
                commitment: None,
            },
            Self::Hidden { name, commitment } => {
                CopyFieldRow { name, salt: None, value: None, commitment: Some(commitment) }
            }
        };
        row.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for CopyField {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        use serde::de::Error as _;
        let CopyFieldRow { name, salt, value, commitment } =
            CopyFieldRow::deserialize(deserializer)?;
        match (salt, value, commitment) {
            (Some(salt), Some(value), None) => {
                let salt = hex::decode(&salt).ok_or_else(|| {
                    D::Error::custom(format!("字段“{name}”的盐值应是32位小写十六进制数字"))
                })?;
                Ok(Self::Revealed(Field { name, salt, value }))
            }
            (None, None, Some(commitment)) => Ok(Self::Hidden { name, commitment }),
            _ => Err(D::Error::custom(format!("字段“{name}”应当要么有盐值和取值,要么只有承诺值"))),
        }
    }
}
