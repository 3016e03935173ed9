// Feeds, as Atom (RFC 4287) and as JSON.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { openBrowser, openPage } from "./browser.js";
import { LOCALES, PLACES } from "./places.js";
import { openSite } from "./site.js";

/** What a feed says, read from its XML. Runs in the browser, which has a strict parser. */
function parse(text) {
  const tree = new DOMParser().parseFromString(text, "application/xml");
  if (tree.querySelector("parsererror")) throw new Error(tree.documentElement.textContent);
  const children = (element, name) => [...element.children].filter((c) => c.localName === name);
  const texts = (element, name) => children(element, name).map((child) => child.textContent);
  const links = (element) =>
    children(element, "link").map((link) =>
      Object.fromEntries([...link.attributes].map(({ name, value }) => [name, value])),
    );
  const feed = tree.documentElement;
  return {
    name: feed.localName,
    space: feed.namespaceURI,
    lang: feed.getAttribute("xml:lang"),
    ids: texts(feed, "id"),
    titles: texts(feed, "title"),
    updated: texts(feed, "updated"),
    authors: children(feed, "author").length,
    links: links(feed),
    entries: children(feed, "entry").map((entry) => {
      const content = children(entry, "content")[0];
      const html = new DOMParser().parseFromString(content?.textContent ?? "", "text/html");
      const elements = [...html.body.querySelectorAll("*")];
      return {
        ids: texts(entry, "id"),
        titles: texts(entry, "title"),
        titleType: children(entry, "title")[0]?.getAttribute("type") ?? "text",
        published: texts(entry, "published")[0],
        updated: texts(entry, "updated"),
        authors: children(entry, "author").length,
        lang: (content ?? entry).closest("[*|lang]")?.getAttribute("xml:lang"),
        links: links(entry),
        type: content?.getAttribute("type"),
        length: html.body.textContent.length,
        addresses: elements.flatMap((element) =>
          ["href", "src", "srcset", "cite", "poster"]
            .filter((name) => element.hasAttribute(name))
            .map((name) => element.getAttribute(name)),
        ),
        elements: elements.map((element) => element.localName),
        attributes: elements.flatMap((element) => element.getAttributeNames()),
      };
    }),
  };
}

/** The feeds of corrections tell what changed in articles, and have entries of their own. */
const CORRECTIONS = PLACES.corrections.map((route) => `${route}atom.xml`);

let site, browser, feeds;
before(async () => {
  [site, browser] = await Promise.all([openSite("/digest/"), openBrowser()]);
  const { context, page } = await openPage(browser, site);
  feeds = [];
  for (const file of site.files.filter((file) => file.endsWith("atom.xml"))) {
    feeds.push({ file, ...(await page.evaluate(parse, (await site.read(file)).toString())) });
  }
  await context.close();
});
after(async () => {
  await browser?.close();
  await site?.close();
});

const each = (examine) => {
  for (const feed of feeds) examine(feed, feed.file);
};
/** How long an entry is at the least: a whole text, or what an edition holds. */
const least = ({ file }) =>
  PLACES.editions.some((route) => file.startsWith(route)) ? 100 : 1000;
const eachEntry = (examine) => each((feed) => feed.entries.forEach((entry) => examine(entry, feed)));
const isOfArticles = ({ file }) => !CORRECTIONS.includes(file);
const eachArticle = (examine) =>
  eachEntry((entry, feed) => isOfArticles(feed) && examine(entry, feed));

test("each language has its feed, each topic, each dossier, and the corrections", () => {
  const files = feeds.map(({ file }) => file);
  for (const locale of LOCALES) assert.ok(files.includes(`${locale}/atom.xml`));
  for (const route of [...PLACES.topic, ...PLACES.dossier]) {
    assert.ok(files.includes(`${route}atom.xml`));
  }
  for (const file of CORRECTIONS) assert.ok(files.includes(file));
});

test("a feed of corrections says what its page says, with ids that no other feed has", async () => {
  const ids = new Set();
  eachArticle((entry) => ids.add(entry.ids[0]));
  for (const feed of feeds.filter((feed) => !isOfArticles(feed))) {
    const page = (await site.read(feed.file.replace("atom.xml", "index.html"))).toString();
    const json = JSON.parse(await site.read(feed.file.replace("atom.xml", "feed.json")));
    assert.equal(page.match(/<li class="(correction|clarification|update)">/g).length, json.items.length);
    for (const item of json.items) {
      assert.ok(page.includes(item.content_text), item.content_text);
      assert.ok(!ids.has(item.id), item.id);
      ids.add(item.id);
    }
  }
});

test("a feed is Atom, in the language of its address", () => {
  each((feed, file) => {
    assert.equal(`${feed.space} ${feed.name}`, "http://www.w3.org/2005/Atom feed", file);
    assert.equal(feed.lang, file.split("/")[0], file);
    assert.ok(feed.entries.length > 0, file);
  });
});

test("a feed never mixes languages", () => {
  eachEntry((entry, feed) => {
    assert.equal(entry.lang, feed.lang, `${feed.file}: ${entry.titles}`);
    const [to] = entry.links.filter((link) => link.rel === "alternate");
    assert.ok(to.href.startsWith(site.url(`${feed.lang}/`)), `${feed.file}: ${to.href}`);
  });
});

