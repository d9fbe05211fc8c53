// Shows the slides of a course one at a time, in a dialog that fills the window. Without this the
// slides follow each other on the page.
"use strict";
(() => {
  const place = document.getElementById("rn-slides");
  const slides = [...(place?.querySelectorAll(".rn-slide") ?? [])];
  if (!slides.length || !window.HTMLDialogElement) return;
  const say = JSON.parse(document.getElementById("rn-texts-course").textContent);
  const make = (name, kind, text) => {
    const made = document.createElement(name);
    if (kind) made.className = kind;
    if (text) made.textContent = text;
    return made;
  };
  const button = (text, act) => {
    const made = make("button", "rn-button rn-button--quiet", text);
    made.type = "button";
    made.addEventListener("click", act);
    return made;
  };

  const dialog = make("dialog", "rn-show");
  dialog.setAttribute("aria-label", say.title);
  const shown = make("div", "rn-show__slide");
  shown.tabIndex = 0;
  shown.setAttribute("role", "group");
  const notes = make("div", "rn-show__notes");
  notes.hidden = true;
  notes.tabIndex = 0;
  notes.setAttribute("role", "group");
  notes.setAttribute("aria-label", say.notes);
  const said = make("p");
  said.setAttribute("role", "status");
  const bar = make("div", "rn-show__bar");
  const before = button(say.previous, () => show(now - 1));
  const after = button(say.next, () => show(now + 1));
  const toggle = button(say.notes, () => {
    notes.hidden = !notes.hidden;
    toggle.setAttribute("aria-pressed", String(!notes.hidden));
    fit();
  });
  toggle.setAttribute("aria-pressed", "false");
  bar.append(before, said, after, toggle);
  if (dialog.requestFullscreen) {
    bar.append(button(say.full, () => {
      if (document.fullscreenElement) document.exitFullscreen();
      else dialog.requestFullscreen().catch(() => {});
    }));
  }
  bar.append(button(say.close, () => dialog.close()));
  dialog.append(shown, notes, bar);
  document.body.append(dialog);

  let now = 0;
  /** Show the slide with a number from 0; beyond the ends nothing happens. */
  function show(number) {
    if (number < 0 || number >= slides.length) return;
    now = number;
    const slide = slides[number];
    const copy = slide.querySelector(".rn-slide__shown").cloneNode(true);
    for (const one of copy.querySelectorAll("[id]")) one.removeAttribute("id");
    for (const one of copy.querySelectorAll("img")) one.loading = "eager";
    // On the page a case is two levels below the slide's own part; here nothing is in between.
    for (const one of copy.querySelectorAll("h4")) one.replaceWith(make("h3", "", one.textContent));
    const title = slide.querySelector("h3").textContent.replace(/^\d+\. /, "");
    shown.setAttribute("aria-label", title);
    shown.replaceChildren(make("h2", "", title), copy);
    fit();
    const spoken = slide.querySelector(".rn-slide__notes p");
    notes.replaceChildren(make("p", "", spoken ? spoken.textContent : say.none));
    said.textContent = say.place.replace("{n}", number + 1).replace("{all}", slides.length)
      .replace("{title}", title);
    // A button that is switched off would lose the focus: it only says that it leads nowhere.
    before.setAttribute("aria-disabled", String(number === 0));
    after.setAttribute("aria-disabled", String(number === slides.length - 1));
  }

  /** Set the text as large as fits; what does not fit in the smallest size is scrolled. */
  function fit() {
    for (const size of ["0", "1", "2", "3"]) {
      shown.dataset.fit = size;
      if (shown.scrollHeight <= shown.clientHeight) break;
    }
    shown.scrollTop = 0;
  }

  const keys = {
    ArrowRight: () => now + 1, PageDown: () => now + 1, ArrowLeft: () => now - 1,
    PageUp: () => now - 1, Home: () => 0, End: () => slides.length - 1,
  };
  dialog.addEventListener("keydown", (event) => {
    const to = keys[event.key];
    if (!to || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    show(to());
  });
  dialog.addEventListener("close", () => {
    if (document.fullscreenElement) document.exitFullscreen();
    slides[now].scrollIntoView({ block: "start" });
    open.focus({ preventScroll: true });
  });
  // Esc leaves the full screen first, and the browser keeps that press for itself.
  document.addEventListener("fullscreenchange", () => {
    if (!document.fullscreenElement && dialog.open) shown.focus();
  });

  addEventListener("resize", () => { if (dialog.open) fit(); });

  const open = button(say.open, () => {
    dialog.showModal();
    show(now);
    shown.focus();
  });
  open.className = "rn-button";
  const line = make("p", "rn-js-only");
  line.append(open);
  place.querySelector("h2").after(line);
  const help = make("p", "rn-course__how rn-js-only", say.keys);
  line.after(help);
})();
