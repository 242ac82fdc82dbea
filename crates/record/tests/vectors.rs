//! Published vectors: RFC 6962 proofs, SM2 and SM3, and the examples of the C2SP specifications.
#![expect(clippy::unwrap_used, clippy::format_push_string, reason = "helpers of tests")]

use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use zhiheng_record::checkpoint::{Checkpoint, SignedCheckpoint};
use zhiheng_record::key::{KeyKind, Signer, Verifier, sm2_signature_from_der};
use zhiheng_record::lanes::sm3_many;
use zhiheng_record::note::Note;
use zhiheng_record::tree::{verify_consistency, verify_inclusion};
use zhiheng_record::{Digest, Suite};

fn vectors() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors")
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files.extend(files_below(&path)) } else { files.push(path) }
    }
    files.sort();
    files
}

/// A hash of any length, as the vectors of wrong proofs have them; `None` where it is not 32 bytes.
fn digest(text: &str) -> Option<Digest> {
    Digest::from_slice(&STANDARD.decode(text).unwrap())
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct InclusionCase {
    leaf_idx: u64,
    tree_size: u64,
    root: String,
    leaf_hash: String,
    proof: Option<Vec<String>>,
    desc: String,
    want_err: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ConsistencyCase {
    size1: u64,
    size2: u64,
    root1: String,
    root2: String,
    proof: Option<Vec<String>>,
    desc: String,
    want_err: bool,
}

#[test]
fn every_published_inclusion_case_is_judged_as_it_should_be() {
    let mut seen = 0;
    for file in files_below(&vectors().join("merkle/inclusion")) {
        let case: InclusionCase = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
        let check = || {
            let proof =
                case.proof.iter().flatten().map(|hash| digest(hash)).collect::<Option<Vec<_>>>()?;
            verify_inclusion(
                Suite::International,
                &digest(&case.leaf_hash)?,
                case.leaf_idx,
                case.tree_size,
                &proof,
                &digest(&case.root)?,
            )
            .ok()
        };
        assert_eq!(check().is_none(), case.want_err, "{} {}", file.display(), case.desc);
        seen += 1;
    }
    assert!(seen > 50, "only {seen} cases");
}

#[test]
fn every_published_consistency_case_is_judged_as_it_should_be() {
    let mut seen = 0;
    for file in files_below(&vectors().join("merkle/consistency")) {
        let case: ConsistencyCase = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
        let check = || {
            let proof =
                case.proof.iter().flatten().map(|hash| digest(hash)).collect::<Option<Vec<_>>>()?;
            verify_consistency(
                Suite::International,
                case.size1,
                case.size2,
                &digest(&case.root1)?,
                &digest(&case.root2)?,
                &proof,
            )
            .ok()
        };
        assert_eq!(check().is_none(), case.want_err, "{} {}", file.display(), case.desc);
        seen += 1;
    }
    assert!(seen > 40, "only {seen} cases");
}

/// The stanzas of an OpenSSL test file: keys and values in order, and the PEM block of a key.
fn stanzas(name: &str) -> Vec<Vec<(String, String)>> {
    let text = std::fs::read_to_string(vectors().join("sm").join(name)).unwrap();
    let (mut all, mut stanza, mut in_pem) = (Vec::new(), Vec::<(String, String)>::new(), false);
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        if line.starts_with("-----") {
            in_pem = line.contains("BEGIN");
        } else if in_pem {
            stanza.last_mut().unwrap().1.push_str(&format!(" {line}"));
        } else if line.is_empty() {
            all.push(std::mem::take(&mut stanza));
        } else {
            let (key, value) = line.split_once('=').unwrap();
            stanza.push((key.trim().to_owned(), value.trim().to_owned()));
        }
    }
    all.push(stanza);
    all.retain(|stanza| !stanza.is_empty());
    all
}

fn bytes(value: &str) -> Vec<u8> {
    match value.strip_prefix('"').and_then(|value| value.strip_suffix('"')) {
        Some(text) => text.as_bytes().to_vec(),
        None => (0..value.len())
            .step_by(2)
            .map(|at| u8::from_str_radix(value.get(at..at + 2).unwrap(), 16).unwrap())
            .collect(),
    }
}

fn get<'s>(stanza: &'s [(String, String)], key: &str) -> Option<&'s str> {
    stanza.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str())
}

#[test]
fn sm3_gives_the_published_digests_alone_and_in_lanes() {
    let mut seen = 0;
    for stanza in stanzas("evpmd_sm3.txt") {
        let (Some(input), Some(output)) = (get(&stanza, "Input"), get(&stanza, "Output")) else {
            continue;
        };
        if !get(&stanza, "Digest").is_some_and(|name| name.eq_ignore_ascii_case("SM3")) {
            continue; // the file ends with spellings of other digests' names
        }
        let input = bytes(input);
        let expected = Digest::from_slice(&bytes(output)).unwrap();
        assert_eq!(Suite::National.hash(&input), expected);
        let same = vec![input.as_slice(); 9];
        assert_eq!(sm3_many(&same), [expected; 9]);
        seen += 1;
    }
    assert_eq!(seen, 8);
}

