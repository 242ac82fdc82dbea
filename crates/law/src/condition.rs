//! Conditions of a pack: CEL expressions over `facts`, `fields`, `done`, `param` and `known`, compiled once and asked often.
//!
//! What this is not: a language of our own. Everything CEL can say, a pack can say; names it may use are fixed here,
//! so that a misspelt name is a fault when the pack is read and not a surprise on the day of a decision.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::{Arc, LazyLock};

use cel::common::ast::{Expr, IdedExpr};
use cel::objects::Value as CelValue;
use cel::{Context, Env, Program};
use serde_json::Value as Json;

use crate::model::Parameter;

/// What a condition may ask about.
#[derive(Clone, Copy)]
pub struct Inputs<'a> {
    /// Facts of the matter, all declared ones present.
    pub facts: &'a dyn Values,
    /// The form of the act that is asked about; optional fields may be absent.
    pub fields: &'a dyn Values,
    /// How often each act was done; an absent act was not done.
    pub done: &'a dyn Counts,
    /// Parameters of the procedure.
    pub param: &'a dyn Counts,
    /// What the platform looked up in registers and other matters; every name of [`KNOWN`] present.
    pub known: &'a dyn Values,
}

/// Names under `known`, each with whether it is a yes or no (otherwise a whole number).
pub const KNOWN: &[(&str, bool)] = &[
    ("published", true),
    ("major", true),
    ("tiered", true),
    ("cap", false),
    ("earlier", false),
    ("fine_min", false),
    ("fine_max", false),
    ("reviewers", true),
    ("reviewer", true),
    ("reviewer_unqualified", true),
    ("reviewer_handles", true),
];

/// Something that holds JSON values by name.
pub trait Values {
    /// The value with this name; JSON `null` counts as absent.
    fn value(&self, name: &str) -> Option<&Json>;
}

/// Something that holds whole numbers by name.
pub trait Counts {
    /// The number with this name.
    fn count(&self, name: &str) -> Option<i64>;
}

/// The things that a condition may ask about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Root {
    /// `facts.name`
    Facts,
    /// `fields.name`
    Fields,
    /// `done.act`
    Done,
    /// `param.name`
    Param,
    /// `known.name`
    Known,
}

/// One name that a condition asks about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reference {
    /// Which of them.
    pub root: Root,
    /// The name after the dot.
    pub name: String,
    /// True for `has(fields.name)`, which asks only whether there is a value.
    pub tested: bool,
}

/// A compiled condition. Cheap to clone.
#[derive(Clone)]
pub struct Condition {
    text: String,
    program: Arc<Program>,
    references: Vec<Reference>,
}

/// The CEL standard library, built once: building it costs more than a hundred evaluations.
static LIBRARY: LazyLock<Arc<Env>> = LazyLock::new(|| Arc::new(Env::stdlib()));

impl Condition {
    /// Compiles a condition.
    ///
    /// # Errors
    /// A sentence in Chinese: what CEL does not accept, or a name that is none of these.
    pub fn compile(text: &str) -> Result<Self, String> {
        if text.trim().is_empty() {
            return Err("条件是空的".to_owned());
        }
        let program = LIBRARY.compile(text).map_err(|errors| {
            let said: Vec<String> = errors
                .errors
                .iter()
                .map(|e| format!("第 {} 个字附近：{}", e.pos.1.max(0), e.msg))
                .collect();
            format!("条件不合语法（{}）", said.join("；"))
        })?;
        let mut references = Vec::new();
        collect(&program.expression().expr, &mut Vec::new(), &mut references)?;
        references.sort();
        references.dedup();
        Ok(Self { text: text.to_owned(), program: Arc::new(program), references })
    }

    /// The text as it stands in the pack.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Every name that the condition asks about, sorted.
    pub fn references(&self) -> &[Reference] {
        &self.references
    }

