// From the document that the app answers with to what is shown of it.

const NOTHING = "script, style, link, meta, base, iframe, frame, object, embed, template";
const LEADING = ["href", "src", "action", "formaction", "xlink:href"];

/** Give {title, language, parts} of a document: what stands in its main part, and nothing that acts. */
export function parse(html) {
  const found = new DOMParser().parseFromString(html, "text/html");
  const main = found.querySelector("main");
  if (!main) return null;
  clean(main);
  return {
    title: found.title,
    language: found.documentElement.lang || "en",
    main: document.importNode(main, true),
  };
}

/** The app escapes what people wrote, and Forge's policy runs no inline script; this is a third. */
function clean(main) {
  main.querySelectorAll(NOTHING).forEach((part) => part.remove());
  for (const part of [main, ...main.querySelectorAll("*")]) {
    for (const { name, value } of [...part.attributes]) {
      const acts = name.startsWith("on") || name === "srcdoc";
      if (acts || (LEADING.includes(name) && !isAddress(value))) part.removeAttribute(name);
    }
  }
}

/** Read an address as the browser does, which leaves out line breaks and the like. */
function isAddress(value) {
  try {
    return ["http:", "https:", "mailto:"].includes(new URL(value, "https://app.invalid").protocol);
  } catch {
    return false;
  }
}

/** Make a short page of the shell's own. */
export function notice(title, said, button) {
  const main = document.createElement("main");
  const parts = [["h1", title], ["p", said]].map(([name, text]) => {
    const part = document.createElement(name);
    part.textContent = text;
    return part;
  });
  main.append(...parts);
  if (button) {
    const press = document.createElement("button");
    press.textContent = button.text;
    press.addEventListener("click", button.press);
    main.append(press);
  }
  return main;
}
