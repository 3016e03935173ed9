// nginx and Caddy serve a built site as `depeche server` tells them to.

import { after, before, describe, it } from "node:test";
import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { appendFile, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import http from "node:http";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import zlib from "node:zlib";

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const DEPECHE = process.env.DEPECHE ?? path.join(ROOT, "target/debug/depeche");
const BROTLI = "/usr/lib/nginx/modules/ngx_http_brotli_static_module.so";

const run = (...args) => promisify(execFile)(DEPECHE, args);

async function freePort() {
  const server = net.createServer();
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

/** A small site for a port and a path, built and published to the folder that a server looks into. */
async function makeSite(port, base) {
  const dir = await mkdtemp(path.join(tmpdir(), "depeche-hosts-"));
  const root = path.join(dir, "site");
  await run("init", root);
  const config = path.join(root, "depeche.yaml");
  const text = await readFile(config, "utf8");
  const url = `http://127.0.0.1:${port}${base}/`;
  await writeFile(config, text.replace(/^base_url:.*$/m, `base_url: ${url}`));
  await appendFile(
    config,
    'precompress: [br, gz]\nredirects:\n  - { from: /old/, to: /fr/ }\n  - { from: "/l’été à 2/", to: /en/ }\n',
  );
  const folder = path.join(dir, `www${base}`);
  await run("--root", root, "publish", folder);
  return { dir, root, folder, url };
}

/** Asks for a path as it is, and follows nothing. */
function get(url, headers = {}) {
  return new Promise((resolve, reject) => {
    const asked = http.get(url, { headers, agent: false }, (answer) => {
      const chunks = [];
      answer.on("data", (chunk) => chunks.push(chunk));
      answer.on("end", () => {
        resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(chunks) });
      });
    });
    asked.on("error", reject);
  });
}

async function untilThere(url, said) {
  for (let tries = 0; tries < 200; tries++) {
    try {
      return await get(url);
    } catch {
      await new Promise((later) => setTimeout(later, 50));
    }
  }
  throw new Error(`the server does not answer: ${said()}`);
}

async function startNginx(site, port, text) {
  const conf = path.join(site.dir, "nginx.conf");
  const told = text
    .replace("listen 80;", `listen 127.0.0.1:${port};`)
    .replace("# brotli_static on;", "brotli_static on;");
  const temp = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  await writeFile(
    conf,
    `load_module ${BROTLI};\n${process.getuid() === 0 ? "user root;\n" : ""}daemon off;\npid ${site.dir}/pid;\n` +
      `error_log stderr;\nevents {}\nhttp {\naccess_log off;\n` +
      temp.map((name) => `${name}_temp_path ${site.dir}/${name};\n`).join("") +
      `${told}}\n`,
  );
  return spawn("nginx", ["-c", conf, "-p", site.dir, "-e", "stderr"], { stdio: "pipe" });
}

async function startCaddy(site, port, text) {
  const conf = path.join(site.dir, "Caddyfile");
  await writeFile(conf, `{\n\tadmin off\n\tauto_https off\n}\n${text}`);
  const env = { ...process.env, XDG_DATA_HOME: site.dir, XDG_CONFIG_HOME: site.dir };
  return spawn("caddy", ["run", "--config", conf, "--adapter", "caddyfile"], { stdio: "pipe", env });
}

const SERVERS = [
  ["nginx", startNginx],
  ["caddy", startCaddy],
];

