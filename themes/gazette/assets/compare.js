// Both languages of an article: each paragraph's counterpart on demand, or all side by side.

const known = {};

// Blocks' ids have a dot. A heading's is that of a mark inside it.
function id(block) {
  return /\./.test(block.id) ? block.id : block.querySelector('[id$=".0"]')?.id;
}

function beside() {
  return Object.assign(document.createElement("div"), { className: "other" });
}

async function counterparts(tools) {
  const { href, lang } = tools.dataset;
  if (known[href]) return known[href];
  const answer = await fetch(href);
  if (!answer.ok) throw new Error(href);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const found = new Map();
  for (const block of page.querySelectorAll(".body > *")) {
    const copy = beside();
    copy.lang = lang;
    copy.append(document.importNode(block, true));
    for (const link of copy.querySelectorAll('[href^="#"]')) link.href = href + link.getAttribute("href");
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

// The mode is `peek` or `side`, or nothing.
export async function show(tools, mode) {
  const body = document.querySelector(".body");
  const other = mode && (await counterparts(tools));
  for (const extra of body.querySelectorAll(":scope > .other, :scope > .peek")) extra.remove();
  body.classList.toggle("side", mode == "side");
  for (const button of document.querySelectorAll(".compare button")) {
    button.setAttribute("aria-pressed", tools.contains(button) && button.value == mode);
  }
  const url = new URL(location.href);
  if (mode) url.searchParams.set("compare", mode); else url.searchParams.delete("compare");
  history.replaceState(history.state, "", url);
  if (!mode) return;
  // A page in two languages is not for search engines; each language's own is.
  document.querySelector("meta[name=robots]").content = "noindex,follow";
  for (const block of [...body.children]) {
    const copy = id(block) && other.get(id(block));
    if (mode == "side") block.after(copy || beside());
    else if (copy && !/^H\d$/.test(block.tagName)) peek(block, copy, tools);
  }
}
