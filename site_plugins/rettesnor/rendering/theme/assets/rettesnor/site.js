// What scripts add to a page that is whole without them.
"use strict";
(() => {
  const root = document.documentElement;
  const base = new URL("./", document.currentScript.src);
  const said = document.getElementById("rn-said");
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
      say("Nettleseren lot oss ikke kopiere.");
    }
  }

  // Light and dark -------------------------------------------------------------------------
  const schemeButton = document.querySelector("[data-rn-scheme]");
  const systemDark = matchMedia("(prefers-color-scheme: dark)");

  function isDark() {
    return root.dataset.scheme ? root.dataset.scheme === "dark" : systemDark.matches;
  }
  function showScheme() {
    schemeButton.setAttribute("aria-pressed", String(isDark()));
  }
  schemeButton.addEventListener("click", () => {
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

  // Clicks ---------------------------------------------------------------------------------
  document.addEventListener("click", (event) => {
    const element = event.target.closest("a, button");
    if (!element) return;
    if (element.matches(".rn-pin")) {
      copy(element.href, "Lenka til dette stedet er kopiert.");
    } else if (element.matches("[data-rn-copy]")) {
      const source = document.getElementById(element.dataset.rnCopy);
      copy(source.textContent.trim().replace(/\s+/g, " "), "Teksten er kopiert.");
    } else if (element.matches("[data-rn-search]")) {
      import(new URL("search.js", base)).then((search) => search.open(),
        () => say("Søket kunne ikke lastes."));
    } else if (element.hash && element.hash === location.hash) {
      reveal(); // the address does not change, so nothing else would tell us
    }
  });
})();
