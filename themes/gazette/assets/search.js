// The search. Which files it loads, and what is in them, is told in docs/output.md of depeche.

const form = document.querySelector("form.search"), { q, topic, year } = form.elements, others = [...form.querySelectorAll("[name=also]")];
const status = document.querySelector(".count"), list = document.querySelector(".finds");
const next = document.querySelector(".next"), { lang } = document.documentElement;
const AT_ONCE = 10, PHRASES = 20, SHARDS = 3, EXCERPT = 220;

// Words, by the same rules as those of the index.
const LETTERS = { œ: "oe", æ: "ae", ß: "ss", ø: "o", ł: "l", đ: "d", ı: "i", ς: "σ" };
const WORD = /(?:[\p{Alphabetic}\p{N}\u0300-\u036f]|(?<=\p{N})[.,](?=\p{N}))+/gu;
const ELIDED = /^(?:[cdjlmnst]|(?:jus|lors|puis|quoi|quel|pres)?qu)$/, APPENDED = /^(?:[stdm]|ll|re|ve)$/;

export function fold(word) {
  const plain = word.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f]/g, "");
  return plain.replace(/[œæßøłđıς]/g, (letter) => LETTERS[letter]).replaceAll(",", ".");
}

export function words(text) {
  text = text.replaceAll("\u00ad", "");
  const found = [];
  for (const { 0: word, index } of text.matchAll(WORD)) {
    const form = fold(word), after = text.slice(index + word.length, index + word.length + 3);
    const elided = ELIDED.test(form) && /^['’][\p{Alphabetic}\p{N}]/u.test(after);
    const appended = APPENDED.test(form) && /[\p{Alphabetic}\p{N}]['’]$/u.test(text.slice(0, index).slice(-3));
    if (!elided && !appended) found.push(form);
  }
  return found;
}

// Files, each loaded once.
const loaded = {};
function load(url, kind, options) {
  return (loaded[url] ??= fetch(url, options).then((answer) => {
    if (!answer.ok) throw new Error(url);
    return answer[kind]();
  }).catch((error) => { delete loaded[url]; throw error; }));
}

// What there is in a language. Its own file is asked for anew, since it names the others.
async function open(url) {
  const index = await load(url, "json", { cache: "no-cache" });
  index.shards ??= [];
  index.out ??= new Set(index.left_out.split(" "));
  return index;
}

// The place of the last entry that is not behind a form.
function place(entries, form) {
  let [low, high] = [0, entries.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (entries[middle] <= form) low = middle + 1; else high = middle;
  }
  return low - 1;
}

// A part of the index: its forms in order, and what stands behind each.
async function shard(index, at) {
  const text = await load(`${index.folder}${index.words[at][1]}.txt`, "text");
  return (index.shards[at] ??= {
    forms: [...text.matchAll(/^[^ =\n]+/gm)].map(String),
    rests: [...text.matchAll(/[ =].*$/gm)].map(String),
  });
}

const shardOf = (index, form) => place(index.words.map((entry) => entry[0]), form);

// Articles and what the word counts in each. Letters are the gap to the one before, in base 52.
function decode(text) {
  const found = [];
  let number = 0, gap = 0, unit = 1;
  for (const sign of text) {
    if (sign <= "9") {
      number += gap;
      found.push([number++, +sign]);
      [gap, unit] = [0, 1];
    } else {
      gap += unit * (sign.charCodeAt() - (sign < "a" ? 38 : 96));
      unit *= 52;
    }
  }
  return found;
}

async function articles(index, form) {
  const at = shardOf(index, form);
  if (at < 0) return [];
  const { forms, rests } = await shard(index, at), line = place(forms, form);
  return forms[line] == form ? decode(rests[line].slice(1)) : [];
}

// The words whose forms begin so, or are just that one, and how well each fits.
async function fitting(index, form, begins, fits = 1) {
  const found = new Map(), first = Math.max(shardOf(index, form), 0);
  for (let at = first; at < Math.min(first + SHARDS, index.words.length); at++) {
    if (at > first && !(begins && index.words[at][0].startsWith(form))) break;
    const { forms, rests } = await shard(index, at);
    let line = place(forms, form);
    if (forms[line] != form) line++;
    for (; line < forms.length && (begins ? forms[line].startsWith(form) : forms[line] == form); line++) {
      const word = rests[line][0] == "=" ? rests[line].slice(1) : forms[line];
      const fit = forms[line] == form ? fits : (fits * form.length) / forms[line].length / 2;
      found.set(word, Math.max(fit, found.get(word) ?? 0));
    }
  }
  return found;
}

// Who writes another form than any article has means the forms that begin as theirs does.
async function meant(index, form, begins) {
  let found = await fitting(index, form, begins);
  if (!found.size) found = await fitting(index, form, true);
  for (let end = form.length - 1; !found.size && end > 2 && end >= form.length * 0.6; end--) {
    found = await fitting(index, form.slice(0, end), true, end / form.length / 2);
  }
  return found;
}

// Every article that has one of the forms, and how well it fits.
async function weigh(index, form, begins) {
  const found = await meant(index, form, begins), best = new Map(), shown = new Set([form]);
  let common = false, exact = 0;
  for (const [word, fit] of found) {
    const places = await articles(index, word);
    common ||= places.length >= index.most;
    if (fit == 1) exact = places.length;
    for (const [number, level] of places) best.set(number, Math.max(fit * (level + 1), best.get(number) ?? 0));
    const { forms, rests } = await shard(index, shardOf(index, word)), lead = "=" + word;
    shown.add(word);
    forms.forEach((other, line) => rests[line] == lead && shown.add(other));
  }
  const rarity = Math.log(1 + index.articles / (exact || best.size || 1));
  for (const [number, weight] of best) best.set(number, weight * rarity);
  return { best, common, shown };
}

// The articles of a language that fit a question, the best first; those that have all words before others.
async function search(index, asked, phrases) {
  let wanted = words(asked), ends = /[\p{Alphabetic}\p{N}]$/u.test(asked);
  const typed = wanted.at(-1), telling = wanted.filter((form, at) => !index.out.has(form) && wanted.indexOf(form) == at);
  wanted = telling.length ? telling : wanted.slice(-1);
  const weighed = await Promise.all(wanted.map((form) => weigh(index, form, ends && form == typed)));
  const total = new Map(), commons = weighed.filter((one) => one.common).length;
  for (const { best, common } of weighed) {
    for (const [number, weight] of best) {
      const [sum, count] = total.get(number) ?? [0, 0];
      total.set(number, [sum + weight, count + !common]);
    }
  }
  const from = index.years.findIndex(([one]) => one == year.value), until = index.years[from + 1]?.[1] ?? index.articles;
  const filed = topic.value && new Set((await articles(index, "#" + topic.value)).map(([number]) => number));
  const fits = (number) => (!filed || filed.has(number)) && (!year.value || (from >= 0 && number >= index.years[from][1] && number < until));
  const shown = new Set(weighed.flatMap((one) => [...one.shown]));
  const score = ([sum, count]) => sum * ((count + commons) / wanted.length) ** 2;
  const found = [...total].filter(([number]) => fits(number)).map(([number, one]) =>
    ({ index, number, whole: one[1] + commons == wanted.length, score: score(one) + number / index.articles / 1000, shown, wanted: weighed.map((one) => one.shown) }));
  found.sort((a, b) => b.score - a.score);
  return phrases.length ? exactly(found.filter((one) => one.whole), phrases) : found;
}

// Of the best, those in whose text the phrases stand word by word.
async function exactly(found, phrases) {
  const has = (text) => phrases.every((phrase) => ` ${words(text).join(" ")} `.includes(` ${phrase} `));
  const kept = await Promise.all(found.slice(0, PHRASES).map(async (one) => {
    const [title, href, , summary] = await card(one);
    return has(`${title} ${summary}`) || has(await textOf(href));
  }));
  return found.filter((_, at) => kept[at]);
}

async function card({ index, number }) {
  const batch = await load(`${index.folder}${index.cards[Math.floor(number / index.batch)]}.json`, "json");
  return batch[number % index.batch];
}

// The text of an article is on its page, which the reader is about to open.
async function textOf(href) {
  const page = new DOMParser().parseFromString(await load(href, "text"), "text/html");
  return [...page.querySelectorAll(".points li, .body > *")].map((block) => block.textContent.trim()).join(" ");
}

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

// A text with the words that were looked for marked.
function marked(text, shown) {
  const parts = [];
  let written = 0;
  for (const { 0: word, index } of text.matchAll(WORD)) {
    if (!shown.has(fold(word))) continue;
    parts.push(text.slice(written, index), element("mark", {}, word));
    written = index + word.length;
  }
  return [...parts, text.slice(written)];
}

// The part of a text that has most of the words.
function excerpt(text, wanted) {
  const hits = [...text.matchAll(WORD)].flatMap(({ 0: word, index }) => {
    const which = wanted.findIndex((shown) => shown.has(fold(word)));
    return which < 0 ? [] : [[index, which]];
  });
  let start = 0, most = 0;
  for (const [at] of hits) {
    const near = new Set(hits.filter(([other]) => other >= at && other < at + EXCERPT - 40).map(([, which]) => which)).size;
    if (near > most) [start, most] = [at, near];
  }
  if (!most) return "";
  start = Math.max(text.lastIndexOf(" ", Math.max(start - 40, 0)), 0);
  const end = text.indexOf(" ", start + EXCERPT);
  return (start ? "…" : "") + text.slice(start, end < 0 ? undefined : end).trim() + (end < 0 ? "" : "…");
}

async function item(one) {
  const { shown, wanted, hint, tag } = one, [title, href, date, summary, topics] = await card(one);
  const link = element("a", { href }, ...marked(title, shown));
  const head = element("h2", { className: "headline" }, link);
  const speaks = tag && { lang: tag, dir: "auto" };
  if (tag) {
    Object.assign(link, { ...speaks, hreflang: tag });
    head.append(" ", element("span", { className: "hint", ...speaks }, hint));
  }
  const form = { year: "numeric", timeZone: "UTC", month: "long", day: date[9] && "numeric" };
  const day = new Intl.DateTimeFormat(one.region, form).format(new Date(date.slice(0, 10)));
  const meta = element("p", { className: "meta" }, element("time", { dateTime: date }, day), ...topics.flatMap((name) => [" ", element("span", { ...speaks }, name)]));
  const made = element("li", {}, head, element("p", { className: "summary", ...speaks }, ...marked(summary, shown)), meta);
  const has = words(`${title} ${summary}`);
  if (!wanted.every((forms) => has.some((word) => forms.has(word)))) {
    made.excerpt = async () => {
      const text = excerpt(await textOf(href), wanted);
      if (text) meta.before(element("p", { className: "excerpt", ...speaks }, ...marked(text, shown)));
    };
  }
  return made;
}

// Excerpts are looked up when their results are seen.
const seen = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    seen.unobserve(target);
    target.excerpt().catch(() => { /* without a network the result stays without one */ });
  }
});

