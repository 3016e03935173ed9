//! Every limit there is, in one place.
//!
//! A limit protects a build from a file that would exhaust memory or time; each is far above what
//! a real site needs, and a problem that reports it states the number.

/// The largest source file that is read, in bytes: articles, messages, templates, configuration.
pub const TEXT_BYTES: u64 = 4 * 1024 * 1024;

/// The largest picture or other asset that is copied, in bytes.
pub const ASSET_BYTES: u64 = 256 * 1024 * 1024;

/// How many pixels a picture may have that is made anew. One of few bytes may have so many that they take
/// more memory than there is; a good camera takes 50 million.
pub const PICTURE_PIXELS: u64 = 64_000_000;

/// How deep the folders of a site may be nested.
pub const FOLDER_DEPTH: usize = 32;

/// How many files and folders of a site are looked at. Folders that link to one another can be
/// walked in more ways than there is time for.
pub const FOLDER_ENTRIES: usize = 2_000_000;

/// The longest front matter, in bytes.
pub const FRONT_MATTER_BYTES: usize = 256 * 1024;

/// How much longer than its Markdown the HTML of a body may be.
///
/// A 26 KB table of five columns and two thousand rows of nothing makes 2.4 MB of cells.
pub const BODY_EXPANSION: usize = 64;

/// The HTML that any body may take whatever its length, in bytes.
pub const BODY_FLOOR_BYTES: usize = 256 * 1024;

/// How much of articles' files is held in memory before they are understood, where the rest can be read
/// again. Each batch is let go of as soon as it is understood, and what follows takes more: so these are not what the
/// memory of a build peaks at.
pub const SOURCES_HELD_BYTES: usize = 128 * 1024 * 1024;

/// How much of a batch is held in memory before the rest of it is begun: of articles their files, of pages what was
/// made of them.
pub const BATCH_BYTES: usize = 4 * 1024 * 1024;

/// How much of what was understood of articles is held in memory on its way to the disk.
pub const ENTRIES_HELD_BYTES: usize = 2 * 1024 * 1024;

/// How much HTML of texts is held in memory at the most, where there is another place for the rest.
pub const TEXTS_HELD_BYTES: usize = 4 * 1024 * 1024;

/// How much of what was made of the entries of feeds is held in memory for other feeds.
pub const FEED_ENTRIES_HELD_BYTES: usize = 8 * 1024 * 1024;

/// How deep the blocks of a Markdown body may be nested.
pub const BLOCK_DEPTH: usize = 100;

/// The longest segment of a URL, in bytes: file systems refuse names past 255.
pub const SEGMENT_BYTES: usize = 200;

/// The longest name of a file that is made, in bytes: `.zst` may be added, and file systems refuse names past 255.
pub const NAME_BYTES: usize = 250;

/// The longest path of a file that is made, in bytes: some systems refuse paths past 1,024, with the folder that
/// the site is built into.
pub const PATH_BYTES: usize = 900;

/// How many topics may stand above a topic.
pub const TOPIC_DEPTH: usize = 16;

/// How many bytes a Fluent message may expand to.
pub const MESSAGE_BYTES: usize = 64 * 1024;

/// How many URLs one sitemap file holds. Ten times as many are allowed (sitemaps.org), but with the languages of
/// each page that would be some 20 MB, in memory while they are made, and loaded again after each edit.
pub const SITEMAP_URLS: usize = 5_000;

/// How many articles a news sitemap may hold (Google, "News sitemaps").
pub const NEWS_SITEMAP_URLS: usize = 1_000;

/// The longest page that a template may make, in bytes.
pub const PAGE_BYTES: usize = 64 * 1024 * 1024;

/// How much memory a process may take on while one page is rendered, in bytes, where the system tells: a template that
/// doubles a text over and over would take all that there is.
pub const PAGE_MEMORY: u64 = 4 * 1024 * 1024 * 1024;

/// For how many seconds a page may be rendered: the slowest of a large site takes some milliseconds.
pub const PAGE_SECONDS: u64 = 20;

/// How deep the placeables and calls of a Fluent message may be nested.
pub const MESSAGE_DEPTH: usize = 32;

/// How many connections `serve` keeps: past that, the one that was written to longest ago is closed.
pub const CONNECTIONS: usize = 256;

/// How long `serve` keeps a connection that it has nothing to write to, in seconds. A request is
/// read within that time, or not at all.
pub const CONNECTION_SECONDS: u64 = 30;

/// How many problems `serve` shows in the browser; the terminal has them all.
pub const SHOWN_PROBLEMS: usize = 100;

/// How deep the lists and mappings of a YAML text may be nested.
pub const YAML_DEPTH: usize = 100;

/// How many numbers a text may have that is compared with its original; those of longer ones are not.
/// Each is looked for among the others.
pub const COMPARED_NUMBERS: usize = 5_000;

/// How many articles the index of the search names for one word. A word of more tells articles apart so
/// little that the best and the newest will do, and its file stays below 60 KB.
pub const SEARCH_ARTICLES: usize = 12_000;

/// The HTML of a newsletter, in bytes. Some programs cut what is longer than 102 kB, and hide its end.
pub const NEWSLETTER_BYTES: usize = 90_000;

/// For how many days a link out of the site may be silent before it counts as dead.
pub const SILENT_DAYS: i32 = 30;

/// The shortest file that other forms are made of, in bytes: a shorter one is one packet in any form.
pub const ENCODED_BYTES: usize = 512;

/// How many files `publish` sends to a bucket at once. Each is in memory while it is sent.
pub const BUCKET_CONNECTIONS: usize = 8;

/// The longest record that is read from a bucket, in bytes: some hundred bytes for each file of a site.
pub const BUCKET_RECORD_BYTES: u64 = 256 * 1024 * 1024;

/// The largest file of figures that a chart takes, in bytes.
pub const CHART_BYTES: usize = 1024 * 1024;

/// How many columns of figures a chart may show: no reader tells more apart.
pub const CHART_SERIES: usize = 6;

/// How many figures a chart may show. Each makes some 300 bytes of HTML.
pub const CHART_FIGURES: usize = 2_000;

/// The longest block of code whose words are told apart, in bytes. A longer one is shown as it was typed.
pub const CODE_BYTES: usize = 64 * 1024;

/// The longest formula, in bytes.
pub const FORMULA_BYTES: usize = 8 * 1024;

/// How deep the braces of a formula may be nested.
pub const FORMULA_DEPTH: usize = 50;

/// The largest figure of a chart: past it, sums are no longer exact.
pub const CHART_FIGURE: f64 = 1e15;

/// How many charts a text may have: a file of figures may be drawn by each of them.
pub const CHARTS: u32 = 50;
