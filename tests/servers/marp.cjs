// Slides as Marp makes them: `node marp.cjs NODE_MODULES`. Reads JSON from stdin, a list of texts
// in Markdown; prints JSON, a list of slides for each: what they say, what their pictures say, and
// their style.
const path = require("node:path");
const { createRequire } = require("node:module");

const from = createRequire(path.resolve(process.argv[2], "here.cjs"));
const { Marp } = from("@marp-team/marp-core");

const words = (html) =>
  html
    .replace(/<style[\s\S]*?<\/style>/g, "")
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim();

let text = "";
process.stdin.on("data", (part) => (text += part));
process.stdin.on("end", () => {
  const made = JSON.parse(text).map((markdown) => {
    const { html } = new Marp({ script: false }).render(markdown, { htmlAsArray: true });
    return html.map((slide) => ({
      words: words(slide),
      alts: [...slide.matchAll(/<img [^>]*alt="([^"]*)"|<figcaption>(.*?)<\//g)].map(
        ([, inline, behind]) => inline ?? behind,
      ),
      section: (slide.match(/<section[^>]*>/) || [""])[0],
    }));
  });
  console.log(JSON.stringify(made));
});
