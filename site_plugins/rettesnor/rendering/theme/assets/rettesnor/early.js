// Runs before the first paint, so that nothing flickers: says that scripts work, and takes up
// the reader's choice of light or dark.
(() => {
  const root = document.documentElement;
  root.classList.add("rn-js");
  // Ask for the typeface at once. In a folder (file:) the browser refuses this, but not the typeface.
  const { rnFont } = document.currentScript.dataset;
  if (rnFont && location.protocol !== "file:") {
    const link = document.createElement("link");
    Object.assign(link, { rel: "preload", as: "font", type: "font/woff2", crossOrigin: "" });
    link.href = new URL(rnFont, document.currentScript.src);
    document.head.append(link);
  }
  try {
    const scheme = localStorage.getItem("rn-scheme");
    if (scheme === "light" || scheme === "dark") root.dataset.scheme = scheme;
  } catch {
    // Storage may be forbidden; the system's choice then holds.
  }
})();
