// Shows one slide at a time: by keys, by buttons, by its number in the address.
"use strict";
(() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const one = (selector) => document.querySelector(selector);
  const frames = all(".frame");
  const modules = all("[data-module] option").map((option) => Number(option.value));
  let now = 1;

  const within = (number) => Math.min(frames.length, Math.max(1, number));
  const asked = () => within(Math.trunc(Number(location.hash.replace(/^#s?/, ""))) || 1);

  function show(number) {
    now = within(number);
    frames.forEach((frame, at) => {
      frame.hidden = at + 1 !== now;
    });
    one("[data-number]").textContent = String(now);
    one("progress").value = now;
    const select = one("[data-module]");
    if (select) select.value = String(modules.filter((first) => first <= now).pop());
    window.scrollTo(0, 0);
  }

  // Whoever turns pages by keys is taken to the slide; at a button the focus stays, and the
  // slide is told.
  function go(number, stay = false) {
    if (within(number) === now) return;
    show(number);
    location.replace(`#${now}`);
    if (stay) {
      const heading = frames[now - 1].querySelector("h2, h3, p");
      const [slide, words] = [frames[now - 1].querySelector(".slide"), document.createElement("span")];
      [words.lang, words.dir, words.textContent] = [slide.lang, slide.dir, heading?.textContent ?? ""];
      one("[data-said]").replaceChildren(`Slide ${now}: `, words);
    } else {
      frames[now - 1].focus({ preventScroll: true });
    }
  }

  function toggleNotes() {
    const shown = document.body.classList.toggle("with-notes");
    one("[data-notes]").setAttribute("aria-pressed", String(shown));
  }

  const TURNS = {
    ArrowRight: () => now + 1,
    ArrowLeft: () => now - 1,
    PageDown: () => now + 1,
    PageUp: () => now - 1,
    Home: () => 1,
    End: () => frames.length,
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = event.target;
    if (at.closest("select") || (event.key.startsWith("Arrow") && at.closest(".scroll"))) return;
    if (event.key === " " && !at.closest("button, a")) {
      event.preventDefault();
      go(now + (event.shiftKey ? -1 : 1));
    } else if (event.key === "n" && at.closest("main")) {
      toggleNotes(); // a single letter: only where the focus is on a slide
    } else if (Object.hasOwn(TURNS, event.key) && !event.shiftKey) {
      event.preventDefault();
      go(TURNS[event.key]());
    }
  });

  all("[data-go]").forEach((button) =>
    button.addEventListener("click", () => go(now + (button.dataset.go === "on" ? 1 : -1), true)),
  );
  one("[data-notes]").addEventListener("click", toggleNotes);
  one("[data-module]")?.addEventListener("change", (event) => go(Number(event.target.value), true));
  window.addEventListener("hashchange", () => go(asked()));

  document.body.classList.add("scripted-show");
  all(".scripted").forEach((each) => (each.hidden = false));
  show(asked());
  frames[now - 1].focus({ preventScroll: true });
})();
