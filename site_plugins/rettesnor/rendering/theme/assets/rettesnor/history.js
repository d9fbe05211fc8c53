// The pages about the past: finding a version by its day, filtering the change log, and comparing
// any two versions of a recommendation. Every page is whole without it.
"use strict";
(() => {
  const says = JSON.parse(document.getElementById("rn-texts-history").textContent);
  const form = (name) => document.querySelector(`[data-rn-${name}]`);
  const releases = [...document.querySelectorAll("[data-rn-release]")].map((element) => ({
    element, versjon: element.dataset.versjon, fra: element.dataset.fra,
  })); // newest first

  /** Return the release in force on `day` (ISO 8601), or nothing before the first. */
  const inForce = (day) => releases.find((release) => release.fra <= day);

  // Days -----------------------------------------------------------------------------------
  function leadByDay(element, address) {
    element?.addEventListener("submit", (event) => {
      event.preventDefault();
      const found = inForce(new FormData(element).get("dato"));
      const answer = element.querySelector("[data-rn-answer]");
      if (found) location.href = address(found);
      else answer.textContent = says.noVersion;
    });
  }
  leadByDay(form("day"), (release) => release.element.querySelector("a").href);
  leadByDay(form("since"), (release) => `siden/${release.versjon}/`);

  // The change log -------------------------------------------------------------------------
  const filter = form("filter");
  const fields = ["kapittel", "slag", "gruppe"];

  function applyFilter() {
    const chosen = Object.fromEntries(fields.map((name) => [name, filter.elements[name].value]));
    let shown = 0;
    for (const { element } of releases) {
      let here = 0;
      for (const change of element.querySelectorAll("[data-rn-change]")) {
        const fits = fields.every((name) =>
          !chosen[name] || change.dataset[name].split(" ").includes(chosen[name]));
        change.hidden = !fits;
        here += fits;
      }
      element.hidden = !here && fields.some((name) => chosen[name]);
      shown += here;
    }
    const count = form("count");
    const some = fields.some((name) => chosen[name]);
    count.textContent = !some ? "" : shown === 1 ? says.oneChange : says.changes.replace("{n}", shown);
    const address = new URL(location);
    for (const name of fields) {
      if (chosen[name]) address.searchParams.set(name, chosen[name]);
      else address.searchParams.delete(name);
    }
    history.replaceState(null, "", address);
  }
  if (filter) {
    const asked = new URLSearchParams(location.search);
    for (const name of fields) {
      const value = asked.get(name) ?? "";
      if ([...filter.elements[name].options].some((one) => one.value === value)) {
        filter.elements[name].value = value;
      }
    }
    filter.addEventListener("change", applyFilter);
    filter.addEventListener("submit", (event) => event.preventDefault());
    applyFilter();
  }

  // Any two versions -----------------------------------------------------------------------
  const compare = form("compare");

  const SPLIT = /^\s*(?:[-*+]|(\d{1,9})[.)])\s+\S/;

  /** Return a text as its blocks. A line that merely starts with a number begins no list item:
   *  only 1 does so inside a paragraph (CommonMark 5.2), any number after another item. */
  function textBlocks(text) {
    const found = [];
    let numbered = false;
    let open = false;
    for (const line of text.split("\n")) {
      const mark = line.match(SPLIT);
      const row = line.trimStart().startsWith("|");
      if (!line.trim()) {
        open = false;
        continue;
      }
      if (row && /^[\s|:-]+$/.test(line)) continue;
      const begins = row || (mark && (!open || !mark[1] || mark[1] === "1" || numbered));
      if (begins || !open) {
        found.push(line);
        numbered = Boolean(mark?.[1]);
      } else {
        found[found.length - 1] += `\n${line}`;
      }
      open = true;
    }
    return found;
  }

  /** Return a value as its blocks of text, in order. */
  function blocks(value) {
    if (value === true) return [says.basis];
    if (Array.isArray(value)) return value.flatMap(blocks);
    if (value && typeof value === "object") return Object.values(value).flatMap(blocks);
    return textBlocks(String(value ?? ""));
  }
  const WORD = /(\s*)(\[\[.*?\]\]|\[@.*?\]|§ ?\d+(?:-\d+)*[a-z]?|\d+(?:[.,:/–-]\d+)*|[\p{L}\p{N}_]+|[^\s])/gsu;
  /** Return the words of a text, each with the space before it. */
  const tokens = (text) => [...text.trim().matchAll(WORD)].map((found) => (
    { space: found[1] ? " " : "", word: found[2] }));
  const words = (text) => tokens(text).map((token) => token.word);
  const sameWord = (a, b) => a.word === b.word;

  /** Return [kind, item] pairs: the longest common subsequence stays, the rest came or went. */
  function difference(before, after, same = (a, b) => a === b) {
    let head = 0;
    while (head < before.length && head < after.length && same(before[head], after[head])) head++;
    let tail = 0;
    while (tail < before.length - head && tail < after.length - head
      && same(before[before.length - 1 - tail], after[after.length - 1 - tail])) tail++;
    const old = before.slice(head, before.length - tail);
    const now = after.slice(head, after.length - tail);
    const width = now.length + 1;
    const table = new Uint32Array((old.length + 1) * width);
    for (let i = old.length - 1; i >= 0; i--) {
      for (let j = now.length - 1; j >= 0; j--) {
        table[i * width + j] = same(old[i], now[j])
          ? table[(i + 1) * width + j + 1] + 1
          : Math.max(table[(i + 1) * width + j], table[i * width + j + 1]);
      }
    }
    const found = after.slice(0, head).map((item) => ["same", item]);
    let i = 0;
    let j = 0;
    while (i < old.length || j < now.length) {
      if (i < old.length && j < now.length && same(old[i], now[j])) {
        found.push(["same", now[j++]]);
        i++;
      } else if (i < old.length
        && (j >= now.length || table[(i + 1) * width + j] >= table[i * width + j + 1])) {
        found.push(["del", old[i++]]);
      } else {
        found.push(["ins", now[j++]]);
      }
    }
    return found.concat(after.slice(after.length - tail).map((item) => ["same", item]));
  }

  function likeness(one, other) {
    const mine = new Set(words(one));
    const yours = new Set(words(other));
    const common = [...mine].filter((word) => yours.has(word)).length;
    return common / Math.max(mine.size + yours.size - common, 1);
  }

  /** Return an element for words of one kind; what came or went is also said aloud. */
  function marked(kind, text) {
    if (kind === "same") return document.createTextNode(text);
    const element = document.createElement(kind);
    const hidden = (said) => {
      const span = document.createElement("span");
      span.className = "rn-hidden";
      span.textContent = said;
      return span;
    };
    element.append(hidden(`${kind === "ins" ? says.added : says.removed} `), text, hidden(` ${says.end} `));
    return element;
  }
  function paragraph(pairs) {
    const element = document.createElement("p");
    let kind = "";
    let run = "";
    const flush = () => {
      const text = run.trimStart();
      if (text.length < run.length || kind === "ins") element.append(" ");
      if (text) element.append(marked(kind, text));
      run = "";
    };
    for (const [next, token] of pairs) {
      if (next !== kind) flush();
      kind = next;
      run += token.space + token.word.replace(/^\[\[(?:.*\|)?(.*)\]\]$/s, "$1");
    }
    flush();
    return element;
  }

  /** Return the paragraphs of what differs; nothing when nothing does. */
  function redline(old, now) {
    const pairs = difference(blocks(old), blocks(now), (a, b) => words(a).join(" ") === words(b).join(" "));
    if (pairs.every(([kind]) => kind === "same")) return [];
    const shown = [];
    for (let k = 0; k < pairs.length; k++) {
      const [kind, text] = pairs[k];
      const partner = kind === "del"
        ? pairs.findIndex(([other, its], at) => at > k && other === "ins" && likeness(text, its) > 0.3)
        : -1;
      if (partner > 0) {
        shown.push(paragraph(difference(tokens(text), tokens(pairs[partner][1]), sameWord)));
        pairs.splice(partner, 1);
      } else {
        shown.push(paragraph(tokens(text).map((token) => [kind, token])));
      }
    }
    return shown;
  }

  function show(data, from, to) {
    const text = (version) => data.versjoner.find((one) => one.versjon === version).anbefaling;
    const [old, now] = [text(from), text(to)];
    const target = document.querySelector("[data-rn-compared]");
    target.replaceChildren();
    for (const [name, label] of Object.entries(says.fields)) {
      const shown = redline(old[name], now[name]);
      if (!shown.length) continue;
      const heading = document.createElement("h3");
      heading.textContent = label;
      target.append(heading, ...shown);
    }
    if (!target.childElementCount) target.textContent = says.same;
  }

  /** Return the answer of an address on this site. */
  async function fetched(address) {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(answer.statusText);
    return answer;
  }

  /** Show what the page about two texts that follow each other shows: that one knows tables, lists
   *  and links. */
  async function showPage(address) {
    const page = new DOMParser().parseFromString(await (await fetched(address)).text(), "text/html");
    const found = page.querySelector(".rn-redline");
    if (!found) throw new Error(address);
    for (const [level, below] of [["h3", "h4"], ["h2", "h3"]]) { // the headings stand below one here
      for (const heading of found.querySelectorAll(level)) {
        const lower = document.createElement(below);
        lower.append(...heading.childNodes);
        heading.replaceWith(lower);
      }
    }
    document.querySelector("[data-rn-compared]").replaceChildren(...found.childNodes);
  }

  compare?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const chosen = new FormData(compare);
    const target = document.querySelector("[data-rn-compared]");
    const [from, to] = [chosen.get("fra"), chosen.get("til")];
    const made = document.querySelector(`[data-rn-steps] a[href$="/historikk/${from}-${to}/"]`);
    try {
      if (made) await showPage(made.href);
      else show(await (await fetched(compare.dataset.rnCompare)).json(), from, to);
    } catch {
      target.textContent = says.noFetch;
    }
  });
})();
