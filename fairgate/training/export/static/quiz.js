// Marks the quizzes of a page, and keeps what was answered in window.fairgateStore.
//
// Events on document: "fairgate:answered" {module, item, kind, chosen, right, correct} for each
// question, then "fairgate:scored" {module, right, total, share, passed}; "fairgate:reading"
// {section} whenever another part of the page is read.
//
// What is kept: {s: id of the last section, d: {module: {k: which quiz, a: answers, m: 1 marked,
// b: best number of right answers, t: of how many, n: attempts, p: 1 passed}}}. Answers are bits
// of the chosen options, question by question, in base 36. At most 4096 characters, always.
"use strict";
(() => {
  const LIMIT = 4096;
  const SECTION = 64; // characters of a section's id
  const store = window.fairgateStore || { load: () => "", save: () => false };
  const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];
  const tell = (name, detail) =>
    document.dispatchEvent(new CustomEvent(`fairgate:${name}`, { detail }));

  // -- what is kept ---------------------------------------------------------------------------

  function kept() {
    let state = null;
    try {
      state = JSON.parse(store.load() || "null");
    } catch {
      // what is no JSON is nothing
    }
    const object = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
    if (!object(state) || !object(state.d)) return { s: "", d: {} };
    return { s: typeof state.s === "string" ? state.s.slice(0, SECTION) : "", d: state.d };
  }

  function keep(change) {
    const state = kept();
    change(state);
    let text = JSON.stringify(state);
    for (const module of Object.keys(state.d)) {
      if (text.length <= LIMIT) break;
      delete state.d[module].a; // scores matter more than which answers were chosen
      text = JSON.stringify(state);
    }
    for (const module of Object.keys(state.d)) {
      if (text.length <= LIMIT) break;
      delete state.d[module];
      text = JSON.stringify(state);
    }
    store.save(text);
    showProgress();
  }

  // A record of another quiz under the same number keeps its scores no more than its answers.
  function record(state, form) {
    const found = state.d[form.dataset.module];
    return found && found.k === form.dataset.key ? found : { k: form.dataset.key };
  }

  // -- a quiz ---------------------------------------------------------------------------------

  const inputs = (item) => all("input", item);
  const idsOf = (list) => list.map((input) => input.value);
  const chosen = (item) => idsOf(inputs(item).filter((input) => input.checked));
  const correct = (item) => idsOf(inputs(item).filter((input) => "right" in input.dataset));
  const same = (one, other) => one.length === other.length && one.every((id) => other.includes(id));

  const bits = (item) =>
    inputs(item)
      .reduce((sum, input, at) => sum + (input.checked ? 2 ** at : 0), 0)
      .toString(36);

  function choose(item, text) {
    const sum = parseInt(text, 36) || 0;
    inputs(item).forEach((input, at) => {
      input.checked = Math.floor(sum / 2 ** at) % 2 === 1;
    });
  }

  function quiz(form) {
    const items = all("fieldset.item", form);
    const [result, status] = [form.querySelector(".result"), form.querySelector("[role=status]")];
    const [mark, again] = [form.querySelector(".mark"), form.querySelector(".again")];
    const module = form.dataset.module;
    const needed = Number(form.dataset.needed);

    function remember(extra) {
      keep((state) => {
        const answers = items.map(bits).join(".");
        state.d[module] = { ...record(state, form), a: answers, ...extra };
      });
    }

    function explain(item) {
      const [have, want] = [chosen(item), correct(item)];
      const good = same(have, want);
      item.dataset.outcome = good ? "right" : "wrong";
      all(".outcome", item).forEach((each) => {
        each.hidden = each.dataset.when !== item.dataset.outcome;
      });
      all(".reason", item).forEach((reason) => {
        const id = reason.dataset.option;
        reason.hidden = !have.includes(id) && !want.includes(id);
        reason.querySelector(".yours").hidden = !have.includes(id);
      });
      inputs(item).forEach((input) => {
        input.disabled = true;
        const right = "right" in input.dataset;
        const option = input.closest(".option");
        option.dataset.mark = right ? "right" : input.checked ? "wrong" : "";
      });
      const reasons = item.querySelector("details.reasons");
      reasons.hidden = false;
      reasons.open = true;
      return good;
    }

    function show() {
      const right = items.filter(explain).length;
      const share = right / items.length;
      const passed = right >= needed;
      const words = passed ? form.dataset.passed : form.dataset.failed;
      const percent = Math.floor(share * 100 + 1e-9);
      status.textContent =
        `${right} of ${items.length} right, ${percent} %. ${words}`;
      all("li", result).forEach((line, at) => {
        line.hidden = items[at].dataset.outcome === "right";
      });
      result.querySelector(".look").hidden = right === items.length;
      result.dataset.outcome = passed ? "right" : "wrong";
      result.hidden = again.hidden = false;
      mark.hidden = true;
      return { module, right, total: items.length, share, passed };
    }

    function unanswered() {
      const open = items.filter((item) => chosen(item).length === 0);
      all(".open", form).forEach((each) => (each.hidden = true));
      if (open.length === 0) return false;
      open.forEach((item) => (item.querySelector(".open").hidden = false));
      inputs(open[0])[0].focus();
      return true;
    }

    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!again.hidden || unanswered()) return;
      const score = show();
      const before = record(kept(), form);
      remember({
        m: 1,
        b: Math.max(before.b || 0, score.right),
        t: score.total,
        n: (before.n || 0) + 1,
        p: before.p || score.passed ? 1 : 0,
      });
      items.forEach((item) =>
        tell("answered", {
          module,
          item: item.dataset.item,
          kind: item.dataset.kind,
          chosen: chosen(item),
          right: item.dataset.outcome === "right",
          correct: correct(item),
        }),
      );
      tell("scored", score);
      result.focus();
    });

    form.addEventListener("change", (event) => {
      event.target.closest(".item").querySelector(".open").hidden = true;
      remember({ m: 0 });
    });

    function clear() {
      items.forEach((item) => {
        delete item.dataset.outcome;
        inputs(item).forEach((input) => {
          input.disabled = input.checked = false;
          delete input.closest(".option").dataset.mark;
        });
        all(".outcome, .open, details.reasons", item).forEach((each) => (each.hidden = true));
      });
      status.textContent = "";
      result.hidden = again.hidden = true;
      mark.hidden = false;
    }

    again.addEventListener("click", () => {
      clear();
      remember({ m: 0 });
      inputs(items[0])[0].focus();
    });

    clear();
    const found = record(kept(), form);
    const answers = typeof found.a === "string" ? found.a.split(".") : [];
    items.forEach((item, at) => choose(item, answers[at] || ""));
    if (found.m === 1 && items.every((item) => chosen(item).length > 0)) show();
    return clear;
  }

  // -- the page -------------------------------------------------------------------------------

  function showProgress() {
    const now = kept();
    let passed = 0;
    all("form.quiz").forEach((form) => {
      const found = record(now, form);
      passed += found.p === 1 ? 1 : 0;
      const best = `best ${found.b} of ${found.t}`;
      const state = found.p === 1 ? "Quiz passed" : "Quiz not passed yet";
      all(`[data-progress="${form.dataset.module}"]`).forEach((each) => {
        each.textContent = found.n ? `${state}, ${best}.` : "";
        each.toggleAttribute("data-done", found.p === 1);
      });
    });
    all("[data-passed-count]").forEach((each) => (each.textContent = String(passed)));
  }

  // Where the last visit stopped; it stays there while this visit looks at other parts.
  function showResume() {
    const section = kept().s;
    const last = all("[data-section]").find((each) => each.id === section);
    all("[data-resume]").forEach((each) => {
      each.hidden = !last;
      if (last) {
        const [link, of] = [each.querySelector("a"), document.createElement("span")];
        [of.lang, of.dir, of.textContent] = [last.dataset.language, "auto", last.dataset.of];
        link.href = `#${section}`;
        link.replaceChildren(of, `: ${last.dataset.section}`);
      }
    });
  }

  function read(section) {
    if (section.length > SECTION || kept().s === section) return;
    keep((state) => (state.s = section));
    tell("reading", { section });
  }

  function noteReading() {
    const seen = new IntersectionObserver(
      (entries) => entries.filter((each) => each.isIntersecting).forEach((each) => read(each.target.id)),
      { rootMargin: "0px 0px -70% 0px" },
    );
    all("[data-section]").forEach((section) => seen.observe(section));
  }

  all(".scripted").forEach((each) => (each.hidden = false));
  const clearing = all("form.quiz").map(quiz);
  showProgress();
  showResume();
  // Whoever only opens the page has read nothing yet, however tall their screen is.
  window.addEventListener("scroll", noteReading, { once: true, passive: true });
  document.addEventListener("focusin", ({ target }) => {
    const section = target.closest("[data-section]");
    if (section) read(section.id);
  });
  all("[data-forget]").forEach((button) =>
    button.addEventListener("click", () => {
      clearing.forEach((clear) => clear());
      store.save("");
      showProgress();
      showResume();
    }),
  );
})();
