// Charts: readable on narrow screens, in the dark, on paper.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openBrowser, openPage } from "./browser.js";
import { openSite } from "./site.js";

let site, browser;
before(async () => {
  [site, browser] = await Promise.all([openSite(), openBrowser()]);
});
after(async () => {
  await browser?.close();
  await site?.close();
});

const CHARTS = [
  "fr/2025/05/deepseek-r1-0528/",
  "en/2025/05/deepseek-r1-0528/",
  "fr/2025/01/nvidia-chute-589-milliards/",
  "en/2025/01/nvidia-589-billion-loss/",
];

/** Opens each page with a chart, and hands it over. */
async function each(options, look) {
  const { context, page, troubles } = await openPage(browser, site, options);
  for (const place of CHARTS) {
    await page.goto(site.url(place));
    assert.ok((await page.locator(".chart > svg").count()) > 0, place);
    await look(page, place);
  }
  assert.deepEqual(troubles, []);
  await context.close();
}

/** The words of charts that stick out of their picture, or meet others. */
const crowded = () => {
  const wrong = [];
  for (const svg of document.querySelectorAll(".chart > svg")) {
    const frame = svg.getBoundingClientRect();
    const texts = [...svg.querySelectorAll("text")];
    const boxes = texts.map((text) => text.getBoundingClientRect());
    boxes.forEach((box, place) => {
      const words = texts[place].textContent;
      if (box.left < frame.left - 1 || box.right > frame.right + 1) wrong.push(`${words} sticks out`);
      if (box.height < 12) wrong.push(`${words} is too small`);
      boxes.slice(place + 1).forEach((other, more) => {
        const across = Math.min(box.right, other.right) - Math.max(box.left, other.left);
        const down = Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top);
        if (across > 1 && down > 4) wrong.push(`${words} meets ${texts[place + 1 + more].textContent}`);
      });
    });
  }
  return wrong;
};

for (const width of [320, 480, 1280]) {
  test(`all words of charts are seen at ${width} pixels`, () =>
    each({ viewport: { width, height: 900 } }, async (page, place) => {
      assert.deepEqual(await page.evaluate(crowded), [], place);
    }));
}

/** The least contrast of what is drawn with the page behind it (WCAG 2.2, 1.4.11). */
const contrast = () => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
  const paint = canvas.getContext("2d", { willReadFrequently: true });
  const light = (colour) => {
    paint.fillStyle = colour;
    paint.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...paint.getImageData(0, 0, 1, 1).data].map((value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const page = light(getComputedStyle(document.documentElement).backgroundColor === "rgba(0, 0, 0, 0)"
    ? getComputedStyle(document.body).backgroundColor
    : getComputedStyle(document.documentElement).backgroundColor);
  const chart = document.querySelector(".chart");
  const style = getComputedStyle(chart);
  const probe = chart.appendChild(document.createElement("i"));
  const ratios = [1, 2, 3, 4, 5, 6].map((number) => {
    probe.style.color = `var(--c${number})`;
    const own = light(getComputedStyle(probe).color);
    return (Math.max(own, page) + 0.05) / (Math.min(own, page) + 0.05);
  });
  probe.remove();
  return style.getPropertyValue("--c1") ? Math.min(...ratios) : 0;
};

for (const [name, options] of [
  ["in the light", { colorScheme: "light" }],
  ["in the dark", { colorScheme: "dark" }],
]) {
  test(`every colour of charts stands out ${name}`, () =>
    each(options, async (page, place) => {
      const least = await page.evaluate(contrast);
      assert.ok(least >= 3, `${place}: ${least}`);
    }));
}

test("charts have a name, a description and their figures as a table", () =>
  each({}, async (page) => {
    const said = await page.evaluate(() =>
      [...document.querySelectorAll(".chart")].map((chart) => {
        const ids = chart.querySelector(":scope > svg").getAttribute("aria-labelledby").split(" ");
        const words = ids.map((id) => document.getElementById(id)?.textContent.trim());
        return [...words, chart.querySelectorAll("tbody tr").length];
      }),
    );
    for (const [title, description, rows] of said) assert.ok(title && description && rows > 0);
  }));

test("on paper the figures are there", () =>
  each({}, async (page) => {
    await page.emulateMedia({ media: "print" });
    const seen = await page.locator(".chart table").first().evaluate((table) => table.getBoundingClientRect().height);
    assert.ok(seen > 40);
  }));
