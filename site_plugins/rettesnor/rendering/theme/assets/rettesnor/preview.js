// While editing: show what is wrong with the files on top of the page.
"use strict";
(() => {
  const list = new URL("../../problems.json", document.currentScript.src);

  function element(name, text, ...children) {
    const made = document.createElement(name);
    made.append(text, ...children);
    return made;
  }

  function row(problem) {
    const place = [problem.path, problem.line, problem.column].filter(Boolean).join(":");
    const said = element("li", "");
    said.append(element("strong", problem.severity === "advarsel" ? "Advarsel: " : "Feil: "));
    said.append(problem.message, " ");
    if (problem.hint) said.append(element("em", problem.hint), " ");
    said.append(element("br", ""), element("code", place), ` (${problem.code})`);
    return said;
  }

  function show(problems) {
    if (!problems.length) return;
    const banner = document.createElement("section");
    banner.className = "rn-problems";
    banner.lang = "nb"; // editors write for both languages in bokmål
    banner.setAttribute("aria-label", "Problemer i filene");
    const count = problems.length === 1 ? "Ett problem" : `${problems.length} problemer`;
    banner.append(element("h2", `${count} i filene`));
    banner.append(element("ul", "", ...problems.map(row)));
    document.querySelector(".rn-skip").after(banner);
  }

  fetch(list, { cache: "no-store" })
    .then((answer) => (answer.ok ? answer.json() : []))
    .then(show, () => {});
})();
