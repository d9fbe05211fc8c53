// The hearing: a hook at every place in the text while it is open (hearing-state.js knows when).
"use strict";
(() => {
  if (window.rnHearing) return; // a page in two rounds names the script twice
  window.rnHearing = true;
  const says = JSON.parse(document.getElementById("rn-texts-hearing").textContent);
  const AROUND = 32;
  const LONGEST = 1900;
  const BLOCKS = ".rn-article :is(p, div)[id]:not([class]), .rn-lead__text, .rn-steps li > p, .rn-questions li, .rn-laws td, .rn-findings li";
  const OURS = ".rn-pin, .rn-hook, .rn-quote, .rn-wording, .rn-def";
  const said = document.getElementById("rn-said");
  const rounds = [...document.querySelectorAll("[data-rn-hearing]")];

  // The hooks ------------------------------------------------------------------------------
  function fill(form, place) {
    const values = { ...place };
    for (;;) {
      const url = form.replace(/\{([a-z]+)\}/g, (_, name) => encodeURIComponent(values[name] ?? ""));
      if (url.length <= LONGEST || !values.exact) return url;
      values.exact = [...values.exact].slice(0, Math.floor([...values.exact].length * 0.8)).join("").trimEnd();
      values.suffix = "";
    }
  }
  function address(round, place) {
    return fill(round.dataset.rnMal, {
      utgave: round.dataset.rnUtgave, anbefaling: round.dataset.rnAnbefaling, ...place,
    });
  }
  function hook(round, place, name) {
    const link = document.createElement("a");
    link.className = "rn-hook";
    link.href = address(round, place);
    link.textContent = says.give;
    link.setAttribute("aria-label", name);
    return link;
  }
  function hooks(round, now) {
    document.querySelectorAll(".rn-hook, .rn-quote, .rn-wording").forEach((old) => old.remove());
    if (now === "treated" || now === "planned") return;
    document.querySelectorAll(".rn-article h2[id]").forEach((heading) => {
      if (now === "open") {
        const title = heading.textContent.trim();
        (heading.closest("summary") ?? heading).after(hook(round, { felt: heading.id }, says.giveSection.replace("{name}", () => title)));
      }
    });
  }

  // A place in the text --------------------------------------------------------------------
  function field(block) {
    if (block.matches(".rn-lead__text")) return "kort_anbefaling";
    if (block.id) return block.id.replace(/-[a-z2-7]{5}(?:-[0-9]+)?$/, "");
    return block.closest(".rn-section")?.querySelector("h2")?.id ?? "";
  }
  function parts(block) {
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT, (node) =>
      node.parentElement.closest(OURS) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
    const found = [];
    while (walker.nextNode()) found.push(walker.currentNode);
    return found;
  }
  /** What a text node says in an address: a citation says its source's key, as the text does. */
  function data(node) {
    const cite = node.parentElement.closest('a[href*="#kilde-"]');
    if (!cite) return node.data;
    const first = document.createTreeWalker(cite, NodeFilter.SHOW_TEXT).nextNode();
    return node === first ? decodeURIComponent(cite.hash).replace("#kilde-", "") : "";
  }
  const plain = (words) => words.replace(/\s+/g, " ");
  function text(block) {
    const whole = plain(parts(block).map(data).join("")).trim();
    return block.matches(".rn-lead__text") ? whole.replace(/\.$/, "") : whole;
  }
  /** What is marked inside `block`, as a W3C TextQuoteSelector. */
  function quote(block, range) {
    let before = "", exact = "";
    for (const node of parts(block)) {
      const said = data(node);
      if (!range.intersectsNode(node)) {
        if (!exact) before += said;
        continue;
      }
      const whole = said !== node.data; // a citation is marked as a whole
      const start = node === range.startContainer && !whole ? range.startOffset : 0;
      const end = node === range.endContainer && !whole ? range.endOffset : said.length;
      before += exact ? "" : said.slice(0, start);
      exact += said.slice(start, end);
    }
    const whole = text(block);
    const from = plain(before).trimStart().length + (/^\s/.test(exact) && !/\s$/.test(before) ? 1 : 0);
    const words = plain(exact).trim();
    const place = whole.indexOf(words, Math.max(from - 1, 0));
    const cut = place < 0 ? words.replace(/\.$/, "") : words;
    const at = place < 0 ? whole.indexOf(cut, Math.max(from - 1, 0)) : place;
    if (!cut || at < 0) return null;
    return {
      exact: cut, prefix: whole.slice(Math.max(at - AROUND, 0), at),
      suffix: whole.slice(at + cut.length, at + cut.length + AROUND),
    };
  }
  /** The way to write the whole paragraph anew, where the answers go to a form that can show it. */
  function propose(round, block, after, avsnitt) {
    if (!("rnForslag" in round.dataset)) return;
    const link = document.createElement("a");
    link.className = "rn-wording rn-button";
    link.href = `${address(round, { felt: field(block), avsnitt })}&forslag=1`;
    link.textContent = says.propose;
    after.after(link);
  }
  let waiting = 0;
  function offer() {
    document.querySelectorAll(".rn-quote, .rn-wording").forEach((old) => old.remove());
    if (said?.textContent === says.tab) said.textContent = "";
    const round = rounds.find((one) => one.dataset.rnAnbefaling && one.dataset.rnTilstand === "open");
    const selection = getSelection();
    if (!round || selection.isCollapsed || !selection.rangeCount) return;
    const range = selection.getRangeAt(0);
    const start = range.startContainer;
    const block = (start.nodeType === 1 ? start : start.parentElement).closest(BLOCKS);
    if (!block || !block.closest(".rn-article")) return;
    const last = range.endContainer;
    const within = block.contains(last) || (range.endOffset === 0 && range.toString().trim().length <= text(block).length);
    const chosen = within && quote(block, range);
    if (!chosen) return;
    const avsnitt = block.id || "";
    const link = document.createElement("a");
    link.className = "rn-quote rn-button";
    link.href = address(round, { felt: field(block), avsnitt, ...chosen });
    link.textContent = says.comment;
    const words = chosen.exact.split(" ");
    const some = `${words.slice(0, 8).join(" ")}${words.length > 8 ? " …" : ""}`;
    link.setAttribute("aria-label", says.commentWords.replace("{words}", () => some));
    const pin = block.querySelector(":scope > .rn-pin");
    if (pin) pin.before(link); // the next stop of the tabulator, from inside the paragraph
    else block.after(link);
    if (avsnitt || block.matches(".rn-lead__text")) propose(round, block, link, avsnitt);
    if (said) said.textContent = says.tab;
  }
  // Browsers differ in where the tabulator starts from marked words; here it goes to the offer,
  // once, and on from there.
  document.addEventListener("keydown", (event) => {
    const link = document.querySelector(".rn-quote:not([data-rn-reached])");
    if (event.key !== "Tab" || event.shiftKey || !link) return;
    link.dataset.rnReached = "";
    event.preventDefault();
    link.focus();
  });
  document.addEventListener("selectionchange", () => {
    clearTimeout(waiting);
    waiting = setTimeout(offer, 200);
  });

  // The comments of a round ----------------------------------------------------------------
  const filter = document.querySelector("[data-rn-comments]");
  const told = new Map(); // what each comment says, read once: there may be thousands
  function wordsOf(comment) {
    if (!told.has(comment)) told.set(comment, comment.textContent.toLowerCase());
    return told.get(comment);
  }
  function sift() {
    const words = filter.ord.value.toLowerCase().split(/\s+/).filter(Boolean);
    const wanted = { utfall: filter.utfall.value };
    if (filter.kapittel) wanted.kapittel = filter.kapittel.value;
    let count = 0;
    document.querySelectorAll(".rn-comment").forEach((comment) => {
      const all = wordsOf(comment);
      const kept = words.every((word) => all.includes(word))
        && Object.entries(wanted).every(([name, value]) => value === "*" || comment.dataset[name] === value);
      comment.hidden = !kept;
      count += kept;
    });
    document.querySelectorAll("[data-rn-group]").forEach((group) => {
      group.hidden = !group.querySelector(".rn-comment:not([hidden])");
    });
    filter.querySelector("[data-rn-count]").textContent = says.shown.replace("{n}", count);
  }
  if (filter) {
    filter.addEventListener("input", sift);
    filter.addEventListener("submit", (event) => event.preventDefault());
  }

  // A comment of a long result has its answer's page; older links lead to the round's page.
  const pages = document.querySelector("[data-rn-pages]");
  const number = pages && /^#H-(\d{5,8})\d(?:-\d{1,4})?$/.exec(location.hash);
  if (number) location.replace(`svar/${number[1]}x/${location.hash}`);

  for (const round of rounds.filter((one) => one.dataset.rnAnbefaling)) {
    const follow = () => hooks(round, round.dataset.rnTilstand);
    round.addEventListener("rn-tilstand", follow);
    follow();
  }
})();
