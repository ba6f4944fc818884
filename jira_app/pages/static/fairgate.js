// Improves what already works without it: nothing here is needed to read or to send a form.

/** Start after the page is there, and again for every part that a shell swaps in. */
export function improve(root = document) {
  root.querySelector("[data-focus]")?.focus();
  root.querySelectorAll("table.cards").forEach(keepTable);
  root.querySelectorAll("[data-print]").forEach(offerPrint);
  root.querySelectorAll('form[method="post" i]').forEach(sendOnce);
  root.querySelectorAll("details.confirm").forEach(closeOnEscape);
}

/** Rows shown as cards stay rows of a table for assistive technology. */
function keepTable(table) {
  const roles = { tbody: "rowgroup", thead: "rowgroup", tr: "row", td: "cell" };
  table.setAttribute("role", "table");
  for (const [tag, role] of Object.entries(roles)) {
    table.querySelectorAll(tag).forEach((part) => part.setAttribute("role", role));
  }
  table.querySelectorAll("th").forEach((head) => {
    head.setAttribute("role", head.scope === "row" ? "rowheader" : "columnheader");
  });
}

/** A button that prints makes no sense without a script, so it is hidden until here. */
function offerPrint(button) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

/** A second press while the first is on its way is not a second form. */
function sendOnce(form) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    else if (!event.defaultPrevented) form.dataset.sent = "yes";
  });
}

function closeOnEscape(details) {
  details.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !details.open) return;
    details.open = false;
    details.querySelector("summary").focus();
  });
}

// A page that comes back from the browser's memory may be sent again.
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
});

improve();
