// The search index in the browser. Its files are scripts that call rnSearch (search/files.py writes
// them), so that search works in a folder (file:) too, where a browser fetches nothing else.
"use strict";
window.rnSearch = (() => {
  const HITS = /([0-9a-v]*)([A-Z])/g;
  const FIRST_LEVEL = "A".charCodeAt(0) - 1;
  const LEVELS = 26;
  const TEXT = 18; // a level above says that the word is in the heading; see search/scoring.py

  let folder = "";
  let version = "";
  let index = null;
  let opening = null;
  const lists = new Map(); // postings by stretch, as text
  const pages = new Map();
  const fetched = new Map();

  /** Run the script at `path` of the index once; what it holds comes by a call on us. */
  function fetchScript(path, address = path) {
    if (!fetched.has(path)) {
      fetched.set(path, new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = new URL(address, folder);
        script.onload = () => resolve(script.remove());
        script.onerror = () => {
          fetched.delete(path);
          reject(new Error(path));
        };
        document.head.append(script);
      }));
    }
    return fetched.get(path);
  }

  /** Fetch what every search needs from the index at `address`. */
  function open(address) {
    folder = address;
    opening ??= fetchScript("ord.js").catch((error) => {
      opening = null;
      throw error;
    });
    return opening;
  }

  /** Called by ord.js. */
  function base(given, data) {
    version = given;
    const place = new Map();
    const names = [];
    const shown = [];
    let before = "";
    for (const line of data.words.split("\n")) {
      const [rest, tail] = line.slice(1).split("~");
      before = before.slice(0, line.charCodeAt(0) - 48) + rest;
      place.set(before, names.length);
      names.push(before);
      shown.push(tail === undefined ? before : tail[0] === "=" ? tail.slice(1) : before + tail);
    }
    const owner = []; // the page of each section
    const first = []; // the first section of each page
    data.pages.forEach(([count], page) => {
      first.push(owner.length);
      for (let i = 0; i < count; i++) owner.push(page);
    });
    index = {
      ...data, place, names, shown, owner, stretches: data.first, first, stop: new Set(data.stop.split(" ")),
      weak: new Set(data.weak.split(" ")),
      titles: new Map(data.titles.split(" ").flatMap((keys, page) =>
        keys.split(",").map((key, section) => [parseInt(key, 16), { page, section }]))),
    };
  }

  /** Called by treff/<n>.js. */
  const hits = (stretch, texts) => lists.set(stretch, texts);

  function stretchOf(at) {
    let found = 0;
    while (found + 1 < index.stretches.length && index.stretches[found + 1] <= at) found++;
    return found;
  }

  /**
   * Return how much `name` counts in each section that it is in, up to 1, and how many those are;
   * and how much of a heading it is in those sections that have it there.
   */
  function postings(name) {
    const at = index.place.get(name);
    const stretch = stretchOf(at);
    const [text, size] = lists.get(stretch)[at - index.stretches[stretch]].split(":").reverse();
    const found = new Map();
    const headed = new Map();
    let section = -1;
    for (const [, step, letter] of text.matchAll(HITS)) {
      section += step ? parseInt(step, 32) : 1;
      const level = letter.charCodeAt(0) - FIRST_LEVEL;
      const part = (level - TEXT) / (LEVELS - TEXT);
      found.set(section, part > 0 ? 0.6 + 0.4 * part : level / TEXT);
      if (part > 0) headed.set(section, part);
    }
    return { found, headed, spread: size ? parseInt(size, 32) : found.size };
  }

  /** Fetch the postings of `names` that are not here yet. */
  function prepare(names) {
    const stretches = new Set([...names].map((name) => stretchOf(index.place.get(name))));
    return Promise.all([...stretches].map((n) =>
      lists.has(n) || fetchScript(`treff/${n}.js`, `treff/${n}.js?${version}`)));
  }

  /** Return the first section of what is one hit: a page, or an entry of a list. */
  function hitOf(section) {
    const page = index.owner[section];
    return index.pages[page][1] ? section : index.first[page];
  }

  /** Return whether a section is a question that its page answers; those are a page's last ones. */
  function isQuestion(section) {
    const page = index.owner[section];
    const [count, , , , , questions] = index.pages[page];
    return section >= index.first[page] + count - questions;
  }

  /** Return the page with number `number`: address, title, kind, chapter, … and its sections. */
  async function page(number) {
    if (!pages.has(number)) await fetchScript(`sider/${number}.js`, `sider/${number}.js?${version}`);
    return pages.get(number);
  }

  function receive(number, [url, title, kind, chapter, strength, groups, sections]) {
    pages.set(number, { url, title, kind, chapter, strength, groups, sections });
  }

  /** Return the index: vocabulary, what searches can be narrowed by, and each page's values. */
  const contents = () => index;

  return { open, contents, prepare, postings, hitOf, isQuestion, load: page, base, hits, page: receive };
})();
