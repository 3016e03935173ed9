//! How many things one thread takes at a time.

/// As many as `most`, or fewer where that would leave threads without work: a small site has few pages for many
/// processors.
pub fn size(things: usize, most: usize) -> usize {
    (things / rayon::current_num_threads() / 8).clamp(1, most)
}
