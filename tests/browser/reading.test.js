// Notes beside the text where there is room, below it where there is none, without a script.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { openBrowser, openPage } from "./browser.js";
import { openSite } from "./site.js";

const ARTICLES = [
  "fr/2025/03/deepseek-semaine-open-source/",
  "en/2025/03/deepseek-open-source-week/",
];

let site, browser;
before(async () => {
  [site, browser] = await Promise.all([openSite(), openBrowser()]);
});
after(async () => {
  await browser?.close();
  await site?.close();
});

async function visiting(route, width, visit) {
  const options = { javaScriptEnabled: false, viewport: { width, height: 800 } };
  const { context, page } = await openPage(browser, site, options);
  await page.goto(site.url(route));
  await visit(page);
  await context.close();
}

const boxes = async (page) => ({
  note: await page.locator(".footnotes li").first().boundingBox(),
  mark: await page.locator(".footnote-ref").first().boundingBox(),
  text: await page.locator(".body p").first().boundingBox(),
});

for (const route of ARTICLES) {
  describe(route, () => {
    test("a note stands beside its mark on a wide screen", () =>
      visiting(route, 1400, async (page) => {
        const { note, mark, text } = await boxes(page);
        assert.ok(note.x >= text.x + text.width, "beside the text");
        assert.ok(note.x + note.width <= 1400, "on the screen");
        assert.ok(Math.abs(note.y - mark.y) < 24, `at its mark: ${note.y}, ${mark.y}`);
      }));

    test("a note stands below the text on a narrow screen, and on paper", () =>
      visiting(route, 320, async (page) => {
        const below = async () => {
          const { note, text } = await boxes(page);
          assert.ok(note.y > text.y + text.height && note.x < text.x + text.width);
        };
        await below();
        await page.setViewportSize({ width: 1400, height: 800 });
        await page.emulateMedia({ media: "print" });
        await below();
      }));

    test("notes that follow closely do not lie over one another", () =>
      visiting(route, 1400, async (page) => {
        // The sample site has no such text: its note is put there three times.
        const notes = await page.evaluate(() => {
          const list = document.querySelector(".footnotes ol");
          const mark = document.querySelector(".footnote-ref");
          for (const number of [2, 3]) {
            list.append(list.firstElementChild.cloneNode(true));
            const other = mark.cloneNode(true);
            other.className = `footnote-ref note-${number}`;
            mark.after(other);
          }
          return [...list.children].map((note) => {
            const { top, bottom } = note.getBoundingClientRect();
            return { top, bottom };
          });
        });
        for (const [index, note] of notes.slice(1).entries()) {
          assert.ok(note.top >= notes[index].bottom, JSON.stringify(notes));
        }
      }));
  });
}
