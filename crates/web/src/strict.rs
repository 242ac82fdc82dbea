//! JSON read strictly: a key said twice, a NUL in a text or nesting without end is a mistake of the sender and is said so.
//!
//! What this is not: the meaning of anything. Forms are read by `zhiheng_domain::form` against the pack.

use std::cell::RefCell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// Deepest nesting: a form has a list of objects with values, which is four.
const DEEPEST: usize = 16;
/// Most entries of one list or object: no form has as many.
const WIDEST: usize = 10_000;

/// What is wrong with a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Not JSON: line and column.
    Syntax { line: usize, column: usize },
    /// A key said twice.
    Duplicate(String),
    /// A NUL in a text.
    Nul,
    /// Nested too deeply.
    Deep,
    /// A list or object with too many entries.
    Wide,
}

/// Reads one JSON value and nothing after it.
///
/// # Errors
/// The first fault.
pub(crate) fn parse(bytes: &[u8]) -> Result<Value, Fault> {
    let fault = RefCell::new(None);
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let read = Node { depth: 0, fault: &fault }
        .deserialize(&mut deserializer)
        .and_then(|value| deserializer.end().map(|()| value));
    read.map_err(|error| {
        fault.into_inner().unwrap_or(Fault::Syntax { line: error.line(), column: error.column() })
    })
}

#[derive(Clone, Copy)]
struct Node<'f> {
    depth: usize,
    fault: &'f RefCell<Option<Fault>>,
}

impl Node<'_> {
    fn fail<E: serde::de::Error>(self, fault: Fault) -> E {
        self.fault.borrow_mut().get_or_insert(fault);
        E::custom("refused")
    }

    fn text<E: serde::de::Error>(self, text: String) -> Result<String, E> {
        if text.contains('\0') { Err(self.fail(Fault::Nul)) } else { Ok(text) }
    }

    fn deeper<E: serde::de::Error>(self) -> Result<Self, E> {
        if self.depth >= DEEPEST {
            return Err(self.fail(Fault::Deep));
        }
        Ok(Self { depth: self.depth + 1, ..self })
    }
}

impl<'de> DeserializeSeed<'de> for Node<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
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
        Number::from_f64(value).map(Value::Number).ok_or_else(|| E::custom("not finite"))
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<Value, E> {
        self.text(value.to_owned()).map(Value::String)
    }

    fn visit_string<E: serde::de::Error>(self, value: String) -> Result<Value, E> {
        self.text(value).map(Value::String)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let inner = self.deeper()?;
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(inner)? {
            if list.len() >= WIDEST {
                return Err(self.fail(Fault::Wide));
            }
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let inner = self.deeper()?;
        let mut object = Map::new();
        while let Some(name) = entries.next_key::<String>()? {
            let name = self.text(name)?;
            if object.contains_key(&name) {
                return Err(self.fail(Fault::Duplicate(name)));
            }
            if object.len() >= WIDEST {
                return Err(self.fail(Fault::Wide));
            }
            object.insert(name, entries.next_value_seed(inner)?);
        }
        Ok(Value::Object(object))
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax { line, column } => {
                write!(f, "请求体不是正确的 JSON（第 {line} 行第 {column} 个字节处）")
            }
            Self::Duplicate(name) => {
                let name: String = name.chars().filter(|c| !c.is_control()).take(40).collect();
                write!(f, "请求体中“{name}”出现了两次，不知道以哪一个为准")
            }
            Self::Nul => f.write_str("请求体的文字中含有空字符（NUL）"),
            Self::Deep => write!(f, "请求体嵌套超过 {DEEPEST} 层"),
            Self::Wide => write!(f, "请求体中有一个列表超过 {WIDEST} 项"),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_key_said_twice_is_refused_at_any_depth() {
        assert_eq!(parse(br#"{"a":1,"a":2}"#), Err(Fault::Duplicate("a".to_owned())));
        assert_eq!(parse(br#"{"x":[{"b":1,"b":1}]}"#), Err(Fault::Duplicate("b".to_owned())));
    }

    #[test]
    fn a_nul_deep_nesting_and_trailing_text_are_refused() {
        assert_eq!(parse(br#"{"a":"x\u0000"}"#), Err(Fault::Nul));
        assert_eq!(parse(br#"{"a\u0000":1}"#), Err(Fault::Nul));
        assert_eq!(parse("[".repeat(200).as_bytes()), Err(Fault::Deep));
        assert!(matches!(parse(b"{} {}"), Err(Fault::Syntax { .. })));
        assert!(matches!(parse(b"1e999"), Err(Fault::Syntax { .. })));
        assert!(matches!(parse(b"\"\xff\""), Err(Fault::Syntax { .. })));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused_and_what_is_read_is_what_serde_reads(bytes in any::<Vec<u8>>()) {
            if let Ok(value) = parse(&bytes) {
                prop_assert_eq!(Some(value), serde_json::from_slice(&bytes).ok());
            }
        }

        #[test]
        fn a_plain_object_is_read_as_serde_reads_it(
            fields in proptest::collection::btree_map("[a-z]{1,6}", "[^\u{0}]{0,12}", 0..8),
        ) {
            let text = serde_json::to_vec(&fields).unwrap();
            prop_assert_eq!(parse(&text).ok(), serde_json::from_slice(&text).ok());
        }
    }
}
