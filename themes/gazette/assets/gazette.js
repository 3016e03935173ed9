// Choices of the reader are kept, each only when made: `depeche-locale`, `depeche-theme`, and
// `depeche-compare`, how both languages are shown; and until the next page, `depeche-place`.
(function () {
  "use strict";
  var doc = document, root = doc.documentElement, dark = matchMedia("(prefers-color-scheme: dark)");

  function get(key) {
    try { return localStorage.getItem(key); } catch (e) { return null; }
  }
  function put(key, value) {
    try {
      if (value) localStorage.setItem(key, value); else localStorage.removeItem(key);
    } catch (e) { /* private mode */ }
  }
  function all(selector) { return [].slice.call(doc.querySelectorAll(selector)); }

  // Light or dark: what the system says, until the reader says otherwise.
  var button = doc.querySelector(".theme");
  function system() { return dark.matches ? "dark" : "light"; }
  function show() {
    var theme = root.dataset.theme || system();
    if (button) button.setAttribute("aria-pressed", String(theme == "dark"));
    all("meta[name=theme-color]").forEach(function (meta) {
      if (!meta.dataset.media) meta.dataset.media = meta.media;
      meta.media = !root.dataset.theme ? meta.dataset.media :
        meta.dataset.media.indexOf(theme) < 0 ? "not all" : "all";
    });
  }
  if (button) button.addEventListener("click", function () {
    var theme = (root.dataset.theme || system()) == "dark" ? "light" : "dark";
    if (theme == system()) delete root.dataset.theme; else root.dataset.theme = theme;
    put("depeche-theme", root.dataset.theme);
    show();
  });
  if (dark.addEventListener) dark.addEventListener("change", show);
  addEventListener("storage", function (event) {
    if (event.key != "depeche-theme") return;
    if (event.newValue) root.dataset.theme = event.newValue; else delete root.dataset.theme;
    show();
  });
  show();

  // The block at the top of the window, and how far down it stands. Pages begin alike in all languages.
  function top(mark) {
    return (/\.0$/.test(mark.id) ? mark.parentNode : mark).getBoundingClientRect();
  }
  function reading() {
    var marks = all(".body [id]").filter(function (mark) { return /^b\d+\.\d+$/.test(mark.id); });
    var mark = marks.filter(function (mark) { return top(mark).bottom > 8; })[0];
    return mark && (mark != marks[0] || top(mark).top < 8) && [mark.id, top(mark).top];
  }
  ["click", "auxclick", "contextmenu"].forEach(function (kind) {
    doc.addEventListener(kind, function (event) {
      var link = event.target.closest && event.target.closest("a[data-locale]"), place;
      if (!link) return;
      if (kind == "click") {
        put("depeche-locale", link.dataset.locale);
        // See `depeche server`.
        doc.cookie = "depeche_locale=" + link.dataset.locale + "; path=/; max-age=31536000; samesite=lax";
      }
      if (link.rel != "alternate" || !(place = reading())) return;
      link.hash = place[0];
      try { sessionStorage.setItem("depeche-place", place.join()); } catch (e) { /* the hash leads there */ }
    });
  });

  // Puts the block where it stood in the other language.
  function resume(place) {
    var mark = location.hash == "#" + place[0] && doc.getElementById(place[0]);
    if (mark) scrollBy({ top: top(mark).top - place[1], behavior: "instant" });
  }
  try {
    var kept = (sessionStorage.getItem("depeche-place") || "").split(",");
    sessionStorage.removeItem("depeche-place");
    if (kept[1]) {
      resume(kept);
      addEventListener("load", function () { requestAnimationFrame(resume.bind(null, kept)); });
    }
  } catch (e) { /* no place was kept */ }

  // Both languages at once, by a script for those who ask. Others than the first are named: `side-es`.
  all(".compare").forEach(function (tools, index) {
    var asked = new URLSearchParams(location.search).get("compare") || get("depeche-compare") || "";
    var more = index ? "-" + tools.dataset.lang : "";
    function show(mode) {
      import(tools.dataset.script)
        .then(function (script) { return script.show(tools, mode, mode && mode + more); })
        .catch(function () { /* no network */ });
    }
    tools.hidden = false;
    tools.addEventListener("click", function (event) {
      var button = event.target.closest("button"), mode;
      if (!button) return;
      mode = button.getAttribute("aria-pressed") == "true" ? "" : button.value;
      put("depeche-compare", mode && mode + more);
      show(mode);
    });
    // On a page in the very language that was compared with, the first other takes its place.
    if (!index && asked.slice(5) == root.lang) asked = asked.slice(0, 4);
    if (asked == "peek" + more || asked == "side" + more) show(asked.slice(0, 4));
  });

  // A page that exists in the reader's language says so, once.
  function offer() {
    if (get("depeche-offer") == "no") return;
    var wanted = [get("depeche-locale")].concat(navigator.languages || navigator.language);
    var here = root.lang.split("-")[0], asides = all(".offer");
    wanted.filter(Boolean).some(function (tag) {
      tag = tag.toLowerCase().split("-")[0];
      if (tag == here) return true;
      var aside = asides.filter(function (a) { return a.lang.split("-")[0] == tag; })[0];
      if (!aside) return false;
      aside.hidden = false;
      aside.querySelector("button").addEventListener("click", function () {
        aside.hidden = true;
        put("depeche-offer", "no");
      });
      return true;
    });
  }
  offer();
})();
