// What scripts add to a recommendation: steps to tick, the way back to the results, and, fetched
// when they are asked for, the self-check and references for other programs.
"use strict";
(() => {
  const base = new URL("./", document.currentScript.src);
  const { recommendation: say, forms } = window.rnTexts;

  // Steps to tick --------------------------------------------------------------------------
  // Kept in this browser, by recommendation and version: other steps get other ticks.
  const steps = document.querySelector(".rn-steps[data-rn-list]");
  if (steps) checklist(steps);

  /** Return a new element with a class and a text. */
  function element(tag, name, text = "") {
    const made = document.createElement(tag);
    made.className = name;
    made.textContent = text;
    if (tag === "button") made.type = "button";
    return made;
  }

  function checklist(list) {
    const key = `rn-steg:${list.dataset.rnList}`;
    const plain = say.ticks;
    const told = element("p", "", plain);
    const clear = element("button", "rn-button rn-button--quiet", say.untick);
    const foot = element("div", "rn-ticks");
    clear.dataset.rnUntick = "";
    foot.append(told, clear);
    list.after(foot);
    const boxes = [...list.children].map((step, index) => {
      const box = document.createElement("input");
      box.type = "checkbox";
      box.className = "rn-tick";
      box.setAttribute("aria-label", say.tick.replace("{n}", index + 1));
      step.prepend(box);
      return box;
    });
    function show() {
      const done = boxes.filter((box) => box.checked).length;
      boxes.forEach((box) => box.parentElement.classList.toggle("rn-done", box.checked));
      told.textContent = done ? say.ticked.replace("{n}", done).replace("{all}", boxes.length) : plain;
      clear.hidden = !done;
    }
    function keep() {
      const done = boxes.flatMap((box, index) => (box.checked ? [index] : []));
      show();
      try {
        if (done.length) localStorage.setItem(key, JSON.stringify(done));
        else localStorage.removeItem(key);
      } catch {
        told.textContent = say.notKept;
      }
    }
    try {
      for (const index of JSON.parse(localStorage.getItem(key) ?? "[]")) {
        if (boxes[index]) boxes[index].checked = true;
      }
    } catch {
      // Nothing can be read; the list starts empty.
    }
    told.setAttribute("role", "status");
    list.addEventListener("change", keep);
    clear.addEventListener("click", () => {
      boxes.forEach((box) => (box.checked = false));
      keep();
      boxes[0].focus(); // the button is gone
    });
    show();
  }

  // What may change is cited with the day it was read -------------------------------------------
  const accessed = document.querySelector("[data-rn-accessed]");
  if (accessed) {
    const day = new Date().toLocaleDateString(`${document.documentElement.lang}-NO`, { day: "numeric", month: "long", year: "numeric" });
    accessed.textContent = accessed.dataset.rnAccessed.replace("{day}", () => day);
  }

  // Back to the results --------------------------------------------------------------------
  // Who comes from the front page's filters or from search has them in the address left behind.
  function wayBack() {
    const crumbs = document.querySelector(".rn-crumbs");
    if (!document.referrer || !crumbs) return;
    const from = new URL(document.referrer);
    const front = crumbs.querySelector("a").href;
    const left = from.origin + from.pathname;
    if (!from.search || (left !== front && left !== `${front}sok/`)) return;
    const link = document.createElement("a");
    link.className = "rn-back";
    link.href = from.href;
    link.textContent = say.back;
    crumbs.append(link);
  }
  wayBack();

  // Fetched when asked for -----------------------------------------------------------------
  const brought = {};
  function bring(name) {
    return (brought[name] ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = new URL(name, base);
      script.async = false; // in this order
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
    }));
  }
  const questions = document.querySelector("[data-rn-questions]");
  const check = questions && element("div", "");
  if (check) {
    const button = element("button", "rn-button", say.open);
    button.setAttribute("aria-expanded", "false");
    button.dataset.rnCheckOpen = "";
    check.dataset.rnCheck = questions.dataset.rnQuestions || document.querySelector("[data-rn-list]").dataset.rnList;
    check.append(button);
    questions.after(check);
  }
  async function openCheck(asked) {
    await Promise.all(["files.js", "question-form.js"].map(bring));
    window.rnQuestionForm.open(check, say, asked, forms.questions);
  }
  if (check) {
    check.querySelector("[data-rn-check-open]").addEventListener("click", () => openCheck(true));
    try {
      if (sessionStorage.getItem(`rn-svar:${check.dataset.rnCheck}`)) {
        const fold = check.closest("details");
        if (fold) fold.open = true;
        openCheck(false);
      }
    } catch {
      // The form opens when it is asked for.
    }
  }
  const cited = document.getElementById("siter-tekst");
  const formats = element("details", "rn-formats");
  if (cited) {
    const line = element("p", "");
    const button = element("button", "rn-button", say.copyText);
    button.dataset.rnCopy = cited.id;
    line.append(button);
    formats.dataset.rnFormats = "";
    formats.append(element("summary", "", say.programs));
    cited.after(line, formats);
  }
  formats.addEventListener("toggle", async () => {
    if (!formats.open) return;
    if (!formats.querySelector("select")) formats.insertAdjacentHTML("beforeend", forms.formats);
    await Promise.all(["files.js", "cite.js"].map(bring));
    window.rnCite.open(formats, say);
  });
})();
