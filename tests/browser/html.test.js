// What the Nu HTML checker says of every page.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { openSite } from "./site.js";

const JAR = createRequire(import.meta.url).resolve("vnu-jar/build/dist/vnu.jar");

let site;
before(async () => {
  site = await openSite();
});
after(() => site?.close());

test("the Nu HTML checker finds no error", async () => {
  const options = ["-Xss2m", "-jar", JAR, "--errors-only", "--skip-non-html", "--format", "json"];
  const checker = spawn("java", [...options, site.dir], { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  checker.stderr.setEncoding("utf8").on("data", (text) => (said += text));
  await new Promise((done, failed) => checker.on("close", done).on("error", failed));
  const { messages } = JSON.parse(said);
  const errors = messages.map(
    ({ url, lastLine, message, extract }) =>
      `${url?.replace(/^.*?depeche-site-[^/]*\//, "")}:${lastLine}: ${message} “${extract}”`,
  );
  assert.deepEqual(errors, []);
});
