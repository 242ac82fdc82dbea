//! Agencies, people and the table of authority, as staff look them up.
//!
//! What this is not: changing them (see [`crate::registry`]).

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;
use zhiheng_domain::{Officer, Power, Role};

use crate::application::App;
use crate::caller::Caller;
use crate::error::Error;
use crate::forms::option;
use crate::ports::RegisterFilter;
use crate::shapes::{Id, Titled};
use crate::tree::Tree;

/// An agency with those below it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AgencyNode {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Short name.
    pub short: String,
    /// What it is.
    pub kind: String,
    /// Superior agency.
    pub parent: Option<String>,
    /// Agencies below it.
    #[schema(no_recursion)]
    pub children: Vec<AgencyNode>,
}

/// A person as staff look it up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PersonLine {
    /// Person id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Agency.
    pub agency: Id,
    /// Roles held.
    pub roles: Vec<Titled>,
    /// Number of the enforcement card.
    pub card: Option<String>,
    /// Last day on which it is valid.
    pub valid_until: Option<String>,
    /// It is valid today.
    pub valid: bool,
}

/// The table of authority.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AuthorityTable {
    /// Roles, in the order of the columns.
    pub roles: Vec<Titled>,
    /// Powers, in the order of the rows.
    pub rows: Vec<AuthorityRow>,
}

/// One power.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AuthorityRow {
    /// Power id.
    pub power: String,
    /// Name.
    pub title: String,
    /// By role: whether it holds the power.
    pub cells: BTreeMap<String, bool>,
}

impl App {
    /// Every agency as a tree; the structure of the administration is public.
    ///
    /// # Errors
    /// The store is not there.
    pub async fn agency_tree(&self) -> Result<Vec<AgencyNode>, Error> {
        let tree = self.tree().await?;
        let roots = tree
            .all()
            .filter(|agency| agency.parent.as_ref().is_none_or(|parent| tree.get(parent).is_none()))
            .filter_map(|agency| node(&tree, &agency.id, 0))
            .collect();
        Ok(roots)
    }

    /// People of the agencies that the caller sees, or of one of them.
    ///
    /// # Errors
    /// The agency is not within the caller's scope, the caller sees no people, or the store is not there.
    pub async fn people(
        &self,
        caller: &Caller,
        agency: Option<&str>,
    ) -> Result<Vec<PersonLine>, Error> {
        if !caller.actor.may(Power::Administer) {
            caller.require(Power::View)?;
        }
        let agencies = match agency {
            Some(agency) if caller.scope.iter().any(|held| held == agency) => {
                vec![agency.to_owned()]
            }
            Some(_) => {
                let why = "没有这一机关，或者不在您的查看范围内";
                return Err(Error::field("input.choice", "agency", why));
            }
            None => caller.scope.clone(),
        };
        let tree = self.tree().await?;
        let mut lines: BTreeMap<String, PersonLine> = BTreeMap::new();
        for account in self.store().accounts().await? {
            if !account.active || !agencies.contains(&account.agency) {
                continue;
            }
            let line = lines.entry(account.person.clone()).or_insert_with(|| PersonLine {
                id: account.person.clone(),
                name: account.name.clone(),
                agency: Id::new(&account.agency, tree.name(&account.agency)),
                roles: Vec::new(),
                card: None,
                valid_until: None,
                valid: false,
            });
            for role in account.roles.iter().filter_map(|role| Role::parse(role)) {
                let role = Titled::new(role.id(), role.title());
                if !line.roles.contains(&role) {
                    line.roles.push(role);
                }
            }
        }
        let filter = RegisterFilter {
            kind: "officers".to_owned(),
            agencies: Some(agencies),
            ids: Vec::new(),
        };
        for row in self.store().register(&filter).await?.into_iter().filter(|row| row.active) {
            let Ok(officer) = serde_json::from_str::<Officer>(&row.body) else { continue };
            let held = option(&officer, self.today());
            let line = lines.entry(officer.id.clone()).or_insert_with(|| PersonLine {
                id: officer.id,
                name: officer.name,
                agency: Id::new(&officer.agency, tree.name(&officer.agency)),
                roles: Vec::new(),
                card: None,
                valid_until: None,
                valid: false,
            });
            line.card = held.card;
            line.valid_until = held.valid_until;
            line.valid = held.valid;
        }
        let mut lines: Vec<PersonLine> = lines.into_values().collect();
        lines.sort_by(|one, other| (&one.agency.id, &one.id).cmp(&(&other.agency.id, &other.id)));
        Ok(lines)
    }
}

/// The table of authority as people read it.
pub fn authority() -> AuthorityTable {
    AuthorityTable {
        roles: Role::ALL.into_iter().map(|role| Titled::new(role.id(), role.title())).collect(),
        rows: Power::ALL
            .into_iter()
            .map(|power| AuthorityRow {
                power: power.id().to_owned(),
                title: power.title().to_owned(),
                cells: Role::ALL
                    .into_iter()
                    .map(|role| (role.id().to_owned(), role.holds(power)))
                    .collect(),
            })
            .collect(),
    }
}

/// An agency with those below it. A circle in the data has no root and is not reached; the depth is bounded all the same.
fn node(tree: &Tree, id: &str, depth: usize) -> Option<AgencyNode> {
    const DEEPEST: usize = 16;
    let agency = tree.get(id).filter(|_| depth < DEEPEST)?;
    let children = tree
        .all()
        .filter(|other| other.parent.as_deref() == Some(id))
        .filter_map(|other| node(tree, &other.id, depth + 1))
        .collect();
    Some(AgencyNode {
        id: agency.id.clone(),
        name: agency.name.clone(),
        short: if agency.short.is_empty() { agency.name.clone() } else { agency.short.clone() },
        kind: agency.kind.clone(),
        parent: agency.parent.clone(),
        children,
    })
}
