// The sample site, built for the address at which it is then served.

import { execFile } from "node:child_process";
import { createServer } from "node:http";
import { mkdtemp, readFile, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

/** The program to build with: `tests/run` names the one that it built. */
const DEPECHE = process.env.DEPECHE ?? path.join(ROOT, "target/debug/depeche");

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".webp": "image/webp",
  ".webmanifest": "application/manifest+json",
  ".xml": "application/xml",
};

/**
 * Builds the sample site for a free port and a path, `/` or `/digest/`, and serves it as a static
 * host does: `/x` leads on to `/x/`, and what is not there is the nearest `404.html` above.
 */
export async function openSite(base = "/") {
  const dir = await mkdtemp(path.join(tmpdir(), "depeche-site-"));
  const server = createServer((request, response) => {
    answer(dir, base, request, response).catch((error) => {
      response.writeHead(500).end(String(error));
    });
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const origin = `http://127.0.0.1:${server.address().port}`;
  const home = origin + base;
  try {
    const options = ["build", "--root", ROOT, "--strict", "-o", dir, "--base-url", home];
    await promisify(execFile)(DEPECHE, options);
  } catch (error) {
    server.close();
    throw error;
  }
  const files = await walk(dir);
  return {
    dir,
    origin,
    base,
    /** The address of a route: `fr/2025/`. */
    url: (route = "") => home + route,
    /** Every file, by its path below the output's root. */
    files,
    /** The address of every page, its file's path beside it. */
    pages: files
      .filter((file) => file.endsWith(".html"))
      .map((file) => ({ file, url: home + file.replace(/(^|\/)index\.html$/, "$1") })),
    read: (file) => readFile(path.join(dir, file)),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await rm(dir, { recursive: true });
    },
  };
}

async function answer(dir, base, request, response) {
  const { pathname, search } = new URL(request.url, "http://localhost");
  if (!pathname.startsWith(base)) return response.writeHead(404).end("outside the site");
  const route = decodeURIComponent(pathname.slice(base.length));
  let file = path.join(dir, route);
  if (file !== dir && !file.startsWith(dir + path.sep)) return response.writeHead(400).end();
  let code = 200;
  if ((await kind(file)) === "folder") {
    if (route && !route.endsWith("/")) {
      return response.writeHead(302, { location: pathname + "/" + search }).end();
    }
    file = path.join(file, "index.html");
  }
  if ((await kind(file)) !== "file") {
    code = 404;
    file = await nearest404(dir, path.dirname(file));
  }
  const type = TYPES[path.extname(file)] ?? "application/octet-stream";
  const body = await readFile(file);
  response.writeHead(code, { "content-type": type, "content-length": body.length }).end(body);
}

async function nearest404(dir, folder) {
  const file = path.join(folder, "404.html");
  if (folder === dir || (await kind(file)) === "file") return file;
  return nearest404(dir, path.dirname(folder));
}

async function kind(file) {
  const found = await stat(file).catch(() => null);
  return found?.isFile() ? "file" : found?.isDirectory() ? "folder" : null;
}

/** Every file of the site; `.depeche/` is the publisher's own. */
async function walk(dir) {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(dir, path.join(entry.parentPath ?? entry.path, entry.name)))
    .map((file) => file.split(path.sep).join("/"))
    .filter((file) => !file.startsWith(".depeche/"))
    .sort();
}
