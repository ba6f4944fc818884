import { view } from "@forge/bridge";

import "../../../pages/static/fairgate.css";
import "../../../pages/static/board.css";
import "../../../training/static/cohorts.css";
import "../../../training/static/learn.css";
import { Shell } from "./shell.js";
import { speak } from "./words.js";

/** Ask Jira for its language and theme; neither is worth a page that is not shown. */
async function locale() {
  try {
    await view.theme.enable();
    return (await view.getContext()).locale ?? "en";
  } catch {
    return "en";
  }
}

const language = await locale();
document.documentElement.lang = language.slice(0, 2);
const [region, announced] = ["page", "announced"].map((id) => document.getElementById(id));
const say = speak(language);
announced.textContent = say("loading");
const plain = /^[A-Za-z]{2,3}([_-][A-Za-z0-9]{2,8}){0,3}$/.test(language) ? language : "";
await new Shell(region, announced, say, plain).ask({ path: "/" }, "replace");
