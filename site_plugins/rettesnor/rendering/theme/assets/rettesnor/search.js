// Where a reader searches: the field on every page, and the page of search. What is found is in
// search-engine.js, how it shows in search-hits.js; site.js brings them when search is asked for.
"use strict";
window.rnFind = (() => {
  const engine = window.rnSearch;
  const own = JSON.parse(document.getElementById("rn-texts-own")?.textContent ?? "{}");
  const says = { ...window.rnTexts.search, ...own };
  const home = new URL(document.getElementById("rn-sok").dataset.rnHome ?? document.querySelector(".rn-brand").href, location.href);
  const KEPT = "rn-sok";
  const MARKED = "rn-funn"; // the words that found.js marks on the page that a hit leads to
  const SOON = 3; // so many hits are shown before the others are fetched
  const TOUCH = matchMedia("(hover: none)").matches;
  const FILTERS = ["chapter", "group", "strength"];
  const MOST_WAYS = 8;

  const { element, item, ways } = window.rnHits;

  // The fields ---------------------------------------------------------------------------------

  /** Make a field search: `root` holds the parts, `step` is how many hits are shown at a time. */
  function bind(root, step) {
    const part = (name) => root.querySelector(`[data-rn-${name}]`);
    const [field, status, instead, offers, list, filters] = ["field", "status", "instead", "ways", "hits", "filters"].map(part);
    const choices = Object.fromEntries(FILTERS.map(
      (name) => [name, root.querySelector(`[data-rn-narrow="${name}"]`) ?? { value: "" }]));
    let shown = step;
    let turn = 0;
    let sought = [];

    const asked = () => ({
      q: field.value.trim(), ...Object.fromEntries(FILTERS.map((name) => [name, choices[name].value])),
    });

    async function search() {
      const mine = ++turn;
      const { q, ...narrow } = asked();
      root.dispatchEvent(new CustomEvent("rn-asked", { detail: { q, ...narrow } }));
      if (q.length < 2) return clear(says.searchShort);
      try {
        await engine.open(new URL("sok/indeks/", home));
        offer();
        const found = await engine.find(q);
        if (mine !== turn) return;
        found.hits = found.hits.filter((hit) => fits(hit.page, narrow));
        const best = found.hits.slice(0, shown);
        const nothing = found.hits.length ? [] : await waysOn(found.ideas);
        const first = await rows(best.slice(0, SOON), found.names);
        if (mine !== turn) return;
        const at = links().indexOf(document.activeElement);
        list.replaceChildren(...first);
        sought = [...found.names];
        offers.replaceChildren(...nothing);
        offers.hidden = !nothing.length;
        if (at >= 0) focus(at); // the reader was faster than the search
        const held = document.activeElement;
        tell(q, found);
        const others = await rows(best.slice(SOON), found.names);
        if (mine !== turn) return;
        list.append(...others);
        if (at >= first.length && document.activeElement === held) focus(at);
      } catch {
        if (mine === turn) clear(says.searchFailed);
      }
    }

    const rows = (hits, names) => Promise.all(
      hits.map(async (hit) => item(hit, await engine.load(hit.page), names)));

    function clear(said) {
      if (list.contains(document.activeElement)) field.focus();
      list.replaceChildren();
      status.textContent = said;
      instead.hidden = offers.hidden = true;
      more(0);
    }

    /** Return what leads on when nothing is found: words that begin alike, and the ways in. */
    async function waysOn(ideas) {
      const alike = [...new Set(ideas.flatMap(({ word, unknown }) => (unknown ? engine.alikeTo(word) : [])))];
      const buttons = alike.map((word) => {
        const button = element("button", "rn-find__guess", word);
        button.type = "button";
        button.addEventListener("click", () => ask(word));
        return button;
      });
      const pages = await Promise.all(engine.contents().offered.slice(0, MOST_WAYS).map(engine.load));
      return [
        ...(buttons.length ? [element("p", "", `${says.near} `, ...buttons)] : []),
        ...(pages.length ? [element("p", "", says.ways), ways(pages)] : []),
      ];
    }

    /** Let the page that a hit leads to mark the words; they stay in this tab of the browser. */
    function keep(event) {
      const link = event.target.closest("a");
      if (!link || !sought.length) return;
      try {
        sessionStorage.setItem(MARKED, JSON.stringify({ to: link.pathname, names: sought }));
      } catch {
        return; // Then nothing is marked.
      }
      if (link.pathname === location.pathname) document.dispatchEvent(new Event("rn-found"));
    }

    /** Say how many were found, and how what was asked for was understood. */
    function tell(q, { hits, ideas }) {
      const count = hits.length === 1 ? says.oneHit : says.hits.replace("{n}", hits.length);
      const best = hits.length > shown ? says.bestHits.replace("{n}", shown) : "";
      status.textContent = hits.length
        ? `${count}${best}.${TOUCH ? "" : ` ${says.keys}`}` : says.noHits.replace("{q}", () => q);
      more(hits.length);
      suggest(q, ideas, hits.length > 0);
    }

    /** Say which words were taken for others; when nothing was found, offer the nearest ones. */
    function suggest(q, ideas, some) {
      instead.replaceChildren();
      const taken = [...new Set(ideas.map(({ instead: near, means }) => near ?? means).filter(Boolean))];
      const unknown = ideas.filter((idea) => idea.unknown);
      if (some && taken.length) {
        const words = taken.map((word) => `«${word}»`).join(", ");
        instead.append(says.taken.replace("{words}", () => words));
      }
      const guesses = unknown.map(({ word }) => [word, engine.guess(word)]).filter(([, guess]) => guess);
      if (guesses.length) {
        const better = guesses.reduce((text, [word, guess]) => text.replace(new RegExp(word, "iu"), () => guess), q);
        const button = element("button", "rn-find__guess", says.meant.replace("{q}", () => better));
        button.type = "button";
        button.addEventListener("click", () => ask(better));
        instead.append(" ", button);
      } else if (some && unknown.length) {
        instead.append(" ", says.unknown.replace("{words}", () => unknown.map(({ word }) => `«${word}»`).join(", ")));
      }
      instead.hidden = !instead.childNodes.length;
    }

    function more(count) {
      const button = part("more");
      if (button) button.hidden = count <= shown;
      const all = part("all");
      if (!all) return;
      all.hidden = !count;
      const url = new URL(`sok/${location.protocol === "file:" ? "index.html" : ""}`, home);
      url.search = parameters(asked());
      all.href = url;
    }

    /** Fill the filters with what there is to choose from, once. */
    function offer() {
      if (!filters?.hidden) return;
      const { chapters, groups, strengths } = engine.contents();
      const fill = (name, values, shownAs = (value) => value) =>
        choices[name].append(...values.map((value) => new Option(shownAs(value), value)));
      fill("chapter", chapters);
      fill("group", groups);
      fill("strength", strengths, (value) => says.strengths[value]);
      filters.hidden = false;
    }

    /** Search for `q`. */
    function ask(q) {
      field.value = q;
      again();
    }

    /** Narrow the search by what `values` has of the filters. */
    function narrowBy(values) {
      const narrowed = FILTERS.filter((name) => values[name]);
      for (const name of narrowed) choices[name].value = values[name];
      filters.open ||= narrowed.length > 0;
    }

    function again() {
      shown = step;
      return search();
    }

    const links = () => [...list.querySelectorAll("a.rn-hit")];

    /** Give the hit at `index` the focus; before the first one is the field. */
    function focus(index) {
      const all = links();
      (index < 0 || !all.length ? field : all[Math.min(index, all.length - 1)]).focus();
    }

    function move(event) {
      const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      const first = links()[0];
      if (!first || event.target.matches("select, summary")) return;
      if (way) {
        event.preventDefault();
        focus(links().indexOf(document.activeElement.closest(".rn-find__hit")?.querySelector("a") ?? null) + way);
      } else if (event.key === "Enter" && event.target === field && !root.matches("form")) {
        event.preventDefault();
        first.click();
      }
    }

    root.addEventListener("keydown", move);
    list.addEventListener("click", keep);
    field.addEventListener("input", again);
    for (const name of FILTERS) choices[name].addEventListener?.("change", again);
    part("more")?.addEventListener("click", async () => {
      const before = links().length;
      shown += step;
      await search();
      focus(before);
    });
    const ready = engine.open(new URL("sok/indeks/", home))
      .then(offer, () => (status.textContent = says.searchFailed));
    return { ask, narrowBy, field, filters, ready };
  }

  /** Return whether a page has the values in `narrow`. */
  function fits(number, narrow) {
    const facets = engine.contents();
    const [, , chapter, strength, groups] = facets.pages[number];
    return (!narrow.chapter || facets.chapters[chapter - 1] === narrow.chapter)
      && (!narrow.strength || facets.strengths[strength - 1] === narrow.strength)
      && (!narrow.group || groups & (1 << facets.groups.indexOf(narrow.group)));
  }

  /** Return the part of an address that keeps what is asked for. */
  function parameters(values) {
    const kept = new URLSearchParams();
    for (const [name, value] of Object.entries(values)) if (value) kept.set(name, value);
    return kept.toString();
  }

  // The field on every page -----------------------------------------------------------------------

  /** Make the panel with the best hits below the field in the header. */
  function panel(form) {
    const made = element("div", "rn-seek__panel");
    made.hidden = true;
    const status = element("p", "rn-find__status", says.searchShort);
    status.setAttribute("role", "status");
    const instead = element("p", "rn-find__instead");
    instead.hidden = true;
    const all = element("a", "", says.all);
    all.hidden = true;
    const close = element("button", "rn-seek__close", says.close);
    close.type = "button";
    const ways = element("div", "rn-find__ways");
    ways.hidden = true;
    const parts = { status, instead, ways, hits: element("ol", "rn-find__hits"), all };
    for (const [name, part] of Object.entries(parts)) part.setAttribute(`data-rn-${name}`, "");
    made.append(close, status, instead, ways, parts.hits, element("p", "rn-search__all", all));
    form.append(made);

    const field = form.querySelector("[data-rn-field]");
    const show = (shown) => {
      made.hidden = !shown;
      form.classList.toggle("rn-seek--open", shown);
    };
    const shut = () => show(false);
    field.addEventListener("input", () => show(true));
    field.addEventListener("focus", () => show(field.value.length > 1));
    close.addEventListener("click", () => {
      shut();
      field.blur();
    });
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || made.hidden) return;
      event.preventDefault();
      field.focus();
      shut();
    });
    form.addEventListener("focusout", ({ relatedTarget }) => {
      if (relatedTarget && !form.contains(relatedTarget)) shut();
    });
    document.addEventListener("pointerdown", ({ target }) => form.contains(target) || shut());
    const open = () => {
      field.focus();
      if (field.value.length > 1) show(true);
    };
    return { open, shut };
  }

  const box = document.getElementById("rn-sok");
  const isHeader = box.matches("form");
  const header = isHeader ? panel(box) : null;
  const inBox = bind(box, isHeader ? 6 : 10);
  box.addEventListener("rn-asked", ({ detail }) => {
    try {
      sessionStorage.setItem(KEPT, detail.q);
    } catch {
      // Not kept, but it holds for this page.
    }
  });
  box.addEventListener("click", (event) => {
    if (!event.target.closest("[data-rn-close], a")) return;
    if (header) header.shut();
    else box.close();
  });

  /** Bring back what was asked for last. */
  function recall() {
    if (inBox.field.value) return;
    try {
      const kept = sessionStorage.getItem(KEPT);
      if (kept) inBox.ask(kept);
    } catch {
      // Then the field is empty.
    }
  }

  /** Go to the field, with what was asked for last; without `focus` only ask what is written in it. */
  function open(focus = true) {
    if (header && !page) {
      if (focus) header.open();
      if (inBox.field.value) inBox.ask(inBox.field.value); // written before this script had come
      return;
    }
    if (!focus) return;
    if (page) {
      page.querySelector("[data-rn-field]").focus();
      return;
    }
    if (box.open) return;
    box.showModal();
    recall();
    inBox.field.select();
  }

  // The page -----------------------------------------------------------------------------------

  const page = document.querySelector('[data-rn-find="page"]');
  if (page) {
    const inPage = bind(page, 20);
    page.addEventListener("rn-asked", ({ detail }) => {
      const url = new URL(location);
      url.search = parameters(detail);
      history.replaceState(null, "", url);
    });
    const asked = Object.fromEntries(new URLSearchParams(location.search));
    inPage.field.value = asked.q ?? "";
    inPage.filters.open = matchMedia("(min-width: 40rem)").matches;
    inPage.ready.then(() => {
      inPage.narrowBy(asked);
      if (asked.q) inPage.ask(inPage.field.value);
    });
    inPage.field.focus();
  }

  return { open };
})();
