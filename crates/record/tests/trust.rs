//! Whose signature counts: policies with logs, witnesses and groups, and the keys behind them.
#![expect(clippy::unwrap_used, clippy::format_push_string, reason = "helpers of tests")]

use zhiheng_record::Suite;
use zhiheng_record::checkpoint::{Checkpoint, CheckpointFault, SignedCheckpoint};
use zhiheng_record::key::{KeyFault, KeyKind, Signer, Verifier};
use zhiheng_record::note::NoteFault;
use zhiheng_record::policy::{Policy, PolicyFault, policy_for};

const LOG: &str = "changzhi.example.gov.cn/record";

fn key(name: &str, kind: KeyKind, seed: u8) -> Signer {
    Signer::from_seed(name, kind, &[seed; 32]).unwrap()
}

fn head(signer: &Signer) -> SignedCheckpoint {
    SignedCheckpoint::sign(Checkpoint::new(LOG, 3, Suite::National.hash(b"root")), signer).unwrap()
}

/// Three witnesses of two algorithms: the justice bureau, the archive, a notary.
fn witnesses() -> [Signer; 3] {
    [
        key("sfj.example/w", KeyKind::Sm2Cosignature, 11),
        key("daj.example/w", KeyKind::Sm2Cosignature, 12),
        key("notary.example/w", KeyKind::Ed25519Cosignature, 13),
    ]
}

fn policy(rules: &str) -> Policy {
    let mut text = format!("# 见证\nlog {} https://{LOG}\n", key(LOG, KeyKind::Sm2, 1).vkey());
    for (name, witness) in ["司法局", "档案局", "公证处"].iter().zip(witnesses()) {
        text.push_str(&format!("witness {name}\t{}\n", witness.vkey()));
    }
    Policy::parse(&(text + rules)).unwrap()
}

#[test]
fn every_kind_of_key_signs_and_its_text_form_comes_back() {
    for kind in
        [KeyKind::Ed25519, KeyKind::Ed25519Cosignature, KeyKind::Sm2, KeyKind::Sm2Cosignature]
    {
        let signer = key("a.example/k", kind, 5);
        let verifier = Verifier::parse(&signer.vkey()).unwrap();
        assert_eq!((verifier.kind(), verifier.id()), (kind, signer.verifier().id()));
        let line = if kind.is_cosignature() { signer.cosign("t\n", 9) } else { signer.sign("t\n") }
            .unwrap();
        let time = kind.is_cosignature().then_some(9);
        assert_eq!(verifier.verify("t\n", &line.signature), Some(time));
        assert_eq!(verifier.verify("u\n", &line.signature), None);
        let wrong =
            if kind.is_cosignature() { signer.sign("t\n") } else { signer.cosign("t\n", 9) };
        assert!(matches!(wrong, Err(KeyFault::WrongUse(_))));
        for position in 0..line.signature.len() {
            let mut flipped = line.signature.clone();
            flipped[position] ^= 4;
            assert_eq!(verifier.verify("t\n", &flipped), None, "{kind:?} byte {position}");
        }
    }
}

#[test]
fn a_cosignature_does_not_pass_for_a_log_signature_nor_the_other_way_round() {
    let (log, witness) =
        (key("a.example/k", KeyKind::Sm2, 5), key("a.example/k", KeyKind::Sm2Cosignature, 5));
    assert_ne!(log.verifier().id(), witness.verifier().id());
    let line = witness.cosign("t\n", 1).unwrap();
    assert_eq!(log.verifier().verify("t\n", &line.signature), None);
    let line = log.sign("t\n").unwrap();
    assert_eq!(witness.verifier().verify("t\n", &line.signature), None);
}

#[test]
fn malformed_keys_are_refused_by_name() {
    let vkey = key(LOG, KeyKind::Sm2, 1).vkey();
    assert!(matches!(Verifier::parse("abc"), Err(KeyFault::Malformed)));
    assert!(matches!(
        Verifier::parse(&vkey.replacen(LOG, "b.example", 1)),
        Err(KeyFault::WrongId(_))
    ));
    assert!(matches!(
        Verifier::parse("a b+00000000+AQ=="),
        Err(KeyFault::Name(_) | KeyFault::NotAPublicKey(_))
    ));
    assert!(matches!(Verifier::parse("a+00000000+AgAA"), Err(KeyFault::UnknownType(_))));
    assert!(matches!(Signer::from_seed("a", KeyKind::Sm2, &[0; 32]), Err(KeyFault::NotASecretKey)));
    assert!(matches!(
        Signer::from_seed("a", KeyKind::Sm2, &[255; 32]),
        Err(KeyFault::NotASecretKey)
    ));
    assert!(matches!(Signer::from_seed("a+b", KeyKind::Ed25519, &[1; 32]), Err(KeyFault::Name(_))));
    // The neutral element of Ed25519 would "sign" everything.
    let mut neutral = [0; 32];
    neutral[0] = 1;
    assert!(matches!(
        Verifier::new("a", KeyKind::Ed25519, &neutral),
        Err(KeyFault::NotAPublicKey(_))
    ));
}

#[test]
fn a_log_signs_only_as_itself() {
    let stranger = key("other.example", KeyKind::Sm2, 1);
    let made =
        SignedCheckpoint::sign(Checkpoint::new(LOG, 3, Suite::National.hash(b"")), &stranger);
    assert!(matches!(made, Err(CheckpointFault::ForeignKey { .. })));
    let signed = head(&key(LOG, KeyKind::Sm2, 1));
    assert!(signed.verify(key(LOG, KeyKind::Sm2, 1).verifier()).is_ok());
    assert!(signed.verify(key(LOG, KeyKind::Sm2, 2).verifier()).is_err());
    assert!(signed.verify(stranger.verifier()).is_err());
}

