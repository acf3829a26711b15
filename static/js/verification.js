// Verification by a proof of work, begun when somebody turns to the form. Until it is done the form waits; where it
// cannot be done (no worker, no answer), the picture and the sound take its place.
(() => {
  "use strict";

  // Not when a button is pressed: what appears then would move it away from under the pointer.
  document.addEventListener("focusin", (event) => {
    if (event.target.closest?.("button")) return;
    const place = event.target.closest?.("form")?.querySelector("[data-verification]");
    if (place && !place.dataset.state) begin(place);
  });

  // A form that came back with its errors is verified while its reader looks at them.
  const beginWaiting = () => document.querySelectorAll("[data-verification][data-now]").forEach(begin);
  function setUp() {
    document.querySelectorAll("[data-verification]").forEach(show);
    beginWaiting();
    const busy = document.activeElement?.closest("form")?.querySelector("[data-verification]");
    if (busy && document.activeElement.matches("input, textarea")) begin(busy);  // this script came late
  }
  document.addEventListener("htmx:after:swap", beginWaiting);

  // Back and forward may show a form whose proof was used.
  addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("[data-verification]").forEach(forget);
  });

  // Pressed while the proof is still at work, the button waits for it.
  document.addEventListener("submit", async (event) => {
    const form = event.target, place = form.querySelector("[data-verification]");
    if (!place || !needs(event.submitter) || !(place.dataset.state === "working" || !place.dataset.state)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const button = event.submitter;
    if (button) button.setAttribute("aria-disabled", "true");
    await begin(place);
    if (button) button.removeAttribute("aria-disabled");
    form.requestSubmit(button);
  }, true);

  const needs = (button) => !button?.hasAttribute("data-unverified");
  const working = new WeakMap();

  function begin(place) {
    if (!working.has(place)) working.set(place, work(place));
    return working.get(place);
  }

  function forget(place) {
    working.delete(place);
    delete place.dataset.state;
    place.querySelector("[name=verification]").value = "";
    show(place);
  }

  async function work(place) {
    place.dataset.state = "working";
    show(place);
    try {
      const answer = await fetch(place.dataset.verification, { headers: { accept: "application/json" } });
      if (!answer.ok) throw new Error(answer.statusText);
      const { opened, ...challenge } = await answer.json();
      const moment = place.closest("form").querySelector("[name=opened]");
      if (moment && !moment.value) moment.value = opened;
      const solution = await solved(place.dataset.worker, challenge.parameters);
      place.querySelector("[name=verification]").value = btoa(JSON.stringify({ challenge, solution }));
      place.dataset.state = "done";
      setTimeout(() => forget(place), Number(place.dataset.seconds) * 1000);  // too old by then: once more
    } catch {
      place.dataset.state = "failed";
    }
    show(place);
  }

  function solved(address, parameters) {
    return new Promise((resolve, reject) => {
      const worker = new Worker(address);
      const end = (settle) => (event) => { worker.terminate(); settle(event.data ?? event); };
      worker.addEventListener("message", end(resolve));
      worker.addEventListener("error", end(reject));
      worker.postMessage(parameters);
    });
  }

  function show(place) {
    const state = place.dataset.state ?? "";
    for (const line of place.querySelectorAll("[data-when]")) line.hidden = line.dataset.when !== state;
    const picture = place.querySelector(".verification-picture");
    if (picture) picture.hidden = state === "working" || state === "done";
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", setUp);
  else setUp();
})();
