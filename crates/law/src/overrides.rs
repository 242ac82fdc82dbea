//! What an agency sets for itself: parameters within the limits that the national pack states, each with its own basis.
//!
//! What this is not: a way round the law. A parameter without limits cannot be set, periods have their own (see `period`),
//! and what was changed stays visible beside the national value.

use crate::model::{Pack, Parameter, ParameterChange};

impl Parameter {
    /// Whether an agency may set this value: limits are stated and hold it.
    pub fn allows(&self, value: i64) -> bool {
        matches!((self.min, self.max), (Some(min), Some(max)) if (min..=max).contains(&value))
    }

    /// Whether an agency may set this value on this basis.
    ///
    /// # Errors
    /// A sentence in Chinese: no basis given, fixed by the pack, or outside the limits.
    pub fn settable(&self, value: i64, basis: &str) -> Result<(), String> {
        if basis.trim().is_empty() {
            return Err(format!("改动「{}」须写明依据", self.label));
        }
        let (Some(min), Some(max)) = (self.min, self.max) else {
            return Err(format!("「{}」由全国包定死（{}），不能改动", self.label, self.basis));
        };
        if !(min..=max).contains(&value) {
            return Err(format!(
                "「{}」只能在 {min} 至 {max} 之间选定，不能是 {value}",
                self.label
            ));
        }
        Ok(())
    }
}

impl Pack {
    /// The same pack with one parameter of one procedure set to an agency's own value.
    ///
    /// # Errors
    /// A sentence in Chinese: no such procedure or parameter, outside the limits, or no basis given.
    pub fn with_parameter(
        &self,
        procedure: &str,
        name: &str,
        value: i64,
        basis: &str,
    ) -> Result<Self, String> {
        let mut pack = self.clone();
        let parameter = pack
            .procedures
            .get_mut(procedure)
            .ok_or_else(|| format!("没有叫「{procedure}」的程序"))?
            .parameters
            .get_mut(name)
            .ok_or_else(|| format!("程序「{procedure}」没有参数「{name}」"))?;
        parameter.settable(value, basis)?;
        let national =
            parameter.changed.as_ref().map_or(parameter.value, |changed| changed.national);
        parameter.changed = Some(ParameterChange { national, basis: basis.trim().to_owned() });
        parameter.value = value;
        Ok(pack)
    }
}
