// The hearing: tells its state by the reader's clock, and puts a hook at every place in the text.
// Without it the page states the dates, which is right on any day, and links to where answers go.
"use strict";
(() => {
  if (window.rnHearing) return; // a page in two rounds names the script twice
  window.rnHearing = true;
  const AROUND = 32;
  const LONGEST = 1900;
  const LATEST = 2 ** 31 - 1;
  const BLOCKS = ".rn-b, .rn-lead__text, .rn-steps li > p, .rn-steps li > .rn-b, .rn-questions li, .rn-laws dd, .rn-findings li";
  const OURS = ".rn-pin, .rn-hook, .rn-quote, .rn-def";
  const said = document.getElementById("rn-said");
  const rounds = [...document.querySelectorAll("[data-rn-hearing]")];

  // The state ------------------------------------------------------------------------------
  function state(round) {
    if (round.dataset.rnBehandlet !== undefined) return "treated";
    const now = Date.now();
    if (round.dataset.rnAapner && now < Date.parse(round.dataset.rnAapner)) return "planned";
    return now < Date.parse(round.dataset.rnStenger) ? "open" : "closed";
  }
  const SAYS = {
    planned: "Høringen har ikke åpnet ennå. ",
    open: "Høringen er åpen. ",
    closed: "Fristen er gått ut. ",
    treated: "",
  };
  function show(round) {
    const now = state(round);
    if (round.dataset.rnTilstand === now) return;
    round.dataset.rnTilstand = now;
    const line = round.querySelector("[data-rn-state]");
    line.querySelector(".rn-hearing__state")?.remove();
    const word = document.createElement("strong");
    word.className = "rn-hearing__state";
    word.textContent = SAYS[now];
    if (SAYS[now]) line.prepend(word);
    round.querySelectorAll("[data-rn-give]").forEach((part) => (part.hidden = now !== "open"));
    round.querySelector(".rn-hearing__results")?.remove();
    if (now === "closed" && round.dataset.rnResultat) {
      const link = document.createElement("a");
      link.className = "rn-hearing__results";
      link.href = round.dataset.rnResultat;
      link.textContent = "Se innspillene og hva som blir gjort";
      line.append(" ", link);
    }
    if (round.dataset.rnAnbefaling) hooks(round, now);
    const next = now === "planned" ? round.dataset.rnAapner : now === "open" ? round.dataset.rnStenger : "";
    if (next) setTimeout(() => show(round), Math.min(Date.parse(next) - Date.now() + 500, LATEST));
  }

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
    link.textContent = "Gi innspill";
    link.setAttribute("aria-label", `Gi innspill til ${name}`);
    return link;
  }
  function hooks(round, now) {
    document.querySelectorAll(`.rn-hook, .rn-quote`).forEach((old) => old.remove());
    if (now === "treated" || now === "planned") return;
    document.querySelectorAll(".rn-article h2[id]").forEach((heading) => {
      if (now === "open") {
        const title = (heading.querySelector(".rn-fold__button") ?? heading.firstChild).textContent.trim();
        heading.after(hook(round, { felt: heading.id }, `delen «${title}»`));
      }
    });
    if (now !== "open") return;
    document.querySelectorAll(".rn-b[id]").forEach((block) => {
      const words = text(block).split(" ").slice(0, 6).join(" ");
      if (words) block.append(hook(round, { felt: field(block), avsnitt: block.id }, `avsnittet «${words} …»`));
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
  const plain = (words) => words.replace(/\s+/g, " ");
  function text(block) {
    const whole = plain(parts(block).map((node) => node.data).join("")).trim();
    return block.matches(".rn-lead__text") ? whole.replace(/\.$/, "") : whole;
  }
  /** What is marked inside `block`, as a W3C TextQuoteSelector. */
  function quote(block, range) {
    let before = "", exact = "";
    for (const node of parts(block)) {
      if (!range.intersectsNode(node)) {
        if (!exact) before += node.data;
        continue;
      }
      const start = node === range.startContainer ? range.startOffset : 0;
      const end = node === range.endContainer ? range.endOffset : node.data.length;
      before += exact ? "" : node.data.slice(0, start);
      exact += node.data.slice(start, end);
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
  let waiting = 0;
  function offer() {
    document.querySelector(".rn-quote")?.remove();
    const round = rounds.find((one) => one.dataset.rnAnbefaling && state(one) === "open");
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
    link.textContent = "Kommenter dette";
    const words = chosen.exact.split(" ");
    link.setAttribute("aria-label", `Kommenter dette: «${words.slice(0, 8).join(" ")}${words.length > 8 ? " …" : ""}»`);
    const pin = block.querySelector(":scope > .rn-pin");
    if (pin) pin.before(link); // the next stop of the tabulator, from inside the paragraph
    else block.after(link);
    if (said) said.textContent = "Trykk tabulator for å kommentere det du har merket.";
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
  function sift() {
    const words = filter.ord.value.toLowerCase().split(/\s+/).filter(Boolean);
    const wanted = { kapittel: filter.kapittel.value, utfall: filter.utfall.value };
    let count = 0;
    document.querySelectorAll(".rn-comment").forEach((comment) => {
      const all = comment.textContent.toLowerCase();
      const kept = words.every((word) => all.includes(word))
        && Object.entries(wanted).every(([name, value]) => value === "*" || comment.dataset[name] === value);
      comment.hidden = !kept;
      count += kept;
    });
    filter.querySelector("[data-rn-count]").textContent = `${count} innspill vises.`;
  }
  if (filter) {
    filter.addEventListener("input", sift);
    filter.addEventListener("submit", (event) => event.preventDefault());
  }

  rounds.forEach(show);
  document.addEventListener("visibilitychange", () => rounds.forEach(show));
})();
