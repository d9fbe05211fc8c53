/* Keeps what is written in this browser until it is sent. The form works without it. */
"use strict";
(() => {
  const DAYS = 14;
  const form = document.getElementById("skjema");
  const receipt = document.getElementById("kvittering");
  const name = (round) => `horing:${round}:${location.search}`;

  if (receipt) {
    const start = `horing:${receipt.dataset.horing}:`;
    Object.keys(localStorage).filter((key) => key.startsWith(start))
      .forEach((key) => localStorage.removeItem(key));
  }
  if (!form || form.dataset.utkast) return;

  const key = name(form.dataset.horing);
  const fields = () => [...form.elements].filter((field) =>
    field.name && !["hidden", "submit"].includes(field.type) && field.name !== "nettside");
  const say = (text, button) => {
    const note = document.createElement("p");
    note.className = "notice";
    note.setAttribute("role", "status");
    note.append(text, " ");
    if (button) note.append(button);
    form.before(note);
    return note;
  };

  const write = () => {
    const values = fields()
      .filter((field) => (["radio", "checkbox"].includes(field.type) ? field.checked : field.value))
      .map((field) => [field.name, field.value]);
    try {
      localStorage.setItem(key, JSON.stringify({ at: Date.now(), values }));
    } catch {
      /* No room, or not allowed: the form works all the same. */
    }
  };

  const read = () => {
    try {
      const kept = JSON.parse(localStorage.getItem(key) || "null");
      return kept && Date.now() - kept.at < DAYS * 86400000 ? kept.values : null;
    } catch {
      return null;
    }
  };

  const kept = read();
  const written = fields().some((field) => field.tagName === "TEXTAREA" && field.value);
  if (kept && !written && kept.some(([field]) => field !== "slag")) {
    fields().forEach((field) => {
      const values = kept.filter(([other]) => other === field.name).map(([, value]) => value);
      if (["radio", "checkbox"].includes(field.type)) field.checked = values.includes(field.value) || (field.type === "radio" && !values.length && !field.value);
      else if (values.length) [field.value] = values;
      if (values.length && field.value) field.closest("details")?.setAttribute("open", "");
    });
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button--quiet";
    button.textContent = form.dataset.slett;
    const note = say(form.dataset.gjenopprettet, button);
    button.addEventListener("click", () => {
      localStorage.removeItem(key);
      note.textContent = form.dataset.slettet;
    });
  }
  let timer;
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(write, 400); });
})();
