// Notes how far somebody has read; without it, the button at the end of the lesson does.

const LONGEST = 64; // characters of a section's id that the app keeps
const PAUSE = 800; // milliseconds without a new section before it is told

const form = document.querySelector("[data-mark]");
const heads = [...document.querySelectorAll("[data-lesson] h2[id]")].filter((h) => h.id.length <= LONGEST);
let furthest = -1;
let waiting = 0;

/** Tell the app the last section that was seen; quietly, since nothing depends on it. */
function tell() {
  clearTimeout(waiting);
  waiting = 0;
  const said = new URLSearchParams(new FormData(form));
  said.set("section", heads[furthest].id);
  const headers = { Accept: "application/json" };
  fetch(form.action, { method: "POST", body: said, headers, keepalive: true }).catch(() => {});
}

function seen(entries) {
  const last = Math.max(...entries.map((e) => (e.isIntersecting ? heads.indexOf(e.target) : -1)));
  if (last <= furthest) return;
  furthest = last;
  clearTimeout(waiting);
  waiting = setTimeout(tell, PAUSE);
}

if (form && heads.length > 0) {
  const watch = new IntersectionObserver(seen, { rootMargin: "0px 0px -40% 0px" });
  heads.forEach((head) => watch.observe(head));
  window.addEventListener("pagehide", () => waiting && tell());
}
