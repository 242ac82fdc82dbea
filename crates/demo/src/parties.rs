//! Two parties who wrote on their own page: what they sent waits on the desks, so that there is something to take over.

use zhiheng_app::party::{OfferState, PartyDraft};
use zhiheng_app::{App, Error};

use crate::people::person;
use crate::play::Callers;

/// How many write.
const WRITING: usize = 2;

/// Number and 当事人码 of a party, with which its page can be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoParty {
    /// Number of the matter.
    pub number: String,
    /// The code.
    pub code: String,
}

/// Lets parties of these matters write; the latest first.
///
/// # Errors
/// The store is not there. A matter in which nothing can be brought forward is passed over.
pub(crate) async fn write(
    app: &App,
    callers: &Callers,
    agency: &str,
    matters: Vec<String>,
) -> Result<Vec<DemoParty>, Error> {
    let mut parties = Vec::new();
    for matter in matters {
        if parties.len() == WRITING {
            break;
        }
        let Some(caller) = callers.get(&person(agency, "officer")) else { break };
        let given = match app.give_party_code(caller, &matter).await {
            Ok(given) => given,
            Err(Error::Refused(_) | Error::Denied(_)) => continue,
            Err(error) => return Err(error),
        };
        let Some(page) = app.party_page(&given.number, &given.code).await? else { continue };
        let open = |act: &str| {
            page.offers
                .iter()
                .any(|offer| offer.act == act && matches!(offer.state, OfferState::Open(_)))
        };
        let (about, text) = if open("defend") {
            ("defend", "平时都收拾得干净，那天是进货临时摆了一会儿，请从轻处理。")
        } else if open("collect_evidence") {
            ("collect_evidence", "补充一份进货单，说明那天的情况。")
        } else {
            continue;
        };
        let draft = PartyDraft {
            about: about.to_owned(),
            text: text.to_owned(),
            sender: "赵某某（经办人）".to_owned(),
            ..PartyDraft::default()
        };
        if app.party_send(&given.number, &given.code, &draft).await?.is_some() {
            parties.push(DemoParty { number: given.number, code: given.code });
        }
    }
    Ok(parties)
}
