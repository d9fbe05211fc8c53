// The editors' desk: choosing, reasons, redaction and keys. Every page works without it.
(() => {
  "use strict";
  const one = (what, within = document) => within.querySelector(what);
  const all = (what, within = document) => [...within.querySelectorAll(what)];

  // How far the files are that somebody waits for, and what one does with them: only those parts
  // are replaced, and not one that somebody is in or has written in.
  const idle = (part) => !part.contains(document.activeElement)
    && all("input", part).every((box) => box.value === box.defaultValue);
  const follow = async () => {
    const list = one("[data-oppdater]");
    if (!list) return;
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const part of answer.ok ? all("[data-folges]").filter(idle) : []) {
        const now = page.getElementById(part.id);
        if (now) part.replaceWith(now);
      }
    } catch {
      // The next try may reach the desk.
    }
    setTimeout(follow, 1000 * list.dataset.oppdater);
  };
  const waited = one("[data-oppdater]");
  if (waited) setTimeout(follow, 1000 * waited.dataset.oppdater);

  // Choosing rows, with the number of them in words for screen readers.
  const boxes = all('input[name="_selected_action"]');
  const counter = one("[data-antall]");
  const said = () => {
    if (counter) counter.textContent = `(${boxes.filter((box) => box.checked).length})`;
  };
  for (const box of boxes) box.addEventListener("change", said);
  for (const link of all("[data-velg]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      for (const box of boxes) box.checked = link.dataset.velg === "alle";
      said();
    });
  }
  // A range with Shift, as in mail programs.
  let last = -1;
  boxes.forEach((box, index) => box.addEventListener("click", (event) => {
    if (event.shiftKey && last >= 0) {
      for (let i = Math.min(last, index); i <= Math.max(last, index); i += 1) {
        boxes[i].checked = box.checked;
      }
      said();
    }
    last = index;
  }));
  said();

  // A reason that is chosen is shown in the box, where it can be read and changed.
  for (const list of all("[data-begrunnelser]")) {
    const box = one('textarea[name="begrunnelse"]', list.form);
    let filled = "";
    list.addEventListener("change", () => {
      const option = list.selectedOptions[0];
      if (box.value.trim() && box.value !== filled) return; // what was typed is kept
      filled = option.dataset.tekst || "";
      box.value = filled;
      const outcome = all('input[name="utfall"]', list.form)
        .find((radio) => radio.value === option.dataset.utfall);
      if (outcome) outcome.checked = true;
    });
  }

  // Redaction: what is marked in the text is taken out. Positions are counted in characters, as
  // the server does, and not in UTF-16 units.
  const marking = one("[data-sladding]");
  if (marking) {
    const text = one("textarea[data-original]", marking);
    const kept = one('input[name="spenn"]', marking);
    const list = one("[data-valgte]", marking);
    const preview = one("[data-slik]", marking);
    const plain = one("[data-uten-skript]", marking);
    const original = [...text.value];
    let spans = JSON.parse(marking.dataset.sladding);
    const inWord = (character) => /[\p{L}\p{N}\p{M}_]/u.test(character || "");
    const show = () => {
      spans.sort((a, b) => a[0] - b[0]);
      const joined = [];
      for (const span of spans) {
        const before = joined[joined.length - 1];
        if (before && span[0] <= before[1]) before[1] = Math.max(before[1], span[1]);
        else joined.push([...span]);
      }
      spans = joined;
      kept.value = JSON.stringify(spans);
      list.replaceChildren(...spans.map((span) => {
        const item = document.createElement("li");
        const words = document.createElement("del");
        words.textContent = original.slice(...span).join("");
        const undo = document.createElement("button");
        undo.type = "button";
        undo.textContent = marking.dataset.angre;
        undo.setAttribute("aria-label", `${marking.dataset.angre}: ${words.textContent}`);
        undo.addEventListener("click", () => {
          spans = spans.filter((other) => other[0] !== span[0]);
          show();
          text.focus();
        });
        item.append(words, " ", undo);
        return item;
      }));
      let end = 0;
      const parts = [];
      for (const [start, stop] of spans) {
        parts.push(original.slice(end, start).join(""), "■■■");
        end = stop;
      }
      preview.textContent = parts.concat(original.slice(end).join("")).join("");
    };
    one("[data-sladd]", marking).addEventListener("click", () => {
      let start = [...text.value.slice(0, text.selectionStart)].length;
      let stop = [...text.value.slice(0, text.selectionEnd)].length;
      while (start < stop && /\s/u.test(original[start])) start += 1;
      while (stop > start && /\s/u.test(original[stop - 1])) stop -= 1;
      if (start === stop) return;
      if (inWord(original[start])) while (inWord(original[start - 1])) start -= 1;
      if (inWord(original[stop - 1])) while (inWord(original[stop])) stop += 1;
      spans.push([start, stop]);
      show();
    });
    plain.hidden = true;
    one("textarea", plain).disabled = true;
    kept.disabled = false;
    all("[data-med-skript]", marking).forEach((part) => { part.hidden = false; });
    show();
  }

  // Keys. They never act while somebody types, and can be turned off (WCAG 2.1.4).
  const help = one("#hurtigtaster");
  if (!help) return;
  const OFF = "horing-hurtigtaster-av";
  const off = one("#taster-av");
  const stored = (value) => {
    try {
      if (value !== undefined) localStorage.setItem(OFF, value);
      return localStorage.getItem(OFF) === "ja";
    } catch {
      return off.checked;
    }
  };
  off.checked = stored();
  off.addEventListener("change", () => stored(off.checked ? "ja" : "nei"));
  const open = one("[data-hurtig]");
  open.hidden = false;
  open.addEventListener("click", () => help.showModal());

  const rows = all("[data-rad]");
  let here = -1;
  const go = (step) => {
    if (rows.length) {
      here = Math.max(0, Math.min(rows.length - 1, here + step));
      one("a", rows[here]).focus();
      rows[here].scrollIntoView({ block: "nearest" });
      return;
    }
    const link = one(step > 0 ? 'a[rel="next"]' : 'a[rel="prev"]');
    if (link) link.click();
  };
  for (const [index, row] of rows.entries()) {
    row.addEventListener("focusin", () => { here = index; });
  }
  const typing = (target) => target.closest(
    'input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable], dialog',
  );
  const outcome = (number) => {
    const radio = all('input[name="utfall"]')[number - 1];
    if (radio) { radio.checked = true; radio.focus(); }
  };
  const keys = {
    j: () => go(1),
    k: () => go(-1),
    x: () => { if (here >= 0) one('input[type="checkbox"]', rows[here]).click(); },
    b: () => { const box = one("#begrunnelse"); if (box) box.focus(); },
    u: () => { const link = one("[data-ko]"); if (link) link.click(); },
    "?": () => help.showModal(),
    1: () => outcome(1), 2: () => outcome(2), 3: () => outcome(3), 4: () => outcome(4),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || off.checked) return;
    const deed = Object.hasOwn(keys, event.key) && keys[event.key];
    if (!deed || !(event.target instanceof Element) || typing(event.target)) return;
    event.preventDefault();
    deed();
  });
})();
