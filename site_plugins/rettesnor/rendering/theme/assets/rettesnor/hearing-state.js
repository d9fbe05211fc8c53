// The hearing's state by the reader's clock. It runs where it stands, right below the round, before
// the page is shown: what it says takes room, and what has been shown must not move.
// Without it the page states the dates and the state on the day it was built.
"use strict";
(() => {
  const says = JSON.parse(document.getElementById("rn-texts-hearing").textContent);
  const LATEST = 2 ** 31 - 1;
  const rounds = [...document.querySelectorAll("[data-rn-hearing]")];

  // The state ------------------------------------------------------------------------------
  function state(round) {
    if (round.dataset.rnBehandlet !== undefined) return "treated";
    const now = Date.now();
    if (round.dataset.rnAapner && now < Date.parse(round.dataset.rnAapner)) return "planned";
    return now < Date.parse(round.dataset.rnStenger) ? "open" : "closed";
  }
  /** Let the answer form be filled in while the round is open, and only then. */
  function shut(closed) {
    document.querySelectorAll("[data-rn-fields]").forEach((fields) => (fields.disabled = closed));
    document.querySelectorAll("[data-rn-open]").forEach((part) => (part.hidden = closed));
    document.querySelectorAll("[data-rn-shut]").forEach((part) => (part.hidden = !closed));
  }
  function show(round) {
    const now = state(round);
    if (round.dataset.rnTilstand === now) return;
    round.dataset.rnTilstand = now;
    const line = round.querySelector("[data-rn-state]");
    line.querySelector(".rn-hearing__state")?.remove();
    const word = document.createElement("strong");
    word.className = "rn-hearing__state";
    word.textContent = `${says[now]} `;
    if (says[now]) line.prepend(word);
    round.querySelectorAll("[data-rn-give]").forEach((part) => (part.hidden = now !== "open"));
    if (document.querySelector("[data-rn-fields]")) shut(now !== "open");
    round.querySelector(".rn-hearing__results")?.remove();
    if (now === "closed" && round.dataset.rnResultat) {
      const link = document.createElement("a");
      link.className = "rn-hearing__results";
      link.href = round.dataset.rnResultat;
      link.textContent = says.results;
      line.append(" ", link);
    }
    round.dispatchEvent(new Event("rn-tilstand"));
    const next = now === "planned" ? round.dataset.rnAapner : now === "open" ? round.dataset.rnStenger : "";
    if (next) setTimeout(() => show(round), Math.min(Date.parse(next) - Date.now() + 500, LATEST));
  }

  rounds.forEach(show);
  document.addEventListener("visibilitychange", () => rounds.forEach(show));
})();
