//! Looking for masked words in what a file contains, however they are spaced, widened, turned round or cut short.
//!
//! What this is not: finding personal data that nobody named. The words come as an argument.

use unicode_normalization::UnicodeNormalization as _;

use crate::finding::{Extent, How};

/// Digits of a number of fifteen or more (ID, bank account) that give it away.
const LONG_NUMBER: usize = 8;
/// Digits of a shorter number (telephone) that give it away.
const SHORT_NUMBER: usize = 7;
/// Least letters of the last part of an address, or of a clause, that give it away.
const TAIL: usize = 4;
const CLAUSE: usize = 16;
/// What stands for a hidden letter.
const BLOTS: [char; 13] = ['*', '×', 'x', '█', '■', '●', '□', '某', '_', '▇', '※', '○', '#'];

/// Something that was masked.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Masked {
    /// What kind of thing it is, for people: `姓名`, `身份证号`.
    #[serde(default)]
    pub kind: String,
    /// Its words.
    pub text: String,
}

/// One letter of a file and how it came to be there.
pub(crate) type Letter = (char, How);

/// Letters of one colour.
pub(crate) fn letters(text: &str, how: How) -> Vec<Letter> {
    text.chars().map(|letter| (letter, how)).collect()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Number,
    Name,
    Text,
}

/// A masked thing in the forms in which it is looked for.
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    shape: Shape,
    /// Letters without blanks.
    plain: Vec<char>,
    /// Other ways to write all of it.
    other: Vec<Vec<char>>,
    /// Parts that are enough.
    parts: Vec<Vec<char>>,
}

fn folded(letter: char) -> impl Iterator<Item = char> {
    std::iter::once(letter).nfkc().flat_map(char::to_lowercase)
}

fn blank(letter: char) -> bool {
    letter.is_whitespace()
        || letter.is_control()
        || matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}')
}

impl Wanted {
    pub(crate) fn new(text: &str) -> Option<Self> {
        let plain: Vec<char> = text.chars().flat_map(folded).filter(|c| !blank(*c)).collect();
        // One letter stands everywhere.
        if plain.len() < 2 {
            return None;
        }
        let digits = plain.iter().filter(|c| c.is_ascii_digit()).count();
        let han = plain.iter().all(|c| !c.is_ascii() && c.is_alphabetic());
        let shape = if digits >= 6 && digits * 10 >= plain.len() * 6 {
            Shape::Number
        } else if han && plain.len() <= 4 {
            Shape::Name
        } else {
            Shape::Text
        };
        let mut wanted = Self { shape, plain, other: Vec::new(), parts: Vec::new() };
        wanted.other = wanted.dates();
        match shape {
            Shape::Number => {
                let bare: Vec<char> =
                    wanted.plain.iter().copied().filter(|c| c.is_alphanumeric()).collect();
                let enough = match bare.len() {
                    15.. => LONG_NUMBER,
                    10..=14 => SHORT_NUMBER,
                    all => all,
                };
                wanted.parts = bare.windows(enough.max(1)).map(<[char]>::to_vec).collect();
                wanted.plain = bare;
            }
            Shape::Name => {}
            Shape::Text => wanted.parts = text_parts(&wanted.plain),
        }
        Some(wanted)
    }

    /// Letters that count.
    pub(crate) fn len(&self) -> usize {
        self.plain.len()
    }

    /// A day as it may be written: with 年月日, points, or nothing between.
    fn dates(&self) -> Vec<Vec<char>> {
        let text: String =
            self.plain.iter().map(|c| if c.is_ascii_digit() { *c } else { ' ' }).collect();
        let numbers: Vec<u32> = text.split_whitespace().filter_map(|n| n.parse().ok()).collect();
        let &[year, month, day] = numbers.as_slice() else { return Vec::new() };
        if !(1900..2100).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
            return Vec::new();
        }
        [
            format!("{year}年{month}月{day}日"),
            format!("{year}年{month:02}月{day:02}日"),
            format!("{year}.{month}.{day}"),
            format!("{year}-{month:02}-{day:02}"),
            format!("{year}/{month}/{day}"),
        ]
        .iter()
        .map(|text| text.chars().collect())
        .collect()
    }
}