#[test]
fn the_published_sm2_signatures_verify_and_one_changed_bit_does_not() {
    let stanzas = stanzas("evppkey_sm2.txt");
    let pem = stanzas.iter().find_map(|stanza| get(stanza, "PrivateKey")).unwrap();
    let der = STANDARD.decode(pem.split_once(' ').unwrap().1.replace(' ', "")).unwrap();
    let signer = Signer::from_pkcs8("openssl.example", KeyKind::Sm2, &der).unwrap();
    let mut seen = 0;
    for stanza in &stanzas {
        // The published cases sign a bare 32-byte digest; ours sign messages. The SM2 crate under both is checked on them.
        if get(stanza, "Verify").is_none() || get(stanza, "Result").is_some() {
            continue;
        }
        let raw = sm2_signature_from_der(&bytes(get(stanza, "Output").unwrap())).unwrap();
        let digest = bytes(get(stanza, "Input").unwrap());
        let key = sm2::dsa::VerifyingKey::from_sec1_bytes(
            "1234567812345678",
            &signer.verifier().public_key(),
        )
        .unwrap();
        let holds = |digest: &[u8], raw: &[u8]| {
            use sm2::dsa::signature::hazmat::PrehashVerifier as _;
            sm2::dsa::Signature::from_slice(raw)
                .is_ok_and(|signature| key.verify_prehash(digest, &signature).is_ok())
        };
        assert!(holds(&digest, &raw));
        for bit in 0..512 {
            let mut wrong = raw;
            wrong[bit / 8] ^= 1 << (bit % 8);
            assert!(!holds(&digest, &wrong), "bit {bit}");
        }
        seen += 1;
    }
    assert_eq!(seen, 2);
}

#[test]
fn hmac_vectors_hold_for_the_hash_under_them() {
    // HMAC written out by hand: SM3 is then checked on inputs the digest file does not have.
    let mut seen = 0;
    for stanza in stanzas("evpmac_sm3.txt") {
        let (Some(input), Some(key), Some(output)) =
            (get(&stanza, "Input"), get(&stanza, "Key"), get(&stanza, "Output"))
        else {
            continue;
        };
        let mut padded = bytes(key);
        padded.resize(64, 0);
        let with = |mask: u8, message: &[u8]| {
            let pad: Vec<u8> = padded.iter().map(|byte| byte ^ mask).collect();
            Suite::National.hash_parts(&[&pad, message])
        };
        let mac = with(0x5c, &with(0x36, &bytes(input)).0);
        assert_eq!(mac, Digest::from_slice(&bytes(output)).unwrap());
        seen += 1;
    }
    assert_eq!(seen, 4);
}

#[test]
fn the_example_of_signed_note_verifies() {
    let vkey = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
    let text = "This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";
    let verifier = Verifier::parse(vkey).unwrap();
    assert_eq!(verifier.vkey(), vkey);
    assert_eq!(verifier.kind(), KeyKind::Ed25519);
    let note: Note = text.parse().unwrap();
    assert_eq!(note.to_string(), text);
    assert_eq!(note.verify(&[&verifier]).unwrap().len(), 1);
    let changed: Note = text.replace("an example", "no example").parse().unwrap();
    assert!(changed.verify(&[&verifier]).is_err());
}

#[test]
fn the_examples_with_empty_lines_and_cosignatures_are_read_and_written_alike() {
    let poem = "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned è subito sera.\n\n— quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n";
    let note: Note = poem.parse().unwrap();
    assert!(note.text().ends_with("sera.\n") && note.text().contains("\n\n"));
    assert_eq!(note.to_string(), poem);

    let cosigned = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n";
    let signed: SignedCheckpoint = cosigned.parse().unwrap();
    assert_eq!(signed.checkpoint().size, 20_852_163);
    assert_eq!(signed.checkpoint().origin, "example.com/behind-the-sofa");
    assert_eq!(signed.to_string(), cosigned);
    // The time in the example's cosignature is the one its text names.
    let [_, witness] = signed.note().signatures() else { panic!("two signatures") };
    assert_eq!(
        witness.signature.first_chunk::<8>().map(|time| u64::from_be_bytes(*time)),
        Some(1_679_315_147)
    );
    let text: Checkpoint = signed.note().text().parse().unwrap();
    assert_eq!(&text, signed.checkpoint());
}

#[test]
fn openssl_and_this_crate_agree_on_a_message_signature() {
    // Made once with: openssl dgst -sm3 -sign key.pem -sigopt distid:1234567812345678, over this text and the key of
    // the published vectors; checked by this crate.
    let text = "changzhi.example.gov.cn/record\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n";
    let der = bytes(include_str!("vectors/openssl-note-signature.hex").trim());
    let stanzas = stanzas("evppkey_sm2.txt");
    let pem = stanzas.iter().find_map(|stanza| get(stanza, "PrivateKey")).unwrap();
    let key = STANDARD.decode(pem.split_once(' ').unwrap().1.replace(' ', "")).unwrap();
    let signer = Signer::from_pkcs8("openssl.example", KeyKind::Sm2, &key).unwrap();
    let raw = sm2_signature_from_der(&der).unwrap();
    assert_eq!(signer.verifier().verify(text, &raw), Some(None));
    assert_eq!(signer.verifier().verify(&text.replace('1', "2"), &raw), None);
}
