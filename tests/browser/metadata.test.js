// What pages say of themselves to programs, beside what they show to people.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openBrowser, openPage } from "./browser.js";
import { openSite } from "./site.js";

const CARD = /^(og|article):/;

/** What a page says, and what it shows. Runs in the browser. */
function facts() {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const one = (selector) => document.querySelector(selector);
  const data = all("script[type='application/ld+json']").map((script) => script.textContent);
  return {
    data,
    card: all("meta[property]").map((meta) => [meta.getAttribute("property"), meta.content]),
    canonical: one("link[rel=canonical]")?.href,
    description: one("meta[name=description]")?.content,
    lang: document.documentElement.lang,
    indexed: one("meta[name=robots]")?.content.includes("noindex") === false,
    others: all("link[rel=alternate][hreflang]")
      .filter(({ hreflang }) => ![document.documentElement.lang, "x-default"].includes(hreflang))
      .map((link) => link.href),
    headline: one("article.story h1")?.textContent,
    times: all("article.story .facts time").map((time) => time.getAttribute("datetime")),
    authors: all("article.story .facts a[rel=author]").map((a) => [a.textContent, a.href]),
    sources: all(".sources li > a").map((a) => [a.textContent, a.href]),
    corrections: all(".updates li.correction > p:last-child").map((p) => p.textContent),
    crumbs: all(".crumbs a").map((a) => [a.textContent, a.href]),
    original: one("article.story .facts a[hreflang]")?.href,
    markdown: one("link[type='text/markdown']")?.href,
  };
}

let site, browser, pages, articles;
before(async () => {
  [site, browser] = await Promise.all([openSite("/digest/"), openBrowser()]);
  const { context, page } = await openPage(browser, site, { javaScriptEnabled: false });
  pages = [];
  for (const { file, url } of site.pages) {
    await page.goto(url, { waitUntil: "domcontentloaded" });
    const found = await page.evaluate(facts);
    const graph = found.data.flatMap((text) => JSON.parse(text)["@graph"]);
    const of = (type) => graph.find((node) => node["@type"] === type);
    pages.push({ file, url, ...found, graph, of, card: Object.fromEntries(found.card.toReversed()) });
  }
  articles = pages.filter((page) => page.of("NewsArticle"));
  await context.close();
});
after(async () => {
  await browser?.close();
  await site?.close();
});

const known = (url) => pages.some((page) => page.url === url);

test("every page that may be listed has its card, and no other", () => {
  for (const { file, card } of pages.filter(({ indexed }) => !indexed)) {
    assert.deepEqual(card, {}, file);
  }
  for (const { file, card, canonical, description } of pages.filter(({ indexed }) => indexed)) {
    assert.equal(card["og:url"], canonical, file);
    assert.equal(card["og:description"], description, file);
    assert.match(card["og:locale"], /^[a-z]{2}_[A-Z]{2}$/, file);
    assert.ok(card["og:title"] && card["og:site_name"], file);
    assert.ok(Object.keys(card).every((name) => CARD.test(name)), file);
  }
});

test("an article says of itself what it shows", () => {
  assert.ok(articles.length > 20);
  for (const page of articles) {
    const article = page.of("NewsArticle");
    assert.equal(article["@id"], page.canonical);
    assert.equal(article.mainEntityOfPage, page.canonical);
    assert.equal(article.headline, page.headline, page.file);
    assert.equal(article.inLanguage, page.lang, page.file);
    assert.equal(article.datePublished, page.times[0], page.file);
    assert.equal(article.dateModified, page.times[1] ?? page.times[0], page.file);
    assert.equal(page.card["article:published_time"], page.times[0], page.file);
    const authors = article.author.map(({ name, url }) => [name, url]);
    assert.deepEqual(authors, page.authors, page.file);
    assert.ok(article.author.every(({ url }) => known(url)), page.file);
    const cited = article.citation.filter(({ url }) => url);
    assert.deepEqual(cited.map(({ name, url }) => [name, new URL(url).href]), page.sources, page.file);
    const corrections = (article.correction ?? []).map(({ text }) => text);
    assert.deepEqual(corrections, page.corrections, page.file);
  }
});

