// The answer form: kept in this browser, and downloaded as text or data. Nothing is sent.
"use strict";
(() => {
  const form = document.querySelector("[data-rn-answers]");
  if (!form) return;
  const says = JSON.parse(document.getElementById("rn-texts-answer").textContent);
  const key = `rn-svar-${form.dataset.rnAnswers}`;
  const status = form.querySelector("[data-rn-saved]");
  const say = (text) => (status.textContent = text);

  /** What is filled in, by the fields' names. */
  function values() {
    if (form.querySelector("[data-rn-fields]").disabled) return kept(); // a form leaves those out
    const found = {};
    for (const [name, value] of new FormData(form)) {
      if (value) found[name] = name in found ? [].concat(found[name], value) : value;
    }
    return found;
  }
  /** What was filled in before, and is kept in this browser. */
  function kept() {
    try {
      return JSON.parse(localStorage.getItem(key)) ?? {};
    } catch {
      return {};
    }
  }
  function fillIn(data) {
    for (const field of form.elements) {
      if (!(field.name in data)) continue;
      const wanted = [].concat(data[field.name]);
      if (field.type === "radio" || field.type === "checkbox") field.checked = wanted.includes(field.value);
      else field.value = wanted[0];
    }
  }
  function keep() {
    try {
      localStorage.setItem(key, JSON.stringify(values()));
      say(says.saved);
    } catch {
      say(says.notSaved);
    }
  }
  function label(name) {
    const field = [...form.elements].find((one) => one.name === name);
    const set = field.closest("fieldset.rn-answer");
    return (set ? set.querySelector("legend") : field.labels[0]).textContent.trim();
  }
  function asText() {
    const lines = [document.querySelector("h1").textContent, says.version.replace("{n}", form.dataset.rnUtgave), ""];
    for (const [name, value] of Object.entries(values())) {
      const id = name.split(":")[1];
      const about = id && !name.startsWith("sporsmaal") ? `${document.getElementById(id).textContent.trim()}: ` : "";
      lines.push(`${about}${label(name)}`, [].concat(value).join(", "), "");
    }
    return lines.join("\r\n");
  }
  function download(name, type, content) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([content], { type }));
    link.download = name;
    link.click();
    URL.revokeObjectURL(link.href);
  }
  form.addEventListener("input", keep);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("click", (event) => {
    const name = `svar-${form.dataset.rnAnswers}`;
    if (event.target.matches("[data-rn-text]")) download(`${name}.txt`, "text/plain;charset=utf-8", asText());
    if (event.target.matches("[data-rn-json]")) {
      const data = { horing: form.dataset.rnAnswers, utgave: form.dataset.rnUtgave, svar: values() };
      download(`${name}.json`, "application/json", JSON.stringify(data, null, 1));
    }
    if (event.target.matches("[data-rn-clear]")) {
      form.reset();
      localStorage.removeItem(key);
      say(says.deleted);
    }
  });

  try {
    fillIn(JSON.parse(localStorage.getItem(key) ?? "{}"));
  } catch {
    // What was kept cannot be read; the form starts empty.
  }
  // A hook in the text gives the place in the address.
  const place = new URLSearchParams(location.search);
  const id = place.get("anbefaling") ?? "";
  const part = form.elements[`felt:${id}`];
  if (part) {
    const field = place.get("felt") ?? "";
    if ([...part.options].some((option) => option.value === field)) part.value = field;
    if (place.get("exact")) form.elements[`sitat:${id}`].value = place.get("exact");
    const answer = form.elements[`innspill:${id}`];
    // The browser goes to the place in the address first.
    addEventListener("load", () => answer.focus(), { once: true });
  }
})();
