//! The process: arguments in, exit code out.

use std::process::ExitCode;

/// A build makes millions of small values on every core. With the system's allocator on Linux that
/// takes a quarter of the time of a build, much of it in locks.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    depeche::cli::main()
}
