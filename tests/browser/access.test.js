// What every reader needs (WCAG 2.2).

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";
import { openBrowser, openPage } from "./browser.js";
import { LOCALES, PLACES } from "./places.js";
import { openSite } from "./site.js";

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

/** The least width that a page must fit, and a wide one. */
const WIDTHS = [320, 1280];

/** Every kind of page in each language; the root and its 404 page are in both. */
const KINDS = [
  ...Object.entries(PLACES).flatMap(([kind, routes]) =>
    routes.map((route, place) => [`${kind}, ${LOCALES[place]}`, route]),
  ),
  ["an article in both languages", `${PLACES.article[0]}?compare=side`],
  ["an article with its counterparts at hand", `${PLACES.article[1]}?compare=peek`],
  ["the root", ""],
  ["the root's page not found", "404.html"],
];

let site, browser;
before(async () => {
  [site, browser] = await Promise.all([openSite(), openBrowser()]);
});
after(async () => {
  await browser?.close();
  await site?.close();
});

async function visiting(options, visit) {
  const { context, page } = await openPage(browser, site, options);
  await visit(page);
  await context.close();
}

/** Opens a page; the root's script is kept from leading on. */
const opening = (route, options, visit) =>
  visiting(options, async (page) => {
    if (!route) await page.route(site.url(), stay);
    await page.goto(site.url(route), { waitUntil: route.includes("?") ? "networkidle" : "load" });
    await visit(page);
    assert.equal(page.url().replace("#main", ""), site.url(route));
  });

async function stay(asked) {
  const response = await asked.fetch();
  const body = (await response.text()).replace("location.replace", "void");
  await asked.fulfill({ response, body });
}

const widthOf = (page) => page.evaluate(() => document.documentElement.scrollWidth);

/** Runs axe, and says what it found. */
async function audit(page) {
  const violations = await page.evaluate(async () => {
    const { violations } = await window.axe.run(document, {
      resultTypes: ["violations"],
      rules: { "target-size": { enabled: true }, "label-content-name-mismatch": { enabled: true } },
    });
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map((node) => `${id}: ${help}: ${node.html.slice(0, 160)} ${node.failureSummary}`),
    );
  });
  return violations;
}

describe("axe finds nothing", () => {
  for (const [kind, route] of KINDS) {
    test(kind, () =>
      opening(route, { bypassCSP: true, reducedMotion: "reduce" }, async (page) => {
        await page.addScriptTag({ path: AXE });
        const found = [];
        for (const width of WIDTHS) {
          await page.setViewportSize({ width, height: 800 });
          for (const colorScheme of ["light", "dark"]) {
            await page.emulateMedia({ colorScheme });
            for (const violation of await audit(page)) {
              found.push(`${width} px, ${colorScheme}: ${violation}`);
            }
          }
        }
        assert.deepEqual(found, []);
      }));
  }
});

describe("a narrow page needs no scrolling sideways", () => {
  for (const [kind, route] of KINDS) {
    test(kind, () =>
      opening(route, { viewport: { width: 320, height: 640 } }, async (page) => {
        assert.ok((await widthOf(page)) <= 320, `the page is ${await widthOf(page)} px wide`);
      }));
  }
});

/** Elements that cut off what they hold. Runs in the browser. */
function cut() {
  const hidden = (style) => style.clipPath !== "none" || style.visibility === "hidden";
  return [...document.querySelectorAll("body *")]
    .filter((element) => {
      const style = getComputedStyle(element);
      const box = element.getBoundingClientRect();
      // What is one pixel large is there for screen readers.
      if (hidden(style) || box.width <= 1 || box.height <= 1 || !element.textContent.trim()) return false;
      const clips = (overflow) => ["hidden", "clip"].includes(overflow);
      return (
        (clips(style.overflowX) && element.scrollWidth > element.clientWidth + 1) ||
        (clips(style.overflowY) && element.scrollHeight > element.clientHeight + 1)
      );
    })
    .map((element) => element.outerHTML.slice(0, 120));
}

const SPACING = `* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
  word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }`;

describe("text may be spaced out, or twice as large", () => {
  for (const kind of ["article", "article with a figure", "front page", "topic", "month"]) {
    for (const [how, css, width] of [
      ["spaced", SPACING, 1280],
      ["spaced on a narrow page", SPACING, 320],
      ["twice as large", "html { font-size: 200% !important; }", 1280],
    ]) {
      test(`${kind}, ${how}`, () =>
        visiting({ bypassCSP: true, viewport: { width, height: 800 } }, async (page) => {
          await page.goto(site.url(PLACES[kind][0]));
          await page.addStyleTag({ content: css });
          assert.deepEqual(await page.evaluate(cut), []);
          assert.ok((await widthOf(page)) <= width, `the page is ${await widthOf(page)} px wide`);
        }));
    }
  }
});

