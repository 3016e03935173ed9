//! Ends a build whose templates do not end, or a server that would wait for one for ever.
#![expect(
    clippy::disallowed_methods,
    reason = "how much memory a process has is in a file of the system"
)]

use std::fs;
use std::process;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use super::WRONG;
use crate::diag::{Code, Diagnostic, Texts, show};
use crate::limits;
use crate::render::Running;

/// How often in a second pages are looked at: a text that is doubled over and over fills a memory within some.
const LOOKS: u64 = 10;

/// Watches pages while they are rendered. One that takes more than any page should is told of, and the process ends:
/// nothing else can stop it. What was published stays as it is.
pub fn watch(running: Arc<Running>) {
    let look = move || {
        let mut before = memory();
        loop {
            thread::sleep(Duration::from_millis(1000 / LOOKS));
            let page = running.look();
            let now = memory();
            // While pages come and go, it is the site that takes what is taken.
            let Some((route, looks)) = page.filter(|(_, looks)| *looks > 1) else {
                before = now;
                continue;
            };
            if let Some((fault, help)) = fault(looks, now.saturating_sub(before)) {
                let message = format!("the page `{route}` {fault}");
                let problem = Diagnostic::new(Code::TemplateError, message).help(help);
                say!("{}", show::human(&problem, &Texts::default(), false).trim_end());
                process::exit(i32::from(WRONG));
            }
        }
    };
    // Without a thread, nobody watches, and all else is as it was.
    let _ = thread::Builder::new().name("overdue".to_owned()).spawn(look);
}

/// What is wrong with a page that is rendered for so many looks, in which so many bytes of memory were taken, and what to
/// do about it.
fn fault(looks: u64, taken: u64) -> Option<(String, &'static str)> {
    if taken > limits::PAGE_MEMORY {
        let most = limits::PAGE_MEMORY >> 30;
        let help = "a loop of its template makes a text or a list longer and longer";
        return Some((format!("takes more than {most} GiB of memory"), help));
    }
    let seconds = limits::PAGE_SECONDS;
    let help = "a loop of its template runs over too much, perhaps within another loop";
    (looks >= seconds * LOOKS).then(|| (format!("is not done after {seconds} seconds"), help))
}

/// How much memory the process has, in bytes; nothing, if the system does not tell.
fn memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kilobytes =
        status.lines().find_map(|line| line.strip_prefix("VmRSS:")?.trim().split(' ').next());
    kilobytes.and_then(|kilobytes| kilobytes.parse::<u64>().ok()).unwrap_or_default() * 1024
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_may_take_its_time_and_memory() {
        let seconds = limits::PAGE_SECONDS * LOOKS;
        assert_eq!(fault(seconds - 1, limits::PAGE_MEMORY), None);
        assert_eq!(fault(seconds, 0).unwrap().0, "is not done after 20 seconds");
        let more = limits::PAGE_MEMORY + 1;
        assert_eq!(fault(2, more).unwrap().0, "takes more than 4 GiB of memory");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_system_tells_how_much_memory_there_is() {
        assert!(memory() > 1024 * 1024);
    }
}
