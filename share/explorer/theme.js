"use strict";
// Runs before anything is drawn, so that a dark page is never white at first.
const explorerTheme = (() => {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  let chosen = null; // "light", "dark", or null: as the system has it

  // A page from a file may have no storage.
  try {
    chosen = localStorage.getItem("job_tracer-theme");
  } catch {
    chosen = null;
  }

  const current = () => chosen ?? (dark.matches ? "dark" : "light");

  function apply() {
    document.documentElement.dataset.theme = current();
  }

  function toggle() {
    chosen = current() === "dark" ? "light" : "dark";
    try {
      localStorage.setItem("job_tracer-theme", chosen);
    } catch {
      // then it holds as long as the page does
    }
    apply();
  }

  dark.addEventListener("change", apply);
  addEventListener("beforeprint", () => { document.documentElement.dataset.theme = "light"; });
  addEventListener("afterprint", apply);
  apply();
  return { current, toggle };
})();
