//! Who may do what, cell by cell, written a second time by hand so that a slip in the table shows.

use zhiheng_domain::{Power, Role};

/// Every cell that is allowed; every other cell is not.
const ALLOWED: [(&str, &[&str]); 8] = [
    ("officer", &["view", "register", "handle"]),
    ("section_head", &["view", "register", "handle", "approve", "export"]),
    ("legal_reviewer", &["view", "review", "export"]),
    ("agency_head", &["view", "approve", "decide", "supervise", "export"]),
    ("disclosure_editor", &["view", "publish", "export"]),
    ("archivist", &["view", "archive", "export"]),
    ("supervisor", &["view", "supervise", "export"]),
    ("administrator", &["administer"]),
];

#[test]
fn every_role_holds_exactly_the_powers_of_its_row() {
    assert_eq!(ALLOWED.len(), Role::ALL.len());
    for (id, powers) in ALLOWED {
        let role = Role::parse(id).unwrap();
        for power in Power::ALL {
            assert_eq!(role.holds(power), powers.contains(&power.id()), "{id} / {}", power.id());
        }
    }
}

#[test]
fn no_role_that_handles_or_approves_may_review_or_decide_alone_and_publish() {
    for role in Role::ALL {
        let held = |power| role.holds(power);
        assert!(!(held(Power::Handle) && held(Power::Review)), "办审分离: {}", role.id());
        assert!(!(held(Power::Review) && held(Power::Decide)), "审决分离: {}", role.id());
    }
}

#[test]
fn the_administrator_holds_no_power_over_a_matter() {
    for power in Power::ALL.into_iter().filter(|power| *power != Power::Administer) {
        assert!(!Role::Administrator.holds(power), "{}", power.id());
    }
}
