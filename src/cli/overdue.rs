//! Ends a build whose templates do not end, or a server that would wait for one for ever.

use std::process;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use super::WRONG;
use crate::diag::{Code, Diagnostic, Texts, show};
use crate::limits;
use crate::render::Running;

/// Watches pages while they are rendered. One that takes longer than any page should is told of, and the process ends:
/// nothing else can stop it. What was published stays as it is.
pub fn watch(running: Arc<Running>) {
    let look = move || {
        loop {
            thread::sleep(Duration::from_secs(1));
            if let Some(route) = running.look(limits::PAGE_SECONDS) {
                let seconds = limits::PAGE_SECONDS;
                let message = format!("the page `{route}` is not done after {seconds} seconds");
                let help = "a loop of its template runs over too much, perhaps within another loop";
                let problem = Diagnostic::new(Code::TemplateError, message).help(help);
                eprintln!("{}", show::human(&problem, &Texts::default(), false).trim_end());
                process::exit(i32::from(WRONG));
            }
        }
    };
    // Without a thread, nobody watches, and all else is as it was.
    let _ = thread::Builder::new().name("overdue".to_owned()).spawn(look);
}
