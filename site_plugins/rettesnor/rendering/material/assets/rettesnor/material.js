// Makes Material's search box do what the dialog of our own look does, so that search.js serves both.
"use strict";
(() => {
  const box = document.getElementById("rn-sok");
  const toggle = document.getElementById("__search");
  const drawer = document.getElementById("__drawer");
  const field = box.querySelector("[data-rn-field]");

  // What search.js asks of a dialog.
  Object.defineProperty(box, "open", { get: () => toggle.checked });
  box.showModal = () => {
    toggle.checked = true;
    field.focus();
  };
  box.close = () => {
    toggle.checked = false;
  };

  const begin = () => document.dispatchEvent(new Event("rn-search"));
  field.addEventListener("focus", () => box.open || begin());
  field.addEventListener("input", () => box.open || begin());
  // The magnifier of narrow screens has opened the box; search.js opens it with what was asked last.
  toggle.addEventListener("change", () => {
    if (!toggle.checked) return;
    toggle.checked = false;
    begin();
  });
  box.querySelector("[data-rn-empty]").addEventListener("click", () => {
    field.value = "";
    field.dispatchEvent(new Event("input"));
    field.focus();
  });
  box.querySelector("form").addEventListener("submit", (event) => event.preventDefault());

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (box.open) {
      box.close();
      document.activeElement.blur();
    } else if (drawer.checked) {
      drawer.checked = false;
      drawer.focus();
    }
  });
  // Who leaves the box by keyboard has closed it; a click in it on what takes no focus leaves it open.
  document.addEventListener("focusin", ({ target }) => {
    if (box.open && !box.contains(target)) box.close();
  });
})();
