// Every page of the site, opened in a browser: at the root of a host, and below a path.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { openBrowser, openPage } from "./browser.js";
import { LOCALES } from "./places.js";
import { openSite } from "./site.js";

let browser;
before(async () => {
  browser = await openBrowser();
});
after(() => browser?.close());

/** What a page is, read from its document. Runs in the browser. */
function facts() {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const attributes = all("*").flatMap((element) =>
    [...element.attributes].map(({ name, value }) => ({ element: element.localName, name, value })),
  );
  const named = (...names) => attributes.filter(({ name }) => names.includes(name));
  return {
    lang: document.documentElement.lang,
    title: document.title,
    description: document.querySelector("meta[name=description]")?.content,
    robots: document.querySelector("meta[name=robots]")?.content ?? "",
    stub: all("meta[http-equiv=refresh]").length > 0,
    canonical: all("link[rel=canonical]").map((link) => link.getAttribute("href")),
    alternates: all("link[rel=alternate][hreflang]").map((link) => [
      link.hreflang,
      link.getAttribute("href"),
    ]),
    feedsWithLanguage: all("link[type][hreflang]").length,
    switches: all("nav.languages a").map((link) => ({
      locale: link.hreflang,
      href: link.href,
      text: link.textContent.trim(),
    })),
    headings: all("h1, h2, h3, h4, h5, h6")
      .filter((heading) => !heading.closest("[hidden]"))
      .map((heading) => [Number(heading.localName[1]), heading.textContent.trim()]),
    ids: named("id").map(({ value }) => value),
    forbidden: attributes
      .filter(({ name }) => name === "style" || name === "align" || name.startsWith("on"))
      .map(({ element, name }) => `${element} ${name}`),
    links: [
      ...named("href", "src", "poster", "action").map(({ value }) => value),
      ...named("srcset").flatMap(({ value }) => value.split(",").map((s) => s.trim().split(/\s+/)[0])),
    ].map((link) => new URL(link, document.baseURI).href),
    charset: document.characterSet,
  };
}

