// Terms are explained where they are mentioned, without a script.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { openBrowser, openPage } from "./browser.js";
import { openSite } from "./site.js";

const ARTICLES = ["fr/2025/04/meta-llama-4/", "en/2025/04/meta-llama-4/"];
const CLOSE = { fr: "Fermer", en: "Close" };

let site, browser;
before(async () => {
  [site, browser] = await Promise.all([openSite(), openBrowser()]);
});
after(async () => {
  await browser?.close();
  await site?.close();
});

async function visiting(route, options, visit) {
  const { context, page } = await openPage(browser, site, { javaScriptEnabled: false, ...options });
  await page.goto(site.url(route));
  await visit(page);
  await context.close();
}

for (const route of ARTICLES) {
  describe(route, () => {
    for (const width of [320, 1280]) {
      test(`a term is explained over the text, ${width} pixels wide`, () =>
        visiting(route, { viewport: { width, height: 700 } }, async (page) => {
          const term = page.locator(".term").first();
          const note = page.locator(".term-note").first();
          assert.equal(await note.isVisible(), false);
          await term.click();
          await note.waitFor({ state: "visible" });
          const box = await note.boundingBox();
          assert.ok(box.x >= 0 && box.x + box.width <= width, JSON.stringify(box));
          assert.ok(box.y >= 0 && box.y + box.height <= 700, JSON.stringify(box));
          const over = (one, other) => one.y < other.y + other.height && other.y < one.y + one.height;
          assert.ok(!over(box, await term.boundingBox()), "the note hides the term");
          await note.getByRole("button", { name: CLOSE[route.slice(0, 2)] }).click();
          await note.waitFor({ state: "hidden" });
        }));
    }

    test("a term is explained by keyboard", () =>
      visiting(route, {}, async (page) => {
        const term = page.locator(".term").first();
        const note = page.locator(".term-note").first();
        await term.focus();
        await page.keyboard.press("Enter");
        await note.waitFor({ state: "visible" });
        await page.keyboard.press("Tab");
        const inside = await note.evaluate((note) => note.contains(document.activeElement));
        assert.ok(inside, "the next thing to be reached is in the note");
        await page.keyboard.press("Escape");
        await note.waitFor({ state: "hidden" });
        assert.ok(await term.evaluate((term) => term === document.activeElement));
      }));

    test("what a term means is its description", () =>
      visiting(route, {}, async (page) => {
        const terms = await page.locator(".term").all();
        assert.ok(terms.length > 0);
        for (const term of terms) {
          const id = await term.getAttribute("aria-describedby");
          const text = await page.locator(`[id="${id}"]`).textContent();
          assert.ok(text.trim().length > 20, text);
        }
      }));

    test("print has the definitions below the text", () =>
      visiting(route, {}, async (page) => {
        await page.emulateMedia({ media: "print" });
        for (const note of await page.locator(".term-note").all()) assert.ok(await note.isVisible());
      }));
  });
}

test("a note leads to the term on the page of the glossary", () =>
  visiting(ARTICLES[0], {}, async (page) => {
    await page.locator(".term").first().click();
    await page.locator(".term-note a[href*='glossaire']").first().click();
    assert.match(page.url(), /\/fr\/glossaire\/#term-/);
    assert.equal(await page.locator(".glossary > :target").count(), 1);
  }));
