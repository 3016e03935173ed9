//! Values on their way to a file: written while they are put into bytes, with the sum of these behind them. What
//! is kept of a large site would else be in memory twice.

use std::io::{self, Write};

use postcard::ser_flavors::Flavor;
use serde::Serialize;

use crate::hashed::Summing;

/// How much is gathered before it is written, in bytes.
const BLOCK: usize = 1 << 16;

/// Writes a value, and its sum.
pub fn write<T: Serialize>(value: &T, out: &mut dyn Write) -> io::Result<()> {
    let mut failed = None;
    let to = Summed { out, sum: Summing::default(), gathered: Vec::new(), failed: &mut failed };
    let written = postcard::serialize_with_flavor(value, to);
    written.map_err(|error| failed.unwrap_or_else(|| io::Error::other(error)))
}

struct Summed<'a> {
    out: &'a mut dyn Write,
    sum: Summing,
    gathered: Vec<u8>,
    /// Why it could not be written.
    failed: &'a mut Option<io::Error>,
}

impl Summed<'_> {
    fn flush(&mut self) -> postcard::Result<()> {
        self.sum.add(&self.gathered);
        let written = self.out.write_all(&self.gathered);
        self.gathered.clear();
        self.note(written)
    }

    fn flush_if_full(&mut self) -> postcard::Result<()> {
        if self.gathered.len() < BLOCK { Ok(()) } else { self.flush() }
    }

    fn note(&mut self, written: io::Result<()>) -> postcard::Result<()> {
        written.map_err(|error| {
            *self.failed = Some(error);
            postcard::Error::SerializeBufferFull
        })
    }
}

impl Flavor for Summed<'_> {
    type Output = ();

    fn try_extend(&mut self, data: &[u8]) -> postcard::Result<()> {
        self.gathered.extend_from_slice(data);
        self.flush_if_full()
    }

    fn try_push(&mut self, data: u8) -> postcard::Result<()> {
        self.gathered.push(data);
        self.flush_if_full()
    }

    fn finalize(mut self) -> postcard::Result<()> {
        self.flush()?;
        let sum = self.sum.fingerprint().bytes();
        let written = self.out.write_all(&sum);
        self.note(written)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hashed::Fingerprint;

    #[test]
    fn a_value_is_written_with_its_sum_behind_it() {
        let value: Vec<u64> = (0..50_000).map(|number| number * number).collect();
        let mut written = Vec::new();
        write(&value, &mut written).unwrap();
        let mut expected = postcard::to_allocvec(&value).unwrap();
        assert!(expected.len() > 2 * BLOCK);
        expected.extend(Fingerprint::of_bytes(&expected).bytes());
        assert_eq!(written, expected);
    }

    #[test]
    fn what_a_disk_says_is_told() {
        let mut small = [0; 10];
        let error = write(&"more than ten bytes", &mut small.as_mut_slice()).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::WriteZero);
    }
}