test("an article is shared with its card", async () => {
  for (const { file, card } of articles) {
    assert.ok(card["og:image"].startsWith(site.url()), file);
    assert.ok(card["og:image:alt"], file);
    const picture = await site.read(card["og:image"].slice(site.url().length));
    assert.equal(picture.toString("latin1", 1, 4), "PNG", file);
    const size = [picture.readUInt32BE(16), picture.readUInt32BE(20)];
    assert.deepEqual(size, [1200, 630], file);
    assert.deepEqual([card["og:image:width"], card["og:image:height"]].map(Number), size, file);
  }
});

test("translations and originals name one another", () => {
  const byId = new Map(articles.map((page) => [page.canonical, page.of("NewsArticle")]));
  let pairs = 0;
  for (const page of articles) {
    const article = page.of("NewsArticle");
    assert.equal(article.translationOfWork?.["@id"], page.original, page.file);
    for (const { "@id": id } of article.workTranslation ?? []) {
      assert.equal(byId.get(id)?.translationOfWork["@id"], page.canonical, page.file);
      pairs += 1;
    }
    const names = [article.translationOfWork, article.workTranslation].flat().filter(Boolean);
    assert.deepEqual(names.map((name) => name["@id"]), page.others, page.file);
  }
  assert.ok(pairs > 10);
});

test("a breadcrumb is the one that is seen", () => {
  for (const page of pages.filter(({ graph }) => graph.length > 0)) {
    const items = page.of("BreadcrumbList")?.itemListElement ?? [];
    assert.deepEqual(items.map(({ name, item }) => [name, item]), page.crumbs, page.file);
    assert.deepEqual(items.map(({ position }) => position), items.map((_, index) => index + 1));
  }
});

test("a list names pages that there are", () => {
  const lists = pages.filter((page) => page.of("CollectionPage"));
  assert.ok(lists.length > 20);
  for (const page of lists) {
    const items = page.of("CollectionPage").mainEntity.itemListElement;
    assert.ok(items.length > 0, page.file);
    for (const { url } of items) assert.ok(known(url), `${page.file}: ${url}`);
  }
});

test("each home page is the site of its language", () => {
  const sites = pages.filter((page) => page.of("WebSite"));
  assert.deepEqual(sites.map(({ file }) => file), ["en/index.html", "fr/index.html"]);
});

test("an article is there as Markdown, with whole addresses", async () => {
  for (const page of articles) {
    assert.equal(page.markdown, `${page.url}index.md`);
    const text = String(await site.read(page.file.replace(/html$/, "md")));
    assert.ok(text.includes(`\nurl: "${page.canonical}"\n`), page.file);
    assert.ok(text.includes(`\n# ${page.headline}\n`), page.file);
    for (const [, url] of text.matchAll(/\]\(<?([^)>\s]+)/g)) {
      assert.match(url, /^(https?|mailto):/, page.file);
    }
  }
});

test("llms.txt is a title, a summary and lists of links that lead somewhere", async () => {
  for (const file of ["llms.txt", "fr/llms.txt", "en/llms.txt"]) {
    const [title, , summary, ...rest] = String(await site.read(file)).trimEnd().split("\n");
    assert.match(title, /^# \S/, file);
    assert.match(summary, /^> \S/, file);
    for (const line of rest.filter((line) => line && !line.startsWith("## "))) {
      const [, url] = line.match(/^- \[.+\]\((\S+)\)(: .+)?$/) ?? [];
      assert.ok(url?.startsWith(site.url()), `${file}: ${line}`);
      const path = url.slice(site.url().length);
      assert.ok(site.files.includes(path) || known(url), `${file}: ${url}`);
    }
  }
});
