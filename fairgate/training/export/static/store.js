// Keeps progress in this browser, as far as it lets a page do so; a file may not be allowed to.
"use strict";
window.fairgateStore = (() => {
  const name = "fairgate-training-1";
  let kept = "";
  return {
    load() {
      try {
        return window.localStorage.getItem(name) || kept;
      } catch {
        return kept;
      }
    },
    save(text) {
      kept = text;
      try {
        window.localStorage.setItem(name, text);
        return true;
      } catch {
        return false;
      }
    },
  };
})();
