/* The desk works without this. With it, drafts are kept and checked while one writes. */
"use strict";
(() => {
  const texts = JSON.parse(document.getElementById("skript-tekster").textContent);
  const PAUSE = 300;
  const RETRY = 3000;

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-confirm]");
    if (button && !window.confirm(button.dataset.confirm)) event.preventDefault();
  });

  const form = document.getElementById("skjema");
  if (!form) return;

  const state = document.getElementById("skjema-tilstand");
  const frame = document.getElementById("vis");
  let timer = 0;
  let number = 0;
  let answered = 0;
  let unkept = false;

  const text = (tag, words, name) => {
    const made = document.createElement(tag);
    if (name) made.className = name;
    made.append(words);
    return made;
  };
  const message = ([severity, words]) => {
    const made = text("li", "", `message message--${severity}`);
    made.append(text("strong", severity === "feil" ? texts.error : texts.advice), ` ${words}`);
    return made;
  };

  const showMessages = (found) => {
    document.querySelectorAll("[data-for]").forEach((list) => {
      const mine = found[list.dataset.for] || [];
      list.replaceChildren(...mine.map(message));
      list.hidden = !mine.length;
      // A field that a script has taken over has another id, and stands for the one that is seen.
      [list.dataset.for, `${list.dataset.for}-tekst`, `${list.dataset.for}-valg`].forEach((id) => {
        const control = document.getElementById(id);
        if (!control || !/^(INPUT|SELECT|TEXTAREA)$/.test(control.tagName)) return;
        if (mine.some(([severity]) => severity === "feil")) control.setAttribute("aria-invalid", "true");
        else control.removeAttribute("aria-invalid");
      });
    });
  };

  const showSummary = ({ general, named }) => {
    const box = document.getElementById("oppsummering");
    const items = general.map(([, words]) => text("li", words));
    named.forEach(([field, label, severity, words]) => {
      const item = text("li", "", `is-${severity}`);
      const link = text("a", label);
      link.href = `#${field}`;
      item.append(link, `: ${words}`);
      items.push(item);
    });
    box.querySelector("ul").replaceChildren(...items);
    box.hidden = !items.length;
  };

  const showOthers = (others) => {
    const box = document.getElementById("andre");
    box.querySelector("ul").replaceChildren(...others.map(([place, url, words]) => {
      const item = text("li", "");
      const name = url ? text("a", place) : place;
      if (url) name.href = url;
      item.append(name, place ? `: ${words}` : words);
      return item;
    }));
    box.hidden = !others.length;
  };

  const refresh = () => {
    if (!frame || !frame.offsetParent) return;
    let at = 0;
    try { at = frame.contentWindow.scrollY; } catch { /* another page */ }
    frame.addEventListener("load", () => {
      try { frame.contentWindow.scrollTo(0, at); } catch { /* another page */ }
    }, { once: true });
    frame.src = `${form.dataset.preview}?n=${number}`;
  };

  /* What the desk could not be given (no network, a closed lid) is kept in the browser until it has it. */
  const KEPT = `rettesnor:${location.pathname}`;
  const OWN = ["csrfmiddlewaretoken", "side", "nr", "gjor"];
  const written = () => [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !OWN.includes(name));
  const hold = () => { try { localStorage.setItem(KEPT, JSON.stringify(written())); } catch { /* full, or not allowed */ } };
  const release = () => { try { localStorage.removeItem(KEPT); } catch { /* not allowed */ } };
  const held = () => { try { return JSON.parse(localStorage.getItem(KEPT)); } catch { return null; } };
  const offer = (fields) => {
    const box = text("div", "", "notice");
    box.setAttribute("role", "alert");
    const use = text("button", texts.restore, "button button--small");
    const drop = text("button", texts.discard, "button button--text button--small");
    use.type = drop.type = "button";
    use.addEventListener("click", async () => {
      const body = new URLSearchParams(fields);
      OWN.slice(0, 2).forEach((name) => body.set(name, form.elements[name].value));
      body.set("nr", String(++number));
      try {
        const response = await fetch(form.dataset.check, { method: "POST", body });
        if (!response.ok) throw new Error(String(response.status));
        release();
        unkept = false;
        location.reload();
      } catch { state.textContent = texts.again; }
    });
    drop.addEventListener("click", () => { release(); box.remove(); });
    box.append(text("p", texts.rescued), use, " ", drop);
    form.prepend(box);
  };

  let asked = null;
  const check = async () => {
    const mine = ++number;
    asked = new AbortController();
    form.elements.nr.value = String(mine);
    try {
      const response = await fetch(form.dataset.check, { method: "POST", body: new URLSearchParams(new FormData(form)), signal: asked.signal });
      if (!response.ok) throw new Error(String(response.status));
      const found = await response.json();
      if (mine < answered) return;
      answered = mine;
      if (mine === number) {
        unkept = false;
        release();
      }
      showMessages(found.messages);
      showSummary(found);
      showOthers(found.others);
      state.textContent = found.kept ? `${found.count} ${texts.kept.replace("{time}", found.kept)}` : found.count;
      state.classList.remove("state--lost");
      refresh();
    } catch (error) {
      if (error.name === "AbortError") return;
      state.textContent = error.message === "507" ? texts.full : texts.lost;
      state.classList.add("state--lost");
      hold();
      window.clearTimeout(timer);
      timer = window.setTimeout(check, RETRY);
    }
  };

  const soon = () => {
    unkept = true;
    window.clearTimeout(timer);
    timer = window.setTimeout(check, PAUSE);
  };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  window.addEventListener("beforeunload", (event) => { if (unkept) event.preventDefault(); });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden || !unkept) return;
    hold();
    check();
  });

  const grow = (area) => {
    if (window.CSS && CSS.supports("field-sizing", "content")) return;
    area.rows = Math.min(30, Math.max(2, area.value.split("\n").reduce((n, line) => n + 1 + Math.floor(line.length / 68), 0) + 1));
  };
  form.addEventListener("input", (event) => { if (event.target.tagName === "TEXTAREA") grow(event.target); });

  /* Items of a list are added, moved and removed by the server, as without scripts. */
  form.addEventListener("submit", async (event) => {
    const button = event.submitter;
    const deed = button && button.name === "gjor" ? button.value : "";
    if (!/^(opp|ned|bort|ny):/.test(deed)) {
      // A check that came after the save would make a draft of what is saved.
      window.clearTimeout(timer);
      asked?.abort();
      form.elements.nr.value = String(++number);
      unkept = false;
      return;
    }
    event.preventDefault();
    window.clearTimeout(timer);
    const data = new URLSearchParams(new FormData(form));
    data.set("gjor", deed);
    data.set("nr", String(++number));
    try {
      const response = await fetch(form.action || location.href, { method: "POST", body: data });
      if (!response.ok) throw new Error(String(response.status));
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const made = page.getElementById("skjema");
      document.getElementById("felter").replaceWith(page.getElementById("felter"));
      form.elements.side.value = made.elements.side.value;
      document.dispatchEvent(new Event("rettesnor:felter"));
      number = 0;
      answered = 0;
      const there = document.getElementById(made.dataset.focus);
      // Who moved an item can move it on: the same button has the focus, or the other way at the end.
      const [verb] = deed.split(":");
      const moved = /^(opp|ned)$/.test(verb) && [verb, verb === "opp" ? "ned" : "opp"]
        .map((one) => document.querySelector(`button[value="${CSS.escape(`${one}:${made.dataset.focus}`)}"]`))
        .find((one) => one && !one.disabled);
      if (moved) moved.focus();
      else if (there) (there.matches("input,select,textarea,[tabindex]") ? there : there.querySelector("input,select,textarea"))?.focus();
      check();
    } catch {
      state.textContent = texts.again;
    }
  });

  const before = held();
  if (before && JSON.stringify(before) !== JSON.stringify(written())) offer(before);
  else release();

  const focus = form.dataset.focus && document.getElementById(form.dataset.focus);
  if (focus) focus.focus();
})();
