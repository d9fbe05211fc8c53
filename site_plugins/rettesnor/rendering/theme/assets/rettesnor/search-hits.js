// How a hit of search shows: title, strength, place, and the words that were asked for in their text.
"use strict";
window.rnHits = (() => {
  const { tokens, stem, isOf } = window.rnWords;
  const own = JSON.parse(document.getElementById("rn-texts-own")?.textContent ?? "{}");
  const says = { ...window.rnTexts.search, ...own };
  const home = new URL(document.getElementById("rn-sok").dataset.rnHome ?? document.querySelector(".rn-brand").href, location.href);
  const LOOKS = says.looks ?? { skal: "skal", bør: "bor", kan: "kan" };
  const EXCERPT = 200;
  const MORE_SECTIONS = 3;
  const SENTENCE = /(?<=\p{L}{2}|\)|»)[.!?:]»?\s+(?=[\p{Lu}«§])|\n/gu; // not after «1.» or «s.»

  /** Return a new element with the class `name`; each of `inside` is text or an element. */
  function element(tag, name, ...inside) {
    const made = document.createElement(tag);
    if (name) made.className = name;
    made.append(...inside);
    return made;
  }

  /** Return the address of a section. In a folder (file:) no one leads a folder's name to its page. */
  function address(page, section) {
    const url = new URL(page.url + (location.protocol === "file:" ? "index.html" : ""), home);
    url.hash = section[0];
    return url;
  }

  // A hit --------------------------------------------------------------------------------------

  /** Return `text` with the words that were asked for marked. */
  function marked(text, names) {
    const parts = [];
    let at = 0;
    for (const { word, start, end } of tokens(text)) {
      if (!isOf(word, names)) continue;
      parts.push(text.slice(at, start), element("mark", "", text.slice(start, end)));
      at = end;
    }
    return [...parts, text.slice(at)];
  }

  /** Return where each sentence of `text` begins. */
  function sentences(text) {
    return [0, ...[...text.matchAll(SENTENCE)].map((match) => match.index + match[0].length)];
  }

  /**
   * Return the part of `text` with most of the words asked for. It begins where a sentence does;
   * only a word far into a long sentence is shown from the middle of it.
   */
  function excerpt(text, names) {
    if (text.length <= EXCERPT) return text;
    const found = tokens(text).filter(({ word }) => isOf(word, names)).map(({ word, start, end }) => ({ name: stem(word), start, end }));
    const between = (from, to) => new Set(found.filter((one) => one.start >= from && one.end <= to).map(({ name }) => name)).size;
    const best = (starts) => starts.reduce(([at, most], start) => {
      const having = between(start, start + EXCERPT);
      return having > most ? [start, having] : [at, most];
    }, [0, 0]);
    let [from, most] = best(sentences(text));
    if (!most && found.length) from = text.indexOf(" ", Math.max(0, best(found.map(({ start }) => start))[0] - 40)) + 1;
    const middle = !most && from > 0;
    const to = from + EXCERPT < text.length ? text.lastIndexOf(" ", from + EXCERPT) : text.length;
    return `${middle ? "… " : ""}${text.slice(from, to)}${to < text.length ? " …" : ""}`;
  }

  /** Return the list item of a hit whose page has been fetched. */
  function item({ page: number, sections, question }, page, names) {
    const [first, ...others] = sections.map((one) => page.sections[one]);
    const entries = Boolean(window.rnSearch.contents().pages[number][1]); // of a list, not parts of one text
    const apart = entries && first[0];
    const title = apart ? first[1] : page.title;
    const link = element("a", "rn-hit");
    link.href = address(page, first);
    const top = element("span", "rn-hit__top", element("span", "rn-hit__title", ...marked(title, names)));
    if (page.strength) {
      top.append(" ", element("span", `rn-badge rn-badge--${LOOKS[page.strength]}`, says.strengths[page.strength]));
    }
    const places = apart ? [page.title] : [page.chapter, first[0] && first[1]];
    const place = places.filter((name) => name && name !== title);
    link.append(top);
    if (place.length) link.append(element("span", "rn-hit__place", place.join(" · ")));
    if (question !== undefined) {
      link.append(element("span", "rn-hit__asked", `${says.answers} `, ...marked(page.sections[question][1], names)));
    }
    const text = first[2].replace(/\s*\n\s*/g, "\n").replace(/[^\S\n]+/g, " ");
    if (text) link.append(element("span", "rn-hit__text", ...marked(excerpt(text, names), names)));
    const row = element("li", "rn-find__hit", link);
    const more = others.filter(([anchor]) => anchor).slice(0, MORE_SECTIONS);
    if (more.length) {
      const links = more.map((section) => {
        const way = element("a", "", section[1]);
        way.href = address(page, section);
        return way;
      });
      const list = links.flatMap((way, number) => (number ? [" · ", way] : [way]));
      row.append(element("p", "rn-hit__more", `${apart ? says.also : says.alsoIn} `, ...list));
    }
    return row;
  }

  /** Return links to `pages`, with what each is about. */
  function ways(pages) {
    return element("ul", "", ...pages.map((page) => {
      const link = element("a", "", page.title);
      link.href = address(page, page.sections[0]);
      return element("li", "", link, page.chapter ? ` (${page.chapter})` : "");
    }));
  }

  return { element, item, ways };
})();