    /// Says whether the condition is true.
    ///
    /// # Errors
    /// A sentence in Chinese: a value that is missing or of another type, or an answer that is not yes or no.
    pub fn eval(&self, inputs: &Inputs<'_>) -> Result<bool, String> {
        let context = self.context(inputs)?;
        match self.program.execute(&context) {
            Ok(CelValue::Bool(answer)) => Ok(answer),
            Ok(other) => Err(format!("条件「{}」的结果是{}，不是真假", self.text, name_of(&other))),
            Err(error) => Err(format!("条件「{}」算不出来：{error}", self.text)),
        }
    }

    /// Evaluates every part that `&&`, `||`, `!` and `?:` join, each for itself, so that a part which
    /// evaluation would skip is tried as well. Used when a pack is read.
    pub(crate) fn try_parts(&self, inputs: &Inputs<'_>) -> Result<(), String> {
        let context = self.context(inputs)?;
        let mut parts = Vec::new();
        split(self.program.expression(), &mut parts);
        for part in parts {
            match context.resolve(part) {
                Ok(CelValue::Bool(_)) => {}
                Ok(other) => {
                    return Err(format!("条件的一部分得出{}，不是真假", name_of(&other)));
                }
                Err(error) => return Err(format!("条件算不出来：{error}")),
            }
        }
        Ok(())
    }

    /// Only what the condition asks about is handed over, so that a large matter costs no more than a small one.
    fn context(&self, inputs: &Inputs<'_>) -> Result<Context<'static, 'static>, String> {
        let mut maps: BTreeMap<Root, HashMap<String, CelValue>> = BTreeMap::new();
        for reference in &self.references {
            let name = reference.name.as_str();
            let value = match reference.root {
                Root::Facts => Some(
                    inputs
                        .facts
                        .value(name)
                        .map(to_cel)
                        .ok_or_else(|| format!("条件用到的事实「{name}」还没有值"))?,
                ),
                Root::Fields => inputs.fields.value(name).map(to_cel),
                Root::Known => Some(
                    inputs
                        .known
                        .value(name)
                        .map(to_cel)
                        .ok_or_else(|| format!("条件用到的「known.{name}」没有查到"))?,
                ),
                Root::Done => Some(CelValue::Int(inputs.done.count(name).unwrap_or(0))),
                Root::Param => Some(CelValue::Int(
                    inputs
                        .param
                        .count(name)
                        .ok_or_else(|| format!("条件用到的参数「{name}」没有定义"))?,
                )),
            };
            let map = maps.entry(reference.root).or_default();
            if let Some(value) = value {
                map.insert(name.to_owned(), value);
            }
        }
        let mut context = Context::with_env(Arc::clone(&LIBRARY));
        for (root, map) in maps {
            context.add_variable_from_value(root.word(), map);
        }
        Ok(context)
    }
}

impl fmt::Debug for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Condition").field(&self.text).finish()
    }
}

impl Root {
    /// The word in conditions.
    pub fn word(self) -> &'static str {
        match self {
            Self::Facts => "facts",
            Self::Fields => "fields",
            Self::Done => "done",
            Self::Param => "param",
            Self::Known => "known",
        }
    }

    fn of(word: &str) -> Option<Self> {
        [Self::Facts, Self::Fields, Self::Done, Self::Param, Self::Known]
            .into_iter()
            .find(|root| root.word() == word)
    }
}

impl Values for serde_json::Map<String, Json> {
    fn value(&self, name: &str) -> Option<&Json> {
        self.get(name).filter(|value| !value.is_null())
    }
}

impl Values for BTreeMap<String, Json> {
    fn value(&self, name: &str) -> Option<&Json> {
        self.get(name).filter(|value| !value.is_null())
    }
}

impl Counts for BTreeMap<String, i64> {
    fn count(&self, name: &str) -> Option<i64> {
        self.get(name).copied()
    }
}

impl Counts for BTreeMap<String, u32> {
    fn count(&self, name: &str) -> Option<i64> {
        self.get(name).map(|n| i64::from(*n))
    }
}

