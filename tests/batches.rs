//! However many files take a step together, a build makes the same.

mod base;

use base::{base, told};
use depeche::shelf::Shelf;
use depeche::world::MemoryWorld;
use depeche::{Memos, Options, build};

/// What a build in a number of threads gives, and leaves to the next.
fn built_by(threads: usize, world: &MemoryWorld, shelf: Shelf) -> (Vec<String>, u64, Shelf) {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
    pool.install(|| {
        let mut memos = Memos::forgetful().with_shelf(shelf);
        let built = told(&build(world, &Options::default(), &memos));
        (built, memos.parsed_articles(), memos.take_shelf().expect("a shelf"))
    })
}

/// One thread takes many of these files at a time, and of forty each takes one.
#[test]
fn how_many_files_are_taken_at_a_time_changes_nothing() {
    let (together, apart) = (1, 40);
    let mut world = base();
    let write = |world: &mut MemoryWorld, number: usize, text: &str| {
        let day = 1 + number % 28;
        let article =
            format!("---\ntitle: Un titre {number}\ndate: 2025-03-{day:02}\n---\n\n{text}");
        let (name, content): (String, Vec<u8>) = match number % 8 {
            0 => (
                format!("glossary/t{number}.fr.md"),
                "---\nterm: mot\n---\n\nUne définition.".into(),
            ),
            1 => (format!("a{number}.de.md"), article.into()),
            2 => (format!("a{number}.fr.md"), article.replace("---\n\n", "").into()),
            3 => (format!("a{number}.fr.md"), b"---\ntitle: \xff".to_vec()),
            _ => (format!("a{number}.fr.md"), article.into()),
        };
        world.write(&format!("content/{name}"), &content);
    };
    (0..240).for_each(|number| write(&mut world, number, "Un mot."));
    let (built, parsed, shelf) = built_by(together, &world, Shelf::default());
    assert_eq!(built, built_by(apart, &world, Shelf::default()).0);
    // The next process knows two of three.
    (0..240).step_by(3).for_each(|number| write(&mut world, number, "Un autre mot."));
    let mut bytes = Vec::new();
    shelf.write(shelf.change(), &mut bytes).expect("a vector takes all");
    let known = Shelf::new([(bytes, 0), (Vec::new(), 0)]);
    let (again, parsed_again, _) = built_by(together, &world, known);
    assert_ne!(again, built);
    assert_eq!(parsed_again, parsed);
    assert_eq!(again, built_by(apart, &world, Shelf::default()).0);
}
