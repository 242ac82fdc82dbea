//! SM3 (GB/T 32905-2016) of many messages at once, one message in each lane of the processor's vectors.
//!
//! One SM3 stream is bound by its own chain of additions; eight streams side by side are not, and a tree or a list
//! of file chunks has as many streams as one likes. The digests are those of the `sm3` crate, which the tests hold
//! this module to and which serves every message that finds no seven companions of its length.
//! The lanes are ordinary arrays; `pulp` chooses at run time the instructions they are compiled to.
//! Not for secrets: nothing here is keyed.

use sm3::Digest as _;

use crate::suite::Digest;

/// The number of messages hashed side by side.
pub const LANES: usize = 8;

/// The bytes of one SM3 block.
const BLOCK: usize = 64;

/// SM3 of each message, in order. Fast where eight neighbours have the same number of 64-byte blocks.
pub fn sm3_many(messages: &[&[u8]]) -> Vec<Digest> {
    many(None, messages)
}

/// SM3 of `prefix ‖ message` for each message, in order.
pub(crate) fn sm3_many_prefixed(prefix: u8, messages: &[&[u8]]) -> Vec<Digest> {
    many(Some(prefix), messages)
}

/// SM3 of `0x01 ‖ left ‖ right` for each pair of neighbours; an odd last hash is passed on as it is.
pub(crate) fn sm3_pairs(hashes: &[Digest]) -> Vec<Digest> {
    let (pairs, odd) = hashes.as_chunks::<2>();
    let (groups, rest) = pairs.as_chunks::<LANES>();
    let arch = pulp::Arch::new();
    let mut parents = Vec::with_capacity(hashes.len().div_ceil(2));
    for group in groups {
        parents.extend(arch.dispatch(Pairs(group)));
    }
    if !rest.is_empty() {
        // A short group is filled up with zeroes: still cheaper than one after the other.
        let mut filled = [[Digest([0; 32]); 2]; LANES];
        for (slot, pair) in filled.iter_mut().zip(rest) {
            *slot = *pair;
        }
        parents.extend(arch.dispatch(Pairs(&filled)).into_iter().take(rest.len()));
    }
    parents.extend_from_slice(odd);
    parents
}

fn many(prefix: Option<u8>, messages: &[&[u8]]) -> Vec<Digest> {
    let arch = pulp::Arch::new();
    let mut digests = Vec::with_capacity(messages.len());
    let (groups, rest) = messages.as_chunks::<LANES>();
    for group in groups {
        let blocks = group.map(|message| block_count(prefix, message));
        let first = blocks.first().copied().unwrap_or(0);
        if blocks.iter().all(|count| *count == first) {
            digests.extend(arch.dispatch(Group { prefix, messages: group, blocks: first }));
        } else {
            digests.extend(group.iter().map(|message| alone(prefix, message)));
        }
    }
    digests.extend(rest.iter().map(|message| alone(prefix, message)));
    digests
}

fn alone(prefix: Option<u8>, message: &[u8]) -> Digest {
    let mut hasher = sm3::Sm3::new();
    if let Some(byte) = prefix {
        hasher.update([byte]);
    }
    hasher.update(message);
    Digest(hasher.finalize().into())
}

/// The padded length of a message in blocks: the message, a one bit, zeroes, and its length in 8 bytes.
fn block_count(prefix: Option<u8>, message: &[u8]) -> usize {
    message.len().saturating_add(usize::from(prefix.is_some())).saturating_add(9).div_ceil(BLOCK)
}

type Word = [u32; LANES];

const START: [u32; 8] = [
    0x7380_166f,
    0x4914_b2b9,
    0x1724_42d7,
    0xda8a_0600,
    0xa96f_30bc,
    0x1631_38aa,
    0xe38d_ee4d,
    0xb0fb_0e4e,
];

/// Eight messages of the same number of blocks.
struct Group<'m> {
    prefix: Option<u8>,
    messages: &'m [&'m [u8]; LANES],
    blocks: usize,
}

impl pulp::WithSimd for Group<'_> {
    type Output = [Digest; LANES];

    #[expect(clippy::inline_always, reason = "must be compiled with the caller's instruction set")]
    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) -> [Digest; LANES] {
        let mut state = START.map(|word| [word; LANES]);
        let mut blocks = [[0; BLOCK]; LANES];
        for number in 0..self.blocks {
            for (block, message) in blocks.iter_mut().zip(self.messages) {
                *block = padded(self.prefix, message, number);
            }
            compress(&mut state, &blocks);
        }
        digests(&state)
    }
}

