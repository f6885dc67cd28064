//! One injective way to turn several byte strings into one.

/// Joins `parts` so that no two different lists, and no two contexts, give the same bytes: the context and each part are preceded
/// by their length (64 bits, big-endian), the list by its count.
///
/// Whatever is hashed, tagged, signed or bound to a ciphertext goes through here, so `("ab", "c")` is never `("a", "bc")`.
#[must_use]
pub fn frame(context: &str, parts: &[&[u8]]) -> Vec<u8> {
    let size = parts.iter().map(|part| part.len() + 8).sum::<usize>() + context.len() + 16;
    let mut out = Vec::with_capacity(size);
    push(&mut out, context.as_bytes());
    out.extend_from_slice(&length(parts.len()));
    for part in parts {
        push(&mut out, part);
    }
    out
}

fn push(out: &mut Vec<u8>, part: &[u8]) {
    out.extend_from_slice(&length(part.len()));
    out.extend_from_slice(part);
}

fn length(n: usize) -> [u8; 8] {
    // `usize` has at most 64 bits on every platform Rust supports, so nothing is cut off.
    (n as u64).to_be_bytes()
}
