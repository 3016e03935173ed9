// What a reader's line carries.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { brotliCompressSync, constants } from "node:zlib";
import { openBrowser, openPage } from "./browser.js";
import { PLACES } from "./places.js";
import { openSite } from "./site.js";

const KB = 1000;

let site, browser;
before(async () => {
  [site, browser] = await Promise.all([openSite(), openBrowser()]);
});
after(async () => {
  await browser?.close();
  await site?.close();
});

const squeezed = (bytes) =>
  brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;

/** Fails with each file of a name that is heavier than allowed. */
async function lighter(name, limit) {
  const files = site.files.filter((file) => name.test(file));
  assert.ok(files.length > 0);
  const heavy = [];
  for (const file of files) {
    const size = squeezed(await site.read(file));
    if (size > limit) heavy.push(`${file}: ${size} bytes`);
  }
  assert.deepEqual(heavy, []);
}

test("an article's HTML fits the first round trip: 14 KB", () =>
  lighter(/^..\/\d{4}\/\d\d\/[^/]+\/index\.html$/, 14 * KB));

test("any other page's HTML is below 20 KB", () => lighter(/\.html$/, 20 * KB));

test("the stylesheets are below 8 KB", () => lighter(/\.css$/, 8 * KB));

test("all scripts of an article together are below 3 KB", async () => {
  const scripts = site.files.filter((file) => file.endsWith(".js") && !file.includes("search"));
  const sizes = await Promise.all(scripts.map(async (file) => squeezed(await site.read(file))));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  assert.ok(scripts.length > 0 && total <= 3 * KB, `${scripts}: ${total} bytes`);
});

test("the script of the search is below 6 KB, and each of its files below 60 KB", async () => {
  await lighter(/search\.[^/]+\.js$/, 6 * KB);
  await lighter(/assets\/search\/|\/index\.json$/, 60 * KB);
});

test("an article takes at most six requests, of 80 KB, and an index no more", async () => {
  for (const kind of ["article", "front page", "topic"]) {
    const { context, page } = await openPage(browser, site);
    const requests = [];
    page.on("response", async (response) => requests.push(response));
    await page.goto(site.url(PLACES[kind][0]), { waitUntil: "networkidle" });
    assert.ok(requests.length <= 6, `${kind}: ${requests.map((r) => r.url()).join(" ")}`);
    const bodies = await Promise.all(requests.map((response) => response.body()));
    const total = bodies.reduce((sum, body) => sum + squeezed(body), 0);
    assert.ok(total <= 80 * KB, `${kind}: ${total} bytes`);
    await context.close();
  }
});

test("at most one request holds rendering back", async () => {
  const { context, page } = await openPage(browser, site);
  for (const kind of ["article", "front page"]) {
    await page.goto(site.url(PLACES[kind][0]));
    const blocking = await page.evaluate(() => {
      const sheets = [...document.querySelectorAll("link[rel=stylesheet]:not([media=print])")];
      const scripts = [...document.querySelectorAll("script[src]:not([defer], [async], [type=module])")];
      return [...sheets, ...scripts].map((element) => element.href ?? element.src);
    });
    assert.ok(blocking.length <= 1, blocking.join(" "));
  }
  await context.close();
});