/// Eight messages of one length, each behind one byte, a strip of each at a time.
#[derive(Clone)]
pub(crate) struct Eight {
    state: [Word; 8],
    /// The last byte of each message so far, or the byte in front: it begins the next block.
    carry: [u8; LANES],
    /// Whole blocks so far.
    blocks: u64,
}

impl Eight {
    pub(crate) fn new(prefix: u8) -> Self {
        Self { state: START.map(|word| [word; LANES]), carry: [prefix; LANES], blocks: 0 }
    }

    /// The next strip of each message: all of one length, a multiple of 64 bytes. What is beyond is left out.
    pub(crate) fn absorb(&mut self, strips: &[&[u8]; LANES]) {
        let blocks = strips.iter().map(|strip| strip.len() / BLOCK).min().unwrap_or(0);
        pulp::Arch::new().dispatch(Strips { eight: self, each: strips, blocks });
    }

    pub(crate) fn finish(mut self) -> [Digest; LANES] {
        let bits = self.blocks.wrapping_mul(512).wrapping_add(8);
        let mut last = [[0; BLOCK]; LANES];
        for (block, byte) in last.iter_mut().zip(self.carry) {
            block[0] = byte;
            block[1] = 0x80;
            block[56..].copy_from_slice(&bits.to_be_bytes());
        }
        compress(&mut self.state, &last);
        digests(&self.state)
    }
}

struct Strips<'e, 's> {
    eight: &'e mut Eight,
    each: &'s [&'s [u8]; LANES],
    blocks: usize,
}

impl pulp::WithSimd for Strips<'_, '_> {
    type Output = ();

    #[expect(clippy::inline_always, reason = "must be compiled with the caller's instruction set")]
    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) {
        let Eight { state, carry, blocks } = self.eight;
        let mut padded = [[0; BLOCK]; LANES];
        for number in 0..self.blocks {
            let start = number * BLOCK;
            for ((block, strip), carry) in padded.iter_mut().zip(self.each).zip(carry.iter_mut()) {
                let Some(piece) = strip.get(start..).and_then(<[u8]>::first_chunk::<BLOCK>) else {
                    continue;
                };
                block[0] = *carry;
                block[1..].copy_from_slice(&piece[..BLOCK - 1]);
                *carry = piece[BLOCK - 1];
            }
            compress(state, &padded);
            *blocks = blocks.wrapping_add(1);
        }
    }
}

/// Eight pairs of children.
struct Pairs<'p>(&'p [[Digest; 2]; LANES]);

impl pulp::WithSimd for Pairs<'_> {
    type Output = [Digest; LANES];

    #[expect(clippy::inline_always, reason = "must be compiled with the caller's instruction set")]
    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) -> [Digest; LANES] {
        // 65 bytes: the marker and all but one byte of the children, then that byte and the padding (520 bits).
        let mut blocks = [[0; BLOCK]; LANES];
        for (block, [left, right]) in blocks.iter_mut().zip(self.0) {
            block[0] = 1;
            block[1..33].copy_from_slice(&left.0);
            block[33..].copy_from_slice(&right.0[..31]);
        }
        let mut state = START.map(|word| [word; LANES]);
        compress(&mut state, &blocks);
        for (block, [_, right]) in blocks.iter_mut().zip(self.0) {
            *block = [0; BLOCK];
            block[0] = right.0[31];
            block[1] = 0x80;
            block[62] = 2;
            block[63] = 8;
        }
        compress(&mut state, &blocks);
        digests(&state)
    }
}

/// Block `number` of the padded message.
#[expect(clippy::inline_always, reason = "must be compiled with the caller's instruction set")]
#[inline(always)]
fn padded(prefix: Option<u8>, message: &[u8], number: usize) -> [u8; BLOCK] {
    let mut block = [0; BLOCK];
    let shift = usize::from(prefix.is_some());
    let start = number.saturating_mul(BLOCK);
    let total = message.len().saturating_add(shift);
    let (head, body_start) = match (prefix, number) {
        (Some(byte), 0) => {
            block[0] = byte;
            (1, 0)
        }
        _ => (0, start.saturating_sub(shift)),
    };
    let body = message.get(body_start..).unwrap_or_default();
    let taken = body.len().min(BLOCK - head);
    if let (Some(slot), Some(body)) = (block.get_mut(head..head + taken), body.get(..taken)) {
        slot.copy_from_slice(body);
    }
    if let Some(offset) = total.checked_sub(start)
        && let Some(slot) = block.get_mut(offset)
    {
        *slot = 0x80;
    }
    if number.saturating_add(1) == block_count(prefix, message)
        && let Some(slot) = block.last_chunk_mut::<8>()
    {
        let bits = u64::try_from(total).unwrap_or(u64::MAX).wrapping_mul(8);
        *slot = bits.to_be_bytes();
    }
    block
}