let results = [], run = 0;
async function more(own) {
  const made = await Promise.all(results.slice(list.children.length, list.children.length + AT_ONCE).map(item));
  if (own != run) return;
  list.append(...made);
  made.filter((one) => one.excerpt).forEach((one) => seen.observe(one));
  next.hidden = list.children.length >= results.length;
  return made[0];
}

function say(count) {
  const rules = new Intl.PluralRules(lang), kind = rules.select(count);
  const sample = ["1", "2", "3", "11", "1000000", "100"].find((number) => rules.select(+number) == kind);
  status.textContent = status.dataset[count && sample].replace("#", new Intl.NumberFormat(lang).format(count));
}

async function find() {
  const own = ++run, asked = q.value.trim();
  const phrases = [...asked.matchAll(/"([^"]+)"|«([^»]+)»|“([^”]+)”/g)].map(([, a, b, c]) => words(a ?? b ?? c).join(" ")).filter(Boolean);
  const languages = [{ url: form.dataset.index }, ...others.filter((box) => box.checked).map((box) =>
    ({ url: box.dataset.index, tag: box.value, hint: box.dataset.hint }))];
  const late = setTimeout(() => { status.textContent = status.dataset.wait; }, 400);
  let found = [];
  if (words(asked).length) {
    const each = languages.map(async ({ url, tag, hint }) => {
      const [index, { region }] = await Promise.all([open(url), open(form.dataset.index)]);
      return (await search(index, asked, phrases)).map((one) => ({ ...one, tag, hint, region }));
    });
    found = (await Promise.all(each)).flat().sort((a, b) => b.score - a.score);
  }
  clearTimeout(late);
  if (own != run) return;
  results = found;
  list.replaceChildren();
  next.hidden = true;
  if (!words(asked).length) status.textContent = "";
  else {
    await more(own);
    if (own == run) say(found.length);
  }
}

