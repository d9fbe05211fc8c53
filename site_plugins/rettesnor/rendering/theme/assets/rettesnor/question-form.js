// The questions of one recommendation as a form; the self-check of the guideline is self-check.js. The answers stay in this tab (session
// storage): a shared machine should not keep them. Nothing is sent.
"use strict";
window.rnQuestionForm = (() => {
  const { csv, download, xlsx } = window.rnFiles;

  /**
   * Open the form in `place`, or close it if it is open.
   * @param {HTMLElement} place what holds the button and the template.
   * @param {Object<string, string>} say the texts of the page's scripts.
   * @param {boolean} focus whether the reader asked for it, and is to be taken there.
   * @param {string} html the form, with one question.
   */
  function open(place, say, focus, html) {
    const button = place.querySelector("[data-rn-check-open]");
    const questions = place.parentElement.querySelector(".rn-questions");
    let form = place.querySelector("form");
    if (form && focus) {
      const shut = !form.hidden;
      form.hidden = shut;
      questions.hidden = !shut;
      show(!shut);
      return;
    }
    const first = button.textContent;
    form = build(place, questions, say, html);
    button.dataset.rnOpen = first;
    questions.hidden = true;
    show(true);

    function show(opened) {
      button.setAttribute("aria-expanded", String(opened));
      button.textContent = opened ? say.close : button.dataset.rnOpen;
      if (opened && focus) form.querySelector("input").focus();
    }
  }

  /** Return the form with a fieldset for each of `questions`, filled in as it was left. */
  function build(place, questions, say, html) {
    const key = `rn-svar:${place.dataset.rnCheck}`;
    const template = document.createElement("template");
    template.innerHTML = html;
    const form = template.content.querySelector("form");
    const warning = questions.dataset.rnWarn;
    if (warning) form.querySelector("[data-rn-warning]").textContent = warning;
    const model = form.querySelector("fieldset");
    const asked = [...questions.children].map((one) => own(one));
    for (const [index, text] of asked.entries()) {
      const set = model.cloneNode(true);
      set.querySelector("legend").textContent = `${index + 1}. ${text}`;
      for (const choice of set.querySelectorAll("input")) choice.name = `svar-${index}`;
      set.querySelector("textarea").name = `notat-${index}`;
      model.before(set);
    }
    model.remove();
    form.querySelector(".rn-sheet__head span").textContent = about(say);
    place.append(form);

    const count = form.querySelector('[role="status"]');
    const values = () => Object.fromEntries([...new FormData(form)].filter(([, value]) => value));
    function tell() {
      const done = asked.filter((_, index) => form.elements[`svar-${index}`].value).length;
      count.textContent = say.answered.replace("{n}", done).replace("{all}", asked.length);
    }
    function keep() {
      tell();
      try {
        sessionStorage.setItem(key, JSON.stringify(values()));
      } catch {
        // The answers then last as long as the page.
      }
    }
    try {
      for (const [name, value] of Object.entries(JSON.parse(sessionStorage.getItem(key) ?? "{}"))) {
        if (form.elements[name]) form.elements[name].value = value;
      }
    } catch {
      // What was kept cannot be read; the form starts empty.
    }

    /** The answers as rows, the first one being the names of the columns. */
    function rows() {
      const [id, version] = place.dataset.rnCheck.split("/").pop().split("@");
      const title = document.querySelector("h1").textContent.trim();
      const told = asked.map((text, index) => [
        title || id, version, index + 1, text, form.elements[`svar-${index}`].value,
        form.elements[`notat-${index}`].value,
      ]);
      return [say.columns.split(";"), ...told];
    }
    const actions = {
      print: () => printOnly(form),
      csv: () => download(name("csv"), "text/csv;charset=utf-8", csv(rows())),
      xlsx: () => download(name("xlsx"), XLSX, xlsx(rows(), say.sheet, [28, 9, 6, 60, 10, 50])),
      clear: () => {
        form.reset();
        keep();
        try {
          sessionStorage.removeItem(key);
        } catch {
          // There was nothing to remove.
        }
        form.querySelector("input").focus();
      },
    };
    const name = (ending) => `${place.dataset.rnCheck.split("/").pop().replace("@", "-")}.${ending}`;
    form.addEventListener("input", keep);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("click", (event) => {
      actions[event.target.closest("[data-rn-sheet]")?.dataset.rnSheet]?.();
    });
    tell();
    return form;
  }

  const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

  /** The words of a question, without what other scripts put beside them. */
  function own(item) {
    const copy = item.cloneNode(true);
    copy.querySelectorAll(".rn-hook, .rn-pin, .rn-quote").forEach((part) => part.remove());
    return copy.textContent.trim();
  }

  /** What the printed sheet says it belongs to, with the word for a draft when it is one. */
  function about(say) {
    const cited = document.getElementById("siter-tekst");
    const title = document.querySelector("h1").textContent.trim();
    const container = cited.querySelector("em").textContent;
    const version = cited.dataset.edition;
    const draft = document.querySelector(".rn-tag--draft")?.textContent;
    const told = say.sheetOf.replace("{title}", title).replace("{guideline}", container)
      .replace("{version}", version);
    return draft ? `${told} ${draft}.` : told;
  }

  /** Print `form` and nothing else of the page. */
  function printOnly(form) {
    const root = document.documentElement;
    root.classList.add("rn-print-sheet");
    addEventListener("afterprint", () => root.classList.remove("rn-print-sheet"), { once: true });
    print();
  }

  return { open };
})();
