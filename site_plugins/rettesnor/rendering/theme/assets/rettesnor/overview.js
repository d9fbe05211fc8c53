// The front page's filters. Their state is the address, so that it can be sent, and gone back to.
// Where the page lists all recommendations their elements are shown and hidden; else the list is
// fetched when the first filter is chosen.
"use strict";
(() => {
  const form = document.getElementById("rn-filter");
  if (!form) return;
  const say = JSON.parse(document.getElementById("rn-texts-overview").textContent);
  const overview = form.closest(".rn-overview");
  const list = document.getElementById("rn-liste");
  const count = document.getElementById("rn-treff");
  const reset = form.querySelector('[type="reset"]');
  const more = form.querySelector("details");
  const found = document.getElementById("rn-funnet");
  const further = document.getElementById("rn-flere");
  const PAGE = 60;
  const fields = [...form.elements].map((one) => one.name).filter((name) => name && name !== "vis");
  const whole = count.textContent;
  const versions = [...(form.elements.siden?.options ?? [])].map((one) => one.value).slice(1);

  // The state ------------------------------------------------------------------------------
  function chosen() {
    return Object.fromEntries(fields.map((name) => [name, form.elements[name].value])
      .filter(([, value]) => value));
  }
  /** Set the controls by the address; what it says that cannot be chosen is left out. */
  function takeUp() {
    const asked = new URLSearchParams(location.search);
    for (const name of fields) {
      const field = form.elements[name], value = asked.get(name) ?? "";
      field.value = value;
      if (field.value !== value) field.value = "";
    }
    form.elements.vis.value = asked.get("vis") === "liste" ? "liste" : "";
    if (fields.some((name) => more.contains(form.elements[name]) && form.elements[name].value)) {
      more.open = true;
    }
  }
  function address() {
    const url = new URL(location);
    url.hash = "";
    for (const name of [...fields, "vis"]) {
      const value = form.elements[name].value;
      if (value) url.searchParams.set(name, value);
      else url.searchParams.delete(name);
    }
    return url;
  }

  // Fitting --------------------------------------------------------------------------------
  /** Whether a recommendation was changed by a later release than `version`, or by none yet. */
  const later = (own, version) => !own || versions.indexOf(own) < versions.indexOf(version);
  function fits(item, wanted) {
    return Object.entries(wanted).every(([name, value]) => {
      if (name === "siden") return later(item.versjon, value);
      if (name === "dato") return item.dato >= value;
      if (name === "kapittel" || name === "styrke" || name === "status") return item[name] === value;
      return item[name].split(" ").includes(value);
    });
  }

  // Showing --------------------------------------------------------------------------------
  function tell(hits, all, some) {
    count.textContent = !some ? whole
      : !hits ? say.none
      : say.hits.replace("{n}", hits).replace("{all}", all);
    reset.hidden = !some;
    for (const name of fields) {
      form.elements[name].classList.toggle("rn-chosen", Boolean(form.elements[name].value));
    }
    overview.dataset.vis = form.elements.vis.value;
  }
  /** What a card says of its recommendation, by the names of the filters. */
  const own = (card) => Object.fromEntries(
    [...fields, "versjon"].map((name) => [name, card.getAttribute(`data-${name}`) ?? ""]));
  function showElements(wanted, some) {
    const cards = [...list.querySelectorAll(".rn-card")];
    let hits = 0;
    for (const card of cards) {
      card.hidden = !fits(own(card), wanted);
      hits += !card.hidden;
    }
    for (const chapter of list.querySelectorAll(".rn-chapter")) {
      chapter.hidden = some && !chapter.querySelector(".rn-card:not([hidden])");
    }
    tell(hits, cards.length, some);
  }

  let fetched = null;
  let shown = PAGE;
  async function rows() {
    const answer = await fetch(form.dataset.rnSource);
    if (!answer.ok) throw new Error(answer.statusText);
    const { felt, rader } = await answer.json();
    return rader.map((row) => Object.fromEntries(felt.map((name, index) => [name, row[index]])));
  }
  function card(item) {
    const models = document.getElementById("rn-mal").content;
    const made = models.querySelector(`[data-styrke="${item.styrke}"]`).cloneNode(true);
    const link = made.querySelector("a");
    link.href = item.url;
    link.textContent = item.tittel;
    made.querySelector("p").textContent = `${item.kort_anbefaling}.`;
    return made;
  }
  async function showRows(wanted, some) {
    list.hidden = some;
    found.hidden = !some;
    if (!some) {
      further.hidden = true;
      return tell(0, 0, false);
    }
    if (!fetched) count.textContent = say.loading;
    try {
      const all = await (fetched ??= rows());
      const hits = all.filter((item) => fits(item, wanted));
      found.replaceChildren(...hits.slice(0, shown).map(card));
      further.hidden = hits.length <= shown;
      tell(hits.length, all.length, true);
    } catch {
      fetched = null;
      list.hidden = false;
      count.textContent = say.failed;
    }
  }
  function show() {
    const wanted = chosen();
    const some = Object.keys(wanted).length > 0;
    if (form.dataset.rnSource) showRows(wanted, some);
    else showElements(wanted, some);
  }
  function choose() {
    const url = address();
    try {
      if (url.href !== location.href) history.pushState(null, "", url);
    } catch {
      // A site in a folder has no history of its own; the filters still work.
    }
    shown = PAGE;
    show();
  }

  form.addEventListener("change", choose);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    for (const name of fields) form.elements[name].value = "";
    choose();
    form.elements[fields[0]].focus(); // the button is gone
  });
  further?.addEventListener("click", () => {
    const next = found.children.length;
    shown += PAGE;
    showRows(chosen(), true).then(() => found.children[next]?.querySelector("a").focus());
  });
  addEventListener("popstate", () => {
    takeUp();
    show();
  });
  takeUp();
  show();
})();
