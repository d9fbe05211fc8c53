// What scripts add to a page that is whole without them.
"use strict";
(() => {
  const root = document.documentElement;
  const base = new URL("./", document.currentScript.src);
  const said = document.getElementById("rn-said");
  const says = JSON.parse(document.getElementById("rn-texts-site").textContent);
  let silence = 0;

  /** Say `text` aloud and on the screen for a moment. */
  function say(text) {
    clearTimeout(silence);
    said.textContent = text;
    silence = setTimeout(() => (said.textContent = ""), 4000);
  }

  /** Copy `text`, and say what came of it. */
  async function copy(text, done) {
    try {
      await navigator.clipboard.writeText(text);
      say(done);
    } catch {
      say(says.notCopied);
    }
  }

  // Light and dark -------------------------------------------------------------------------
  const schemeButton = document.querySelector("[data-rn-scheme]"); // Material has its own
  const systemDark = matchMedia("(prefers-color-scheme: dark)");

  function isDark() {
    return root.dataset.scheme ? root.dataset.scheme === "dark" : systemDark.matches;
  }
  function showScheme() {
    schemeButton?.setAttribute("aria-pressed", String(isDark()));
  }
  schemeButton?.addEventListener("click", () => {
    root.dataset.scheme = isDark() ? "light" : "dark";
    try {
      localStorage.setItem("rn-scheme", root.dataset.scheme);
    } catch {
      // Not kept, but it holds for this page.
    }
    showScheme();
  });
  systemDark.addEventListener("change", showScheme);
  showScheme();

  // Folded sections ------------------------------------------------------------------------
  // On narrow screens the title of a long section becomes a button. What is folded is still
  // found by the browser's own search (hidden="until-found") and by links into it.
  const narrow = matchMedia("(max-width: 63.99rem)");

  function setOpen(section, open) {
    const button = section.querySelector(".rn-fold__button");
    const body = section.querySelector(".rn-fold__body");
    if (open) body.removeAttribute("hidden");
    else body.setAttribute("hidden", "until-found");
    button?.setAttribute("aria-expanded", String(open));
  }
  function fold(section) {
    const heading = section.querySelector("h2");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "rn-fold__button";
    button.textContent = heading.firstChild.textContent.trim();
    button.addEventListener("click", () =>
      setOpen(section, button.getAttribute("aria-expanded") !== "true"));
    heading.firstChild.replaceWith(button);
    setOpen(section, false);
  }
  function unfold(section) {
    const button = section.querySelector(".rn-fold__button");
    if (!button) return;
    setOpen(section, true);
    button.replaceWith(`${button.textContent} `);
  }
  function arrange() {
    document.querySelectorAll(".rn-fold").forEach(narrow.matches ? fold : unfold);
    root.classList.add("rn-ready");
    reveal();
  }

  /** Open the section that the address leads into, and go there. */
  function reveal() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const section = target?.closest(".rn-fold");
    if (!section) return;
    setOpen(section, true);
    target.scrollIntoView();
  }
  addEventListener("hashchange", reveal);
  document.addEventListener("beforematch", (event) => {
    const section = event.target.closest(".rn-fold");
    if (section) setOpen(section, true);
  });
  narrow.addEventListener("change", arrange);
  arrange();

  // Contents beside the text ---------------------------------------------------------------
  const contents = document.querySelector(".rn-contents details");
  const wide = matchMedia("(min-width: 80rem)");
  const showContents = () => contents && (contents.open = wide.matches);
  wide.addEventListener("change", showContents);
  showContents();

  // The other language ---------------------------------------------------------------------
  // A paragraph has the same anchor in both, so the reader stays where they are.
  const languages = document.querySelectorAll("[data-rn-language]");
  const samePlace = () => languages.forEach((link) => (link.hash = location.hash));
  addEventListener("hashchange", samePlace);
  samePlace();

  // The section being read is marked in the contents; only colours change, so nothing moves.
  const marks = [...document.querySelectorAll(".rn-contents a")].map((link) => ({
    link, heading: document.getElementById(decodeURIComponent(link.hash.slice(1))),
  })).filter((mark) => mark.heading);
  let marking = 0;
  function mark() {
    marking = 0;
    const limit = innerHeight * 0.3;
    const atEnd = innerHeight + scrollY >= root.scrollHeight - 4;
    const read = marks.filter(({ heading }) => heading.getBoundingClientRect().top <= limit);
    const now = atEnd ? marks.at(-1) : read.at(-1);
    for (const one of marks) {
      if (one === now) one.link.setAttribute("aria-current", "location");
      else one.link.removeAttribute("aria-current");
    }
  }
  if (marks.length) {
    const soon = () => (marking ||= requestAnimationFrame(mark));
    addEventListener("scroll", soon, { passive: true });
    addEventListener("resize", soon);
    mark();
  }

  // Search ---------------------------------------------------------------------------------
  // Its scripts are brought when it is asked for; by elements, for a site in a folder has no modules.
  const SEARCH = ["search-words.js", "search-index.js", "search-engine.js", "search-hits.js", "search.js"];
  let coming = null;

  function bring(name) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = new URL(name, base);
      script.async = false; // in this order
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
    });
  }
  function search() {
    coming ??= Promise.all(SEARCH.map(bring));
    return coming.then(() => window.rnFind.open(), () => {
      coming = null;
      say(says.noSearch);
    });
  }
  if (document.querySelector('[data-rn-find="page"]')) {
    coming = Promise.all(SEARCH.map(bring));
    coming.catch(() => say(says.noSearch));
  }
  document.addEventListener("keydown", (event) => {
    const writing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || writing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    search();
  });

  document.addEventListener("rn-search", search); // from another theme's search box

  // What a search found here ---------------------------------------------------------------
  function showFound() {
    try {
      if (JSON.parse(sessionStorage.getItem("rn-funn"))?.to !== location.pathname) return;
    } catch {
      return;
    }
    if (window.rnFound) window.rnFound.show();
    else Promise.all(["search-words.js", "found.js"].map(bring)).catch(() => {}); // then nothing is marked
  }
  document.addEventListener("rn-found", showFound);
  showFound();

  // A site in a folder ---------------------------------------------------------------------
  if (location.protocol === "file:") {
    for (const link of document.links) {
      if (link.protocol === "file:" && link.pathname.endsWith("/")) link.pathname += "index.html";
    }
  }

  // Clicks ---------------------------------------------------------------------------------
  document.addEventListener("click", (event) => {
    const element = event.target.closest("a, button");
    if (!element) return;
    if (element.matches(".rn-pin")) {
      copy(element.href, says.linkCopied);
    } else if (element.matches("[data-rn-copy]")) {
      const source = document.getElementById(element.dataset.rnCopy);
      copy(source.textContent.trim().replace(/\s+/g, " "), says.textCopied);
    } else if (element.matches("[data-rn-search]")) {
      search();
    } else if (element.hash && element.hash === location.hash) {
      reveal(); // the address does not change, so nothing else would tell us
    }
  });
})();
