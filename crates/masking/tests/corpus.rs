//! What the recogniser must not get worse at. The counts are those of the corpus; a change that loses a find or adds a false mark is red.

use proptest::prelude::*;
use zhiheng_masking::corpus::{scores, sentences};
use zhiheng_masking::{Certainty, Kind, Treatment, find, replaced};

/// Recall in per cent (any certainty, certain only) and the most false marks (any certainty, certain only), by kind.
const FLOORS: [(Kind, usize, usize, usize, usize); 10] = [
    (Kind::Name, 98, 98, 0, 0),
    (Kind::IdNumber, 100, 100, 0, 0),
    (Kind::BankAccount, 100, 100, 0, 0),
    (Kind::Phone, 100, 100, 0, 0),
    (Kind::Address, 100, 95, 1, 0),
    (Kind::BirthDate, 100, 100, 0, 0),
    (Kind::Plate, 100, 100, 0, 0),
    (Kind::Email, 100, 100, 0, 0),
    (Kind::Minor, 100, 100, 0, 0),
    (Kind::Property, 100, 100, 0, 0),
];

#[test]
fn given_the_labelled_corpus_when_it_is_read_then_each_kind_is_found_as_well_as_before() {
    let corpus = sentences();
    assert!(corpus.len() >= 300, "only {} sentences", corpus.len());
    let clean = corpus.iter().filter(|sentence| sentence.marks.is_empty()).count();
    assert!(clean >= 140, "only {clean} sentences without anything to mask");
    let scores = scores(&corpus);
    let mut told = Vec::new();
    for (kind, any, certain, wrong, stops) in FLOORS {
        let score = scores[&kind];
        assert!(score.marked >= 3, "{kind:?} is marked {} times only", score.marked);
        let bad = score.found * 100 < any * score.marked
            || score.certain * 100 < certain * score.marked
            || score.wrong > wrong
            || score.wrong_certain > stops;
        if bad {
            told.push(format!("{kind:?}: {score:?}"));
        }
    }
    if !told.is_empty() {
        for sentence in &corpus {
            let finds = find(&sentence.text, &[]);
            for (from, to, kind) in &sentence.marks {
                let covers = |find: &&zhiheng_masking::Find| {
                    find.kind == *kind && find.from <= *from && find.to >= *to
                };
                match finds.iter().find(covers) {
                    None => told.push(format!("missed {kind:?} {from}..{to}: {}", sentence.text)),
                    Some(find) if find.certainty == Certainty::Likely => {
                        told.push(format!("likely {kind:?} {}: {}", find.text, sentence.text));
                    }
                    Some(_) => {}
                }
            }
            for found in &finds {
                let touches = sentence.marks.iter().any(|(from, to, kind)| {
                    *kind == found.kind && *from < found.to && found.from < *to
                });
                if !touches {
                    told.push(format!(
                        "false {:?} {:?} {}: {}",
                        found.kind, found.certainty, found.text, sentence.text
                    ));
                }
            }
        }
    }
    assert!(told.is_empty(), "{}", told.join("\n"));
}

#[test]
fn given_the_corpus_when_it_is_masked_then_nothing_certain_is_left_in_the_public_text() {
    for sentence in sentences() {
        let finds = find(&sentence.text, &[]);
        let shown = replaced(&sentence.text, &finds, &[], |kind| {
            if kind == Kind::Name { Treatment::Surname } else { Treatment::Hide }
        });
        let left: Vec<_> = find(&shown.text, &[])
            .into_iter()
            .filter(|find| find.certainty == Certainty::Certain)
            .collect();
        assert!(left.is_empty(), "{left:?} is left in {}", shown.text);
    }
}

#[test]
fn given_a_known_name_when_it_is_broken_up_then_it_is_found_all_the_same() {
    for text in ["王 五经营的", "王\n五经营的", "王\u{200b}五经营的", "由王五经营的"]
    {
        let finds = find(text, &["王五"]);
        assert!(
            finds.iter().any(|find| find.kind == Kind::Name && find.text.starts_with('王')),
            "{text}"
        );
    }
}

proptest! {
    #[test]
    fn given_any_text_then_finds_are_in_order_apart_and_inside(text in ".{0,120}") {
        let length = text.chars().count();
        let finds = find(&text, &["张三丰"]);
        for find in &finds {
            prop_assert!(find.from < find.to && find.to <= length);
            let held: String = text.chars().skip(find.from).take(find.to - find.from).collect();
            prop_assert_eq!(&held, &find.text);
        }
        for pair in finds.windows(2) {
            prop_assert!(pair[0].to <= pair[1].from);
        }
        let kept = replaced(&text, &finds, &[], |_| Treatment::Keep);
        prop_assert_eq!(kept.text, text);
    }

    #[test]
    fn given_a_mobile_number_in_any_writing_then_it_is_found(
        second in 3_u8..10, rest in proptest::collection::vec(0_u8..10, 9), wide in any::<bool>(), gaps in any::<bool>(),
    ) {
        let digits: String = std::iter::once(1).chain(std::iter::once(second)).chain(rest)
            .filter_map(|digit| char::from_digit(u32::from(digit), 10)).collect();
        let mut written = if gaps { format!("{} {} {}", &digits[..3], &digits[3..7], &digits[7..]) } else { digits };
        if wide {
            written = written.chars()
                .map(|c| char::from_u32(u32::from(c) + 0xfee0).filter(|_| c.is_ascii_digit()).unwrap_or(c)).collect();
        }
        let text = format!("联系电话：{written}，");
        let finds = find(&text, &[]);
        prop_assert!(finds.iter().any(|find| find.kind == Kind::Phone && find.text == written), "{}", text);
    }
}