#[test]
fn the_quorum_counts_witnesses_as_the_policy_says() {
    let [justice, archive, notary] = witnesses();
    let one_of_bureaus = "group 机关 any 司法局 档案局\ngroup 全部 all 机关 公证处\nquorum 全部\n";
    for (rules, cosigners, accepted) in [
        ("quorum none\n", vec![], true),
        ("quorum 司法局\n", vec![&archive], false),
        ("quorum 司法局\n", vec![&justice], true),
        ("group 多数 2 司法局 档案局 公证处\nquorum 多数\n", vec![&notary], false),
        ("group 多数 2 司法局 档案局 公证处\nquorum 多数\n", vec![&notary, &archive], true),
        (one_of_bureaus, vec![&justice, &archive], false),
        (one_of_bureaus, vec![&archive, &notary], true),
    ] {
        let mut signed = head(&key(LOG, KeyKind::Sm2, 1));
        for witness in &cosigners {
            signed.cosign(witness, 1_790_000_000).unwrap();
        }
        let verdict = policy(rules).check(&signed.to_string().parse().unwrap());
        assert_eq!(verdict.is_ok(), accepted, "{rules} {verdict:?}");
        if let Ok(verdict) = verdict {
            assert_eq!(verdict.suite, Suite::National);
            assert_eq!(verdict.witnesses.len(), cosigners.len());
        } else {
            assert_eq!(verdict, Err(PolicyFault::QuorumNotMet { held: cosigners.len() }));
        }
    }
}

#[test]
fn the_same_witness_twice_counts_once() {
    let [justice, ..] = witnesses();
    let mut signed = head(&key(LOG, KeyKind::Sm2, 1));
    signed.cosign(&justice, 1).unwrap();
    let line = justice.cosign(signed.note().text(), 2).unwrap();
    let twice: SignedCheckpoint = format!("{signed}{line}\n").parse().unwrap();
    let rules = "group 多数 2 司法局 档案局 公证处\nquorum 多数\n";
    assert_eq!(policy(rules).check(&twice), Err(PolicyFault::QuorumNotMet { held: 1 }));
}

#[test]
fn a_false_line_of_a_known_key_spoils_the_note_and_an_unknown_one_does_not() {
    let [justice, ..] = witnesses();
    let mut signed = head(&key(LOG, KeyKind::Sm2, 1));
    signed
        .add(key("unknown.example", KeyKind::Ed25519Cosignature, 9).cosign("other\n", 1).unwrap());
    assert!(policy("quorum none\n").check(&signed).is_ok());
    signed.add(justice.cosign("another text\n", 1).unwrap());
    let refused = policy("quorum none\n").check(&signed);
    assert_eq!(
        refused,
        Err(PolicyFault::Note(NoteFault::FalseSignature("sfj.example/w".to_owned())))
    );
}

#[test]
fn a_witness_alone_does_not_make_a_log() {
    let [justice, ..] = witnesses();
    let stranger = key(LOG, KeyKind::Sm2, 77);
    let mut signed = head(&stranger);
    signed.cosign(&justice, 1).unwrap();
    let refused = policy("quorum 司法局\n").check(&signed);
    assert_eq!(refused, Err(PolicyFault::NotSignedByLog(LOG.to_owned())));
}

#[test]
fn a_policy_with_a_mistake_names_its_line() {
    let log = key(LOG, KeyKind::Sm2, 1).vkey();
    let [justice, archive, _] = witnesses().map(|witness| witness.vkey());
    let two = format!("witness a {justice}\nwitness b {archive}\n");
    for (text, line, fault) in [
        (format!("log {log}\nlog {log}\n"), 2, "DuplicateKey"),
        (format!("log {justice}\n"), 1, "KeyUse"),
        (format!("witness a {log}\n"), 1, "KeyUse"),
        (format!("witness none {justice}\n"), 1, "NameTaken"),
        (format!("witness a {justice}\nwitness a {archive}\n"), 2, "NameTaken"),
        (format!("{two}group g 3 a b\n"), 3, "Threshold"),
        (format!("{two}group g 0 a b\n"), 3, "Threshold"),
        (format!("{two}group g any a a\n"), 3, "MemberTwice"),
        (format!("{two}group g any a\ngroup h any a b\n"), 4, "MemberTwice"),
        (format!("{two}group g any c\n"), 3, "UnknownName"),
        (format!("{two}group g any none\n"), 3, "UnknownName"),
        ("quorum a\n".to_owned(), 1, "UnknownName"),
        ("quorum none\nquorum none\n".to_owned(), 2, "SecondQuorum"),
        ("\n\nblah x\n".to_owned(), 3, "UnknownWord"),
        ("log\n".to_owned(), 1, "WordCount"),
        ("log x\n".to_owned(), 1, "Key"),
    ] {
        match Policy::parse(&text) {
            Err(PolicyFault::Line { line: at, problem }) => {
                assert_eq!(at, line, "{text}");
                assert!(format!("{problem:?}").starts_with(fault), "{text} {problem:?}");
            }
            other => panic!("{text} must be refused for its line, not {other:?}"),
        }
    }
    assert_eq!(Policy::parse(&policy_for(&log)).unwrap().logs().len(), 1);
    assert_eq!(Policy::parse("").err(), Some(PolicyFault::NoQuorum));
    assert_eq!(Policy::parse("quorum none\r\n").err(), Some(PolicyFault::ControlCharacter));
}
