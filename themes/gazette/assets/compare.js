// Both languages of an article: each paragraph's counterpart on demand, or all side by side.

const known = {};

// Blocks' ids have a dot. A heading's is that of a mark inside it. Notes have none, and are one block.
function id(block) {
  return /\./.test(block.id) ? block.id : block.querySelector('[id$=".0"]')?.id ?? block.className;
}

function beside(more) {
  return Object.assign(document.createElement("div"), { className: "other", ...more });
}

async function counterparts(tools) {
  const { href, lang } = tools.dataset;
  if (known[href]) return known[href];
  const answer = await fetch(href);
  if (!answer.ok) throw new Error(href);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const found = new Map();
  for (const block of page.querySelectorAll(".body > :not(.terms)")) {
    const copy = beside({ lang, dir: page.dir || "ltr" });
    copy.append(document.importNode(block, true));
    for (const link of copy.querySelectorAll('[href^="#"]')) link.href = href + link.getAttribute("href");
    for (const term of copy.querySelectorAll(".term")) term.replaceWith(...term.childNodes);
    found.set(id(block), copy);
    for (const marked of copy.querySelectorAll("[id]")) marked.removeAttribute("id");
  }
  return (known[href] = found);
}

function peek(block, copy, tools) {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "peek", textContent: tools.dataset.peek });
  button.setAttribute("aria-expanded", "false");
  button.addEventListener("click", () => {
    const open = button.getAttribute("aria-expanded") != "true";
    button.setAttribute("aria-expanded", open);
    if (open) button.after(copy); else copy.remove();
  });
  block.after(button);
}

// The mode is `peek` or `side`, or nothing; `kept` is what the address says of it.
export async function show(tools, mode, kept) {
  const body = document.querySelector(".body");
  const other = mode && (await counterparts(tools));
  // The block that is being read stays where it is.
  const top = (block) => block.getBoundingClientRect().top;
  const own = [...body.children].filter((block) => !block.matches(".other, .peek, .terms"));
  const read = own.find((block) => block.getBoundingClientRect().bottom > 8);
  const before = read && top(read);
  for (const extra of body.querySelectorAll(":scope > .other, :scope > .peek")) extra.remove();
  body.classList.toggle("side", mode == "side");
  for (const button of document.querySelectorAll(".compare button")) {
    button.setAttribute("aria-pressed", tools.contains(button) && button.value == mode);
  }
  const url = new URL(location.href);
  if (mode) url.searchParams.set("compare", kept); else url.searchParams.delete("compare");
  history.replaceState(history.state, "", url);
  if (mode) {
    // A page in two languages is not for search engines; each language's own is.
    document.querySelector("meta[name=robots]").content = "noindex,follow";
    for (const block of own) {
      const copy = id(block) && other.get(id(block));
      if (mode == "side") block.after(copy || beside());
      else if (copy && !/^H\d$/.test(block.tagName)) peek(block, copy, tools);
    }
    // What only the other language has stands behind what comes before it there.
    let last;
    for (const copy of mode == "side" ? other.values() : []) {
      if (!copy.isConnected) last ? last.after(copy) : body.prepend(copy);
      last = copy;
    }
  }
  if (before < 8) scrollBy({ top: top(read) - before, behavior: "instant" });
}