test("a feed has one id, one title, one date, and its newest entry's", () => {
  each((feed, file) => {
    for (const name of ["ids", "titles", "updated"]) assert.equal(feed[name].length, 1, file);
    const times = feed.entries.map((entry) => Date.parse(entry.updated[0]));
    assert.equal(Date.parse(feed.updated[0]), Math.max(...times), file);
    assert.ok(feed.authors === 1 || feed.entries.every((entry) => entry.authors > 0), file);
  });
  const ids = feeds.flatMap((feed) => feed.ids);
  assert.equal(new Set(ids).size, ids.length);
});

test("a feed leads to itself and to its page", () => {
  each((feed, file) => {
    const [self, ...others] = feed.links.filter((link) => link.rel === "self");
    assert.deepEqual(others, []);
    assert.equal(self.href, site.url(file));
    assert.equal(self.type, "application/atom+xml");
    const page = feed.links.find((link) => link.rel === "alternate" && link.hreflang === feed.lang);
    assert.equal(page?.type, "text/html", file);
    assert.ok(site.pages.some(({ url }) => url === page.href), page.href);
  });
});

test("no two alternates have one type and one language", () => {
  const check = (links, where) => {
    const kinds = links
      .filter((link) => link.rel === "alternate")
      .map((link) => `${link.type} ${link.hreflang}`);
    assert.equal(new Set(kinds).size, kinds.length, where);
  };
  each((feed, file) => check(feed.links, file));
  eachEntry((entry, feed) => check(entry.links, `${feed.file}: ${entry.titles}`));
});

test("a JSON feed holds the entries of the Atom feed", async () => {
  for (const feed of feeds) {
    const file = feed.file.replace("atom.xml", "feed.json");
    const json = JSON.parse(await site.read(file));
    assert.equal(json.version, "https://jsonfeed.org/version/1.1", file);
    assert.equal(json.feed_url, site.url(file));
    assert.equal(json.title, feed.titles[0], file);
    assert.equal(json.language, feed.lang, file);
    assert.ok(feed.links.some((link) => link.href === json.home_page_url), json.home_page_url);
    const atom = feed.entries.map(({ ids, titles, published, updated }) =>
      [ids, titles, published, updated].flat(),
    );
    const items = json.items.map(({ id, title, date_published, date_modified }) =>
      [id, title, date_published, date_modified],
    );
    assert.deepEqual(items, atom, file);
    const texts = isOfArticles(feed) ? json.items : [];
    for (const item of texts) assert.ok(item.content_html.length > least(feed), item.url);
  }
});

describe("an entry", () => {
  test("has one id, the same in every feed of its language, and in no other", () => {
    const known = new Map();
    const unique = new Map();
    eachArticle((entry, feed) => {
      assert.equal(entry.ids.length, 1);
      const { href } = entry.links.find((link) => link.rel === "alternate");
      const [id] = entry.ids;
      assert.equal(known.get(href) ?? id, id, `${feed.file}: ${href}`);
      assert.equal(unique.get(id) ?? href, href, `${feed.file}: ${href}`);
      known.set(href, id);
      unique.set(id, href);
      assert.ok(!id.includes(new URL(site.origin).host), `${id} changes with the address`);
    });
  });

  test("has a title of plain text", () => {
    eachEntry((entry, feed) => {
      assert.equal(entry.titles.length, 1);
      assert.equal(entry.titleType, "text", feed.file);
      assert.doesNotMatch(entry.titles[0], /<|&\w+;|\s'|"/, feed.file);
    });
  });

  test("leads to a page, holds its whole text, and has dates with an offset", () => {
    eachArticle((entry, feed) => {
      const { href } = entry.links.find((link) => link.rel === "alternate");
      assert.ok(site.pages.some(({ url }) => url === href), href);
      assert.equal(entry.type, "html", feed.file);
      assert.ok(entry.length > least(feed), `${href}: ${entry.length} characters`);
      for (const date of [entry.published, ...entry.updated]) {
        assert.match(date, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$/);
        assert.ok(Date.parse(date) < Date.now(), `${href} is of the future`);
      }
    });
  });

  test("names absolute addresses alone", () => {
    eachEntry((entry, feed) => {
      for (const address of entry.addresses) {
        assert.match(address, /^(https?:|mailto:)/, `${feed.file}: ${entry.titles}`);
      }
    });
  });

  test("holds nothing that runs, embeds or styles", () => {
    eachEntry((entry, feed) => {
      const forbidden = ["script", "object", "embed", "noscript", "style", "iframe", "form"];
      assert.deepEqual(entry.elements.filter((name) => forbidden.includes(name)), [], feed.file);
      const bad = entry.attributes.filter((name) => name === "style" || name.startsWith("on"));
      assert.deepEqual(bad, [], feed.file);
    });
  });

  test("stands after those that are newer", () => {
    each((feed, file) => {
      const times = feed.entries.map((entry) => Date.parse(entry.published));
      assert.deepEqual(times, times.toSorted((a, b) => b - a), file);
    });
  });
});
