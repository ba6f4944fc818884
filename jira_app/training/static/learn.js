// Notes how far somebody has read; without it, the button at the end of the lesson does. A shell
// that cannot fetch passes its own `post`.

const LONGEST = 64; // characters of a section's id that the app keeps
const PAUSE = 800; // milliseconds without a new section before it is told

/** Send a form; nothing is done with the answer. */
function send(address, form) {
  const headers = { Accept: "application/json" };
  return fetch(address, { method: "POST", body: new URLSearchParams(new FormData(form)), headers, keepalive: true });
}

/** Start for the page, or for a part that a shell swaps in. */
export function learn(root = document, post = send) {
  const form = root.querySelector("form[data-mark]");
  const heads = [...root.querySelectorAll("[data-lesson] h2[id]")].filter((h) => h.id.length <= LONGEST);
  if (form && heads.length > 0) new Reader(form, heads, post);
}

class Reader {
  constructor(form, heads, post) {
    Object.assign(this, { form, heads, post, furthest: -1, waiting: 0 });
    const watch = new IntersectionObserver((entries) => this.seen(entries), { rootMargin: "0px 0px -40% 0px" });
    heads.forEach((head) => watch.observe(head));
    window.addEventListener("pagehide", () => this.waiting && this.tell());
  }

  seen(entries) {
    const last = Math.max(...entries.map((e) => (e.isIntersecting ? this.heads.indexOf(e.target) : -1)));
    if (last <= this.furthest) return;
    this.furthest = last;
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.tell(), PAUSE);
  }

  /** Tell the app the last section that was seen; quietly, since nothing depends on it. */
  tell() {
    clearTimeout(this.waiting);
    this.waiting = 0;
    const said = this.form.cloneNode(true); // the form itself says that all was read
    said.elements.section.value = this.heads[this.furthest].id;
    Promise.resolve(this.post(this.form.getAttribute("action"), said)).catch(() => {});
  }
}

learn();