describe("the keyboard", () => {
  for (const [kind, route] of KINDS.filter(([, route]) => route)) {
    test(`skips to the text: ${kind}`, () =>
      opening(route, {}, async (page) => {
        await page.keyboard.press("Tab");
        const link = await page.evaluate(() => {
          const box = document.activeElement.getBoundingClientRect();
          const { top, left, width, height } = box;
          return { href: document.activeElement.getAttribute("href"), top, left, width, height };
        });
        assert.equal(link.href, "#main");
        assert.ok(link.top >= 0 && link.left >= 0 && link.width > 24 && link.height >= 24, "it is seen");
        await page.keyboard.press("Enter");
        await page.keyboard.press("Tab");
        const inside = () => {
          const main = document.querySelector("main");
          // Behind a page without links of its own, focus goes on to the footer.
          return main.contains(document.activeElement) || !main.querySelector("a, button");
        };
        assert.ok(await page.evaluate(inside), "the next stop is in the text");
      }));
  }

  test("shows where it is, at every stop of an article", () =>
    opening(PLACES.article[0], {}, async (page) => {
      const unseen = [];
      const stops = await page.locator("a, button, summary, [tabindex='0']").count();
      for (let stop = 0; stop < stops; stop++) {
        await page.keyboard.press("Tab");
        const found = await page.evaluate(() => {
          const element = document.activeElement;
          if (element === document.body) return null;
          const style = getComputedStyle(element);
          const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
          const box = element.getBoundingClientRect();
          const middle = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(8, box.height / 2));
          const covered = middle && !element.contains(middle) && !middle.contains(element);
          return outlined && !covered ? null : element.outerHTML.slice(0, 120);
        });
        if (found) unseen.push(found);
      }
      assert.deepEqual(unseen, []);
    }));
});

describe("nothing moves for those who asked for that", () => {
  for (const kind of ["front page", "article"]) {
    test(kind, () =>
      visiting({ reducedMotion: "reduce" }, async (page) => {
        await page.goto(site.url(PLACES[kind][0]));
        const moving = await page.evaluate(() => {
          const lasts = (times) => times.split(",").some((time) => parseFloat(time) > 0.01);
          const elements = [document.documentElement, ...document.querySelectorAll("*")];
          const found = elements
            .filter((element) => {
              const style = getComputedStyle(element);
              return (
                lasts(style.transitionDuration) ||
                lasts(style.animationDuration) ||
                style.scrollBehavior === "smooth"
              );
            })
            .map((element) => element.outerHTML.slice(0, 80));
          const rules = (list) =>
            [...list].flatMap((rule) => {
              if (rule.media && !matchMedia(rule.media.mediaText).matches) return [];
              return rule.cssRules?.length && rule.type !== 1 ? rules(rule.cssRules) : [rule];
            });
          const applied = [...document.styleSheets].flatMap((sheet) => rules(sheet.cssRules));
          const transitions = applied.filter((rule) => rule.constructor.name === "CSSViewTransitionRule");
          // The last rule counts.
          if (transitions.length && transitions.at(-1).navigation !== "none") found.push("@view-transition");
          return found;
        });
        assert.deepEqual(moving, []);
      }));
  }
});

describe("landmarks", () => {
  for (const [kind, route] of KINDS) {
    test(kind, () =>
      opening(route, {}, async (page) => {
        const found = await page.evaluate(() => {
          const visible = (element) => element.checkVisibility();
          const count = (selector) => [...document.querySelectorAll(selector)].filter(visible).length;
          const navs = [...document.querySelectorAll("nav")].filter(visible);
          const name = (nav) => {
            const by = nav.getAttribute("aria-labelledby");
            return nav.getAttribute("aria-label") ?? document.getElementById(by)?.textContent.trim();
          };
          const currents = navs.map((nav) => nav.querySelectorAll("[aria-current]").length);
          return {
            main: count("main"),
            header: count("body > header"),
            footer: count("body > footer"),
            names: navs.map(name),
            currents,
          };
        });
        const { main, header, footer } = found;
        assert.deepEqual({ main, header, footer }, { main: 1, header: 1, footer: 1 });
        assert.ok(found.names.every(Boolean), `a nav has no name: ${found.names}`);
        assert.equal(new Set(found.names).size, found.names.length, `${found.names}`);
        assert.ok(found.currents.every((count) => count <= 1), `${found.names}: ${found.currents}`);
      }));
  }
});
