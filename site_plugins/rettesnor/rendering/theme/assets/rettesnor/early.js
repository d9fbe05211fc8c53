// Runs before the first paint, so that nothing flickers: says that scripts work, and takes up
// the reader's choice of light or dark.
(() => {
  const root = document.documentElement;
  root.classList.add("rn-js");
  try {
    const scheme = localStorage.getItem("rn-scheme");
    if (scheme === "light" || scheme === "dark") root.dataset.scheme = scheme;
  } catch {
    // Storage may be forbidden; the system's choice then holds.
  }
})();
