// Search in a dialog, loaded when it is first opened. The index and the search itself are
// Material's: a worker with lunr and its Norwegian stemmer.

const site = new URL("../../", import.meta.url);
const dialog = document.getElementById("rn-sok");
const field = document.getElementById("rn-sok-felt");
const status = document.getElementById("rn-sok-svar");
const hits = document.getElementById("rn-sok-treff");
const LIMIT = 30;

// The worker's messages: it answers SETUP with READY, and QUERY with RESULT.
const [SETUP, READY, QUERY, RESULT] = [0, 1, 2, 3];
let worker = null;
let ready = false;
let asked = ""; // what the worker is working on; "" when it is idle

/** Open the dialog, and begin to fetch the index if that is not done yet. */
export function open() {
  dialog.showModal();
  field.select();
  if (!worker) start();
}

async function start() {
  worker = new Worker(new URL(dialog.dataset.worker, location.href));
  worker.addEventListener("message", receive);
  worker.addEventListener("error", fail);
  status.textContent = "Henter søket …";
  try {
    const answer = await fetch(new URL("search/search_index.json", site));
    if (!answer.ok) throw new Error(answer.statusText);
    const index = await answer.json();
    worker.postMessage({ type: SETUP, data: { ...index, options: {} } });
  } catch {
    fail();
  }
}

function fail() {
  status.textContent = "Søket virker ikke nå. Bruk oversikten på forsiden.";
}

function ask() {
  const words = field.value.trim();
  if (!ready || asked) return;
  if (words.length < 2) {
    hits.replaceChildren();
    status.textContent = "Skriv minst to bokstaver.";
    return;
  }
  asked = words;
  worker.postMessage({ type: QUERY, data: query(words) });
}

/**
 * Return `words` in lunr's query language: each one counts most as a word (by its stem, which
 * the boost keeps the worker from making a prefix), and less as the beginning of one.
 */
function query(words) {
  const plain = words.split(/[\s+~^*:"]+/).filter((word) => /[^-]/.test(word));
  return plain.map((word) => `${word}^3 ${word}`).join(" ");
}

function receive({ data: message }) {
  if (message.type === READY) {
    ready = true;
    ask();
  } else if (message.type === RESULT) {
    show(message.data.items);
    const done = asked;
    asked = "";
    if (field.value.trim() !== done) ask();
  }
}

/** Show the sections found, best first; `groups` holds one list per page. */
function show(groups) {
  const found = groups.flatMap((group) => {
    const page = group.find((entry) => !entry.parent) ?? group[0].parent;
    return group.filter((entry) => entry.score > 0).map((entry) => ({ entry, page }));
  });
  found.sort((one, other) => other.entry.score - one.entry.score);
  const at = links().indexOf(document.activeElement);
  hits.replaceChildren(...found.slice(0, LIMIT).map(item));
  if (at >= 0) focus(at); // the reader was faster than the search
  const count = found.length === 1 ? "1 treff" : `${found.length} treff`;
  const shown = found.length > LIMIT ? `, de ${LIMIT} beste vises` : "";
  status.textContent = found.length
    ? `${count}${shown}. Gå i lista med piltastene.`
    : `Ingen treff på «${asked}». Prøv et annet ord, eller en kortere del av ordet.`;
}

function item({ entry, page }) {
  const link = document.createElement("a");
  link.className = "rn-hit";
  link.href = new URL(entry.location, site);
  link.append(marked("rn-hit__title", entry.title));
  if (entry.parent) link.append(marked("rn-hit__page", page.title));
  if (entry.text) link.append(marked("rn-hit__text", excerpt(entry.text)));
  const row = document.createElement("li");
  row.append(link);
  return row;
}

/** Return the part of `html` around its first hit. */
function excerpt(html) {
  const hit = Math.max(html.indexOf("<mark>"), 0);
  const start = hit > 60 ? html.indexOf(" ", hit - 60) + 1 : 0;
  const end = start + 220 < html.length ? html.lastIndexOf(" ", start + 220) : html.length;
  return `${start ? "… " : ""}${html.slice(start, end)}${end < html.length ? " …" : ""}`;
}

/** Return a span with the words of `html`, in which only <mark> means anything. */
function marked(name, html) {
  const span = document.createElement("span");
  span.className = name;
  const words = new DOMParser().parseFromString(`<p>${html}`, "text/html").querySelector("p");
  for (const part of words.childNodes) {
    if (part.nodeName !== "MARK") span.append(part.textContent);
    else span.append(element("mark", part.textContent));
  }
  return span;
}

function element(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

const links = () => [...hits.querySelectorAll("a")];

/** Give the hit at `index` the focus; before the first one is the field. */
function focus(index) {
  const all = links();
  (index < 0 || !all.length ? field : all[Math.min(index, all.length - 1)]).focus();
}

function move(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const first = links()[0];
  if (!first) return;
  if (step) {
    event.preventDefault();
    focus(links().indexOf(document.activeElement) + step);
  } else if (event.key === "Enter" && event.target === field) {
    event.preventDefault();
    first.click();
  }
}

dialog.addEventListener("keydown", move);
field.addEventListener("input", ask);
dialog.addEventListener("click", (event) => {
  // A click on the dialog itself is one on its backdrop.
  if (event.target === dialog || event.target.closest("[data-rn-close], .rn-hit")) dialog.close();
});
