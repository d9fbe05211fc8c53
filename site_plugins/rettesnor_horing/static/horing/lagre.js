/* Keeps what is written in this browser until it is sent. The form works without it.

   One copy for each form: the whole form, each place that is commented on, each draft. A copy holds
   every field, hidden addresses of places included. What the form already has is never replaced:
   what cannot be put back is shown as text. */
"use strict";
(() => {
  const DAYS = 14;
  const form = document.getElementById("skjema");
  const receipt = document.getElementById("kvittering") || document.getElementById("slettet");
  const remove = (start) => Object.keys(localStorage).filter((key) => key.startsWith(start))
    .forEach((key) => localStorage.removeItem(key));

  if (receipt) {
    const draft = receipt.dataset.utkast;
    remove(`horing:${receipt.dataset.horing}:${draft ? `utkast:${draft}` : ""}`);
  }
  if (!form || form.dataset.sendes) return;

  const PLACE = /^sted\.\d+\./;
  const WRITTEN = /\.(tekst|forslag)$/; // the rest of a place is its address
  const NOT_KEPT = ["skjema", "utkast", "grunnlag", "enkel", "nettside"];
  const basis = form.elements.grunnlag ? form.elements.grunnlag.value : "";
  const fields = () => [...form.elements].filter((field) => field.name
    && !["submit", "button"].includes(field.type) && !NOT_KEPT.includes(field.name));
  const told = () => fields()
    .filter((field) => (["radio", "checkbox"].includes(field.type) ? field.checked : field.value))
    .map((field) => [field.name, field.value]);
  const place = () => told()
    .filter(([name]) => PLACE.test(name) && !WRITTEN.test(name)).map(([, v]) => v).join("|");
  const which = form.dataset.utkast ? `utkast:${form.dataset.utkast}`
    : form.dataset.slag === "sted" ? `sted:${place()}` : "hele";
  const key = `horing:${form.dataset.horing}:${which}`;
  const note = (text) => {
    const box = document.createElement("div");
    box.className = "notice";
    box.setAttribute("role", "status");
    box.append(text);
    form.before(box);
    return box;
  };

  let others = [];
  const write = () => {
    try {
      localStorage.setItem(key, JSON.stringify({ at: Date.now(), basis, values: told(), others }));
    } catch {
      /* No room, or not allowed: the form works all the same. */
    }
  };
  const read = () => {
    try {
      const kept = JSON.parse(localStorage.getItem(key) || "null");
      return kept && Date.now() - kept.at < DAYS * 86400000 ? kept : null;
    } catch {
      return null;
    }
  };

  /* A place that the form does not have: its fields are made, with its words as they were. */
  const addPlace = (entries, number) => {
    const at = (name) => (entries.find(([field]) => field.endsWith(`.${name}`)) || ["", ""])[1];
    const section = document.createElement("section");
    section.className = "place";
    section.dataset.sted = number;
    if (at("exact")) section.append(Object.assign(document.createElement("blockquote"), { textContent: at("exact") }));
    entries.forEach(([field, value]) => {
      const name = `sted.${number}.${field.split(".")[2]}`;
      if (WRITTEN.test(name)) return;
      section.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    });
    (at("grunnlag") ? ["forslag", "tekst"] : ["tekst"]).forEach((part) => {
      const text = Object.assign(document.createElement("textarea"), { name: `sted.${number}.${part}`, id: `sted-${number}-${part}`, rows: 6, value: at(part) });
      const name = at("grunnlag") ? `, ${form.dataset[part]}` : "";
      const label = Object.assign(document.createElement("label"), { htmlFor: text.id, textContent: `${number}. ${at("anbefaling")}${name}` });
      const field = Object.assign(document.createElement("div"), { className: "field" });
      field.append(label, text);
      section.append(field);
    });
    (form.querySelector("section") || form.firstElementChild).before(section);
  };

  /* With `over` the copy was made on top of the very draft that is shown, and is the newer. */
  const restore = (kept, over) => {
    let put = 0;
    const left = [...(kept.others || [])];
    const places = new Map();
    const values = new Map();
    kept.values.forEach(([name, value]) => {
      if (PLACE.test(name)) {
        const number = name.split(".")[1];
        places.set(number, [...(places.get(number) || []), [name, value]]);
      } else values.set(name, [...(values.get(name) || []), value]);
    });
    values.forEach((said, name) => {
      const own = fields().filter((field) => field.name === name);
      if (!own.length) left.push(said.join(", "));
      else if (["radio", "checkbox"].includes(own[0].type)) {
        if (own.some((field) => field.checked !== field.defaultChecked)) return;
        own.forEach((field) => {
          const wanted = said.includes(field.value);
          if (field.checked !== wanted) put += 1;
          field.checked = wanted;
        });
        if (own.some((field) => field.checked && field.value)) own[0].closest("details")?.setAttribute("open", "");
      } else if (!own[0].value || (over && own[0].value !== said[0])) {
        [own[0].value] = said;
        own[0].closest("details")?.setAttribute("open", "");
        put += 1;
      } else if (own[0].value !== said[0]) left.push(said[0]);
    });
    places.forEach((entries) => {
      const written = entries.filter(([name, value]) => WRITTEN.test(name) && value);
      const address = (all) => all.filter(([name]) => !WRITTEN.test(name)).map(([name, v]) => `${name.split(".")[2]}=${v}`).sort().join("|");
      const here = [...new Set(told().concat(fields().map((f) => [f.name, f.value]))
        .filter(([name]) => PLACE.test(name)).map(([name]) => name.split(".")[1]))];
      const same = here.find((number) => address(fields().filter((f) => f.name.startsWith(`sted.${number}.`)).map((f) => [f.name, f.value]).filter(([, v]) => v)) === address(entries));
      if (!written.length) return;
      if (same) {
        written.forEach(([name, said]) => {
          const box = form.elements[`sted.${same}.${name.split(".")[2]}`];
          if (!box) left.push(said);
          else if (!box.value || box.value === box.defaultValue || (over && box.value !== said)) {
            if (box.value !== said) put += 1;
            box.value = said;
          } else if (box.value !== said) left.push(said);
        });
      } else if (form.dataset.slag === "sted") written.forEach(([, said]) => left.push(said));
      else { addPlace(entries, Math.max(0, ...here.map(Number)) + 1); put += 1; }
    });
    others = [...new Set(left)];
    return put;
  };

  const kept = read();
  if (kept) {
    /* A draft that somebody has saved since is not written over: the copy is shown beside it. */
    const draft = which.startsWith("utkast");
    const stale = draft && kept.basis !== basis;
    const texts = new Set(fields().map((field) => field.value));
    const put = stale ? 0 : restore(kept, draft);
    if (stale) {
      others = [...new Set([...(kept.others || []), ...kept.values.map(([, value]) => value)
        .filter((value) => value.includes(" ") && !texts.has(value))])];
    }
    if (put) note(form.dataset.gjenopprettet);
    if (others.length) {
      const box = note(form.dataset.ogsaa);
      others.forEach((text) => box.append(Object.assign(document.createElement("p"), { className: "words", textContent: text })));
    }
  }
  const area = document.getElementById("nettleser");
  if (area) {
    area.hidden = false;
    document.getElementById("slett-lagret").addEventListener("click", () => {
      clearTimeout(timer);
      others = [];
      remove(`horing:${form.dataset.horing}:`);
      note(form.dataset.slettet);
    });
  }
  const copy = document.getElementById("kopier");
  if (copy && navigator.clipboard) {
    copy.hidden = false;
    copy.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById("utkastlenke").href);
      copy.textContent = copy.dataset.kopiert;
    });
  }
  let timer;
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(write, 400); });
  form.addEventListener("submit", () => { clearTimeout(timer); write(); });
})();
