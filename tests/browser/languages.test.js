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

describe("the switcher keeps the paragraph", () => {
  const [fr, en] = PLACES["article with a figure"];
  const top = (page, id) =>
    page.evaluate((id) => document.getElementById(id).getBoundingClientRect().top, id);
  const scrollTo = (page, id, top) =>
    page.evaluate(
      ([id, top]) => {
        const block = document.getElementById(id).getBoundingClientRect();
        scrollBy({ top: block.top - top, behavior: "instant" });
      },
      [id, top],
    );

  for (const [from, to] of [[fr, en], [en, fr]]) {
    test(`each block of ${from}`, () =>
      visiting({}, async (page) => {
        await page.goto(site.url(from));
        const ids = await page.evaluate(() =>
          [...document.querySelectorAll(".body [id]")].map((block) => block.id).filter((id) => /^b\d+\.\d+$/.test(id)),
        );
        assert.ok(ids.length > 8, ids.join(" "));
        for (const id of ids) {
          await page.goto(site.url(from));
          await scrollTo(page, id, -4);
          const before = await top(page, id);
          // A heading's block begins with it, and a block of which little is left is passed.
          await page.evaluate(() => document.querySelector("nav.languages a").click());
          await page.waitForURL((url) => url.href.startsWith(site.url(to)));
          await page.waitForLoadState("load");
          await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
          assert.equal(page.url(), `${site.url(to)}#${id}`);
          const after = await top(page, id);
          assert.ok(Math.abs(after - before) <= 32, `${id}: ${before} became ${after}`);
        }
      }));
  }

  test("at the top of a page there is nothing to keep", () =>
    visiting({}, async (page) => {
      await page.goto(site.url(fr));
      await switcher(page, "en").click();
      await page.waitForURL(site.url(en));
    }));

  test("a place named in one language holds in the other", () =>
    visiting({ javaScriptEnabled: false }, async (page) => {
      await page.goto(site.url(`${en}#penser-en-francais`));
      const named = page.locator(".body h2:has([id=penser-en-francais])");
      assert.equal(await named.getAttribute("id"), "thinking-in-french");
      assert.equal(await named.locator('[id="b1.0"]').count(), 1);
    }));
});

describe("both languages can be read at once", () => {
  const [fr, en] = PLACES["article with a figure"];
  const open = async (page, mode) => {
    await page.locator(`.compare button[value=${mode}]`).press("Enter");
    await page.waitForFunction((mode) => document.querySelector(`.compare [value=${mode}][aria-pressed=true]`), mode);
  };

  test("a reader who does not ask pays nothing", () =>
    visiting({}, async (page) => {
      const asked = [];
      page.on("request", (request) => asked.push(request.url()));
      await page.goto(site.url(fr), { waitUntil: "networkidle" });
      assert.ok(await page.locator(".compare").isVisible());
      assert.deepEqual(asked.filter((url) => url.includes("compare")), []);
      assert.equal(await stored(page), "{}");
    }));

  test("without script there is nothing to ask with", () =>
    visiting({ javaScriptEnabled: false }, async (page) => {
      await page.goto(site.url(fr));
      assert.ok(await page.locator(".compare").isHidden());
    }));

  test("a paragraph's counterpart, by keyboard", () =>
    visiting({}, async (page) => {
      await page.goto(site.url(fr));
      await open(page, "peek");
      const button = page.locator(".body > .peek").first();
      assert.equal(await page.locator(".other").count(), 0);
      await button.press("Enter");
      assert.equal(await button.getAttribute("aria-expanded"), "true");
      const other = page.locator(".body > .other");
      assert.equal(await other.getAttribute("lang"), "en");
      assert.ok((await other.innerText()).startsWith("Mistral AI has joined"));
      assert.ok(await button.evaluate((button) => button === document.activeElement));
      await button.press("Enter");
      assert.equal(await page.locator(".other").count(), 0);
    }));

  test("side by side, remembered, and not for search engines", () =>
    visiting({}, async (page) => {
      await page.goto(site.url(fr));
      await open(page, "side");
      assert.equal(page.url(), site.url(`${fr}?compare=side`));
      assert.equal(await page.locator("meta[name=robots]").getAttribute("content"), "noindex,follow");
      const rows = await page.evaluate(() =>
        [...document.querySelectorAll(".body > :not(.other, .terms)")].map((own) => {
          const other = own.nextElementSibling;
          const [a, b] = [own.getBoundingClientRect(), other.getBoundingClientRect()];
          return [other.className, other.lang, Math.abs(a.top - b.top) < 1 && a.right <= b.left];
        }),
      );
      assert.ok(rows.length > 8);
      assert.deepEqual(rows, rows.map(() => ["other", "en", true]));
      const ids = await page.evaluate(() => [...document.querySelectorAll("[id]")].map((marked) => marked.id));
      assert.equal(new Set(ids).size, ids.length, "an id stands twice");
      await page.goto(site.url(en));
      await page.waitForSelector(".body.side .other[lang=fr]");
      await page.locator(".compare button[value=side]").press("Enter");
      await page.waitForSelector(".body:not(.side)");
      assert.equal(page.url(), site.url(en));
    }));

  test("the paragraph stays where it is when the language changes", () =>
    visiting({}, async (page) => {
      await page.goto(site.url(`${fr}?compare=side`));
      await page.waitForSelector(".body.side .other[lang=en]");
      const place = () => page.evaluate(() => document.getElementById("b1.2").getBoundingClientRect().top);
      await page.evaluate(() => localStorage.setItem("depeche-compare", "side"));
      await page.evaluate(() => {
        const top = document.getElementById("b1.2").getBoundingClientRect().top;
        scrollBy({ top: top + 4, behavior: "instant" });
      });
      const before = await place();
      await page.evaluate(() => document.querySelector("nav.languages a").click());
      await page.waitForURL((url) => url.href.startsWith(site.url(en)));
      await page.waitForSelector(".body.side .other[lang=fr]");
      await page.waitForLoadState("load");
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      const after = await place();
      assert.ok(Math.abs(after - before) <= 32, `${before} became ${after}`);
    }));

  test("on a small screen one below the other", () =>
    visiting({ viewport: { width: 320, height: 640 } }, async (page) => {
      await page.goto(site.url(`${fr}?compare=side`));
      await page.waitForSelector(".body.side .other[lang=en]");
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= 320, `the page is ${wide} wide`);
      assert.equal(await stored(page), "{}");
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
