//! Deliveries of 双公示: what is owed when, what may go together, what the platform's answer changes.

use jiff::civil::{DateTime, date};
use proptest::prelude::*;
use zhiheng_domain::credit::{
    Batch, Candidate, Content, CreditItem, Heading, Operation, Present, RowFault, Sending, Standing,
};
use zhiheng_domain::{Actor, Refusal, Role};

fn now() -> DateTime {
    date(2026, 3, 10).at(9, 0, 0, 0)
}

fn editor() -> Actor {
    Actor {
        id: "editor".to_owned(),
        name: "示例公示员".to_owned(),
        agency: "agency".to_owned(),
        roles: vec![Role::DisclosureEditor],
    }
}

fn present(public: bool, digest: &str) -> Present<'_> {
    Present { public, digest }
}

fn sending(operation: Operation, digest: &str) -> Sending {
    Sending {
        batch: "b".to_owned(),
        operation,
        change: String::new(),
        version: 1,
        digest: digest.to_owned(),
        at: now(),
    }
}

fn candidate(n: usize) -> Candidate {
    Candidate {
        decision: format!("d{n}"),
        matter: format!("m{n}"),
        number: format!("示罚〔2026〕{n}号"),
        owed: Some(Operation::New),
        waiting: false,
        change: String::new(),
        version: 1,
        digest: format!("digest {n}"),
        key: vec![format!("{n}")],
        faults: Vec::new(),
    }
}

fn batch(content: Content, candidates: &[Candidate]) -> Result<Batch, Vec<Refusal>> {
    let heading = Heading { id: "b".to_owned(), report: "penalty", content, now: now(), most: 3 };
    Batch::made(&editor(), heading, candidates, "digest".to_owned())
}

fn codes(refused: Vec<Refusal>) -> Vec<String> {
    refused.into_iter().map(|refusal| refusal.code).collect()
}

#[test]
fn given_a_decision_then_it_is_owed_once_and_again_only_when_it_changes_or_is_public_no_more() {
    let item = CreditItem::default();
    assert_eq!(item.owed(&present(true, "a")), Some(Operation::New));
    assert_eq!(item.owed(&present(false, "a")), None, "what was never sent needs no taking down");
    let sent = item.sent(sending(Operation::New, "a"));
    assert_eq!((sent.owed(&present(true, "b")), sent.standing()), (None, Standing::Sent));
    let taken = sent.answered(None);
    assert_eq!((taken.owed(&present(true, "a")), taken.standing()), (None, Standing::Accepted));
    assert_eq!(taken.owed(&present(true, "b")), Some(Operation::Correct));
    assert_eq!(taken.owed(&present(false, "a")), Some(Operation::Change));
    let down = taken.sent(sending(Operation::Change, "c")).answered(None);
    assert_eq!(down.owed(&present(false, "a")), None);
    assert_eq!(down.owed(&present(true, "a")), Some(Operation::New), "public again");
}

#[test]
fn given_a_rejection_then_the_same_is_owed_again_and_what_was_accepted_before_still_counts() {
    let refused = CreditItem::default().sent(sending(Operation::New, "a")).answered(Some("缺项"));
    assert_eq!(
        (refused.owed(&present(true, "a")), refused.standing()),
        (Some(Operation::New), Standing::Rejected)
    );
    let taken = refused.sent(sending(Operation::New, "a")).answered(None);
    assert_eq!(taken.rejected, None);
    let refused = taken.sent(sending(Operation::Correct, "b")).answered(Some("格式"));
    assert_eq!(refused.owed(&present(true, "b")), Some(Operation::Correct));
    assert_eq!(refused.owed(&present(true, "a")), None, "put back to what the platform has");
    assert_eq!(refused.owed(&present(false, "b")), Some(Operation::Change));
}

#[test]
fn given_rows_that_cannot_go_then_every_one_is_named_with_its_reason_and_no_delivery_is_made() {
    let mut wrong = candidate(1);
    wrong.faults = vec![RowFault {
        field: "CF_YXQ".to_owned(),
        code: "credit.required".to_owned(),
        message: "“处罚有效期”没有填".to_owned(),
    }];
    let waiting = Candidate { owed: None, waiting: true, ..candidate(2) };
    let sent = Candidate { owed: None, ..candidate(3) };
    let refused = batch(Content::Rows, &[wrong, waiting, sent]).unwrap_err();
    assert!(
        refused[0].message.contains("示罚〔2026〕1号") && refused[0].message.contains("处罚有效期")
    );
    assert_eq!(codes(refused), ["credit.required", "credit.waiting", "credit.sent"]);

    assert_eq!(codes(batch(Content::Rows, &[]).unwrap_err()), ["credit.empty"]);
    let many: Vec<Candidate> = (0..4).map(candidate).collect();
    assert_eq!(codes(batch(Content::Rows, &many).unwrap_err()), ["credit.many"]);
    let down = Candidate { owed: Some(Operation::Change), ..candidate(1) };
    assert_eq!(
        codes(batch(Content::Rows, std::slice::from_ref(&down)).unwrap_err()),
        ["credit.content"]
    );
    assert!(batch(Content::States, &[down]).is_ok());
    let same = Candidate { key: candidate(1).key, ..candidate(2) };
    assert_eq!(
        codes(batch(Content::Rows, &[candidate(1), same]).unwrap_err()),
        ["credit.repeated"]
    );
}

#[test]
fn given_a_receipt_then_each_row_is_answered_once_and_a_rejection_needs_its_reason() {
    let made = batch(Content::Rows, &[candidate(2), candidate(1), candidate(3)]).unwrap();
    let one = ("示罚〔2026〕1号".to_owned(), None);
    let two = ("示罚〔2026〕2号".to_owned(), Some("重复".to_owned()));
    let said = |said: &[(String, Option<String>)]| made.answered(&editor(), said, now());
    let next = said(&[one.clone(), two.clone()]).unwrap();
    let count = next.count();
    assert_eq!((count.accepted, count.rejected, count.waiting), (1, 1, 1));
    assert_eq!(
        codes(next.answered(&editor(), std::slice::from_ref(&one), now()).unwrap_err()),
        ["credit.receipt_known"]
    );
    assert_eq!(codes(said(&[]).unwrap_err()), ["credit.receipt_empty"]);
    assert_eq!(codes(said(&[one.clone(), one]).unwrap_err()), ["credit.receipt_twice"]);
    assert_eq!(codes(said(&[("别的".to_owned(), None)]).unwrap_err()), ["credit.receipt_unknown"]);
    assert_eq!(
        codes(said(&[(two.0, Some("  ".to_owned()))]).unwrap_err()),
        ["credit.receipt_reason"]
    );
}

proptest! {
    /// However the decision and the platform go on: nothing is owed while an answer is waited for, and nothing right after the
    /// platform took what is owed.
    #[test]
    fn whatever_happens_the_platform_is_owed_nothing_that_it_took(steps in prop::collection::vec((any::<bool>(), 0_u8..3, any::<bool>()), 1..30)) {
        let mut item = CreditItem::default();
        for (public, digest, taken) in steps {
            let digest = digest.to_string();
            let now = present(public, &digest);
            let Some(operation) = item.owed(&now) else { continue };
            let version = item.version;
            item = item.sent(sending(operation, &digest));
            prop_assert_eq!(item.owed(&now), None);
            item = item.answered((!taken).then_some("退回"));
            prop_assert_eq!(item.version, version + 2);
            prop_assert_eq!(item.owed(&now), if taken { None } else { Some(operation) });
        }
    }
}
