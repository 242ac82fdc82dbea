//! SHA-256 of the short messages a tree is made of, given to the compression function as whole blocks.
//! For 50 or 65 bytes the buffering of a general hasher costs as much as the hashing. Longer messages go to it.

use sha2::Digest as _;
use sha2::block_api::compress256;

use crate::suite::Digest;

/// The initial state (FIPS 180-4 §5.3.3).
const START: [u32; 8] = [
    0x6a09_e667,
    0xbb67_ae85,
    0x3c6e_f372,
    0xa54f_f53a,
    0x510e_527f,
    0x9b05_688c,
    0x1f83_d9ab,
    0x5be0_cd19,
];

/// SHA-256 of `prefix ‖ message`.
pub(crate) fn sha256_prefixed(prefix: u8, message: &[u8]) -> Digest {
    let length = message.len().saturating_add(1);
    // One block holds 55 bytes beside the padding.
    if length > 55 {
        return Digest(
            sha2::Sha256::new().chain_update([prefix]).chain_update(message).finalize().into(),
        );
    }
    let mut block = [0; 64];
    let padding = std::iter::once(&0x80);
    for (slot, byte) in block.iter_mut().zip(std::iter::once(&prefix).chain(message).chain(padding))
    {
        *slot = *byte;
    }
    let bits = u16::try_from(length.saturating_mul(8)).unwrap_or(u16::MAX);
    [block[62], block[63]] = bits.to_be_bytes();
    finish(&[block])
}

/// SHA-256 of `0x01 ‖ left ‖ right`: 65 bytes, 520 bits, two blocks.
pub(crate) fn sha256_node(left: &Digest, right: &Digest) -> Digest {
    let mut blocks = [[0; 64]; 2];
    let [first, second] = &mut blocks;
    first[0] = 1;
    first[1..33].copy_from_slice(&left.0);
    first[33..].copy_from_slice(&right.0[..31]);
    second[0] = right.0[31];
    second[1] = 0x80;
    second[62] = 2;
    second[63] = 8;
    finish(&blocks)
}

fn finish(blocks: &[[u8; 64]]) -> Digest {
    let mut state = START;
    compress256(&mut state, blocks);
    let mut bytes = [0; 32];
    for (slot, word) in bytes.chunks_exact_mut(4).zip(state) {
        slot.copy_from_slice(&word.to_be_bytes());
    }
    Digest(bytes)
}
