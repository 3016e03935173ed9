// Pictures that are made anew: their size, and when they are loaded.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openBrowser, openPage } from "./browser.js";
import { openSite } from "./site.js";

let site, browser, pages;
before(async () => {
  [site, browser] = await Promise.all([openSite("/digest/"), openBrowser()]);
  const html = await Promise.all(site.pages.map(async (page) => [page, String(await site.read(page.file))]));
  pages = html.filter(([, text]) => text.includes("<picture>")).map(([page]) => page);
});
after(async () => {
  await browser?.close();
  await site?.close();
});

/** Each picture's file as it was loaded, beside the box it is seen in. Runs in the browser. */
async function pictures() {
  const all = [];
  for (const shown of document.querySelectorAll("picture > img")) {
    shown.scrollIntoView();
    await shown.decode();
    const file = new Image();
    file.src = shown.currentSrc;
    await file.decode();
    const { src, currentSrc, loading, fetchPriority, clientWidth } = shown;
    all.push({ src, currentSrc, loading, fetchPriority, clientWidth, width: file.naturalWidth });
  }
  return all;
}

for (const width of [320, 1280]) {
  test(`no picture is more than twice as wide as its box, at ${width} pixels`, async () => {
    assert.ok(pages.length > 0);
    const { context, page, troubles } = await openPage(browser, site, { viewport: { width, height: 800 } });
    for (const { file, url } of pages) {
      await page.goto(url);
      const found = await page.evaluate(pictures);
      assert.ok(found.length > 0, file);
      for (const picture of found) {
        assert.match(picture.currentSrc, /\.webp$/, file);
        assert.ok(picture.clientWidth > 0, file);
        assert.ok(picture.width <= 2 * picture.clientWidth, `${file}: ${JSON.stringify(picture)}`);
      }
      const eager = found.filter(({ loading }) => loading !== "lazy");
      assert.ok(eager.length <= 1 && eager.every(({ fetchPriority }) => fetchPriority === "high"), file);
    }
    assert.deepEqual(troubles, []);
    await context.close();
  });
}
