// What a form of comments is spared without a script: the live count, keeping what was typed in this tab until it was
// sent, "this worked for me" and a writer's address without leaving the page.
(() => {
  "use strict";

  // ---- the count: characters as people count them, like the server -------------------------------------------
  const segmenter = window.Intl?.Segmenter && new Intl.Segmenter(undefined, { granularity: "grapheme" });
  const length = (text) => {
    const clean = text.replace(/\r\n?/g, "\n").replace(/[^\S\n]+$/gm, "").replace(/^\n+|\n+$/g, "");
    return segmenter ? [...segmenter.segment(clean)].length : [...clean].length;
  };
  const numbers = new Intl.NumberFormat(document.documentElement.lang || undefined);

  function count(area) {
    const shown = document.getElementById("text-count");
    if (!shown) return;
    const left = Number(area.dataset.limit) - length(area.value);
    const words = (left < 0 ? shown.dataset.over : shown.dataset.left).replace("{count}", numbers.format(Math.abs(left)));
    shown.hidden = false;
    shown.classList.toggle("over", left < 0);
    shown.textContent = words;
    say(area, left < 100 ? words : "");
  }

  // A screen reader is told near the end only, and when the fingers rest.
  let rest;
  function say(area, words) {
    clearTimeout(rest);
    const region = area.closest("form").querySelector("[data-count-said]");
    if (region) rest = setTimeout(() => { region.textContent = words; }, 1000);
  }

  // ---- drafts: an error page, a reload or the way back loses nothing that was typed ---------------------------
  const FIELDS = ["name", "email", "text"];
  const keyOf = (form) => `tip ${form.dataset.draft}`;

  function keep(form) {
    const typed = Object.fromEntries(FIELDS.map((name) => [name, form.elements[name]?.value ?? ""]));
    try { sessionStorage.setItem(keyOf(form), JSON.stringify(typed)); } catch { /* then only this page has it */ }
  }

  function restore(form) {
    let typed;
    try { typed = JSON.parse(sessionStorage.getItem(keyOf(form))); } catch { return; }
    if (!typed || form.elements.text.value) return;
    for (const name of FIELDS)
      if (form.elements[name] && !form.elements[name].value) form.elements[name].value = typed[name] ?? "";
  }

  function setUp() {
    for (const sent of document.querySelectorAll("[data-posted]")) {
      try { sessionStorage.removeItem(`tip ${sent.dataset.posted}`); } catch { /* there is none */ }
    }
    for (const form of document.querySelectorAll("form[data-draft]")) {
      const { text } = form.elements;
      if (text.value !== text.defaultValue) keep(form);  // typed before this script came
      restore(form);
    }
    for (const area of document.querySelectorAll("textarea[data-limit]")) count(area);
  }

  document.addEventListener("input", (event) => {
    const field = event.target;
    if (field.matches("textarea[data-limit]")) count(field);
    if (field.form?.dataset.draft) keep(field.form);
  });
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", setUp);
  else setUp();
  addEventListener("pageshow", (event) => { if (event.persisted) setUp(); });

  // ---- in place -----------------------------------------------------------------------------------------------
  async function ask(form) {
    const answer = await fetch(form.action, { method: "POST", headers: { accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.statusText);
    return answer.json();
  }

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("form[data-helpful], form[data-address]")) return;
    event.preventDefault();
    try {
      const told = await ask(form);
      if (form.matches("[data-helpful]")) {
        form.querySelector("[data-count]").textContent = told.helpful;
        form.querySelector("button").setAttribute("aria-pressed", "true");
      } else {
        const link = document.createElement("a");
        link.href = `mailto:${told.address}`;
        link.textContent = told.address;
        link.className = "button quiet small";
        form.replaceWith(link);
        link.focus();
      }
    } catch {
      form.submit();  // the page that answers says what is wrong
    }
  });
})();
