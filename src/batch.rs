//! How many things one thread takes at a time.

/// As many as `most`, or fewer where that would leave threads without work: a small site has few pages for many
/// processors.
pub fn size(things: usize, most: usize) -> usize {
    (things / rayon::current_num_threads() / 8).clamp(1, most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_things_are_shared_out_and_none_are_one_batch() {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(2).build().unwrap();
        let size = |things| pool.install(|| size(things, 32));
        assert_eq!([0, 1, 40, 400, 40_000].map(size), [1, 1, 2, 25, 32]);
    }
}
