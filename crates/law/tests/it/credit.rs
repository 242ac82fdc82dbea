//! The file of 双公示: what is wrong with it is told before anything is sent by it.

use std::fs;
use std::path::Path;

use zhiheng_law::Pack;

use crate::mini;

/// The file as it ships, with something changed, in the small pack; what is told of it.
fn told(from: &str, to: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/national/credit.toml");
    let text = fs::read_to_string(path).unwrap();
    assert!(text.contains(from), "{from}");
    let mut files = mini::files();
    files.push(("national/credit.toml".to_owned(), text.replacen(from, to, 1)));
    let faults = Pack::load(&files).map_or_else(|faults| faults, |_| Vec::new());
    faults.iter().map(ToString::to_string).collect()
}

#[test]
fn given_something_wrong_in_the_file_then_it_is_told_in_chinese() {
    for (from, to, message) in [
        ("most = 500", "most = 0", "没有写一批最多几条"),
        ("rule = \"PEN_PUBLISH\"", "rule = \"NOTHING\"", "没有期限 NOTHING"),
        ("basis = \"处罚法48\"", "basis = \"没有的法48\"", "没有的法48"),
        ("receipt_accepted = [", "receipt_accepted = []\nother = [", "receipt_accepted"),
        ("only = \"facts.CF_CFLB != ''\"", "only = \"facts.NOTHING != ''\"", "NOTHING"),
        ("required = \"facts.XK_FR_ZJHM != ''\"", "required = \"facts.XK_\"", "XK_"),
        ("source = \"facts.party\"", "source = \"somewhere\"", "somewhere"),
        ("key = [\"CF_WSH\"", "key = [\"CF_NONE\"", "CF_NONE"),
        ("table = \"party\"", "table = \"nobody\"", "取值表不一致"),
    ] {
        let told = told(from, to);
        assert!(told.iter().any(|fault| fault.contains(message)), "{to}: {told:?}");
    }
}
