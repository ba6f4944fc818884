// Shows one page after another in a region of Jira's, as a browser would in a window.

import { invokeRemote, router } from "@forge/bridge";

import { assess } from "../../../pages/static/assessments.js";
import { improve } from "../../../pages/static/fairgate.js";
import { learn } from "../../../training/static/learn.js";
import { entries, read, sent } from "./addresses.js";
import { notice, parse } from "./page.js";

export class Shell {
  constructor(region, announced, say, language) {
    Object.assign(this, { region, announced, say, language });
    Object.assign(this, { here: "/", asking: 0, busy: false });
    region.addEventListener("click", (event) => this.clicked(event));
    region.addEventListener("submit", (event) => this.submitted(event));
    window.addEventListener("popstate", ({ state }) => this.ask({ path: state?.path ?? "/" }, "stay"));
  }

  /** Ask the app for a page and show it; `moves`: push, replace or stay in the history. */
  async ask(question, moves = "push") {
    const asking = ++this.asking; // of several questions, only the last one's answer is shown
    this.region.setAttribute("aria-busy", "true");
    this.busy = true;
    let answer = null;
    try {
      answer = await this.post(question);
    } catch (error) {
      console.warn("fairgate: no answer", error?.message);
    }
    if (asking !== this.asking) return;
    this.busy = false;
    this.region.setAttribute("aria-busy", "false");
    this.heard(answer, question, moves);
  }

  async post({ path, method = "GET", form = [], accept = "text/html" }) {
    const answer = await invokeRemote({
      path: "/forge/ui",
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: { path, method, form, accept, language: this.language },
    });
    return answer?.status >= 200 && answer.status < 300 ? answer.body : null;
  }

  heard(answer, question, moves) {
    if (!answer) return this.failed(question, moves);
    if (answer.file) return this.save(answer.file);
    const page = answer.html && parse(answer.html);
    if (!page) return this.refused(answer.status, question, moves);
    this.move(answer.location || question.path, moves);
    document.documentElement.lang = page.language;
    document.title = page.title;
    this.show(page.main, page.title, moves !== "replace");
  }

  /** Swap a page in; the first one leaves the focus where it is, in Jira's own page. */
  show(main, title, takesFocus = true) {
    main.id = "main";
    main.tabIndex = -1;
    if (!takesFocus) main.querySelectorAll("[data-focus]").forEach((part) => part.removeAttribute("data-focus"));
    this.region.replaceChildren(main);
    improve(this.region);
    const keep = (address, form) => this.keep(address, form);
    assess(this.region, keep);
    learn(this.region, keep);
    if (takesFocus && !this.region.contains(document.activeElement)) {
      window.scrollTo(0, 0);
      this.focus(main.querySelector("h1") ?? main);
    }
    const said = [...main.querySelectorAll(":scope > .said")].map((each) => each.textContent.trim());
    this.announced.textContent = [title, ...said].join(". ");
  }

  /** Send a form beside the page; the same answer that a script gets from `fetch`. */
  async keep(address, form) {
    const { page } = read(address, this.here);
    const fields = entries(new FormData(form));
    const answer = await this.post({ path: page, method: "POST", form: fields, accept: "application/json" });
    if (!answer) throw new Error("not saved");
    return { status: answer.status, body: answer.body };
  }

  /** Say that nothing came, and leave what was entered where it is. */
  failed(question, moves) {
    this.enable();
    this.beside(this.say("failed"), { text: this.say("again"), press: () => this.ask(question, moves) });
  }

  refused(status, question, moves) {
    if (question.method === "POST") {
      this.enable();
      return this.beside(this.say(status));
    }
    this.move(question.path, moves);
    const back = { text: this.say("back"), press: () => window.history.back() };
    const first = moves === "replace" || window.history.state?.first;
    const page = notice(this.say("problem"), this.say(status), first ? null : back);
    this.show(page, this.say("problem"), moves !== "replace");
  }

  beside(said, button) {
    const place = document.createElement("div");
    place.className = "said problem";
    place.setAttribute("role", "alert");
    place.append(...notice("", said, button).childNodes);
    place.querySelector("h1").remove();
    this.region.querySelector(":scope > .said")?.remove();
    this.region.prepend(place);
  }

  /** A form that was not sent may be sent again. */
  enable() {
    this.region.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
  }

  /** Save a file; one that is no text comes as base64. */
  save({ name, type, text, base64 }) {
    const whole = base64 === undefined ? text : Uint8Array.from(atob(base64), (each) => each.charCodeAt(0));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([whole], { type }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    this.announced.textContent = this.say("saved", { name });
  }

  move(path, moves) {
    this.here = path;
    if (moves === "push") window.history.pushState({ path }, "");
    else if (moves === "replace") window.history.replaceState({ path, first: true }, "");
  }

  clicked(event) {
    const link = event.target.closest("a[href]");
    if (!link || event.defaultPrevented || event.button !== 0) return;
    event.preventDefault(); // in Jira a link that is followed would take the shell away
    const { page, fragment, elsewhere } = read(link.getAttribute("href"), this.here);
    if (fragment !== undefined) this.jump(fragment);
    else if (page) this.ask({ path: page });
    else if (elsewhere) router.open(elsewhere);
  }

  submitted(event) {
    if (event.defaultPrevented) return;
    event.preventDefault();
    const question = sent(event.target, event.submitter, this.here);
    if (question && !this.busy) this.ask(question);
  }

  jump(fragment) {
    const there = document.getElementById(decodeURIComponent(fragment));
    if (!there) return;
    there.scrollIntoView();
    this.focus(there);
  }

  focus(part) {
    part.focus();
    if (document.activeElement === part) return;
    part.tabIndex = -1;
    part.focus();
  }
}
