// The search: what readers find, how it is told to them, and what is left without script.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { openBrowser, openPage } from "./browser.js";
import { QUERIES } from "./queries.js";
import { openSite } from "./site.js";

const PAGES = { fr: "fr/recherche/", en: "en/search/" };
const HERE = path.dirname(fileURLToPath(import.meta.url));

let site, under, browser;
before(async () => {
  [site, under, browser] = await Promise.all([openSite(), openSite("/digest/"), openBrowser()]);
});
after(async () => {
  await browser?.close();
  await Promise.all([site?.close(), under?.close()]);
});

/** Runs `visit` on a search page of a new profile, on which nothing may go wrong. */
async function visiting({ on = site, locale = "fr", query = "", ...options }, visit) {
  const { context, page, troubles } = await openPage(browser, on, options);
  await page.goto(on.url(PAGES[locale]) + query);
  await visit(page);
  await context.close();
  assert.deepEqual(troubles, []);
}

const status = (page) => page.locator("[role=status]");
const box = (page) => page.locator("input[type=search]");

/** Waits until the page says how many articles there are, and returns that. */
async function count(page, expected = /\d|Aucun|No article/) {
  await page.waitForFunction(
    (source) => new RegExp(source).test(document.querySelector("[role=status]").textContent),
    expected.source,
  );
  return status(page).innerText();
}

/** The last segments of the addresses of what was found. */
const slugs = (page) =>
  page.locator(".finds h2 a").evaluateAll((links) => links.map((link) => link.pathname.split("/").at(-2)));

const parameters = (asked) => "?" + new URLSearchParams(asked);

describe("readers find what they mean", () => {
  for (const [locale, queries] of Object.entries(QUERIES)) {
    for (const [query, ...right] of queries) {
      test(`${locale}: ${query}`, () =>
        visiting({ locale, query: parameters({ q: query }) }, async (page) => {
          await count(page);
          const first = (await slugs(page)).slice(0, 3);
          assert.ok(first.some((slug) => right.includes(slug)), `the first are ${first}`);
        }));
    }
  }
});

test("the words of the script are those of the index", () =>
  visiting({}, async (page) => {
    const table = await readFile(path.join(HERE, "../../src/search/words.txt"), "utf8");
    const rows = table.split("\n").filter((line) => line && !line.startsWith("#")).map((line) => line.split(" => "));
    const found = await page.evaluate(async (texts) => {
      const { words } = await import(document.querySelector("script[src*=search]").src);
      return texts.map((text) => words(text).join(" "));
    }, rows.map(([text]) => text));
    assert.ok(rows.length > 10);
    assert.deepEqual(found, rows.map(([, expected]) => expected));
  }));

for (const base of ["/", "/digest/"]) {
  const on = () => (base === "/" ? site : under);

  describe(`at ${base}`, () => {
    test("while typing, without accents, by the beginning of a word", () =>
      visiting({ on: on() }, async (page) => {
        for (const [typed, mark] of [["etat", /^Etats?$|^États?$/], ["ia", /^IA$/], ["raisonn", /^[Rr]aisonn/]]) {
          await box(page).fill("");
          await page.waitForFunction(() => !document.querySelector("[role=status]").textContent);
          await box(page).pressSequentially(typed);
          await count(page, /trouvé/);
          await page.locator(".finds mark").first().waitFor();
          const marks = await page.locator(".finds mark").allInnerTexts();
          assert.deepEqual(marks.filter((text) => !mark.test(text)), [], typed);
          assert.equal(page.url(), on().url(PAGES.fr) + parameters({ q: typed }));
        }
      }));

    test("a topic and a year narrow what is found", () =>
      visiting({ on: on(), query: parameters({ q: "deepseek" }) }, async (page) => {
        const all = Number.parseInt(await count(page));
        await page.locator("#search-topic").selectOption("chips");
        await page.waitForFunction((all) => Number.parseInt(document.querySelector("[role=status]").textContent) < all, all);
        const narrowed = await slugs(page);
        assert.ok(narrowed.includes("nvidia-chute-589-milliards") && !narrowed.includes("italie-bloque-deepseek"), narrowed.join());
        await page.locator("#search-topic").selectOption("");
        await page.locator("#search-year").selectOption("2024");
        await page.locator('.finds a[href*="/2024/"]').first().waitFor();
        assert.ok((await page.locator(".finds h2 a").evaluateAll((links) => links.map((link) => link.pathname))).every((path) => path.includes("/2024/")));
        assert.equal(page.url(), on().url(PAGES.fr) + parameters({ q: "deepseek", year: "2024" }));
      }));

    test("the other language, when it is asked for", () =>
      visiting({ on: on(), query: parameters({ q: "GPT-4.1" }) }, async (page) => {
        await count(page);
        assert.ok(!(await slugs(page)).includes("openai-gpt-4-1"));
        await page.getByLabel("articles en anglais").check();
        const link = page.locator('.finds a[href$="/openai-gpt-4-1/"]');
        await link.waitFor();
        assert.deepEqual([await link.getAttribute("lang"), await link.getAttribute("hreflang")], ["en", "en"]);
        const result = link.locator("xpath=ancestor::li");
        assert.equal(await result.locator(".summary").getAttribute("lang"), "en");
        assert.ok((await result.innerText()).includes("English"));
        await link.click();
        await page.waitForURL(on().url("en/2025/04/openai-gpt-4-1/"));
      }));

    test("without script, it says how to find things otherwise", () =>
      visiting({ on: on(), javaScriptEnabled: false }, async (page) => {
        assert.ok(await page.locator("form[role=search]").isHidden());
        assert.match(await page.locator("main").innerText(), /a besoin d’un script/);
        for (const route of ["fr/sujets/", "fr/archives/", "fr/auteurs/"]) {
          assert.ok(await page.locator(`main a[href="${base}${route}"]`).isVisible(), route);
        }
      }));
  });
}