#[expect(clippy::inline_always, reason = "must be compiled with the caller's instruction set")]
#[inline(always)]
fn digests(state: &[Word; 8]) -> [Digest; LANES] {
    std::array::from_fn(|lane| {
        let mut bytes = [0; 32];
        for (slot, word) in bytes.chunks_exact_mut(4).zip(state) {
            slot.copy_from_slice(&word.get(lane).copied().unwrap_or(0).to_be_bytes());
        }
        Digest(bytes)
    })
}

/// The compression function CF (GB/T 32905-2016 §5.3.3), all lanes in step.
#[expect(clippy::inline_always, reason = "must be compiled with the caller's instruction set")]
#[expect(clippy::indexing_slicing, reason = "constant bounds of fixed arrays")]
#[expect(clippy::many_single_char_names, reason = "the letters of the standard")]
#[inline(always)]
fn compress(state: &mut [Word; 8], blocks: &[[u8; BLOCK]; LANES]) {
    let mut words = [[0_u32; LANES]; 68];
    for (lane, block) in blocks.iter().enumerate() {
        let (chunks, _) = block.as_chunks::<4>();
        for (word, chunk) in words.iter_mut().zip(chunks) {
            word[lane] = u32::from_be_bytes(*chunk);
        }
    }
    for j in 16..68 {
        let mixed = xor(xor(words[j - 16], words[j - 9]), turn(words[j - 3], 15));
        let spread = xor(xor(mixed, turn(mixed, 15)), turn(mixed, 23));
        words[j] = xor(xor(spread, turn(words[j - 13], 7)), words[j - 6]);
    }
    let [mut a, mut b, mut c, mut d, mut e, mut f, mut g, mut h] = *state;
    let mut constant: u32 = 0x79cc_4519;
    for j in 0..64_usize {
        let early = j < 16;
        if j == 16 {
            constant = 0x7a87_9d8a_u32.rotate_left(16);
        }
        let turned = [constant; LANES];
        constant = constant.rotate_left(1);
        let a12 = turn(a, 12);
        let ss1 = turn(add(add(a12, e), turned), 7);
        let ss2 = xor(ss1, a12);
        let (ff, gg) = if early {
            (xor(xor(a, b), c), xor(xor(e, f), g))
        } else {
            // The majority and the choice of the standard, in fewer operations.
            (or(and(a, b), and(c, or(a, b))), xor(g, and(e, xor(f, g))))
        };
        let tt1 = add(add(add(ff, d), ss2), xor(words[j], words[j + 4]));
        let tt2 = add(add(add(gg, h), ss1), words[j]);
        d = c;
        c = turn(b, 9);
        b = a;
        a = tt1;
        h = g;
        g = turn(f, 19);
        f = e;
        e = xor(xor(tt2, turn(tt2, 9)), turn(tt2, 17));
    }
    for (word, new) in state.iter_mut().zip([a, b, c, d, e, f, g, h]) {
        *word = xor(*word, new);
    }
}

/// Defines an operation on all lanes: a loop and no closure, since only code that is surely inlined becomes vectors.
macro_rules! lanewise {
    ($name:ident, |$left:ident, $right:ident| $result:expr) => {
        #[expect(clippy::indexing_slicing, reason = "a lane is below LANES")]
        #[inline(always)]
        fn $name(mut word: Word, other: Word) -> Word {
            let mut lane = 0;
            while lane < LANES {
                let ($left, $right) = (word[lane], other[lane]);
                word[lane] = $result;
                lane += 1;
            }
            word
        }
    };
}
lanewise!(xor, |left, right| left ^ right);
lanewise!(and, |left, right| left & right);
lanewise!(or, |left, right| left | right);
lanewise!(add, |left, right| left.wrapping_add(right));

#[expect(clippy::inline_always, reason = "one to three instructions per vector")]
#[expect(clippy::indexing_slicing, reason = "a lane is below LANES")]
#[inline(always)]
fn turn(mut word: Word, bits: u32) -> Word {
    let mut lane = 0;
    while lane < LANES {
        word[lane] = word[lane].rotate_left(bits);
        lane += 1;
    }
    word
}
