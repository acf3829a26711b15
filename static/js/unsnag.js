// What plain pages cannot do by themselves: the theme switch, focus after a swap, disclosures opened by an address,
// permalinks copied on a click. Everything works without this file, only less quickly.
(() => {
  "use strict";
  const root = document.documentElement;

  // ---- theme -------------------------------------------------------------------------------------------------
  const isDark = () =>
    root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;

  function setUpTheme() {
    const button = document.querySelector("[data-theme-switch]");
    if (!button) return;
    const show = () => button.setAttribute("aria-pressed", String(isDark()));
    button.hidden = false;
    button.addEventListener("click", () => {
      const theme = isDark() ? "light" : "dark";
      root.dataset.theme = theme;
      try { localStorage.setItem("theme", theme); } catch { /* it holds for this page */ }
      show();
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show);
    show();
  }

  // ---- focus -------------------------------------------------------------------------------------------------
  function focusOn(element) {
    if (!element) return;
    if (!element.hasAttribute("tabindex")) element.setAttribute("tabindex", "-1");
    element.focus({ preventScroll: true });
    element.scrollIntoView({ block: element.id === "error-summary" ? "start" : "nearest", });
  }

  // A button that brings something new on its own page says where to look for it.
  let then = "none";
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-then]") : null;
    then = button ? button.dataset.then : "none";
  });

  // htmx leaves the focus on <body> when the focused element was swapped away. Only a swap of the page's content moves
  // it: a live row or a list of suggestions must not take the cursor from where somebody is typing.
  document.addEventListener("htmx:after:swap", (event) => {
    const told = event.detail?.ctx?.target;
    const target = typeof told === "string" ? document.querySelector(told) : told;  // `hx-retarget` names it
    if (!(target instanceof Element) || !(target.id === "page" || target.id === "main" || target === document.body)) return;
    const summary = document.getElementById("error-summary");
    const next = document.querySelector(`#${then} .disclosure-body`);
    then = "none";
    if (!summary && !next) scrollTo({ top: 0 });
    focusOn(summary ?? next ?? document.querySelector("#main h1"));
    openForHash();
  });

  // Results make the rest of a step anew. What was chosen or opened there meanwhile stays so.
  const kept = new WeakMap();
  document.addEventListener("htmx:before:swap", (event) => {
    const rest = document.getElementById("step-rest");
    if (!rest) return;
    const marked = (query) => [...rest.querySelectorAll(query)];
    kept.set(event.detail.ctx, {
      rest,
      chosen: marked("input:checked").map((box) => `input[name="${CSS.escape(box.name)}"][value="${CSS.escape(box.value)}"]`),
      open: marked("details[open][id]").map((details) => `details[id="${CSS.escape(details.id)}"]`),
    });
  });
  document.addEventListener("htmx:after:swap", (event) => {
    const { rest, chosen, open } = kept.get(event.detail.ctx) ?? {};
    if (!rest?.isConnected) return;  // another page is there now
    for (const query of chosen) for (const box of rest.querySelectorAll(query)) box.checked = true;
    for (const query of open) for (const details of rest.querySelectorAll(query)) details.open = true;
  });

  // Links of the error summary lead to the field itself, with the label in view.
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest(".error-summary a") : null;
    const field = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!field) return;
    event.preventDefault();
    (field.closest(".field") ?? field).scrollIntoView({ block: "start" });
    field.focus({ preventScroll: true });
  });

  // "None of these" and the other boxes exclude each other.
  document.addEventListener("change", (event) => {
    const box = event.target;
    if (!(box instanceof HTMLInputElement) || box.type !== "checkbox" || !box.checked) return;
    const group = box.closest("fieldset");
    if (!group) return;
    const alone = box.hasAttribute("data-alone");
    for (const other of group.querySelectorAll("input[type=checkbox]"))
      if (other !== box && (alone || other.hasAttribute("data-alone"))) other.checked = false;
  });

  // ---- addresses ---------------------------------------------------------------------------------------------
  function openForHash() {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    let opened = false;
    for (let at = target; at; at = at.parentElement)
      if (at instanceof HTMLDetailsElement && !at.open) { at.open = true; opened = true; }
    if (opened) target.scrollIntoView({ block: "start" });
  }

  document.addEventListener("click", async (event) => {
    const link = event.target instanceof Element ? event.target.closest("a.permalink") : null;
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || !navigator.clipboard) return;
    try {
      await navigator.clipboard.writeText(link.href);
      say(document.body.dataset.copied);
      link.classList.add("copied");
      setTimeout(() => link.classList.remove("copied"), 1600);
    } catch { /* the address bar shows it */ }
  });

  // Evidence is copied as its lines, as one would type them. The button is of use only with a script and a clipboard.
  document.addEventListener("toggle", (event) => {
    const button = event.target instanceof Element ? event.target.querySelector(":scope > .disclosure-body > .copy") : null;
    if (button && navigator.clipboard) button.hidden = false;
  }, true);

  document.addEventListener("click", async (event) => {
    const button = event.target instanceof Element ? event.target.closest("button.copy") : null;
    if (!button) return;
    const lines = [...button.parentElement.querySelectorAll(".transcript li")];
    const words = (line) => [".at", ".who", "code"].map((part) => line.querySelector(part).textContent).join("\t");
    try {
      await navigator.clipboard.writeText(lines.map(words).join("\n") + "\n");
    } catch { return; /* the lines can be selected */ }
    const before = button.textContent;
    button.textContent = button.dataset.copied;
    say(button.dataset.copied);
    setTimeout(() => { button.textContent = before; }, 1600);
  });

  // Checks may be run again while the last sentence of the run before still waits for its second: it is not said then,
  // and its stream is closed first, since htmx would close the newer one with it.
  const streams = new WeakMap();
  const over = new WeakMap();
  document.addEventListener("htmx:sse:before:connection", (event) => streams.set(event.target, event.detail.connection));
  document.addEventListener("hx:release", (event) => over.set(event.target, streams.get(event.target)));
  document.addEventListener("submit", (event) => {
    over.get(event.target)?.reader?.cancel();
    over.delete(event.target);
  }, true);

  // One region speaks: that of the page where it has one.
  let region;
  function say(text) {
    region = document.querySelector("[role=status]");
    if (!region) {
      region = document.createElement("div");
      region.setAttribute("role", "status");
      region.className = "visually-hidden";
      document.body.append(region);
    }
    region.textContent = text;
  }

  // A picture wider than the screen opens at its first step.
  document.addEventListener("toggle", (event) => {
    if (event.target instanceof HTMLDetailsElement && event.target.open)
      event.target.querySelector(".graph-frame .graph-node")?.scrollIntoView({ block: "nearest", inline: "center" });
  }, true);

  // ---- print: every cause open, as it was afterwards -----------------------------------------------------------
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open])")];
    for (const details of closed) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of closed) details.open = false;
    closed = [];
  });

  // ---- scripts that only the foot of a page needs come when it is near ------------------------------------------
  function loadNear() {
    const near = new IntersectionObserver((seen) => {
      for (const { isIntersecting, target } of seen) {
        if (!isIntersecting) continue;
        near.unobserve(target);
        for (const address of target.dataset.scripts.split(" "))
          document.head.append(Object.assign(document.createElement("script"), { src: address, async: false }));
      }
    }, { rootMargin: "800px" });
    for (const place of document.querySelectorAll("[data-scripts]")) near.observe(place);
  }

  addEventListener("hashchange", openForHash);
  document.addEventListener("DOMContentLoaded", () => {
    setUpTheme();
    openForHash();
    const summary = document.getElementById("error-summary");
    if (summary) focusOn(summary);
    loadNear();
  });
})();