/// The end of an address after province, city and district, and the clauses of a long text.
fn text_parts(plain: &[char]) -> Vec<Vec<char>> {
    let mut parts = Vec::new();
    let place = plain.iter().rposition(|c| matches!(c, '省' | '市' | '区' | '县' | '镇' | '乡'));
    if let Some(tail) = place.and_then(|at| plain.get(at + 1..))
        && tail.len() >= TAIL
        && tail.iter().any(char::is_ascii_digit)
    {
        parts.push(tail.to_vec());
    }
    if plain.len() > CLAUSE * 2 {
        parts.extend(
            plain
                .split(|c| !c.is_alphanumeric())
                .filter(|clause| clause.len() >= CLAUSE)
                .map(<[char]>::to_vec),
        );
    }
    parts
}

/// A text prepared for looking in it.
pub(crate) struct Haystack {
    /// Without blanks, line ends kept as `\n`.
    lines: Vec<Letter>,
    /// Without blanks.
    plain: Vec<Letter>,
    /// Letters and digits alone.
    bare: Vec<Letter>,
}

impl Haystack {
    pub(crate) fn new(letters: &[Letter]) -> Self {
        let mut lines = Vec::with_capacity(letters.len());
        for (letter, how) in letters {
            if *letter == '\n' {
                lines.push((*letter, *how));
                continue;
            }
            lines.extend(folded(*letter).filter(|c| !blank(*c)).map(|c| (c, *how)));
        }
        let plain: Vec<Letter> = lines.iter().copied().filter(|(c, _)| *c != '\n').collect();
        // A blot stays: what it parts must not be read as one number.
        let counts = |c: &char| c.is_alphanumeric() || BLOTS.contains(c);
        let bare = plain.iter().copied().filter(|(c, _)| counts(c)).collect();
        Self { lines, plain, bare }
    }

    /// How the wanted words stand here, if they do, and how much of them.
    pub(crate) fn find(&self, wanted: &Wanted) -> Option<(Extent, How)> {
        let whole = |how| Some((Extent::Whole, how));
        let hay = match wanted.shape {
            Shape::Number => &self.bare,
            Shape::Name if wanted.plain.len() == 2 => &self.lines,
            _ => &self.plain,
        };
        if let Some(how) = found(hay, &wanted.plain) {
            return whole(how);
        }
        if let Some(how) = wanted.other.iter().find_map(|other| found(&self.plain, other)) {
            return whole(how);
        }
        if wanted.plain.len() > 2 {
            let turned: Vec<char> = wanted.plain.iter().rev().copied().collect();
            if let Some(how) = found(hay, &turned) {
                return whole(how);
            }
        }
        if let Some(how) = wanted.parts.iter().find_map(|part| found(hay, part)) {
            return Some((Extent::Part, how));
        }
        (wanted.shape == Shape::Name).then(|| self.given_name(wanted)).flatten()
    }

    /// A given name without its surname: behind a blot where it can be read, anywhere where it was not to be read at all.
    fn given_name(&self, wanted: &Wanted) -> Option<(Extent, How)> {
        let given = wanted.plain.get(1..).filter(|given| given.len() >= 2)?;
        self.plain
            .windows(given.len())
            .enumerate()
            .filter(|(_, window)| same(window, given))
            .find_map(|(at, window)| {
                let how = weightiest(window);
                let before = at.checked_sub(1).and_then(|at| self.plain.get(at));
                let blotted = before.is_some_and(|(c, _)| BLOTS.contains(c));
                (blotted || !matches!(how, How::Visible | How::Structure | How::Picture))
                    .then_some((Extent::Part, how))
            })
    }

