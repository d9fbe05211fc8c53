// References to a recommendation for other programs, made from what the page says of itself.
"use strict";
window.rnCite = (() => {
  const { download } = window.rnFiles;

  const TYPES = { bib: "application/x-bibtex", ris: "application/x-research-info-systems",
    json: "application/vnd.citationstyles.csl+json" };

  /** Fill in `place`, which has just been opened, and keep it right when a format is chosen. */
  function open(place, say) {
    if (place.dataset.rnReady) return;
    place.dataset.rnReady = "";
    const format = place.querySelector("select");
    const text = place.querySelector("pre");
    const said = document.getElementById("rn-said");
    const cited = document.getElementById("siter-tekst");
    const item = csl({
      publisher: cited.dataset.author, title: document.querySelector("h1").textContent.trim(),
      container: cited.querySelector("em").textContent, edition: cited.dataset.version, ...cited.dataset,
    });
    const make = { bib: bibtex, ris, json: (one) => `${JSON.stringify([one], null, 2)}\n` };
    const show = () => (text.textContent = make[format.value](item));
    format.addEventListener("change", show);
    place.querySelector("[data-rn-formats-copy]").addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(text.textContent);
        said.textContent = say.copied;
      } catch {
        said.textContent = say.notCopied;
      }
      setTimeout(() => (said.textContent = ""), 4000);
    });
    place.querySelector("[data-rn-formats-download]").addEventListener("click", () =>
      download(`${item.id}.${format.value}`, TYPES[format.value], text.textContent));
    show();
  }

  /**
   * Return the recommendation as a CSL item: a chapter of the guideline, by the agency.
   * https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html
   */
  function csl(data) {
    const [year, month, day] = data.date.split("-").map(Number);
    const here = location.protocol === "file:" ? "" : location.href.replace(/[?#].*/, "");
    const draft = data.note;
    const address = data.url || here;
    return {
      id: data.id, type: "chapter", title: data.title, "container-title": data.container,
      author: [{ literal: data.author }], publisher: data.publisher, version: data.version,
      ...(year ? { issued: { "date-parts": [[year, month, day].filter(Boolean)] } } : {}),
      language: document.documentElement.lang,
      ...(draft ? { note: draft } : {}), ...(address ? { URL: address } : {}),
      ...(address && data.changing !== undefined ? { accessed: { "date-parts": [today()] } } : {}),
    };
  }

  /** Return the reader's day: what may change is cited as it was when it was read. */
  function today() {
    const now = new Date();
    return [now.getFullYear(), now.getMonth() + 1, now.getDate()];
  }
  const two = (number) => (number ? String(number).padStart(2, "0") : "");

  /** Return `item` for BibTeX and BibLaTeX. Double braces keep names whole and capitals as they are. */
  function bibtex(item) {
    const [year, month] = item.issued?.["date-parts"][0] ?? [];
    const fields = {
      author: `{${tex(item.author[0].literal)}}`, title: `{${tex(item.title)}}`,
      booktitle: `{${tex(item["container-title"])}}`, publisher: `{${tex(item.publisher)}}`,
      year, month, edition: tex(item.version), language: item.language,
      note: item.note && tex(item.note), url: item.URL && link(item.URL),
      urldate: item.accessed?.["date-parts"][0].map((part) => String(part).padStart(2, "0")).join("-"),
    };
    const told = Object.entries(fields).filter(([, value]) => value)
      .map(([name, value]) => `  ${name} = {${value}},\n`);
    return `@incollection{${item.id},\n${told.join("")}}\n`;
  }

  const TEX = { "\\": "\\textbackslash{}", "{": "\\{", "}": "\\}", "~": "\\textasciitilde{}",
    "^": "\\textasciicircum{}" };
  const tex = (text) => text.replace(/[\\{}~^&%$#_]/g, (sign) => TEX[sign] ?? `\\${sign}`);

  /** Return an address for a url field, which is verbatim but for braces. */
  const link = (url) => url.replace(/[{}\\]/g, encodeURIComponent);

  /** Return `item` as RIS: two letters, two spaces, a dash, a space; CRLF. */
  function ris(item) {
    const [year, month, day] = item.issued?.["date-parts"][0] ?? [];
    const lines = [
      ["TY", "CHAP"], ["ID", item.id], ["AU", `${item.author[0].literal},`], ["TI", item.title],
      ["T2", item["container-title"]], ["PB", item.publisher], ["ET", item.version],
      ["PY", year], ["DA", year ? [year, two(month), two(day), ""].join("/") : ""],
      ["LA", item.language], ["N1", item.note], ["UR", item.URL],
      ["Y2", item.accessed ? [...item.accessed["date-parts"][0].map(two), ""].join("/") : ""],
    ];
    const told = lines.filter(([, value]) => value)
      .map(([name, value]) => `${name}  - ${String(value).replace(/\s+/g, " ")}\r\n`);
    return `${told.join("")}ER  - \r\n`;
  }

  return { bibtex, csl, open, ris };
})();
