/* A text field with a list to choose from (ARIA APG: combobox with list autocomplete). It stands for
   a <select>, or for an <input> with a <datalist>, which is what there is without scripts. */

const MOST = 100;
const plain = (text) => text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/\s+/g, " ");

let status = null;
let timer = 0;

/** Says something to those who do not see the list. */
export function announce(text) {
  const home = document.querySelector("dialog[open]") || document.body;
  if (!status || !home.contains(status)) {
    status?.remove();
    status = document.createElement("p");
    status.className = "unseen";
    status.setAttribute("role", "status");
    home.append(status);
  }
  window.clearTimeout(timer);
  timer = window.setTimeout(() => { status.textContent = text; }, 250);
}

const sources = new WeakMap();

/** The options of a control, each with its value and its label. */
export function optionsOf(control) {
  const list = control.tagName === "SELECT" ? control : sources.get(control);
  return [...list.options].map((one) => ({ value: one.value, label: one.label || one.value }));
}

/** Gives a control other options; what is chosen stays. */
export function setOptions(control, options) {
  if (control.tagName !== "SELECT") {
    sources.get(control)?.replaceChildren(...options.map(({ value, label }) => new Option(label, value)));
    return;
  }
  const { value } = control;
  const empty = [...control.options].filter((one) => !one.value);
  control.replaceChildren(...empty, ...options.map((one) => new Option(one.label, one.value)));
  if (value && !options.some((one) => one.value === value)) control.append(new Option(value, value));
  control.value = value;
}

/** Chooses a value, as the editor does. */
export function choose(control, value) {
  control.value = value;
  control.dispatchEvent(new Event("input", { bubbles: true }));
  control.dispatchEvent(new Event("change", { bubbles: true }));
}

/**
 * @param {HTMLSelectElement|HTMLInputElement} control
 * @param {Record<string, string>} texts
 * @returns {HTMLInputElement} the field that has the focus
 */