for (const base of ["/", "/digest/"]) {
  describe(`below ${base}`, () => {
    let site, troubles, pages, byUrl, listed;

    before(async () => {
      site = await openSite(base);
      const watched = await openPage(browser, site);
      // The root leads on at once, unless it has no script.
      const still = await openPage(browser, site, { javaScriptEnabled: false });
      troubles = watched.troubles;
      pages = [];
      for (const { file, url } of site.pages) {
        const { page } = url === site.url() ? still : watched;
        const response = await page.goto(url, { waitUntil: "load" });
        pages.push({ file, url, status: response.status(), ...(await page.evaluate(facts)) });
      }
      await watched.context.close();
      await still.context.close();
      byUrl = new Map(pages.map((page) => [page.url, page]));
      listed = pages.filter((page) => !page.stub && !page.robots.includes("noindex"));
    });
    after(() => site?.close());

    /** Fails with every page of which `problem` says something. */
    const check = (of, problem) =>
      assert.deepEqual(
        of.flatMap((page) => [problem(page)].flat().filter(Boolean).map((what) => `${page.file}: ${what}`)),
        [],
      );

    test("there are pages, and each answers", () => {
      assert.ok(pages.length > 100);
      check(pages, (page) => page.status !== 200 && `status ${page.status}`);
    });

    test("no error, no violation of the policy, no request to elsewhere", () => {
      assert.deepEqual(troubles, []);
    });

    test("every internal link answers without a redirect, and its fragment exists", async () => {
      const links = new Map();
      for (const page of pages) {
        for (const link of page.links) {
          const url = new URL(link);
          const inside = url.href.startsWith(site.url());
          assert.ok(inside || url.origin !== site.origin, `${page.file} leaves the base: ${link}`);
          if (!inside) continue;
          const fragment = decodeURIComponent(url.hash.slice(1));
          url.hash = "";
          const from = links.get(url.href) ?? { pages: new Set(), fragments: new Set() };
          from.pages.add(page.file);
          if (fragment) from.fragments.add(fragment);
          links.set(url.href, from);
        }
      }
      assert.ok(links.size > pages.length);
      const broken = [];
      for (const [url, { pages: from, fragments }] of links) {
        const response = await fetch(url, { redirect: "manual" });
        await response.arrayBuffer();
        if (response.status !== 200) broken.push(`${url}: ${response.status}, from ${[...from][0]}`);
        const ids = byUrl.get(url)?.ids ?? [];
        for (const fragment of fragments) {
          if (!ids.includes(fragment)) broken.push(`${url}#${fragment}, from ${[...from][0]}`);
        }
      }
      assert.deepEqual(broken, []);
    });

    test("every page for search engines is reached from the root", () => {
      const reached = new Set([site.url()]);
      for (const url of reached) {
        for (const link of byUrl.get(url)?.links ?? []) reached.add(link.split("#")[0]);
      }
      check(listed, (page) => !reached.has(page.url) && "no link leads here");
    });

    test("the language is that of the address", () => {
      check(pages, (page) => {
        const [first] = page.file.split("/");
        const expected = LOCALES.includes(first) ? first : LOCALES[0];
        return page.lang !== expected && `lang is ${page.lang}`;
      });
    });

    test("the canonical address is the page's own", () => {
      check(listed, (page) => {
        const own = page.canonical.length === 1 && page.canonical[0] === page.url;
        return !own && `canonical is ${page.canonical}`;
      });
      check(pages, (page) => page.robots.includes("noindex") && page.canonical.length > 0 && "both");
    });

    test("each page and its counterparts name the same set", () => {
      assert.ok(listed.filter((page) => page.alternates.length > 2).length > 50);
      check(listed, (page) => {
        if (page.alternates.length === 0) return null;
        const problems = [];
        const tags = page.alternates.map(([tag]) => tag);
        if (new Set(tags).size !== tags.length) problems.push(`a tag twice: ${tags}`);
        if (!tags.every((tag) => [...LOCALES, "x-default"].includes(tag))) problems.push(`${tags}`);
        if (!page.alternates.some(([, url]) => url === page.url)) problems.push("not in its own set");
        for (const [tag, url] of page.alternates) {
          const other = byUrl.get(url);
          if (!other) problems.push(`${tag} leads to ${url}, which is no page`);
          else if (JSON.stringify(other.alternates) !== JSON.stringify(page.alternates)) {
            problems.push(`${url} has another set`);
          } else if (tag !== "x-default" && other.lang !== tag) {
            problems.push(`${url} is not in ${tag}`);
          }
        }
        return problems;
      });
      check(pages, (page) => page.feedsWithLanguage > 0 && "a feed's link has hreflang");
    });

    test("the switcher leads to the counterpart, or says where it leads", () => {
      check(listed, (page) =>
        page.switches.flatMap(({ locale, href, text }) => {
          const counterpart = page.alternates.find(([tag]) => tag === locale)?.[1];
          if (counterpart) return href !== counterpart && `${locale} leads to ${href}`;
          if (byUrl.get(href)?.lang !== locale) return `${locale} leads to ${href}`;
          return text.length < 12 && `“${text}” does not say where it leads`;
        }),
      );
    });

    test("titles and descriptions are there, and unique in a language", () => {
      const seen = new Map();
      check(listed, (page) => {
        if (!page.title || !page.description) return "lacks one";
        return ["title", "description"].flatMap((what) => {
          const key = `${what} ${page.lang} ${page[what]}`;
          const first = seen.get(key);
          seen.set(key, first ?? page.file);
          return first && `has the ${what} of ${first}: “${page[what]}”`;
        });
      });
    });

    test("one first heading, and no level is skipped", () => {
      check(pages.filter((page) => !page.stub), (page) => {
        const problems = [];
        const firsts = page.headings.filter(([level]) => level === 1);
        if (firsts.length !== 1) problems.push(`${firsts.length} h1`);
        let last = 0;
        for (const [level, text] of page.headings) {
          if (level > last + 1) problems.push(`h${level} “${text}” after h${last}`);
          if (!text) problems.push(`an empty h${level}`);
          last = level;
        }
        return problems;
      });
    });

    test("no style, align or event attribute", () => {
      check(pages, (page) => page.forbidden);
    });

    test("ids are ASCII, and unique in their page", () => {
      check(pages, (page) => [
        ...page.ids.filter((id) => !/^[!-~]+$/.test(id)).map((id) => `id “${id}”`),
        ...page.ids.filter((id, place) => page.ids.indexOf(id) < place).map((id) => `id ${id} twice`),
      ]);
    });

    test("pages are UTF-8, and say so in time", async () => {
      for (const { file } of site.pages) {
        const bytes = await site.read(file);
        new TextDecoder("utf-8", { fatal: true }).decode(bytes);
        const head = bytes.subarray(0, 1024).toString("latin1").toLowerCase();
        assert.match(head, /<meta charset="?utf-8"?>/, file);
      }
    });

    test("an address that is not there answers 404, with a page that works at any depth", async () => {
      const { context, page, troubles } = await openPage(browser, site);
      for (const route of ["nowhere/at/all/", "fr/2025/nowhere/", "en/nowhere"]) {
        const response = await page.goto(site.url(route));
        assert.equal(response.status(), 404);
        const found = await page.evaluate(facts);
        assert.match(found.robots, /noindex/);
        assert.ok(found.switches.length > 0, "there is a switcher");
        const sheet = () => [...document.styleSheets].some((sheet) => sheet.cssRules.length > 10);
        assert.ok(await page.evaluate(sheet), "the stylesheet is there");
      }
      await context.close();
      // The browser itself reports the page's own status.
      assert.deepEqual(troubles.filter((what) => !what.includes("status of 404")), []);
    });

    test("the sitemap lists what search engines may list, and agrees with the pages", async () => {
      const text = (await site.read("sitemap.xml")).toString();
      const { context, page } = await openPage(browser, site);
      const urls = await page.evaluate((text) => {
        const tree = new DOMParser().parseFromString(text, "application/xml");
        if (tree.querySelector("parsererror")) throw new Error(tree.documentElement.textContent);
        const xhtml = "http://www.w3.org/1999/xhtml";
        return [...tree.querySelectorAll("urlset > url")].map((url) => ({
          url: url.querySelector("loc").textContent,
          modified: url.querySelector("lastmod")?.textContent,
          other: [...url.children].map((child) => child.localName),
          alternates: [...url.getElementsByTagNameNS(xhtml, "link")].map((link) => [
            link.getAttribute("hreflang"),
            link.getAttribute("href"),
          ]),
        }));
      }, text);
      await context.close();
      assert.deepEqual(urls.map(({ url }) => url).sort(), listed.map(({ url }) => url).sort());
      for (const { url, modified, other, alternates } of urls) {
        assert.deepEqual(alternates, byUrl.get(url).alternates, url);
        assert.ok(other.every((name) => ["loc", "lastmod", "link"].includes(name)), `${url}: ${other}`);
        if (modified) assert.match(modified, /^\d{4}-\d\d(-\d\d(T.*)?)?$/);
      }
    });
  });
}
