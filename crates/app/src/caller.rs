//! Who asks: the person behind an account, the roles held, and the agencies whose matters that person may see.

use zhiheng_domain::{Actor, Power, Role};

use crate::application::App;
use crate::error::Error;
use crate::ports::AccountRow;

/// A signed-in person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// Name at sign-in.
    pub username: String,
    /// The person.
    pub actor: Actor,
    /// Agencies whose matters the person may see: own, those below, and — for the chain of 复查 and 复核 — nothing above.
    pub scope: Vec<String>,
    /// True where the scope holds every agency there is, so that lists need not narrow by it.
    pub everything: bool,
}

impl Caller {
    /// The scope as lists take it.
    pub fn agencies(&self) -> Option<Vec<String>> {
        if self.everything { None } else { Some(self.scope.clone()) }
    }

    /// Refuses where the person lacks the power.
    ///
    /// # Errors
    /// [`Error::Denied`] with a sentence in Chinese.
    pub fn require(&self, power: Power) -> Result<(), Error> {
        if self.actor.may(power) {
            Ok(())
        } else {
            Err(Error::Denied(format!("您的岗位没有“{}”权限", power.title())))
        }
    }
}

impl App {
    /// The person behind an account.
    ///
    /// # Errors
    /// The account is unknown or not active.
    pub async fn caller(&self, account: &AccountRow) -> Result<Caller, Error> {
        if !account.active {
            return Err(Error::Unauthenticated {
                code: "session.closed",
                message: "账号已停用".to_owned(),
            });
        }
        let tree = self.tree().await?;
        let roles: Vec<Role> = account.roles.iter().filter_map(|id| Role::parse(id)).collect();
        let scope = tree.below(&account.agency);
        let everything = scope.len() == tree.all().count();
        Ok(Caller {
            username: account.username.clone(),
            actor: Actor {
                id: account.person.clone(),
                name: account.name.clone(),
                agency: account.agency.clone(),
                roles,
            },
            scope,
            everything,
        })
    }
}
