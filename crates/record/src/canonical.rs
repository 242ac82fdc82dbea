//! The one way a JSON value is written before it is hashed.
//!
//! - Object keys in the order of their UTF-8 bytes, each once; no spaces; UTF-8.
//! - In strings only `"`, `\` and the characters below U+0020 are escaped: `\b \f \n \r \t` by letter, the others as `\u00xx`.
//! - Numbers are integers from −2⁶³ to 2⁶⁴−1, in decimal without sign (unless negative), point or exponent.
//!   **Fractions are refused**: `1.0`, `1` and `1e0` are one number with three spellings, and readers round them differently.
//!   Write money in 分 (an integer) and any other fraction as a string. Beyond ±(2⁵³−1) write a string too, since
//!   a browser cannot hold such an integer exactly.
//!
//! Not RFC 8785: that orders keys by UTF-16 and allows fractions. The two agree wherever keys are in the basic
//! plane and numbers are integers a browser can hold.

use serde::Deserialize;
use serde::de::{Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};
use std::fmt;

/// Why a value has no canonical form.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CanonicalFault {
    /// A number with a point, an exponent or out of range.
    #[error("数值 {0} 不是整数:小数请写成字符串,金额请以分为单位")]
    Fraction(String),
    /// Nested deeper than any event needs.
    #[error("取值嵌套超过 {MAX_DEPTH} 层")]
    TooDeep,
}

/// The deepest nesting that is written; JSON readers stop at about the same depth.
pub const MAX_DEPTH: usize = 100;

/// Writes `value` in its canonical form.
pub fn canonical(value: &Value) -> Result<Vec<u8>, CanonicalFault> {
    let mut out = Vec::new();
    write_value(value, 0, &mut out)?;
    Ok(out)
}

fn write_value(value: &Value, depth: usize, out: &mut Vec<u8>) -> Result<(), CanonicalFault> {
    if depth > MAX_DEPTH {
        return Err(CanonicalFault::TooDeep);
    }
    match value {
        Value::Null => out.extend_from_slice(b"null"),
        Value::Bool(true) => out.extend_from_slice(b"true"),
        Value::Bool(false) => out.extend_from_slice(b"false"),
        Value::Number(number) => write_number(number, out)?,
        Value::String(text) => write_string(text, out),
        Value::Array(items) => {
            out.push(b'[');
            for (position, item) in items.iter().enumerate() {
                if position > 0 {
                    out.push(b',');
                }
                write_value(item, depth.saturating_add(1), out)?;
            }
            out.push(b']');
        }
        Value::Object(members) => {
            // Sorted here and not left to the map: another crate may switch serde_json to insertion order.
            let mut sorted: Vec<_> = members.iter().collect();
            sorted.sort_by(|left, right| left.0.as_bytes().cmp(right.0.as_bytes()));
            out.push(b'{');
            for (position, (key, member)) in sorted.into_iter().enumerate() {
                if position > 0 {
                    out.push(b',');
                }
                write_string(key, out);
                out.push(b':');
                write_value(member, depth.saturating_add(1), out)?;
            }
            out.push(b'}');
        }
    }
    Ok(())
}

fn write_number(number: &Number, out: &mut Vec<u8>) -> Result<(), CanonicalFault> {
    let text = match (number.as_u64(), number.as_i64()) {
        (Some(natural), _) => natural.to_string(),
        (None, Some(integer)) => integer.to_string(),
        (None, None) => return Err(CanonicalFault::Fraction(number.to_string())),
    };
    out.extend_from_slice(text.as_bytes());
    Ok(())
}

fn write_string(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    for character in text.chars() {
        match character {
            '"' => out.extend_from_slice(b"\\\""),
            '\\' => out.extend_from_slice(b"\\\\"),
            '\u{8}' => out.extend_from_slice(b"\\b"),
            '\u{c}' => out.extend_from_slice(b"\\f"),
            '\n' => out.extend_from_slice(b"\\n"),
            '\r' => out.extend_from_slice(b"\\r"),
            '\t' => out.extend_from_slice(b"\\t"),
            control if control < ' ' => {
                out.extend_from_slice(format!("\\u{:04x}", u32::from(control)).as_bytes());
            }
            plain => out.extend_from_slice(plain.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
    out.push(b'"');
}

/// A JSON value read strictly: an object that names a member twice is refused, because two readers could then
/// see two different values behind one digest.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct StrictValue(pub(crate) Value);

impl<'de> Deserialize<'de> for StrictValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(StrictVisitor).map(Self)
    }
}

struct StrictVisitor;

impl<'de> Visitor<'de> for StrictVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON 值")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Value, E> {
        Err(E::custom(CanonicalFault::Fraction(value.to_string())))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(StrictValue(item)) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some((key, StrictValue(member))) = members.next_entry::<String, StrictValue>()? {
            if map.contains_key(&key) {
                return Err(A::Error::custom(format!("“{key}”出现了两次")));
            }
            map.insert(key, member);
        }
        Ok(Value::Object(map))
    }
}
