//! Batches of files, which one thread takes through a step before it takes them through the next.
//!
//! A step takes more code than a processor keeps at hand: file by file, each would find its own gone.

use rayon::prelude::*;

/// The most. More are hardly faster, and are all in memory.
const MOST: usize = 32;

/// Some files in batches, in their order. Each is a task of its own: no thread waits for several that another has taken.
pub fn of<T: Send>(files: Vec<T>) -> impl IndexedParallelIterator<Item = Vec<T>> {
    let size = size(files.len());
    files.into_par_iter().chunks(size).with_max_len(1)
}

/// How many are in a batch, of so many files: fewer where threads would be without work, since a small site has few for many processors.
fn size(files: usize) -> usize {
    (files / rayon::current_num_threads() / 8).clamp(1, MOST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_files_are_shared_out_and_none_are_one_batch() {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(2).build().unwrap();
        let size = |files| pool.install(|| size(files));
        assert_eq!([0, 1, 40, 400, 40_000].map(size), [1, 1, 2, 25, 32]);
    }
}