describe("what is found", () => {
  test("is not what an article is in the other language alone", () =>
    visiting({ locale: "en", query: parameters({ q: "Flash Answers AFP" }) }, async (page) => {
      await count(page);
      assert.ok(!(await page.content()).includes("le-chat-mistral-mobile"));
    }));

  test("has an excerpt, if its headline and lead do not tell why", () =>
    visiting({ query: parameters({ q: "Wenfeng" }) }, async (page) => {
      await page.locator(".finds .excerpt mark", { hasText: "Wenfeng" }).first().waitFor();
    }));

  test("is counted in the plural that the language has", () =>
    visiting({ query: parameters({ q: "stargate texas" }) }, async (page) => {
      await count(page);
      for (const [query, expected] of [["frontiermath", /^1 article trouvé$/], ["deepseek", /^\d+ articles trouvés$/], ["zzzz", /^Aucun article trouvé/]]) {
        await box(page).fill(query);
        assert.match(await count(page, expected), expected);
      }
    }));

  test("comes ten at a time, by keyboard", () =>
    visiting({ query: parameters({ q: "modèle" }) }, async (page) => {
      await count(page);
      const links = page.locator(".finds h2 a");
      assert.equal(await links.count(), 10);
      await page.getByRole("button", { name: "Afficher plus d’articles" }).press("Enter");
      await page.waitForFunction(() => document.querySelectorAll(".finds h2 a").length > 10);
      assert.ok(await links.nth(10).evaluate((link) => link === document.activeElement));
    }));
});

test("Back leads to the question before", () =>
  visiting({}, async (page) => {
    for (const word of ["stargate", "magistral"]) {
      await box(page).fill(word);
      await box(page).press("Enter");
      await page.locator(".finds a", { hasText: new RegExp(word, "i") }).first().waitFor();
    }
    await page.locator(".finds h2 a").first().click();
    await page.waitForURL(/\/20\d\d\//);
    for (const word of ["magistral", "stargate"]) {
      await page.goBack();
      await page.locator(".finds a", { hasText: new RegExp(word, "i") }).first().waitFor();
      assert.equal(await box(page).inputValue(), word);
    }
  }));

test("a reader who does not ask loads nothing of it", async () => {
  const { context, page } = await openPage(browser, site);
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(site.url("fr/"), { waitUntil: "networkidle" });
  await page.locator('.menu a[href="/fr/recherche/"]').waitFor();
  await page.goto(site.url(PAGES.fr), { waitUntil: "networkidle" });
  assert.deepEqual(asked.filter((url) => /assets\/search\/|index\.json/.test(url)), []);
  await context.close();
});

test("a site that is published anew while a page is open is searched all the same", async () => {
  const { context, page, troubles } = await openPage(browser, site);
  await page.goto(site.url(PAGES.fr));
  await box(page).fill("stargate");
  await count(page);
  // What the page knows of is gone, until it asks what there is.
  let old = true;
  await page.route(/index\.json/, (route) => {
    old = false;
    return route.continue();
  });
  await page.route(/assets\/search\//, (route) => (old ? route.abort() : route.continue()));
  await box(page).fill("licence");
  await page.locator(".finds mark", { hasText: /licence/i }).first().waitFor();
  assert.equal(old, false);
  await context.close();
  assert.deepEqual(troubles.filter((trouble) => !trouble.includes("ERR_FAILED")), []);
});

test("on a small screen nothing is cut off", () =>
  visiting({ query: parameters({ q: "modèle" }), viewport: { width: 320, height: 640 } }, async (page) => {
    await count(page);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= 320, `the page is ${wide} wide`);
  }));
