// A page that is being worked on: what a browser shows of a site that `depeche serve` serves.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { openBrowser, openPage } from "./browser.js";

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const DEPECHE = process.env.DEPECHE ?? path.join(ROOT, "target/debug/depeche");
const THEME = path.join(ROOT, "themes/gazette");

const CONFIG = `base_url: https://example.org/
theme: gazette
locales: [{ tag: fr, region: fr-FR }, { tag: en, region: en-GB }]
`;
const BODIES = { fr: "Un texte.", en: "A text." };
const ARTICLE = (locale) => `---
title: "Titre ${locale}"
slug: titre
${locale === "en" ? "translated_from: fr" : "date: 2025-03-04"}
---

${`${BODIES[locale]}\n\n`.repeat(80)}`;

let root, browser, site;

async function write(file, text) {
  await mkdir(path.dirname(path.join(root, file)), { recursive: true });
  await writeFile(path.join(root, file), text);
}

/** Serves the folder, and waits for the address. */
async function serve() {
  const child = spawn(DEPECHE, ["serve", "--root", root, "--port", "0"], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  for await (const line of createInterface({ input: child.stderr })) {
    const home = /^serving (\S+)/.exec(line)?.[1];
    if (home) {
      child.stderr.resume();
      return { url: (route = "") => home + route, close: () => child.kill() };
    }
  }
  throw new Error("it does not serve");
}

before(async () => {
  root = await mkdtemp(path.join(tmpdir(), "depeche-live-"));
  await write("depeche.yaml", CONFIG);
  for (const locale of ["fr", "en"]) await write(`content/a.${locale}.md`, ARTICLE(locale));
  [site, browser] = await Promise.all([serve(), openBrowser()]);
});
after(async () => {
  await browser?.close();
  site?.close();
  if (root) await rm(root, { recursive: true });
});

/** Visits the article in a language; a mark tells whether the page was loaded again. */
async function visiting(locale, visit) {
  const { context, page } = await openPage(browser, site);
  await page.goto(site.url(`${locale}/2025/03/titre/`));
  await page.evaluate(() => (window.mark = true));
  await visit(page);
  await context.close();
}

const isTheSame = (page) => page.evaluate(() => window.mark === true);
const reloaded = (page) => page.waitForFunction(() => window.mark !== true);

for (const locale of ["fr", "en"]) {
  describe(locale, () => {
    test("a page that can't be made stays, behind the problems, and goes on once it can", () =>
      visiting(locale, async (page) => {
        for (const broken of ["{{ nothing.at.all }}", "{% if %}"]) {
          await page.evaluate(() => scrollTo({ top: 700, behavior: "instant" }));
          await write("templates/article.html", broken);
          await page.locator("depeche-live .message").first().waitFor();
          assert.ok(await isTheSame(page), "it was not loaded again");
          assert.equal(await page.locator("h1").innerText(), `Titre ${locale}`);
          assert.match(await page.locator("depeche-live .place").first().innerText(), /article\.html:1/);
          await rm(path.join(root, "templates/article.html"));
          await reloaded(page);
          await page.waitForFunction(() => scrollY > 600);
          assert.equal(await page.locator("h1").innerText(), `Titre ${locale}`);
          await page.evaluate(() => (window.mark = true));
        }
      }));

    test("an asset's style is applied to the page as it is", () =>
      visiting(locale, async (page) => {
        const style = await readFile(path.join(THEME, "assets/gazette.css"), "utf8");
        await write("assets/gazette.css", `${style}\nbody { outline-color: rgb(1, 2, 3) }\n`);
        await page.waitForFunction(
          () => getComputedStyle(document.body).outlineColor === "rgb(1, 2, 3)",
        );
        assert.ok(await isTheSame(page), "it was not loaded again");
        await rm(path.join(root, "assets/gazette.css"));
        await page.waitForFunction(
          () => getComputedStyle(document.body).outlineColor !== "rgb(1, 2, 3)",
        );
      }));

    test("a style that is in the page, or keeps its name, is seen, too", () =>
      visiting(locale, async (page) => {
        await write("static/x.css", "a { color: red }");
        await reloaded(page);
        await page.evaluate(() => (window.mark = true));
        await write("static/x.css", "a { color: blue }");
        await reloaded(page);
        await rm(path.join(root, "static/x.css"));
      }));
  });
}
