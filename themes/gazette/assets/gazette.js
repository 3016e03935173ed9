// Two choices of the reader are kept, each only when made: `depeche-locale` and `depeche-theme`.
(function () {
  "use strict";
  var doc = document, root = doc.documentElement, dark = matchMedia("(prefers-color-scheme: dark)");

  function get(key) {
    try { return localStorage.getItem(key); } catch (e) { return null; }
  }
  function put(key, value) {
    try {
      if (value) localStorage.setItem(key, value); else localStorage.removeItem(key);
    } catch (e) { /* private mode: the choice lasts as long as the page */ }
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

  doc.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("a[data-locale]");
    if (link) put("depeche-locale", link.dataset.locale);
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
