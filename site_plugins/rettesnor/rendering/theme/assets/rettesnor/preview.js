// While editing: show what is wrong with the files on top of the page, and load it again when the
// site has been rebuilt.
"use strict";
(() => {
  const list = new URL("../../problems.json", document.currentScript.src);
  const events = new URL("../../rettesnor-endringer", document.currentScript.src);

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

  // Only the tab that is looked at listens: a browser opens no more than six connections to a
  // server, so a seventh tab would never load.
  function follow(build) {
    let source = null;
    function listen() {
      source?.close();
      source = null;
      if (document.hidden) return;
      source = new EventSource(events);
      source.onmessage = ({ data }) => {
        if (data !== build) location.reload();
      };
    }
    document.addEventListener("visibilitychange", listen);
    listen();
  }

  fetch(list, { cache: "no-store" })
    .then((answer) => {
      const build = answer.headers.get("Rettesnor-Build"); // not from «mkdocs serve»
      if (build) follow(build);
      return answer.ok ? answer.json() : [];
    })
    .then(show, () => {});
})();