for (const [name, start] of SERVERS) {
  for (const base of ["", "/digest"]) {
    describe(`${name}, at ${base || "/"}`, { timeout: 300_000 }, () => {
      let site, server, files;
      const url = (file) => site.url + file.split("/").map(encodeURIComponent).join("/");

      before(async () => {
        const port = await freePort();
        site = await makeSite(port, base);
        const asked = ["server", name, "--negotiate", "--folder", site.folder];
        const { stdout } = await run("--root", site.root, ...asked);
        server = await start(site, port, stdout);
        let said = "";
        server.stderr.on("data", (chunk) => (said += chunk));
        server.on("error", (error) => (said += `${error}: see \`.ci/run\``));
        await untilThere(site.url + "fr/", () => said);
        const all = await readdir(site.folder, { recursive: true, withFileTypes: true });
        files = all
          .filter((entry) => entry.isFile())
          .map((entry) => path.relative(site.folder, path.join(entry.parentPath ?? entry.path, entry.name)))
          .filter((file) => !/(^|\/)\./.test(file) && !/\.(br|gz)$/.test(file));
      });

      after(async () => {
        server?.kill("SIGTERM");
        if (site) await rm(site.dir, { recursive: true, force: true });
      });

      it("gives every file, with its type and how long it may be kept", async () => {
        assert(files.length > 20);
        for (const file of files) {
          if (file === "index.html" || file === "old/index.html" || file.startsWith("l’été")) continue;
          const { status, headers, body } = await get(url(file));
          assert.equal(status, 200, file);
          assert(body.equals(await readFile(path.join(site.folder, file))), file);
          const kept = /^(assets|media)\/(.*[./])?[0-9a-f]{10}(\.|$)/.test(file);
          const cache = kept ? "public, max-age=31536000, immutable" : "public, max-age=0, must-revalidate";
          assert.equal(headers["cache-control"], cache, file);
          assert.equal(headers["content-security-policy"], "frame-ancestors 'none'", file);
          assert.equal(headers["x-content-type-options"], "nosniff", file);
          const types = {
            "atom.xml": "application/atom+xml; charset=utf-8",
            "feed.json": "application/feed+json; charset=utf-8",
            "sitemap.xml": "application/xml; charset=utf-8",
            ".html": "text/html; charset=utf-8",
            ".css": "text/css; charset=utf-8",
            ".js": "text/javascript; charset=utf-8",
            ".svg": "image/svg+xml; charset=utf-8",
            ".woff2": "font/woff2",
          };
          const [, type] = Object.entries(types).find(([end]) => file.endsWith(end)) ?? [];
          if (type) assert.equal(headers["content-type"], type, file);
        }
      });

      it("gives the index of a folder, and leads to its slash", async () => {
        const page = await get(url("fr/"));
        assert.equal(page.status, 200);
        assert(page.body.equals(await readFile(path.join(site.folder, "fr/index.html"))));
        const without = await get(url("fr"));
        assert([301, 308].includes(without.status), String(without.status));
        assert(without.headers.location.endsWith(`${base}/fr/`), without.headers.location);
      });

      it("gives what was compressed to those who can read it", async () => {
        const whole = await readFile(path.join(site.folder, "fr/index.html"));
        for (const [encoding, read] of [
          ["br", zlib.brotliDecompressSync],
          ["gzip", zlib.gunzipSync],
        ]) {
          const { headers, body } = await get(url("fr/index.html"), { "accept-encoding": encoding });
          assert.equal(headers["content-encoding"], encoding);
          assert.equal(headers["content-type"], "text/html; charset=utf-8", encoding);
          assert.match(headers.vary ?? "", /accept-encoding/i, encoding);
          assert(read(body).equals(whole), encoding);
        }
        assert.equal((await get(url("fr/index.html"))).headers["content-encoding"], undefined);
      });

      it("answers at old addresses with a redirect", async () => {
        for (const [from, to] of [
          ["old/", "fr/"],
          ["l’été à 2/", "en/"],
        ]) {
          const { status, headers } = await get(url(from));
          assert.equal(status, 301, from);
          assert.equal(headers.location, site.url + to);
        }
      });

      it("says in the reader's language that there is nothing", async () => {
        for (const [asked, page] of [
          ["fr/rien/", "fr/404.html"],
          ["en/rien.html", "en/404.html"],
          ["rien", "404.html"],
          ["fr/x/atom.xml", "fr/404.html"],
          ["assets/x.0123456789.css", "404.html"],
        ]) {
          const { status, headers, body } = await get(url(asked));
          assert.equal(status, 404, asked);
          assert(body.equals(await readFile(path.join(site.folder, page))), asked);
          assert.doesNotMatch(headers["cache-control"] ?? "", /immutable/, asked);
          assert.match(headers["content-type"], /^text\/html/, asked);
        }
      });

      it("hides what depeche keeps for itself", async () => {
        assert((await readFile(path.join(site.folder, ".depeche/manifest"))).length > 0);
        assert.equal((await get(url(".depeche/manifest"))).status, 404);
        assert.equal((await get(url(".nojekyll"))).status, 404);
      });

      it("leads from the root to what the reader chose, or else asks for", async () => {
        const check = async (headers, home) => {
          const answer = await get(site.url, headers);
          const hint = JSON.stringify(headers);
          assert.equal(answer.status, 302, hint);
          assert(answer.headers.location.endsWith(`${base}/${home}/`), `${hint}: ${answer.headers.location}`);
          assert.match(answer.headers.vary ?? "", /Accept-Language/, hint);
        };
        await check({}, "fr");
        await check({ "accept-language": "en-US,en;q=0.9,fr;q=0.8" }, "en");
        await check({ "accept-language": "fr-CA,en;q=0.5" }, "fr");
        await check({ "accept-language": "EN" }, "en");
        await check({ "accept-language": "english" }, "fr");
        await check({ "accept-language": "en", cookie: "a=b; depeche_locale=fr" }, "fr");
        await check({ "accept-language": "fr", cookie: "depeche_locale=en" }, "en");
        await check({ "accept-language": "en", cookie: "depeche_locale=xx" }, "en");
        // What Caddy's expressions cannot say: the first language that there is.
        if (name === "nginx") await check({ "accept-language": "de, en;q=0.9, fr;q=0.8" }, "en");
      });
    });
  }
}
