// A browser that reaches nothing but the site, and tells what goes wrong on its pages.

import { existsSync } from "node:fs";
import path from "node:path";
import { chromium } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome"];

/** Starts the system's Chromium with a new, empty profile. `CHROMIUM` may name another. */
export function openBrowser() {
  const folders = (process.env.PATH ?? "").split(path.delimiter);
  const places = NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  const executablePath = process.env.CHROMIUM ?? places.find((place) => existsSync(place));
  if (!executablePath) throw new Error("there is no Chromium: install it, or name it in CHROMIUM");
  return chromium.launch({
    executablePath,
    chromiumSandbox: false,
    args: [
      "--disable-gpu",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--disable-quic",
    ],
  });
}

/** A page of a new profile, and a list to which it adds whatever goes wrong on it. */
export async function openPage(browser, site, options = {}) {
  const context = await browser.newContext({ locale: "fr-FR", ...options });
  const page = await context.newPage();
  const troubles = watch(page, site);
  return { context, page, troubles };
}

/** Gathers errors, violations of the content security policy, and requests to other places. */
function watch(page, site) {
  const troubles = [];
  const note = (what) => troubles.push(`${page.url()}: ${what}`);
  // A page that is left while it fades in says so, and means no harm.
  const harmless = (text) => /Transition was (skipped|aborted)/.test(text);
  page.on("pageerror", (error) => harmless(error.message) || note(error.message));
  page.on("console", (message) => {
    const grave = ["error", "warning"].includes(message.type());
    if (grave && !harmless(message.text())) note(message.text());
  });
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith("data:") && !url.startsWith(site.url())) note(`asks for ${url}`);
  });
  page.on("requestfailed", (request) => {
    const why = request.failure()?.errorText;
    // A page that is left drops what it had not got yet.
    if (why !== "net::ERR_ABORTED") note(`${request.url()}: ${why}`);
  });
  return troubles;
}
