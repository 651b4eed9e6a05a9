// Runs before the first paint, so that a dark page does not flash white. A file
// of its own, because a strict Content-Security-Policy refuses inline scripts.
(() => {
  let scheme = null;
  try {
    scheme = globalThis.localStorage.getItem("mantine-color-scheme-value");
  } catch {
    // Storage may be switched off: the system's scheme will do.
  }
  const dark =
    scheme === "dark" ||
    (scheme !== "light" &&
      globalThis.matchMedia("(prefers-color-scheme: dark)").matches);
  globalThis.document.documentElement.dataset.mantineColorScheme = dark
    ? "dark"
    : "light";
})();
