// Keeps a page that is being worked on up to date, and shows what is wrong with the site.
//
// Nothing is written as HTML or as an inline style: what is shown comes from sources that may hold
// anything, and the page's own content security policy applies to this script, too.
(function () {
  "use strict";
  var script = document.currentScript;
  var seen = script.dataset.build, source = null, delay = 500, timer = 0, problems = null, busy = false;
  var KEPT = "depeche-scroll";

  // One connection for each page that is looked at: browsers allow six to a server in all.
  function connect() {
    clearTimeout(timer);
    if (source || document.hidden) return;
    source = new EventSource("/_depeche/events?since=" + encodeURIComponent(seen));
    source.onopen = function () { delay = 500; };
    source.onerror = function () {
      if (source && source.readyState === EventSource.CLOSED) {
        disconnect();
        timer = setTimeout(connect, delay);
        delay = Math.min(delay * 2, 8000);
      }
    };
    on("problems", function (event) { show(JSON.parse(event.data)); });
    on("css", restyle);
    on("reload", reload);
  }
  function disconnect() {
    if (source) source.close();
    source = null;
  }
  function on(name, act) {
    source.addEventListener(name, function (event) {
      seen = event.lastEventId || seen;
      act(event);
    });
  }
  document.addEventListener("visibilitychange", function () {
    if (document.hidden) disconnect(); else connect();
  });
  addEventListener("pagehide", disconnect);
  addEventListener("pageshow", connect);

  // A page that can't be made because of an error stays as it was, behind the problems.
  function reload() {
    fetch(location.href, { method: "HEAD", cache: "no-store" }).then(function (answer) {
      var gone = answer.status === 404 && !(problems && problems.errors);
      if (answer.ok || gone) restart();
    }, function () {});
  }
  function restart() {
    keep({ path: location.pathname, x: scrollX, y: scrollY });
    location.reload();
  }
  function keep(place) {
    try { sessionStorage.setItem(KEPT, JSON.stringify(place)); } catch (e) { /* no storage */ }
  }
  function restore() {
    try {
      var place = JSON.parse(sessionStorage.getItem(KEPT));
      sessionStorage.removeItem(KEPT);
      if (place && place.path === location.pathname) {
        scrollTo({ left: place.x, top: place.y, behavior: "instant" });
      }
    } catch (e) { /* no storage */ }
  }
  if (document.readyState === "complete") restore(); else addEventListener("load", restore);

  // A stylesheet's name follows what it holds: the page as it is now knows the new names.
  function restyle() {
    if (busy) { busy = "again"; return; }
    busy = true;
    fetch(location.href, { cache: "no-store" }).then(function (answer) {
      return answer.ok ? answer.text() : Promise.reject(answer);
    }).then(function (text) {
      var page = new DOMParser().parseFromString(text, "text/html");
      var olds = sheets(document), news = sheets(page);
      if (olds.length !== news.length) return restart();
      olds.forEach(function (old, place) {
        var href = news[place].getAttribute("href");
        if (old.getAttribute("href") === href) return;
        var link = old.cloneNode();
        link.setAttribute("href", href);
        // The old one goes when the new one is there, so that the page is never bare.
        link.onload = link.onerror = function () { old.remove(); };
        old.after(link);
      });
    }).catch(function () {}).then(function () {
      var again = busy === "again";
      busy = false;
      if (again) restyle();
    });
  }
  function sheets(page) {
    return [].slice.call(page.querySelectorAll("link[rel~=stylesheet]"));
  }

  // The problems: a button at the edge, and the list that it opens. In a shadow tree, so that the
  // site's stylesheets and these leave each other alone.
  var host = null, button, panel, heading, list;

  function make(name, properties, children) {
    var element = Object.assign(document.createElement(name), properties);
    (children || []).forEach(function (child) { element.append(child); });
    return element;
  }
  function build() {
    host = make("depeche-live");
    host.lang = "en";
    button = make("button", { type: "button", className: "badge" });
    button.setAttribute("aria-controls", "panel");
    heading = make("h2", { id: "heading" });
    list = make("ol");
    var close = make("button", { type: "button", className: "close", textContent: "Dismiss" });
    panel = make("section", { id: "panel", tabIndex: -1 }, [make("header", {}, [heading, close]), list]);
    panel.setAttribute("aria-labelledby", "heading");
    var status = make("div", { className: "status" }, [button]);
    status.setAttribute("role", "status");
    button.onclick = function () { open(panel.hidden); if (!panel.hidden) panel.focus(); };
    close.onclick = function () { open(false); button.focus(); };
    panel.onkeydown = function (event) {
      if (event.key === "Escape") { open(false); button.focus(); }
    };
    var style = make("link", { rel: "stylesheet", href: "/_depeche/live.css" });
    host.attachShadow({ mode: "open" }).append(style, panel, status);
    document.documentElement.append(host);
  }
  function open(wanted) {
    panel.hidden = !wanted;
    button.setAttribute("aria-expanded", String(wanted));
  }
  function show(now) {
    var before = problems, count = now.errors + now.warnings;
    problems = now;
    if (!count) {
      if (host) host.remove();
      host = null;
      return;
    }
    if (!host) build();
    var words = [some(now.errors, "error"), some(now.warnings, "warning")].filter(Boolean).join(", ");
    button.textContent = heading.textContent = words;
    button.className = now.errors ? "badge error" : "badge";
    list.replaceChildren.apply(list, now.problems.map(item));
    if (count > now.problems.length) {
      list.append(make("li", { textContent: "and more: the terminal lists them all" }));
    }
    // Errors ask for attention; warnings wait until they are asked for.
    if (now.errors) open(true);
    else if (!before || before.errors || panel.hidden) open(false);
  }
  function some(count, word) {
    return count ? count + " " + word + (count > 1 ? "s" : "") : "";
  }
  function item(problem) {
    var place = [problem.file, problem.line, problem.column].filter(Boolean).join(":");
    return make("li", { className: problem.severity }, [
      make("p", { className: "code", textContent: problem.severity + "[" + problem.code + "]" }),
      make("p", { className: "message", textContent: problem.message }),
      make("p", { className: "place", textContent: place }),
      make("p", { className: "help", textContent: problem.help ? "help: " + problem.help : "" })
    ]);
  }

  connect();
})();
