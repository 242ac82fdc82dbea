//! The digest of a file: against digests made with OpenSSL, and what holds for every content.

use proptest::collection::vec;
use proptest::prelude::*;
use zhiheng_record::chunks::{CHUNK, EightChunks, Outline, OutlineFault, Uneven, chunk_count};
use zhiheng_record::{Digest, Suite};

/// Size, algorithm and digest of a file whose byte `i` is `31·i + 7·(i>>8) + 3·(i>>16)`: each chunk hashed behind 0x00,
/// each pair behind 0x01, by OpenSSL 3.0 through Python's hashlib.
const VECTORS: [(usize, Suite, &str); 14] = [
    (1, Suite::National, "af83a966222057ac761246a7543c580d9111014f4e5e3cb1281db33151160335"),
    (1, Suite::International, "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"),
    (64, Suite::National, "1b3825d9922088f226b27db9a81894f9b12926e886615071311630f676aa1b67"),
    (64, Suite::International, "2e49157716fd84179414c9fca18de2c0754029e4e77f0d650fc55c11ff3e6fff"),
    (
        1_048_575,
        Suite::National,
        "42e0b8927494c05deb123277831a4c6efd65511699711adb8cf416baa0152e50",
    ),
    (
        1_048_575,
        Suite::International,
        "8fadb9b7bd7932b85f51892a68e676c9c2899fa4343882e773d264c33b5f01cd",
    ),
    (
        1_048_576,
        Suite::National,
        "3552fb159dbafe7505ea0478b8aa13fb8db24efcef823961c730eb47ba33b119",
    ),
    (
        1_048_576,
        Suite::International,
        "3b4b40a99424de921de67eb38afdba5d25a7292baf99ec56853cc7174ecf73f3",
    ),
    (
        1_048_577,
        Suite::National,
        "f39a15ee44481b7b716b6a665618ac5eaf9b77312a7cbfded6a77531925a3329",
    ),
    (
        1_048_577,
        Suite::International,
        "412ab5336fff1c2392faba139c2060ce4e966e331b335f03524bbb4f3010008c",
    ),
    (
        3_145_733,
        Suite::National,
        "b7cea446401808521dc0d8e21a872a280e8e90eef7c4dc8142f666c615920b4c",
    ),
    (
        3_145_733,
        Suite::International,
        "926f992c2d7f5342d95a22ad67e3d2a8216b2bc4b90d24e15a6013541457e5e2",
    ),
    (
        11_534_413,
        Suite::National,
        "b9baec7ced3e9032260037bca79e833b8f88619d5fb0dee905c61325a122264c",
    ),
    (
        11_534_413,
        Suite::International,
        "a82201aa22c78b9281f5bba5c416fdad3dc649e4f85e09ac4ab75bc0aa69fc1a",
    ),
];

fn pattern(size: usize) -> Vec<u8> {
    (0..size).map(|i| (i * 31 + (i >> 8) * 7 + (i >> 16) * 3).to_le_bytes()[0]).collect()
}

fn suite() -> impl Strategy<Value = Suite> {
    prop_oneof![Just(Suite::National), Just(Suite::International)]
}

#[test]
fn given_files_of_every_shape_then_their_digests_are_those_that_openssl_gives() {
    for (size, suite, digest) in VECTORS {
        assert_eq!(
            Outline::of(suite, &pattern(size)).digest().to_string(),
            digest,
            "{size} {suite}"
        );
    }
}

#[test]
fn given_no_bytes_then_there_is_no_chunk_and_the_digest_is_that_of_nothing() {
    let outline = Outline::of(Suite::National, &[]);
    assert_eq!((outline.size(), outline.hashes().len()), (0, 0));
    assert_eq!(outline.digest(), Suite::National.hash(&[]));
    assert_eq!(outline.touched(0..10), 0..0);
}

#[test]
fn given_eight_chunks_in_strips_then_their_hashes_are_those_of_the_whole_chunks() {
    let content = pattern(8 << 20);
    for suite in [Suite::National, Suite::International] {
        for strip in [64, 4096, 65_536, 1 << 20] {
            let mut eight = EightChunks::new(suite);
            for start in (0..1 << 20).step_by(strip) {
                let at = |lane: usize| &content[(lane << 20) + start..][..strip];
                eight.absorb(&std::array::from_fn(at)).unwrap();
            }
            assert_eq!(eight.finish().as_slice(), Outline::of(suite, &content).hashes());
        }
        let mut eight = EightChunks::new(suite);
        assert_eq!(eight.absorb(&std::array::from_fn(|lane| &content[..64 * lane])), Err(Uneven));
        assert_eq!(eight.absorb(&[&content[..63]; 8]), Err(Uneven));
    }
}

#[test]
fn given_another_number_of_hashes_or_bytes_that_are_no_outline_then_it_is_refused() {
    let outline = Outline::of(Suite::National, &pattern(3_145_733));
    let hashes = outline.hashes().to_vec();
    for size in [0, 3 * CHUNK, 4 * CHUNK + 1] {
        let fault = Outline::new(Suite::National, size, hashes.clone()).unwrap_err();
        assert!(matches!(fault, OutlineFault::Count { found: 4, .. }), "{size}");
    }
    let bytes = outline.to_bytes();
    assert_eq!(Outline::from_bytes(Suite::National, &bytes), Ok(outline));
    assert_eq!(Outline::from_bytes(Suite::International, &bytes), Err(OutlineFault::Malformed));
    for end in 0..bytes.len() {
        assert!(Outline::from_bytes(Suite::National, &bytes[..end]).is_err(), "{end}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_change_of_content_or_length_changes_the_digest_and_only_its_own_chunk_fails(
        suite in suite(),
        size in 1_usize..3_300_000,
        at in any::<prop::sample::Index>(),
        flip in 1_u8..,
    ) {
        let mut content = pattern(size);
        let outline = Outline::of(suite, &content);
        let chunks = |content: &[u8]| -> Vec<bool> {
            (0_u64..).zip(content.chunks(1 << 20)).map(|(n, chunk)| outline.holds(n, chunk)).collect()
        };
        prop_assert!(chunks(&content).into_iter().all(|holds| holds));
        let at = at.index(size);
        content[at] ^= flip;
        prop_assert_ne!(Outline::of(suite, &content).digest(), outline.digest());
        for (n, holds) in chunks(&content).into_iter().enumerate() {
            prop_assert_eq!(holds, n != at >> 20);
        }
        content[at] ^= flip;
        content.pop();
        prop_assert_ne!(Outline::of(suite, &content).digest(), outline.digest());
    }

    #[test]
    fn a_range_touches_exactly_the_chunks_that_hold_one_of_its_bytes(
        size in 1_u64..40 << 20,
        start in 0_u64..41 << 20,
        length in 0_u64..41 << 20,
    ) {
        let count = usize::try_from(chunk_count(size)).unwrap();
        let outline = Outline::new(Suite::National, size, vec![Digest([0; 32]); count]).unwrap();
        let touched = outline.touched(start..start + length);
        for index in 0..chunk_count(size) + 2 {
            let span = outline.span(index);
            let meets = span.start < (start + length).min(size) && start < span.end && length > 0;
            prop_assert_eq!(touched.contains(&index), meets, "{}", index);
        }
    }

    #[test]
    fn no_bytes_make_reading_an_outline_fail_otherwise_than_by_refusal(
        suite in suite(),
        bytes in vec(any::<u8>(), 0..200),
    ) {
        if let Ok(outline) = Outline::from_bytes(suite, &bytes) {
            prop_assert_eq!(outline.to_bytes(), bytes);
        }
    }
}
