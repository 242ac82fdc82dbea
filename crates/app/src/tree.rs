//! The tree of agencies: who is above whom, and whose matters a person may see.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::application::App;
use crate::error::Error;
use crate::ports::RegisterFilter;

/// One agency as registered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agency {
    /// Stable id.
    pub id: String,
    /// Full name.
    pub name: String,
    /// 机关代字, as it stands in numbers.
    pub mark: String,
    /// Short name for lists.
    #[serde(default)]
    pub short: String,
    /// What it is: `信访部门`, `执法机关`, …
    #[serde(default)]
    pub kind: String,
    /// Superior agency; none at the root.
    #[serde(default)]
    pub parent: Option<String>,
    /// Procedures it runs; empty = all.
    #[serde(default)]
    pub procedures: Vec<String>,
    /// Families of procedures that it does not run (本机关无此类事项).
    #[serde(default)]
    pub off: Vec<String>,
    /// Government to which reconsideration is applied for (复议法24).
    #[serde(default)]
    pub government: String,
    /// Address.
    #[serde(default)]
    pub address: String,
    /// Telephone.
    #[serde(default)]
    pub phone: String,
    /// Opening hours.
    #[serde(default)]
    pub hours: String,
    /// Legal basis of its powers.
    #[serde(default)]
    pub basis: String,
    /// Province or city under which the public finds its decisions.
    #[serde(default)]
    pub region: String,
    /// Division code of its area.
    #[serde(default)]
    pub division: String,
    /// Its own 统一社会信用代码 (GB 32100).
    #[serde(default)]
    pub credit_code: String,
}

/// All agencies.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    agencies: BTreeMap<String, Agency>,
}

impl Tree {
    /// Builds the tree from register entries.
    pub fn new(agencies: impl IntoIterator<Item = Agency>) -> Self {
        Self { agencies: agencies.into_iter().map(|agency| (agency.id.clone(), agency)).collect() }
    }

    /// One agency.
    pub fn get(&self, id: &str) -> Option<&Agency> {
        self.agencies.get(id)
    }

    /// All agencies by id.
    pub fn all(&self) -> impl Iterator<Item = &Agency> {
        self.agencies.values()
    }

    /// The agency, its superior, the superior of that, … A circle in the data ends the chain.
    pub fn chain(&self, id: &str) -> Vec<String> {
        let mut chain = Vec::new();
        let mut next = self.agencies.get(id);
        while let Some(agency) = next {
            if chain.contains(&agency.id) {
                break;
            }
            chain.push(agency.id.clone());
            next = agency.parent.as_ref().and_then(|parent| self.agencies.get(parent));
        }
        chain
    }

    /// The agency and all below it.
    pub fn below(&self, id: &str) -> Vec<String> {
        self.agencies
            .keys()
            .filter(|other| self.chain(other).iter().any(|held| held == id))
            .cloned()
            .collect()
    }

    /// Name of the agency above; empty at the root.
    pub fn superior(&self, id: &str) -> &str {
        let above = self.get(id).and_then(|agency| agency.parent.as_deref());
        above.and_then(|above| self.get(above)).map_or("", |agency| agency.name.as_str())
    }

    /// Name of an agency; its id where it is unknown.
    pub fn name<'a>(&'a self, id: &'a str) -> &'a str {
        self.agencies.get(id).map_or(id, |agency| agency.name.as_str())
    }
}

impl Agency {
    /// Whether the agency runs procedures of this family.
    pub fn runs(&self, procedure: &zhiheng_law::Procedure) -> bool {
        if procedure.internal {
            return true;
        }
        let named = self.procedures.is_empty() || self.procedures.contains(&procedure.id);
        named && !self.off.contains(&procedure.family)
    }
}

impl App {
    /// The tree as it is now. Kept in memory; every register entry renews it.
    ///
    /// # Errors
    /// The store is not there.
    pub async fn tree(&self) -> Result<std::sync::Arc<Tree>, Error> {
        if let Some(tree) = self.kept_tree() {
            return Ok(tree);
        }
        let filter = RegisterFilter { kind: "agencies".to_owned(), ..RegisterFilter::default() };
        let rows = self.store().register(&filter).await?;
        let agencies = rows
            .into_iter()
            .filter(|row| row.active)
            .filter_map(|row| serde_json::from_str(&row.body).ok());
        let tree = std::sync::Arc::new(Tree::new(agencies));
        self.keep_tree(Some(tree.clone()));
        Ok(tree)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agency(id: &str, parent: Option<&str>) -> Agency {
        serde_json::from_value(
            serde_json::json!({ "id": id, "name": id, "mark": id, "parent": parent }),
        )
        .unwrap()
    }

    #[test]
    fn a_city_sees_its_counties_and_a_county_only_itself() {
        let tree = Tree::new([
            agency("sx", None),
            agency("cz", Some("sx")),
            agency("lz", Some("cz")),
            agency("xy", Some("cz")),
        ]);
        assert_eq!(tree.below("cz"), ["cz", "lz", "xy"]);
        assert_eq!(tree.below("lz"), ["lz"]);
        assert_eq!(tree.chain("lz"), ["lz", "cz", "sx"]);
    }

    #[test]
    fn a_circle_in_the_data_ends_and_does_not_hang() {
        let tree = Tree::new([agency("a", Some("b")), agency("b", Some("a"))]);
        assert_eq!(tree.chain("a"), ["a", "b"]);
    }
}
