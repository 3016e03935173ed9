// Crossing from one language to the other.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { openBrowser, openPage } from "./browser.js";
import { LOCALES, PLACES } from "./places.js";
import { openSite } from "./site.js";

let site, browser;
before(async () => {
  [site, browser] = await Promise.all([openSite(), openBrowser()]);
});
after(async () => {
  await browser?.close();
  await site?.close();
});

/** Runs `visit` on a page of a new profile, on which nothing may go wrong. */
async function visiting(options, visit) {
  const { context, page, troubles } = await openPage(browser, site, options);
  await visit(page);
  await context.close();
  assert.deepEqual(troubles, []);
}

const switcher = (page, locale) => page.locator(`nav.languages a[hreflang="${locale}"]`);
const stored = (page) => page.evaluate(() => JSON.stringify({ ...localStorage }));

describe("the switcher keeps the reader's place", () => {
  for (const [kind, routes] of Object.entries(PLACES)) {
    for (const javaScriptEnabled of [true, false]) {
      const how = javaScriptEnabled ? "" : ", without script";
      test(`${kind}${how}`, () =>
        visiting({ javaScriptEnabled }, async (page) => {
          await page.goto(site.url(routes[0]));
          for (const there of [1, 0]) {
            await switcher(page, LOCALES[there]).click();
            await page.waitForURL(site.url(routes[there]));
            assert.equal(await page.locator("html").getAttribute("lang"), LOCALES[there]);
          }
        }));
    }
  }

  test("a story that is not translated leads to a page that says what it is", () =>
    visiting({}, async (page) => {
      await page.goto(site.url("fr/2025/02/le-chat-mistral-mobile/"));
      const link = switcher(page, "en");
      const said = (await link.innerText()).replace("English", "").trim();
      assert.ok(said.length > 10, `the link says only “${said}”`);
      await link.click();
      await page.waitForURL(site.url("en/**"));
      assert.ok((await page.title()).length > 0);
      assert.equal(await page.locator("html").getAttribute("lang"), "en");
    }));
});

describe("every kind of page has the switcher", () => {
  for (const [kind, routes] of Object.entries(PLACES)) {
    test(kind, () =>
      visiting({ javaScriptEnabled: false }, async (page) => {
        for (const [place, route] of routes.entries()) {
          await page.goto(site.url(route));
          const found = await page.evaluate(() => {
            const nav = document.querySelector("nav:has([aria-current=true])");
            const main = document.querySelector("main");
            const items = [...(nav?.querySelectorAll("li > *") ?? [])];
            return {
              named: nav?.getAttribute("aria-label"),
              early: !!nav && !!(nav.compareDocumentPosition(main) & Node.DOCUMENT_POSITION_FOLLOWING),
              items: items.map((item) => ({
                text: item.textContent.trim(),
                lang: item.lang,
                current: item.getAttribute("aria-current"),
                hreflang: item.getAttribute("hreflang"),
              })),
            };
          });
          const item = (locale, text) => {
            const current = LOCALES[place] === locale;
            return { text, lang: locale, current: current ? "true" : null, hreflang: current ? null : locale };
          };
          assert.deepEqual(found, {
            named: ["Langue", "Language"][place],
            early: true,
            items: [item("fr", "Français"), item("en", "English")],
          });
        }
      }));
  }
});

describe("the root chooses a language", () => {
  const languages = (list) => (page) =>
    page.addInitScript((list) => {
      Object.defineProperty(Navigator.prototype, "languages", { get: () => list });
    }, list);
  const choice = (locale) => (page) =>
    page.addInitScript((locale) => localStorage.setItem("depeche-locale", locale), locale);
  const cases = [
    ["a stored choice wins over the browser's languages", [choice("fr"), languages(["en-GB", "en"])], "fr/"],
    ["a stored choice wins over the default", [choice("en"), languages(["fr-FR"])], "en/"],
    ["the browser's first language that the site has", [languages(["de-DE", "en-US", "fr"])], "en/"],
    ["a region does not matter", [languages(["fr-CA"])], "fr/"],
    ["the default, when the browser knows neither", [languages(["de", "it"])], "fr/"],
    ["the default, when the choice is of no language here", [choice("xx"), languages(["de"])], "fr/"],
  ];
  for (const [name, prepare, expected] of cases) {
    test(name, () =>
      visiting({}, async (page) => {
        for (const step of prepare) await step(page);
        await page.goto(site.url());
        await page.waitForURL(site.url(expected));
      }));
  }

  test("query and fragment are kept", () =>
    visiting({ locale: "en-GB" }, async (page) => {
      await page.goto(site.url("?from=mail#main"));
      await page.waitForURL(site.url("en/?from=mail#main"));
    }));

  test("Back leaves the site", () =>
    visiting({ locale: "en-GB" }, async (page) => {
      const elsewhere = "data:text/html,<title>elsewhere</title>";
      await page.goto(elsewhere);
      await page.goto(site.url());
      await page.waitForURL(site.url("en/"));
      await page.goBack();
      assert.equal(page.url(), elsewhere);
    }));

  test("without script, it shows both as links", () =>
    visiting({ javaScriptEnabled: false }, async (page) => {
      await page.goto(site.url());
      for (const locale of LOCALES) {
        const link = page.locator(`main a[hreflang="${locale}"]`);
        assert.equal(await link.getAttribute("href"), `${site.base}${locale}/`);
        assert.ok(await link.isVisible());
        assert.equal(await link.evaluate((link) => link.closest("[lang]").lang), locale);
      }
      assert.equal(await page.locator("meta[http-equiv=refresh]").count(), 0);
    }));
});

describe("a choice is stored when it is made", () => {
  test("neither a view nor the root's choice is one", () =>
    visiting({ locale: "en-GB" }, async (page) => {
      await page.goto(site.url());
      await page.waitForURL(site.url("en/"));
      assert.equal(await stored(page), "{}");
      await page.goto(site.url("fr/"));
      assert.equal(await stored(page), "{}");
    }));

  test("a click on the switcher is", () =>
    visiting({ locale: "fr-FR" }, async (page) => {
      await page.goto(site.url("fr/"));
      await switcher(page, "en").click();
      await page.waitForURL(site.url("en/"));
      assert.equal(await stored(page), '{"depeche-locale":"en"}');
      await page.goto(site.url());
      await page.waitForURL(site.url("en/"));
    }));
});

describe("a deep page never leads elsewhere", () => {
  const profiles = [
    ["a French browser", { locale: "fr-FR" }, null],
    ["an English browser", { locale: "en-GB" }, null],
    ["a French browser that chose English", { locale: "fr-FR" }, "en"],
    ["an English browser that chose French", { locale: "en-GB" }, "fr"],
  ];
  for (const [name, options, choice] of profiles) {
    test(name, () =>
      visiting(options, async (page) => {
        let loads = 0;
        page.on("framenavigated", () => loads++);
        if (choice) {
          await page.addInitScript((c) => localStorage.setItem("depeche-locale", c), choice);
        }
        for (const route of Object.values(PLACES).flat()) {
          loads = 0;
          await page.goto(site.url(route));
          await page.waitForTimeout(50);
          assert.equal(page.url(), site.url(route));
          assert.equal(loads, 1, `${route} was left`);
        }
      }));
  }
});
