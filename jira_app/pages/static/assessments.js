// Saves the form of an assessment as somebody types, and shows what is asked then. Without it
// the Save button does the same. A shell that cannot fetch passes its own `post`.

const PAUSE = 700; // milliseconds without a key press after which the form is sent

/** Send a form; give {status, body}, body as the server's JSON or null. */
async function send(address, form) {
  const answer = await fetch(address, {
    method: "POST", body: new URLSearchParams(new FormData(form)), credentials: "same-origin",
    headers: { Accept: "application/json" }, keepalive: document.visibilityState === "hidden",
  });
  const json = answer.headers.get("Content-Type")?.includes("json");
  return { status: answer.status, body: json ? await answer.json() : null };
}

/** Start for the page, or for a part that a shell swaps in. */
export function assess(root = document, post = send) {
  offerCopies(root);
  const form = root.querySelector("form[data-save]");
  if (form) new Saver(form, root, post);
}

class Saver {
  constructor(form, root, post) {
    Object.assign(this, { form, root, post, timer: 0, waits: false, busy: false, stopped: false });
    for (const kind of ["input", "change"]) form.addEventListener(kind, () => this.later());
    form.addEventListener("submit", () => this.stop());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden" && this.waits) this.now();
    });
    window.addEventListener("beforeunload", (event) => {
      if (this.waits || this.busy) event.preventDefault();
    });
  }

  later() {
    if (this.stopped) return;
    this.waits = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.now(), PAUSE);
  }

  stop() {
    this.stopped = true;
    this.waits = this.busy = false;
    clearTimeout(this.timer);
  }

  /** One at a time: what is typed meanwhile is sent after the answer, with its revision. */
  async now() {
    clearTimeout(this.timer);
    if (this.busy || this.stopped) return;
    this.busy = true;
    this.waits = false;
    this.say(this.form.dataset.saving);
    try {
      const { status, body } = await this.post(this.form.dataset.save, this.form);
      if (!this.stopped) this.heard(status, body);
    } catch {
      this.say(this.form.dataset.failed);
    }
    this.busy = false;
    if (this.waits) this.later();
  }

  heard(status, body) {
    this.showWrong(body?.wrong ?? []);
    if (status === 200 && body) this.saved(body);
    else if (status === 409 && body) this.conflict(body.said);
    else this.say([body?.said ?? this.form.dataset.failed, ...(body?.wrong ?? []).map((w) => w.text)].join(" "));
  }

  saved(body) {
    this.form.elements.revision.value = body.revision;
    for (const other of this.root.querySelectorAll('input[name="revision"]')) other.value = body.revision;
    this.showAsked(new Set(body.asked), body.rows);
    this.find("#progress").textContent = body.progress.said;
    const bar = this.find("#progress-bar");
    [bar.max, bar.value] = [Math.max(body.progress.asked, 1), body.progress.answered];
    this.showResult(body.result);
    const time = new Date(body.at * 1000).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
    this.say(this.form.dataset.saved.replace("{time}", time));
  }

  /** Somebody else was faster: stop, keep what was typed in view, and offer the newest. */
  conflict(said) {
    this.stop();
    const link = document.createElement("a");
    link.href = location.href;
    link.textContent = this.form.dataset.reload;
    const place = this.find("#saved");
    place.className = "said problem";
    place.replaceChildren(`${said} `, link);
  }

  showAsked(asked, rows) {
    for (const part of this.form.querySelectorAll("[data-question]")) {
      part.hidden = !asked.has(part.dataset.question);
      const open = new Set(rows[part.dataset.question] ?? []);
      for (const row of part.querySelectorAll("[data-row]")) row.hidden = !open.has(row.dataset.row);
    }
    for (const section of this.form.querySelectorAll("[data-section]")) {
      section.hidden = !section.querySelector("[data-question]:not([hidden])");
    }
  }

  showWrong(wrong) {
    for (const part of this.form.querySelectorAll("[data-question]")) {
      const found = wrong.filter((each) => each.question === part.dataset.question);
      const place = part.querySelector("[data-error]");
      place.hidden = !found.length;
      place.textContent = found.map((each) => each.text).join(" ");
      part.querySelector("textarea, input:not([type=radio], [type=checkbox])")?.toggleAttribute("aria-invalid", false);
      if (found.length) part.querySelector("textarea, input")?.setAttribute("aria-invalid", "true");
    }
  }

  /** Swap the result only if it is another, so that nothing is read out twice. */
  showResult(html) {
    const place = this.find("#result");
    const next = new DOMParser().parseFromString(html, "text/html").body;
    if (place.dataset.shown === html) return;
    place.dataset.shown = html;
    const open = [...place.querySelectorAll("details")].filter((d) => d.open).map((d) => d.querySelector("summary").textContent);
    place.replaceChildren(...next.childNodes);
    for (const details of place.querySelectorAll("details")) {
      details.open = open.includes(details.querySelector("summary").textContent);
    }
    offerCopies(place);
  }

  say(text) {
    this.find("#saved").textContent = text;
  }

  find(selector) {
    return this.root.querySelector(selector);
  }
}

/** A button that copies makes no sense without a script, so it is hidden until here. */
function offerCopies(root) {
  for (const button of root.querySelectorAll("[data-copy]")) {
    if (!navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
      button.textContent = button.dataset.copied;
    });
  }
}

assess();
