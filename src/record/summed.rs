//! Values on their way to a file: written while they are put into bytes, with the sum of these behind them. What
//! is kept of a large site would else be in memory twice.

use std::io::{self, Write};

use postcard::ser_flavors::Flavor;
use serde::Serialize;

use crate::hashed::{Fingerprint, Summing};

/// How much is gathered before it is written, in bytes.
const BLOCK: usize = 1 << 16;

/// Writes bytes, and what they sum up to behind them.
pub struct Summed<'a> {
    out: &'a mut dyn Write,
    sum: Summing,
}

impl<'a> Summed<'a> {
    /// Writes to a file.
    pub fn new(out: &'a mut dyn Write) -> Self {
        Self { out, sum: Summing::default() }
    }

    /// Writes a value.
    pub fn value<T: Serialize>(&mut self, value: &T) -> io::Result<()> {
        let mut failed = None;
        let to = Gathering { out: self, gathered: Vec::new(), failed: &mut failed };
        let written = postcard::serialize_with_flavor(value, to);
        written.map_err(|error| failed.unwrap_or_else(|| io::Error::other(error)))
    }

    /// Writes the sum, and returns it.
    pub fn finish(self) -> io::Result<Fingerprint> {
        let sum = self.sum.fingerprint();
        self.out.write_all(&sum.bytes())?;
        Ok(sum)
    }
}

impl Write for Summed<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.write_all(bytes)?;
        self.sum.add(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// The bytes of a value, of which a block is written at once.
struct Gathering<'a, 'b> {
    out: &'a mut Summed<'b>,
    gathered: Vec<u8>,
    /// Why it could not be written.
    failed: &'a mut Option<io::Error>,
}

impl Gathering<'_, '_> {
    fn flush(&mut self) -> postcard::Result<()> {
        let written = self.out.write_all(&self.gathered);
        self.gathered.clear();
        written.map_err(|error| {
            *self.failed = Some(error);
            postcard::Error::SerializeBufferFull
        })
    }

    fn flush_if_full(&mut self) -> postcard::Result<()> {
        if self.gathered.len() < BLOCK { Ok(()) } else { self.flush() }
    }
}

impl Flavor for Gathering<'_, '_> {
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
        self.flush()
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
        let mut summed = Summed::new(&mut written);
        summed.value(&value).unwrap();
        summed.finish().unwrap();
        let mut expected = postcard::to_allocvec(&value).unwrap();
        assert!(expected.len() > 2 * BLOCK);
        expected.extend(Fingerprint::of_bytes(&expected).bytes());
        assert_eq!(written, expected);
    }

    #[test]
    fn what_a_disk_says_is_told() {
        let mut small = [0; 10];
        let mut out = small.as_mut_slice();
        let error = Summed::new(&mut out).value(&"more than ten bytes").unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::WriteZero);
    }
}