// A site that was published anew has other files: its first file is asked for again, once.
async function answer() {
  try {
    await find();
  } catch {
    Object.keys(loaded).forEach((url) => delete loaded[url]);
    await find().catch(() => { status.textContent = status.dataset.fail; });
  }
}

// The question is in the address, so that it can be kept and sent. Back leads to the one before.
let settled = true, timer;
function address() {
  const asked = [...new FormData(form)].filter(([, value]) => value);
  return location.pathname + (asked.length ? "?" + new URLSearchParams(asked) : "");
}
function ask() {
  clearTimeout(timer);
  if (address() != location.pathname + location.search) history[settled ? "pushState" : "replaceState"](null, "", address());
  settled = false;
  return answer();
}
function recall() {
  const asked = new URLSearchParams(location.search);
  for (const field of [q, topic, year]) field.value = asked.get(field.name) ?? "";
  others.forEach((box) => { box.checked = asked.getAll("also").includes(box.value); });
  settled = true;
  return answer();
}

form.hidden = false;
document.querySelector(".unscripted").remove();
q.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 120); });
form.addEventListener("change", (event) => { if (event.target != q) ask(); });
form.addEventListener("submit", (event) => { event.preventDefault(); ask(); settled = true; });
next.firstElementChild.addEventListener("click", async () => (await more(run))?.querySelector("a").focus());
addEventListener("popstate", recall);
recall();
