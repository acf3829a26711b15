// Keys for moderators. They press the buttons and follow the links that the page has anyway (`data-key`), and can be
// switched off, since single letters get in the way of speech input (WCAG 2.1.4). Nothing here is needed.
(() => {
  "use strict";
  const cards = () => [...document.querySelectorAll("[data-card]")];
  const OFF = "moderation-keys-off";
  let off = false;
  try { off = localStorage.getItem(OFF) === "1"; } catch { /* they are on, then */ }

  function here() {
    const active = document.activeElement;
    return active instanceof Element ? active.closest("[data-card]") : null;
  }

  function go(card) {
    if (!card) return;
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest" });
  }

  function move(by) {
    const all = cards(), at = all.indexOf(here());
    go(at < 0 ? all[by > 0 ? 0 : all.length - 1] : all[at + by]);
  }

  function press(key) {
    const inside = key === "u" ? document : here() ?? (cards().length === 1 ? cards()[0] : null);
    const target = inside?.querySelector(`[data-key="${key}"]`);
    target?.click();
    return Boolean(target);
  }

  function act(key) {
    if (key === "j") return move(1), true;
    if (key === "k") return move(-1), true;
    if (key === "?") {
      const help = document.getElementById("keys");
      if (!help) return false;
      help.open = !help.open;
      (help.open ? help.querySelector("summary") : cards()[0])?.focus();
      return true;
    }
    return "phrsebuxo".includes(key) && press(key);
  }

  document.addEventListener("keydown", (event) => {
    if (off || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
    const at = event.target;
    if (at instanceof HTMLElement && (at.isContentEditable || at.matches("textarea, select, input:not([type=checkbox])"))) return;
    if (event.key.length === 1 && act(event.key)) event.preventDefault();
  });

  const toggle = document.querySelector("[data-keys-switch]");
  if (toggle) {
    const box = toggle.querySelector("input");
    box.checked = !off;
    toggle.hidden = false;
    box.addEventListener("change", () => {
      off = !box.checked;
      try { localStorage.setItem(OFF, off ? "1" : "0"); } catch { /* it holds for this page */ }
    });
  }

  const all = document.querySelector("[data-choose-all]");
  if (all) {
    all.hidden = false;
    all.addEventListener("click", () => {
      const boxes = [...document.querySelectorAll("[data-card] input[type=checkbox]")];
      const every = boxes.every((box) => box.checked);
      for (const box of boxes) box.checked = !every;
    });
  }

  if (location.hash.startsWith("#comment-")) go(document.getElementById(location.hash.slice(1)));
})();
