// A template that is filled in on the page: saving to a file, reading one, more rows, clearing.
// Nothing is sent, and nothing is kept in the browser.
"use strict";
(() => {
  const say = JSON.parse(document.getElementById("rn-texts-form").textContent);
  const form = document.querySelector("[data-rn-form]");
  const said = document.querySelector("[data-rn-said]");
  const file = document.querySelector("[data-rn-file]");
  const FORMAT = 1;
  let changed = false;

  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const fields = () => [...form.querySelectorAll("[data-rn-felt]")];
  const boxes = (field) => [...field.querySelectorAll("input")];
  const rows = (field) => [...field.querySelectorAll("[data-rn-rad]")];
  const cells = (row) => [...row.querySelectorAll("[data-rn-kolonne]")];
  const one = (input) => (input.type === "checkbox" ? input.checked : input.value);

  function tell(text, list = []) {
    said.textContent = text;
    if (!list.length) return;
    const ul = document.createElement("ul");
    for (const line of list) ul.append(Object.assign(document.createElement("li"), { textContent: line }));
    said.append(ul);
  }

  function grow(area) {
    if (CSS.supports("field-sizing", "content")) return;
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight + 2}px`;
  }

  function set(input, value) {
    if (input.type === "checkbox") input.checked = value === true;
    else {
      input.value = typeof value === "string" ? value : "";
      // A browser refuses what is no date or no choice: that must not be lost in silence.
      if (input.value !== value && value) return false;
    }
    if (input.matches("textarea")) grow(input);
    return true;
  }

  /** Return what a field says; undefined for nothing. */
  function value(field) {
    const kind = field.dataset.rnSlag;
    if (kind === "valg" || kind === "skala") return boxes(field).find((box) => box.checked)?.value;
    if (kind === "flervalg") {
      const chosen = boxes(field).filter((box) => box.checked).map((box) => box.value);
      return chosen.length ? chosen : undefined;
    }
    if (kind !== "tabell") return one(field) || undefined;
    const found = rows(field).map((row) => {
      const filled = cells(row).map((cell) => [cell.dataset.rnKolonne, one(cell)]).filter((pair) => pair[1]);
      const name = row.dataset.rnRad;
      return filled.length ? { ...(name && { rad: name }), celler: Object.fromEntries(filled) } : null;
    });
    while (found.length && !found.at(-1)) found.pop();
    return found.length ? found : undefined;
  }

  function addRow(field) {
    const last = rows(field).at(-1);
    const row = last.cloneNode(true);
    const number = rows(field).filter((other) => !other.dataset.rnRad).length + 1;
    row.dataset.rnRad = "";
    for (const cell of cells(row)) {
      const label = row.querySelector(`label[for="${CSS.escape(cell.id)}"]`);
      cell.id = `felt-${field.dataset.rnFelt}-${number}-${cell.dataset.rnKolonne}`;
      label.htmlFor = cell.id;
      label.querySelector("span").textContent = `, ${fill(say.row, { n: number })}`;
      set(cell, "");
    }
    last.after(row);
    return row;
  }

  /** Write `given` into a field; return the parts of it that found no place, as lines. */
  function put(field, given) {
    const kind = field.dataset.rnSlag;
    const lost = [];
    if (["valg", "skala", "flervalg"].includes(kind)) {
      const wanted = [given].flat();
      for (const box of boxes(field)) box.checked = wanted.includes(box.value);
      return wanted.filter((id) => id && !boxes(field).some((box) => box.value === id)).map(String);
    }
    if (kind !== "tabell") return set(field, given) ? [] : [String(given)];
    if (!Array.isArray(given)) return given ? [JSON.stringify(given)] : [];
    let empty = 0;
    for (const row of given) {
      const free = () => rows(field).filter((other) => !other.dataset.rnRad);
      const named = row?.rad;
      if (!row) empty += 1;
      if (!row?.celler) continue;
      let place = rows(field).find((other) => named && other.dataset.rnRad === named);
      if (!named) {
        if (!free().length) { lost.push(Object.values(row.celler).join(" – ")); continue; }
        while (free().length <= empty) addRow(field);
        place = free()[empty];
        empty += 1;
      }
      for (const [column, text] of Object.entries(row.celler)) {
        const cell = place && cells(place).find((other) => other.dataset.rnKolonne === column);
        if (!cell || !set(cell, text)) lost.push(`${named ?? ""} ${column}: ${text}`.trim());
      }
    }
    return lost;
  }

  function clear() {
    for (const field of fields()) {
      if (field.matches("fieldset")) for (const box of boxes(field)) box.checked = false;
      else if (field.matches("table")) for (const row of rows(field)) for (const cell of cells(row)) set(cell, "");
      else set(field, "");
    }
  }

  function save() {
    const { rnForm: mal, retningslinje, versjon, sprak } = form.dataset;
    const svar = Object.fromEntries(
      fields().map((field) => [field.dataset.rnFelt, value(field)]).filter((pair) => pair[1] !== undefined),
    );
    const day = new Date().toLocaleDateString("sv"); // ISO 8601, in the reader's own time zone
    const data = { format: FORMAT, mal, retningslinje, versjon, sprak, lagret: day, svar };
    window.rnFiles.download(`${mal}-${day}.json`, "application/json", `${JSON.stringify(data, null, 2)}\n`);
    changed = false;
    tell(say.saved);
  }

  async function open(chosen) {
    let data;
    try {
      data = JSON.parse(await chosen.text());
    } catch {
      return tell(say.unread);
    }
    if (data?.mal !== form.dataset.rnForm || typeof data.svar !== "object" || !data.svar) {
      return tell(data?.mal ? fill(say.other, { name: data.mal }) : say.unread);
    }
    if (data.format > FORMAT) return tell(say.newer);
    if (fields().some((field) => value(field) !== undefined) && !confirm(say.replace)) return undefined;
    clear();
    const known = new Map(fields().map((field) => [field.dataset.rnFelt, field]));
    const lost = Object.entries(data.svar).flatMap(([id, given]) => (
      known.has(id) ? put(known.get(id), given) : [typeof given === "string" ? given : JSON.stringify(given)]
    ).map((text) => `${id}: ${text}`));
    // What found no place is only on the screen now, so the reader is warned before leaving.
    changed = lost.length > 0;
    return tell(lost.length ? say.lost : say.opened, lost);
  }

  /** Mark the days that are not filled in: on paper the browser's hint is nothing. */
  function markDays() {
    for (const day of form.querySelectorAll("input[type=date]")) day.toggleAttribute("data-rn-empty", day.value === "");
  }

  const deeds = {
    print: () => window.print(),
    save,
    open: () => file.click(),
    clear: () => {
      if (!confirm(say.clear)) return;
      clear();
      changed = false;
      tell(say.cleared);
    },
  };
  for (const button of document.querySelectorAll("[data-rn-do]")) {
    button.addEventListener("click", deeds[button.dataset.rnDo]);
  }
  form.addEventListener("click", (event) => {
    const name = event.target.closest("[data-rn-add]")?.dataset.rnAdd;
    if (!name) return;
    cells(addRow(form.querySelector(`[data-rn-felt="${CSS.escape(name)}"]`)))[0].focus();
  });
  file.addEventListener("change", async () => {
    if (file.files[0]) await open(file.files[0]);
    file.value = "";
  });
  form.addEventListener("input", (event) => {
    changed = true;
    markDays();
    if (event.target.matches("textarea")) grow(event.target);
  });
  window.addEventListener("beforeprint", () => {
    for (const area of form.querySelectorAll("textarea")) grow(area);
    markDays();
  });
  markDays();
  window.addEventListener("beforeunload", (event) => {
    if (changed) event.preventDefault();
  });
})();