export function combobox(control, texts) {
  const free = control.tagName === "INPUT";
  const input = free ? control : document.createElement("input");
  const id = control.id;
  const box = document.createElement("div");
  box.className = "combo";
  control.before(box);
  if (free) {
    const list = document.getElementById(control.getAttribute("list"));
    sources.set(control, list);
    control.removeAttribute("list");
  } else {
    input.type = "text";
    input.id = id;
    control.id = `${id}-valg`;
    control.hidden = true;
    for (const name of ["aria-describedby", "aria-invalid"]) if (control.hasAttribute(name)) input.setAttribute(name, control.getAttribute(name));
    box.append(control);
  }
  const list = document.createElement("ul");
  list.id = `${id}-liste`;
  list.className = "combo__list";
  list.setAttribute("role", "listbox");
  list.hidden = true;
  const label = document.querySelector(`label[for="${CSS.escape(id)}"]`);
  if (label) {
    label.id ||= `${id}-navn`;
    list.setAttribute("aria-labelledby", label.id);
  }
  const arrow = document.createElement("button");
  arrow.type = "button";
  arrow.tabIndex = -1;
  arrow.className = "combo__arrow";
  arrow.setAttribute("aria-label", texts.showList);
  arrow.setAttribute("aria-controls", list.id);
  arrow.append("▾");
  input.autocomplete = "off";
  input.spellcheck = false;
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]]) input.setAttribute(name, value);
  box.append(input, arrow, list);

  let shown = [];
  let at = -1;
  let typed = false;

  const labelOf = (value) => optionsOf(control).find((one) => one.value === value)?.label ?? value;
  const rest = () => { if (!free) input.value = control.value ? labelOf(control.value) : ""; };
  const emptyLabel = () => optionsOf(control).find((one) => !one.value)?.label || "";
  const isOpen = () => !list.hidden;

  const mark = (index) => {
    at = index;
    [...list.children].forEach((one, n) => {
      if (one.getAttribute("role") === "option") one.classList.toggle("is-at", n === at);
    });
    if (at < 0) { input.removeAttribute("aria-activedescendant"); return; }
    input.setAttribute("aria-activedescendant", list.children[at].id);
    list.children[at].scrollIntoView({ block: "nearest" });
  };

  const open = (all) => {
    const words = all ? [] : plain(input.value).split(" ").filter(Boolean);
    const found = optionsOf(control).filter((one) => (one.value || !words.length) && words.every((word) => plain(`${one.label} ${one.value}`).includes(word)));
    shown = found.slice(0, MOST);
    list.replaceChildren(...shown.map((one, n) => {
      const item = document.createElement("li");
      item.id = `${list.id}-${n}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", String(one.value === control.value));
      item.append(one.label);
      item.addEventListener("mousedown", (event) => event.preventDefault());
      item.addEventListener("click", () => { take(one); });
      return item;
    }));
    if (found.length > MOST || !found.length) {
      const more = document.createElement("li");
      more.className = "quiet";
      more.setAttribute("role", "presentation");
      more.append(found.length ? texts.tooMany.replace("{n}", String(found.length - MOST)) : free ? texts.noneFree : texts.none);
      list.append(more);
    }
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    mark(-1);
    const count = found.filter((one) => one.value).length;
    announce(count === 1 ? texts.oneHit : count ? texts.hits.replace("{n}", String(count)) : texts.none);
  };

  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    mark(-1);
  };

  const take = (one) => {
    typed = false;
    close();
    choose(control, one.value);
    if (free) return;
    rest();
    if (one.value) input.setSelectionRange(0, 0);
  };

  input.addEventListener("input", (event) => {
    if (!free) event.stopPropagation();
    typed = true;
    open(false);
  });
  input.addEventListener("change", (event) => { if (!free) event.stopPropagation(); });
  input.addEventListener("focus", () => { if (!free) input.select(); });
  input.addEventListener("click", () => { if (!isOpen()) open(true); });
  input.addEventListener("keydown", (event) => {
    const last = shown.length - 1;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const wasOpen = isOpen();
      if (!wasOpen) open(!typed);
      if (!event.altKey && last >= 0) {
        const chosen = shown.findIndex((one) => one.value && one.value === control.value);
        if (!wasOpen && chosen >= 0) mark(chosen);
        else if (event.key === "ArrowDown") mark(at >= shown.length - 1 ? 0 : at + 1);
        else mark(at <= 0 ? shown.length - 1 : at - 1);
      } else if (event.altKey && event.key === "ArrowUp") close();
    } else if (event.key === "Enter" && isOpen()) {
      if (at >= 0) take(shown[at]);
      else if (!free && shown.filter((one) => one.value).length === 1) take(shown.find((one) => one.value));
      else close();
    } else if (event.key === "Escape" && (isOpen() || (typed && !free))) {
      if (isOpen()) close();
      else { typed = false; rest(); }
      event.stopPropagation();
    } else {
      if (event.key === "Tab" && isOpen() && at >= 0) take(shown[at]);
      return;
    }
    event.preventDefault();
  });
  input.addEventListener("blur", () => {
    close();
    if (free || !typed) return;
    typed = false;
    const said = plain(input.value.trim());
    const same = optionsOf(control).find((one) => plain(one.label) === said || plain(one.value) === said);
    if (same && same.value !== control.value) choose(control, same.value);
    else if (!said && control.value && optionsOf(control).some((one) => !one.value)) choose(control, "");
    rest();
  });
  arrow.addEventListener("mousedown", (event) => event.preventDefault());
  arrow.addEventListener("click", () => {
    input.focus();
    if (isOpen()) close(); else open(true);
  });
  control.addEventListener("change", () => { if (document.activeElement !== input || !typed) rest(); });
  if (!free) input.placeholder = emptyLabel();
  rest();
  return input;
}
