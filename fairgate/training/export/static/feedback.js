// Makes a text of what is filled in, to be copied; nothing leaves the page.
"use strict";
(() => {
  function answer(item) {
    const area = item.querySelector("textarea");
    const chosen = item.querySelector("input:checked");
    return area ? area.value.trim() : chosen ? chosen.value : "";
  }

  for (const form of document.querySelectorAll("form.feedback")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const lines = [...form.querySelectorAll(".item")].map((item) => {
        const question = item.querySelector("label, legend");
        const asked = (item.querySelector("legend") || question).textContent.trim();
        return `${asked}\n${answer(item) || "-"}`;
      });
      const made = form.querySelector(".made");
      const text = made.querySelector("textarea");
      text.value = [form.dataset.title, ...lines].join("\n\n");
      made.hidden = false;
      text.focus();
      text.select();
    });
  }
})();