    /// For each letter of the wanted words, whether this text shows it in a place where the others are blotted out.
    pub(crate) fn glimpsed(&self, wanted: &Wanted) -> Vec<bool> {
        let mut shown = vec![false; wanted.plain.len()];
        for window in self.plain.windows(wanted.plain.len().max(1)) {
            let fits = |((c, _), own): (&Letter, &char)| c == own || BLOTS.contains(c);
            let pairs = || window.iter().zip(&wanted.plain);
            let equal = pairs().filter(|((c, _), own)| c == *own).count();
            let least = if wanted.shape == Shape::Number { 3 } else { 1 };
            if equal >= least && equal < window.len() && pairs().all(fits) {
                for (place, ((c, _), own)) in shown.iter_mut().zip(pairs()) {
                    *place |= c == own;
                }
            }
        }
        shown
    }
}

/// Whether so much of a thing gives it away.
pub(crate) fn enough(wanted: &Wanted, shown: &[bool]) -> bool {
    let known = shown.iter().filter(|known| **known).count();
    match wanted.shape {
        // 138****8000 is the usual mask; where fewer than four digits are hidden they are tried out.
        Shape::Number => known + 3 >= shown.len() && known > 4,
        Shape::Name | Shape::Text => known == shown.len(),
    }
}

fn same(window: &[Letter], wanted: &[char]) -> bool {
    window.iter().zip(wanted).all(|((letter, _), own)| letter == own)
}

fn found(hay: &[Letter], wanted: &[char]) -> Option<How> {
    if wanted.is_empty() {
        return None;
    }
    // Where it stands both open and hidden, the hidden place is told: the open one anybody sees.
    hay.windows(wanted.len()).filter(|window| same(window, wanted)).map(weightiest).max()
}

fn weightiest(window: &[Letter]) -> How {
    window.iter().map(|(_, how)| *how).max().unwrap_or(How::Visible)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(text: &str, wanted: &str) -> Option<Extent> {
        let wanted = Wanted::new(wanted).expect("words");
        Haystack::new(&letters(text, How::Visible)).find(&wanted).map(|(extent, _)| extent)
    }

    #[test]
    fn words_are_found_however_they_are_spaced_widened_or_turned_round() {
        for text in ["当事人张小明", "张 小\u{200b}明", "明小张", "张\n小明"] {
            assert_eq!(find(text, "张小明"), Some(Extent::Whole), "{text}");
        }
        for text in ["１３８ ００１３ ８０００", "138-0013-8000", "电话:13800138000"] {
            assert_eq!(find(text, "13800138000"), Some(Extent::Whole), "{text}");
        }
        assert_eq!(find("生于1990年3月7日", "1990-03-07"), Some(Extent::Whole));
    }

    #[test]
    fn a_part_that_gives_the_rest_away_is_found_and_a_lawful_remainder_is_not() {
        assert_eq!(find("14040319900307****", "140403199003071234"), Some(Extent::Part));
        assert_eq!(find("140403********1234", "140403199003071234"), None);
        assert_eq!(find("138****8000", "13800138000"), None);
        assert_eq!(find("张某", "张小明"), None);
        assert_eq!(find("某小明", "张小明"), Some(Extent::Part));
        assert_eq!(find("小明路", "张小明"), None);
        let address = "山西省长治市潞州区英雄中路12号";
        assert_eq!(find("住英雄中路12号", address), Some(Extent::Part));
        assert_eq!(find("长治市潞州区信访局", address), None);
    }

    #[test]
    fn a_name_of_two_letters_does_not_stand_across_a_line_end() {
        assert_eq!(find("他主张\n三方", "张三"), None);
        assert_eq!(find("当事人张 三", "张三"), Some(Extent::Whole));
    }

    #[test]
    fn two_copies_that_mask_differently_show_the_whole_together() {
        let wanted = Wanted::new("13800138000").expect("words");
        let look = |text: &str| Haystack::new(&letters(text, How::Visible)).glimpsed(&wanted);
        let both: Vec<bool> = look("138****8000")
            .into_iter()
            .zip(look("***0013****"))
            .map(|(one, other)| one || other)
            .collect();
        assert!(!enough(&wanted, &look("***0013****")));
        assert!(enough(&wanted, &both));
    }
}
