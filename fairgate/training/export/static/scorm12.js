// Tells a learning platform how its learner gets on: SCORM 1.2, run-time API. Runs before quiz.js.
//
// The quiz says what happens by events on document (see quiz.js), and keeps its state through
// window.fairgateStore, which is cmi.suspend_data here. Without a platform the store stays as it
// was, and the page says so once; so it does where a platform refuses something or breaks.
"use strict";
(() => {
  const LIMIT = 4096; // characters of cmi.suspend_data
  const PARENTS = 500;
  const WAIT = 5000; // milliseconds until answers that are not marked yet are sent
  const ALONE =
    "This page was opened outside a learning platform. You can learn and answer here, " +
    "but nobody is told your result.";
  const REFUSED =
    "Your learning platform did not take what this page told it. You can go on, but your " +
    "result may be missing there: keep a note of it, or tell whoever runs your training.";

  // -- the platform ---------------------------------------------------------------------------

  function above(start) {
    let each = start;
    for (let at = 0; each && at <= PARENTS; at += 1) {
      if (each.API && each.API.LMSInitialize) return each.API; // no element called API
      if (each.parent === each) return null;
      each = each.parent;
    }
    return null;
  }

  // A frame of another origin may not be looked into: then there is no platform for this page.
  function attempt(find) {
    try {
      return find() || null;
    } catch {
      return null;
    }
  }

  const api =
    attempt(() => above(window)) ||
    attempt(() => above(window.opener)) ||
    attempt(() => above(window.top.opener));

  const line = document.querySelector("[data-notice]");

  function say(words) {
    if (!line.hidden) return;
    line.hidden = false;
    // A region is read out when its words change, so it has to be there before.
    setTimeout(() => (line.textContent = words), 100);
  }

  function ask(name, ...parts) {
    try {
      return String(api[name](...parts));
    } catch {
      return "";
    }
  }

  const get = (element) => ask("LMSGetValue", element);
  const quietly = (element, value) => ask("LMSSetValue", element, String(value)) === "true";

  function set(element, value) {
    const taken = quietly(element, value);
    if (!taken) say(REFUSED);
    return taken;
  }

  if (!api || ask("LMSInitialize", "") !== "true") {
    say(api ? REFUSED : ALONE);
    return;
  }

  // -- time -----------------------------------------------------------------------------------

  const began = Date.now();
  const two = (number) => String(number).padStart(2, "0");

  function spent() {
    const hundredths = Math.max(0, Math.floor((Date.now() - began) / 10));
    const seconds = Math.floor(hundredths / 100);
    const hours = Math.min(9999, Math.floor(seconds / 3600));
    const minutes = Math.floor(seconds / 60) % 60;
    const rest = `${two(seconds % 60)}.${two(hundredths % 100)}`;
    return `${String(hours).padStart(4, "0")}:${two(minutes)}:${rest}`;
  }

  function clock() {
    const now = new Date();
    return [now.getHours(), now.getMinutes(), now.getSeconds()].map(two).join(":");
  }

  // -- sending --------------------------------------------------------------------------------

  let finished = false;
  let waiting = 0;

  function commit() {
    clearTimeout(waiting);
    waiting = 0;
    if (finished) return;
    quietly("cmi.core.session_time", spent());
    if (ask("LMSCommit", "") !== "true") say(REFUSED);
  }

  function commitSoon() {
    if (!waiting) waiting = setTimeout(commit, WAIT);
  }

  function finish() {
    if (finished) return;
    commit();
    finished = true;
    ask("LMSFinish", "");
  }

  // -- what is told ---------------------------------------------------------------------------

  const counts = ["normal", ""].includes(get("cmi.core.lesson_mode")); // no browsing, no review
  let status = get("cmi.core.lesson_status");
  let best = parseFloat(get("cmi.core.score.raw"));
  let interactions = parseInt(get("cmi.interactions._count"), 10);

  function become(next) {
    // A pass stays a pass, whatever is tried afterwards.
    if (!counts || status === "passed" || status === next) return;
    if (set("cmi.core.lesson_status", next)) status = next;
  }

  // Platforms that know cmi.student_data.mastery_score compare it with the score once more when
  // the page is left: so the score is the best one, cut off where the manifest cuts off its mark.
  function score(right, total) {
    const raw = Math.floor((right / total) * 10000 + 1e-6) / 100;
    if (!counts || best >= raw) return;
    best = raw;
    quietly("cmi.core.score.min", 0);
    quietly("cmi.core.score.max", 100);
    set("cmi.core.score.raw", raw);
  }

  const quiz = (module) =>
    document.querySelector(`form.quiz[data-module="${CSS.escape(module)}"]`);

  // Options have letters in SCORM 1.2, in their order on the page.
  function letters(module, item, ids) {
    const inputs = quiz(module).querySelectorAll(`[data-item="${CSS.escape(item)}"] input`);
    const order = [...inputs].map((input) => input.value);
    const names = "abcdefghijklmnopqrstuvwxyz0123456789";
    return ids.map((id) => names[order.indexOf(id)] || "").join(",");
  }

  // Platforms need not know interactions: one that does not is not asked again.
  function interaction({ module, item, chosen, right, correct }) {
    if (!counts || !(interactions >= 0)) return;
    const path = `cmi.interactions.${interactions}`;
    if (!quietly(`${path}.id`, `${module}.${item}`.slice(0, 255))) {
      interactions = NaN;
      return;
    }
    quietly(`${path}.type`, "choice");
    quietly(`${path}.time`, clock());
    quietly(`${path}.correct_responses.0.pattern`, letters(module, item, correct));
    quietly(`${path}.student_response`, letters(module, item, chosen));
    quietly(`${path}.result`, right ? "correct" : "wrong");
    quietly(`${path}.weighting`, 1);
    interactions += 1;
  }

  // -- the page -------------------------------------------------------------------------------

  // A copy is kept here, so that the page is itself where a platform fails half-way.
  let kept = get("cmi.suspend_data");

  window.fairgateStore = {
    load: () => kept,
    save(text) {
      if (finished || text.length > LIMIT) return false;
      kept = text;
      commitSoon();
      return set("cmi.suspend_data", text);
    },
  };

  if (["", "not attempted", "unknown", "browsed"].includes(status)) become("incomplete");
  // The next visit goes on where this one stops. Told now, since not every page gets to say goodbye.
  quietly("cmi.core.exit", "suspend");
  commit();

  document.addEventListener("fairgate:answered", (event) => interaction(event.detail));
  document.addEventListener("fairgate:scored", ({ detail }) => {
    score(detail.right, detail.total);
    become(detail.passed ? "passed" : "failed");
    commit();
    if (!line.hidden) quiz(detail.module).querySelector(".result").before(line); // where people look
  });
  document.addEventListener("fairgate:reading", ({ detail }) => {
    quietly("cmi.core.lesson_location", detail.section.slice(0, 255));
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") commit();
  });
  window.addEventListener("pagehide", finish);
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) window.location.reload(); // a platform begins once for each page
  });
})();
