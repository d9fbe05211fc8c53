// The filters of a catalogue's front page. Their state is the address, so that it can be sent, and
// gone back to. Without scripts the page has the same as lists.
"use strict";
(() => {
  const form = document.getElementById("rn-filter");
  if (!form) return;
  const say = JSON.parse(document.getElementById("rn-texts-catalogue").textContent);
  const count = document.getElementById("rn-treff");
  const reset = form.querySelector('[type="reset"]');
  const items = [...document.querySelectorAll(".rn-listing")];
  const fields = [...form.elements].filter((one) => one.name);
  const whole = count.textContent;

  /** Set the filters by the address; what it says that cannot be chosen is left out. */
  function takeUp() {
    const asked = new URLSearchParams(location.search);
    for (const field of fields) {
      const value = asked.get(field.name) ?? "";
      field.value = value;
      if (field.value !== value) field.value = "";
    }
  }

  function show() {
    const wanted = fields.filter((field) => field.value);
    let hits = 0;
    for (const item of items) {
      item.hidden = !wanted.every(({ name, value }) => item.dataset[name].split(" ").includes(value));
      hits += !item.hidden;
    }
    count.textContent = !wanted.length ? whole
      : !hits ? say.none
      : say.hits.replace("{n}", hits).replace("{all}", items.length);
    reset.hidden = !wanted.length;
    for (const field of fields) field.classList.toggle("rn-chosen", Boolean(field.value));
  }

  function choose() {
    const url = new URL(location);
    url.hash = "";
    for (const { name, value } of fields) {
      if (value) url.searchParams.set(name, value);
      else url.searchParams.delete(name);
    }
    try {
      if (url.href !== location.href) history.pushState(null, "", url);
    } catch {
      // A site in a folder has no history of its own; the filters still work.
    }
    show();
  }

  form.addEventListener("change", choose);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    for (const field of fields) field.value = "";
    choose();
    fields[0].focus(); // the button is gone
  });
  addEventListener("popstate", () => {
    takeUp();
    show();
  });
  takeUp();
  show();
})();