impl Counts for BTreeMap<String, usize> {
    fn count(&self, name: &str) -> Option<i64> {
        self.get(name).map(|n| i64::try_from(*n).unwrap_or(i64::MAX))
    }
}

impl Counts for BTreeMap<String, Parameter> {
    fn count(&self, name: &str) -> Option<i64> {
        self.get(name).map(|parameter| parameter.value)
    }
}

/// Walks the expression and notes what it asks about; `bound` are the variables of enclosing `exists`, `all` and the like.
fn collect(expr: &Expr, bound: &mut Vec<String>, into: &mut Vec<Reference>) -> Result<(), String> {
    match expr {
        Expr::Select(select) => {
            if let Expr::Ident(word) = &select.operand.expr
                && !bound.contains(word)
            {
                let root = Root::of(word).ok_or_else(|| unknown(word))?;
                into.push(Reference { root, name: select.field.clone(), tested: select.test });
                return Ok(());
            }
            collect(&select.operand.expr, bound, into)
        }
        Expr::Ident(word) if bound.contains(word) => Ok(()),
        Expr::Ident(word) if Root::of(word).is_some() => {
            Err(format!("「{word}」要写成「{word}.名称」，不能整个使用"))
        }
        Expr::Ident(word) => Err(unknown(word)),
        Expr::Call(call) => {
            if let Some(target) = &call.target {
                collect(&target.expr, bound, into)?;
            }
            call.args.iter().try_for_each(|arg| collect(&arg.expr, bound, into))
        }
        Expr::List(list) => {
            list.elements.iter().try_for_each(|element| collect(&element.expr, bound, into))
        }
        Expr::Comprehension(walk) => {
            collect(&walk.iter_range.expr, bound, into)?;
            let outside = bound.len();
            bound.push(walk.iter_var.clone());
            bound.push(walk.accu_var.clone());
            bound.extend(walk.iter_var2.clone());
            let inside = [&walk.accu_init, &walk.loop_cond, &walk.loop_step, &walk.result]
                .into_iter()
                .try_for_each(|part| collect(&part.expr, bound, into));
            bound.truncate(outside);
            inside
        }
        Expr::Literal(_) => Ok(()),
        Expr::Map(_) | Expr::Struct(_) | Expr::Unspecified => {
            Err("条件里只能用值、列表、比较和逻辑词".to_owned())
        }
    }
}

fn unknown(word: &str) -> String {
    format!("条件里没有「{word}」这个变量，只能用 facts、fields、done、param、known")
}

/// The parts that logic joins, the whole included.
fn split<'e>(expr: &'e IdedExpr, into: &mut Vec<&'e IdedExpr>) {
    into.push(expr);
    if let Expr::Call(call) = &expr.expr
        && matches!(call.func_name.as_str(), "_&&_" | "_||_" | "!_")
    {
        call.args.iter().for_each(|arg| split(arg, into));
    }
}

fn to_cel(json: &Json) -> CelValue {
    match json {
        Json::Null => CelValue::Null,
        Json::Bool(b) => CelValue::Bool(*b),
        Json::Number(n) => match (n.as_i64(), n.as_f64()) {
            (Some(whole), _) => CelValue::Int(whole),
            (None, Some(fraction)) => CelValue::Float(fraction),
            (None, None) => CelValue::Null,
        },
        Json::String(s) => CelValue::String(Arc::new(s.clone())),
        Json::Array(items) => CelValue::List(Arc::new(items.iter().map(to_cel).collect())),
        Json::Object(map) => CelValue::from(
            map.iter()
                .map(|(name, value)| (name.clone(), to_cel(value)))
                .collect::<HashMap<String, CelValue>>(),
        ),
    }
}

fn name_of(value: &CelValue) -> &'static str {
    match value {
        CelValue::Int(_) | CelValue::UInt(_) | CelValue::Float(_) => "一个数",
        CelValue::String(_) => "一段文字",
        CelValue::List(_) => "一个列表",
        CelValue::Null => "空值",
        _ => "别的东西",
    }
}
