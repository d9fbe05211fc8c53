// Marks the words that were searched for on the page that a hit led to. What they are was kept in
// this tab by search.js, and is gone when it has been read; no address and no server knows it.
"use strict";
window.rnFound = (() => {
  const { tokens, isOf } = window.rnWords;
  const says = window.rnTexts.search;
  const KEPT = "rn-funn";
  const article = document.querySelector(".rn-article");
  const APART = "script, style, button, select, textarea, svg, [data-rn-give], .rn-formats, .rn-sheet, .rn-pin";
  let clear = null;

  /** Return where the words are, as ranges in the text of the page. */
  function places(names) {
    const found = [];
    const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (node.data.normalize("NFC") !== node.data || node.parentElement.closest(APART)) continue;
      for (const { word, start, end } of tokens(node.data)) {
        if (!isOf(word, names)) continue;
        const range = new Range();
        range.setStart(node, start);
        range.setEnd(node, end);
        found.push(range);
      }
    }
    return found;
  }

  /** Open what is folded around `ranges`, and go to the place that the address names. */
  function open(ranges) {
    const folded = new Set(ranges.map(({ startContainer }) =>
      startContainer.parentElement.closest("[hidden=until-found], details:not([open])")).filter(Boolean));
    for (const element of folded) {
      if (element.matches("details")) element.open = true;
      else element.dispatchEvent(new Event("beforematch", { bubbles: true })); // site.js opens it
    }
    if (folded.size) document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
  }

  /** Mark `ranges` and return what takes the marks away. */
  function mark(ranges) {
    if (window.Highlight && CSS.highlights) {
      CSS.highlights.set(KEPT, new Highlight(...ranges)); // nothing in the page itself is changed
      return () => CSS.highlights.delete(KEPT);
    }
    const marks = ranges.reverse().map((range) => {
      const element = document.createElement("mark");
      element.className = KEPT;
      range.surroundContents(element);
      return element;
    });
    return () => marks.forEach((element) => {
      const parent = element.parentNode;
      element.replaceWith(...element.childNodes);
      parent.normalize();
    });
  }

  /** Mark what was searched for, and offer to take the marks away. */
  function show() {
    clear?.();
    const { names } = JSON.parse(sessionStorage.getItem(KEPT));
    sessionStorage.removeItem(KEPT);
    const ranges = places(new Set(names));
    if (!ranges.length) return;
    open(ranges);
    const unmark = mark(ranges);
    const button = document.createElement("button");
    button.type = "button";
    button.className = "rn-button rn-unmark";
    button.textContent = says.unmark;
    const escape = ({ key }) => key === "Escape" && clear();
    clear = () => {
      unmark();
      button.remove();
      removeEventListener("keydown", escape);
      clear = null;
    };
    button.addEventListener("click", () => {
      clear();
      document.getElementById("rn-hovedinnhold")?.focus({ preventScroll: true }); // the button is gone
    });
    addEventListener("keydown", escape);
    article.after(button);
  }

  show();
  return { show };
})();
