// What scripts add to a page that is whole without them.
"use strict";
(() => {
  const root = document.documentElement;
  const base = new URL("./", document.currentScript.src);
  const said = document.getElementById("rn-said");
  const says = window.rnTexts.site;
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
  const tools = document.querySelector(".rn-tools"); // Material has its own button
  const schemeButton = tools && document.createElement("button");
  const systemDark = matchMedia("(prefers-color-scheme: dark)");

  function isDark() {
    return root.dataset.scheme ? root.dataset.scheme === "dark" : systemDark.matches;
  }
  function showScheme() {
    schemeButton?.setAttribute("aria-pressed", String(isDark()));
  }
  if (schemeButton) {
    schemeButton.type = "button";
    schemeButton.className = "rn-tool rn-tool--scheme";
    schemeButton.dataset.rnScheme = "";
    schemeButton.innerHTML = '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5z"/></svg><span></span>';
    schemeButton.lastChild.textContent = says.dark;
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

  // On a phone the choice of light or dark is in the menu.
  const menu = document.querySelector(".rn-nav__tools");
  const roomy = matchMedia("(min-width: 64rem)");
  function place() {
    if (schemeButton && menu && tools) (roomy.matches ? tools : menu).append(schemeButton);
  }
  roomy.addEventListener("change", place);
  place();

  // Folded sections ------------------------------------------------------------------------
  // The browser opens and closes them, also for its own search and, when it is new enough, for
  // links into them.
  const folds = [...document.querySelectorAll("details.rn-fold")];

  function openAround(target) {
    let opened = false;
    for (let fold = target?.closest("details"); fold; fold = fold.parentElement.closest("details")) {
      opened ||= !fold.open;
      fold.open = true;
    }
    return opened;
  }
  /** Open the section that the address leads into, and go there. */
  function reveal() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    openAround(target);
    // What a role does in a phase was once a part of the page; now it is a page.
    if (target?.matches(".rn-who li")) location.replace(target.querySelector("a").href);
    if (target?.closest("details")) target.scrollIntoView();
  }
  addEventListener("hashchange", reveal);
  reveal();

  // Paper shows the whole text.
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = folds.filter((fold) => !fold.open);
    closed.forEach((fold) => (fold.open = true));
  });
  addEventListener("afterprint", () => closed.forEach((fold) => (fold.open = false)));

  const many = folds.filter((fold) => fold.matches(".rn-section"));
  if (many.length > 2) {
    const all = document.createElement("button");
    const line = document.createElement("p");
    all.type = "button";
    all.className = "rn-all";
    line.className = "rn-all__line";
    const show = () => (all.textContent = folds.every((fold) => fold.open) ? says.closeAll : says.openAll);
    all.addEventListener("click", () => {
      const open = !folds.every((fold) => fold.open);
      folds.forEach((fold) => (fold.open = open));
      show();
    });
    folds.forEach((fold) => fold.addEventListener("toggle", show));
    show();
    line.append(all);
    many[0].before(line);
  }

  // Links to places ------------------------------------------------------------------------
  // Each section has a button; a paragraph has a link while the pointer is on it.
  document.querySelectorAll(".rn-article .rn-section:has(> h2[id], > summary > h2[id])").forEach((section) => {
    const button = document.createElement("button");
    const line = document.createElement("p");
    button.type = "button";
    button.className = "rn-copy";
    button.textContent = says.copyLink;
    const heading = section.querySelector("h2");
    button.setAttribute("aria-label", `${says.copyLink}: ${heading.textContent.trim()}`);
    button.addEventListener("click", () => copy(new URL(`#${heading.id}`, location).href, says.linkCopied));
    line.className = "rn-copy__line";
    line.append(button);
    section.append(line);
  });
  const pin = document.createElement("a");
  pin.className = "rn-pin";
  pin.tabIndex = -1;
  pin.textContent = "#";
  pin.setAttribute("aria-hidden", "true");
  if (matchMedia("(hover: hover)").matches) {
    document.querySelector(".rn-article")?.addEventListener("pointerover", (event) => {
      const block = event.target.closest(".rn-article :is(p, div)[id]:not([class]), .rn-article :is(h2, h3)[id], .rn-glossary > div[id], .rn-sources > li[id]");
      if (!block || block.closest("summary") || block === pin.parentElement) return;
      pin.href = `#${block.id}`;
      block.append(pin);
    });
  }

  // Terms ----------------------------------------------------------------------------------
  // A term leads to the glossary; what it means is fetched from there and shown where one reads.
  const meant = document.createElement("span");
  meant.className = "rn-def";
  meant.popover = "auto";
  const glossaries = new Map();

  function glossary(url) {
    if (!glossaries.has(url)) {
      glossaries.set(url, fetch(url).then(async (answer) => {
        if (!answer.ok) throw new Error(answer.status);
        return new DOMParser().parseFromString(await answer.text(), "text/html");
      }));
    }
    return glossaries.get(url);
  }
  async function explain(link) {
    const url = new URL(link.href);
    try {
      const page = await glossary(url.href.replace(/#.*/, ""));
      const entry = page.getElementById(decodeURIComponent(url.hash.slice(1)));
      const word = document.createElement("strong");
      word.textContent = entry.querySelector("dt").textContent.trim();
      const more = document.createElement("a");
      more.href = link.href;
      more.textContent = says.inGlossary.replace("{term}", () => word.textContent);
      meant.replaceChildren(word, ` ${entry.querySelector("dd").firstChild.textContent.trim()} `, more);
      meant.lang = page.documentElement.lang;
      link.after(meant);
      meant.showPopover({ source: link });
      link.setAttribute("aria-expanded", "true");
    } catch {
      location.href = link.href; // in a folder nothing can be fetched
    }
  }
  meant.addEventListener("toggle", ({ newState }) => {
    if (newState === "closed") {
      document.querySelectorAll(".rn-term[aria-expanded='true']").forEach(
        (link) => link.setAttribute("aria-expanded", "false"));
    }
  });
  if (location.protocol !== "file:") {
    document.querySelectorAll("a.rn-term").forEach((link) => {
      link.setAttribute("role", "button");
      link.setAttribute("aria-expanded", "false");
      link.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        if (meant.matches(":popover-open") && meant.previousElementSibling === link) meant.hidePopover();
        else explain(link);
      });
      link.addEventListener("keydown", (event) => {
        if (event.key !== " ") return;
        event.preventDefault();
        link.click();
      });
    });
  }

  // Contents beside the text ---------------------------------------------------------------
  // Where the sections fold, they are a list of contents themselves; beside them it is a shortcut.
  if (many.length > 2 && tools && !document.querySelector(".rn-contents")) {
    const nav = document.createElement("nav");
    nav.className = "rn-contents rn-contents--wide";
    nav.setAttribute("aria-label", says.contents);
    nav.innerHTML = "<details open><summary></summary><ul></ul></details>";
    nav.querySelector("summary").textContent = says.contents;
    for (const heading of document.querySelectorAll(".rn-section > h2[id], .rn-section > summary > h2[id]")) {
      const link = document.createElement("a");
      const item = document.createElement("li");
      link.href = `#${heading.id}`;
      link.textContent = heading.textContent.trim();
      item.append(link);
      nav.querySelector("ul").append(item);
    }
    document.querySelector(".rn-section").before(nav);
  }
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
    const had = document.activeElement;
    coming ??= Promise.all(SEARCH.map(bring));
    // Who has gone on while the scripts came keeps the focus (WCAG 2.2, 3.2.1).
    return coming.then(() => window.rnFind.open(document.activeElement === had), () => {
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
  const field = document.querySelector("form#rn-sok [data-rn-field]");
  field?.addEventListener("focus", () => search(), { once: true }); // it is ready when one writes

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

  // Without a network ----------------------------------------------------------------------
  // Nothing is fetched or saved until the reader asks, and no page of an old version has the place.
  const kept = document.querySelector("[data-rn-offline]");
  const saves = kept && document.querySelector('link[rel="manifest"]') && navigator.serviceWorker;
  if (saves && window.caches && location.protocol.startsWith("http")) {
    let offline = null;
    const begin = () => (offline ??= bring("offline.js").catch(() => (offline = null)));
    const place = document.createElement("div");
    place.dataset.rnPlace = "offline";
    place.innerHTML = '<dt></dt><dd><details class="rn-formats"><summary></summary></details></dd>';
    place.querySelector("dt").textContent = says.offline;
    place.querySelector("summary").textContent = says.readOffline;
    kept.append(place);
    place.querySelector("details").addEventListener("toggle", begin);
    if (saves.controller) begin();
  }

  // A site in a folder ---------------------------------------------------------------------
  if (location.protocol === "file:") {
    for (const link of document.links) {
      if (link.protocol === "file:" && link.pathname.endsWith("/")) link.pathname += "index.html";
    }
    for (const form of document.querySelectorAll('form[action$="/sok/"]')) form.action += "index.html";
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
