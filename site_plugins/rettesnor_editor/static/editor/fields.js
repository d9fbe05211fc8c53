/* What makes the form pleasant: lists that can be searched, something new for a list on the spot,
   and the text editor. The form is whole without any of it. */
import { announce, choose, combobox, optionsOf, setOptions } from "./combobox.js";

const texts = JSON.parse(document.getElementById("skript-tekster").textContent);
const channel = "BroadcastChannel" in window ? new BroadcastChannel("rettesnor-valg") : null;
const FEW = 8;
const AS_TEXT = "rettesnor-skriv-som-tekst";
const addresses = texts.addresses;

/* The page that comes after something new was saved: tell the form that waits for it. */
const saved = document.querySelector("[data-picked]");
if (saved) {
  channel?.postMessage({ list: saved.dataset.picked, value: saved.dataset.value });
  if (window.opener) window.close();
}

const form = document.querySelector("main form[method=post]"); // the page's own: the menu has one too
const list = async (name, law = "") => {
  const response = await fetch(`${addresses.choices.replace("liste", name)}?lov=${encodeURIComponent(law)}`);
  if (!response.ok) throw new Error(String(response.status));
  return response.json();
};

const newAddress = (name, law = "") => `${addresses.fresh.replace("liste", name)}${law ? `?lov=${encodeURIComponent(law)}` : ""}`;
const SAYS = { sources: texts.newSource, sections: texts.newSection, terms: texts.newTerm, laws: texts.newLaw };
let waiting = null;

function open(event) {
  const link = event.target.closest("[data-new]");
  if (!link) return;
  const { new: name, field: id } = link.dataset;
  const control = link.control || document.getElementById(`${id}-valg`) || document.getElementById(id);
  waiting = { name, control, had: control ? optionsOf(control).map((one) => one.value) : [] };
  if (link.control && name === "sections") link.href = newAddress(name, /^(.+?) (?:§|kapittel|artikkel) ?/i.exec(link.control.value)?.[1] || "");
  if (window.open(link.href, "_blank")) event.preventDefault();
}

channel?.addEventListener("message", async ({ data }) => {
  const { list: name, value } = data;
  const wanted = waiting && waiting.name === name ? waiting : null;
  waiting = null;
  const law = wanted?.control ? lawOf(wanted.control) : "";
  const inDialog = wanted?.control?.closest("dialog");
  const options = await list(inDialog && name === "sections" ? "references" : name, law);
  document.querySelectorAll(`[data-picks="${name}"]`).forEach((control) => {
    if (name !== "sections" || lawOf(control) === law) setOptions(control, options);
  });
  if (!wanted?.control) return;
  const had = new Set(wanted.had);
  if (inDialog) setOptions(wanted.control, options);
  const fresh = options.filter((one) => !had.has(one.value));
  const chosen = options.find((one) => one.value === value) || (fresh.length === 1 ? fresh[0] : null);
  if (!chosen) return;
  choose(wanted.control, chosen.value);
  announce(texts.added.replace("{name}", chosen.label));
  (document.getElementById(wanted.control.id.replace(/-valg$/, "")) || wanted.control).focus();
});

/** The law whose sections a field shows: it stands next to it. */
function lawOf(control) {
  const name = control.name || "";
  if (control.dataset.picks !== "sections") return "";
  return form.elements[name.replace(/[^.]+$/, "lov")]?.value || "";
}

document.addEventListener("click", open);

async function lawChanged({ target }) {
  if (!/(?:^|\.)lov$/.test(target.name || "")) return;
  const section = form.elements[target.name.replace(/lov$/, "paragraf")];
  if (!section || section.dataset.picks !== "sections") return;
  const link = document.querySelector(`[data-new="sections"][data-field="${CSS.escape(section.id)}"]`);
  if (link) link.href = newAddress("sections", target.value);
  setOptions(section, await list("sections", target.value).catch(() => []));
}
document.addEventListener("change", lawChanged);

function searchable(home) {
  home.querySelectorAll("select[data-picks], input[data-picks]").forEach((control) => {
    if (control.closest(".combo")) return;
    if (control.tagName === "INPUT" || control.options.length > FEW) combobox(control, texts);
  });
}

/* The text editor: loaded when the first field is near the view. */
const started = new Map();
let loading = null;
let near = null;
const asText = () => { try { return localStorage.getItem(AS_TEXT) === "ja"; } catch { return false; } };
const remember = (yes) => { try { localStorage.setItem(AS_TEXT, yes ? "ja" : "nei"); } catch { /* private window */ } };

const parsed = async (fields) => {
  const data = new URLSearchParams(fields.map((one) => ["tekst", one.value]));
  data.append("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
  const response = await fetch(addresses.blocks, { method: "POST", body: data });
  if (!response.ok) throw new Error(String(response.status));
  return response.json();
};

const tools = {
  texts, combobox, list,
  newLink(name, control) {
    if (!SAYS[name]) return null;
    const line = document.createElement("p");
    const link = document.createElement("a");
    link.href = newAddress(name);
    link.target = "_blank";
    link.dataset.new = name;
    link.control = control;
    link.append(SAYS[name]);
    line.append(link);
    return line;
  },
};

async function startEditors(fields) {
  loading ||= import("./prose.js");
  let sent = await parsed(fields).catch(() => null);
  const { start } = await loading;
  if (!sent || asText()) return;
  fields.forEach((textarea, at) => {
    if (started.has(textarea) || !textarea.isConnected) return;
    const here = document.activeElement === textarea;
    // Somebody wrote while the server read: it is read again when the field is left.
    if (sent.texts[at] !== textarea.value) {
      textarea.addEventListener("blur", () => startEditors([textarea]), { once: true });
      return;
    }
    const editor = start(textarea, sent.fields[at], tools);
    started.set(textarea, editor);
    if (here) editor.view.focus();
  });
}

function stopEditors() {
  started.forEach((editor) => editor.stop());
  started.clear();
}

function switches(home) {
  home.querySelectorAll("textarea.markdown").forEach((textarea) => {
    const field = textarea.closest(".field");
    if (field.querySelector(".astext")) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "astext";
    field.prepend(button);
    button.addEventListener("click", () => {
      remember(!asText());
      if (asText()) stopEditors();
      name();
      if (asText()) { textarea.focus(); return; }
      startEditors([textarea]).then(() => started.get(textarea)?.view.focus());
      watch(document);
    });
  });
  name();
}

function name() {
  document.querySelectorAll(".astext").forEach((button) => {
    button.textContent = asText() ? texts.withButtons : texts.asText;
    const label = button.closest(".field").querySelector("label");
    const hidden = document.createElement("span");
    hidden.className = "unseen";
    hidden.append(`: ${label?.firstChild?.textContent.trim() || ""}`);
    button.append(hidden);
  });
}

function watch(home) {
  if (asText()) return;
  near ||= new IntersectionObserver((seen) => {
    const fields = seen.filter((one) => one.isIntersecting).map((one) => one.target.querySelector("textarea.markdown"));
    seen.filter((one) => one.isIntersecting).forEach((one) => near.unobserve(one.target));
    const fresh = fields.filter((one) => one && !started.has(one));
    if (fresh.length) startEditors(fresh);
  }, { rootMargin: "600px 0px" });
  home.querySelectorAll("textarea.markdown").forEach((one) => { if (!started.has(one)) near.observe(one.closest(".field")); });
}

function enhance(home) {
  searchable(home);
  switches(home);
  watch(home);
}

if (form) {
  enhance(document);
  document.addEventListener("rettesnor:felter", () => {
    stopEditors();
    enhance(document.getElementById("felter"));
  });
}
