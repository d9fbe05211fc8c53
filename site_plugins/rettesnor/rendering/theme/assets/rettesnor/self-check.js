// The self-check: a form for each level. It stays in this tab until the reader saves it in a file.
// Nothing is sent, and nothing is kept in the browser. The file is what `rettesnor self-check` reads.
"use strict";
(() => {
  const says = JSON.parse(document.getElementById("rn-texts-self-check").textContent);
  const { download, xlsx } = window.rnFiles;
  const forms = [...document.querySelectorAll("[data-rn-level]")];
  const chooser = document.querySelector("[data-rn-choose]");
  const status = document.querySelector("[data-rn-said]");
  const template = document.querySelector("template[data-rn-finding]").content.firstElementChild;
  const lang = document.documentElement.lang;
  const RANK = { oppfylt: 2, delvis: 1, "ikke oppfylt": 0 };
  const FIELDS = ["funn", "tiltak", "ansvarlig", "frist", "status", "lukket", "merknad"];
  const WRITTEN = ["funn", "tiltak", "ansvarlig", "frist", "lukket", "merknad"];
  const TOO_LARGE = 2_000_000;
  const last = new Map(); // what was answered last time, by level
  let dirty = false;

  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  const sets = (form) => [...form.querySelectorAll("[data-rn-question]")];
  const wording = (set) => set.querySelector("[data-rn-wording]").textContent.trim();
  const chosen = (set) => set.querySelector("input[type=radio]:checked");
  const value = (form, name) => form.elements[name].value.trim();
  const level = (form) => chooser.querySelector(`option[value="${form.dataset.rnLevel}"]`).textContent;
  const named = (set, id) => {
    const input = [...set.querySelectorAll("input[type=radio]")].find((one) => one.value === id);
    return input ? { text: input.parentElement.textContent.trim(), counts: input.dataset.rnCounts } : null;
  };

  /** What is filled in, as the file has it; what is empty is left out. */
  function sheet(form) {
    const filled = (data) => Object.fromEntries(Object.entries(data).filter(([, one]) => one));
    const answers = sets(form).map((set) => {
      const id = set.dataset.rnQuestion;
      return filled({
        sporsmaal: id, ordlyd: wording(set), svar: chosen(set)?.value ?? "",
        merknad: value(form, `merknad-${id}`), dokumentasjon: value(form, `dokumentasjon-${id}`),
      });
    });
    const findings = [...form.querySelectorAll("[data-rn-of]")].map((box) => {
      const id = box.dataset.rnOf;
      const own = FIELDS.map((name) => [name, box.querySelector(`[name="${name}"]`).value.trim()]);
      return filled({ id: box.dataset.rnId, kriterium: id, ...Object.fromEntries(own) });
    });
    return {
      egenkontroll: 1, retningslinje: form.dataset.rnGuideline, versjon: form.dataset.rnVersion,
      nivaa: form.dataset.rnLevel, sprak: lang,
      ...filled({
        virksomhet: value(form, "virksomhet"), fylt_ut_av: value(form, "fylt_ut_av"),
        dato: value(form, "dato"), samtykke: form.elements.samtykke.checked,
      }),
      svar: answers, ...(findings.length ? { funn: findings } : {}),
    };
  }

  /** Put what a file says into its form; answers to other words than those asked now are left. */
  function restore(form, data) {
    form.reset();
    form.querySelector("[data-rn-findings]").replaceChildren();
    for (const name of ["virksomhet", "fylt_ut_av", "dato"]) form.elements[name].value = text(data[name]);
    form.elements.samtykke.checked = data.samtykke === true;
    const given = byQuestion(data);
    let left = 0;
    for (const set of sets(form)) {
      const id = set.dataset.rnQuestion, one = given.get(id);
      if (!one) continue;
      if (differs(set, one, data)) {
        left += 1;
        continue;
      }
      for (const input of set.querySelectorAll("input[type=radio]")) input.checked = input.value === one.svar;
      form.elements[`merknad-${id}`].value = text(one.merknad);
      form.elements[`dokumentasjon-${id}`].value = text(one.dokumentasjon);
    }
    for (const one of list(data.funn)) finding(form, text(one.kriterium), one);
    return left;
  }

  const text = (given) => (typeof given === "string" ? given : "");
  const list = (given) => (Array.isArray(given) ? given.filter((one) => one && typeof one === "object") : []);
  const byQuestion = (data) => new Map(list(data.svar).map((one) => [one.sporsmaal, one]));
  const same = (one) => one.replace(/\s+/g, " ").trim();
  /** Whether `one` answers other words than those of the question; in another language nobody knows. */
  const differs = (set, one, data) => text(data.sprak) === lang && text(one.ordlyd) !== ""
    && same(text(one.ordlyd)) !== same(wording(set));

  /** Show what was answered last time, and how it is now. */
  function compare(form) {
    const data = last.get(form.dataset.rnLevel);
    const counts = { better: 0, worse: 0, same: 0 };
    const before = data ? byQuestion(data) : new Map();
    for (const set of sets(form)) {
      const place = set.querySelector("[data-rn-last]");
      place.hidden = !data;
      if (!data) continue;
      const one = before.get(set.dataset.rnQuestion);
      const then = one && named(set, one.svar);
      place.replaceChildren();
      const line = (words, mark = "") => {
        const p = document.createElement("p");
        if (mark) p.dataset.rnMark = mark;
        p.textContent = words;
        place.append(p);
      };
      if (!one) {
        line(says.added);
        continue;
      }
      const answered = then ? then.text : says.unanswered;
      const note = text(one.merknad) ? ` ${fill(says.note, { note: one.merknad })}` : "";
      if (differs(set, one, data)) {
        line(fill(says.reworded, { words: one.ordlyd, answer: answered }) + note);
        continue;
      }
      line(fill(says.last, { date: text(data.dato) || fill(says.version, { n: text(data.versjon) }), answer: answered }) + note);
      const now = chosen(set);
      if (!now || !then) continue;
      const [a, b] = [RANK[then.counts], RANK[now.dataset.rnCounts]];
      const kind = a === undefined || b === undefined ? (a === b ? "same" : "other")
        : b > a ? "better" : b < a ? "worse" : "same";
      if (kind in counts) counts[kind] += 1;
      line(says[kind], kind);
    }
    return data ? fill(says.counts, counts) : "";
  }

  /** Add the finding about a question, or return the one that is there. */
  function finding(form, id, given = {}, fromLast = false) {
    const place = form.querySelector("[data-rn-findings]");
    const there = [...place.children].find((box) => box.dataset.rnOf === id && (!given.id || box.dataset.rnId === given.id));
    if (there) return there;
    const set = sets(form).find((one) => one.dataset.rnQuestion === id);
    const box = template.cloneNode(true);
    box.dataset.rnOf = id;
    box.dataset.rnId = text(given.id) || `${id}-${form.dataset.rnVersion.replaceAll(".", "-")}`;
    if (fromLast) box.dataset.rnFromLast = "";
    const number = set ? set.querySelector(".rn-check__number").textContent : "";
    box.querySelector("legend").textContent = set ? `${number} ${wording(set)}` : fill(says.gone, { id });
    for (const name of FIELDS) {
      const input = box.querySelector(`[name="${name}"]`);
      if (text(given[name])) input.value = given[name];
    }
    const order = sets(form).map((one) => one.dataset.rnQuestion);
    const next = [...place.children].find((one) => order.indexOf(one.dataset.rnOf) > order.indexOf(id));
    place.insertBefore(box, set ? next ?? null : null);
    return box;
  }

  /** Let there be a finding for each answer that is not, or partly, met; empty ones go again. */
  function follow(form) {
    const place = form.querySelector("[data-rn-findings]");
    for (const set of sets(form)) {
      const now = chosen(set), id = set.dataset.rnQuestion;
      if (now && RANK[now.dataset.rnCounts] < 2) finding(form, id);
      const of = [...place.children].filter((box) => box.dataset.rnOf === id);
      for (const box of of) {
        const filled = WRITTEN.some((name) => box.querySelector(`[name="${name}"]`).value.trim());
        if (!filled && !(now && RANK[now.dataset.rnCounts] < 2)) box.remove();
        const about = [now ? fill(says.answer, { answer: now.parentElement.textContent.trim() }) : "",
          "rnFromLast" in box.dataset ? says.fromLast : ""].filter(Boolean).join(" ");
        box.querySelector("[data-rn-about]").textContent = about;
      }
    }
    form.querySelector("[data-rn-none]").hidden = place.children.length > 0;
  }

  const NUMBER = /(?<!\d)\d{6}[ ]?\d{5}(?!\d)/, MAIL = /[^\s@]+@[^\s@]+\.[^\s@]+/;
  const NAME = /^\p{Lu}\p{Ll}+(?: \p{Lu}[\p{Ll}.]*)+$/u;
  /** Say where something looks like a person. */
  function warn(form) {
    const fields = [...form.querySelectorAll("textarea, input:not([type])")];
    const found = fields.filter((field) => {
      const written = field.value.trim();
      const odd = NUMBER.test(written) || MAIL.test(written) || ("rnRole" in field.dataset && NAME.test(written));
      field.toggleAttribute("aria-invalid", odd);
      return odd;
    });
    const place = form.querySelector("[data-rn-warning]");
    place.hidden = !found.length;
    const words = found.length ? fill(says.person, { text: found[0].value.trim().slice(0, 60) }) : "";
    if (place.textContent !== words) place.textContent = words;
  }

  function show(form) {
    follow(form);
    const told = compare(form);
    const all = sets(form), done = all.filter(chosen).length;
    form.querySelector("[data-rn-count]").textContent = [fill(says.answered, { n: done, all: all.length }), told].filter(Boolean).join(" ");
    warn(form);
  }

  function choose(id) {
    chooser.value = id;
    for (const form of forms) form.hidden = form.dataset.rnLevel !== id;
  }

  /** Return the data of a file, or say why it cannot be used. */
  function parsed(content) {
    let data;
    try {
      data = JSON.parse(content);
    } catch {
      return says.notOurs;
    }
    if (data?.egenkontroll !== 1 || !Array.isArray(data.svar)) return says.notOurs;
    const form = forms.find((one) => one.dataset.rnLevel === data.nivaa);
    if (!form) return fill(says.noLevel, { level: text(data.nivaa) });
    if (data.retningslinje !== form.dataset.rnGuideline) return says.otherGuideline;
    return { data, form };
  }

  async function open(input) {
    const file = input.files[0];
    if (!file) return;
    const found = /\.(xlsx|ya?ml)$/i.test(file.name) ? says.convert : file.size > TOO_LARGE ? says.notOurs : parsed(await file.text());
    input.value = "";
    if (typeof found === "string") {
      status.textContent = `${file.name}: ${found}`;
      return;
    }
    const { data, form } = found;
    choose(form.dataset.rnLevel);
    const said = [];
    if (input.dataset.rnOpen === "now") {
      const left = restore(form, data);
      said.push(fill(says.opened, { file: file.name }));
      if (left) said.push(fill(says.left, { n: left }));
      dirty = false;
    } else {
      last.set(form.dataset.rnLevel, data);
      for (const one of list(data.funn)) {
        if (one.status !== "lukket") finding(form, text(one.kriterium), one, true);
      }
      said.push(fill(says.openedLast, { file: file.name }));
      const gone = [...byQuestion(data).values()].filter((one) => !sets(form).some((set) => set.dataset.rnQuestion === one.sporsmaal));
      if (gone.length) said.push(fill(says.removed, { words: gone.map((one) => `«${text(one.ordlyd) || one.sporsmaal}»`).join(" ") }));
    }
    if (data.versjon !== form.dataset.rnVersion) {
      said.push(fill(says.otherVersion, { old: text(data.versjon), now: form.dataset.rnVersion }));
    }
    if (text(data.sprak) !== lang) said.push(says.otherLanguage);
    show(form);
    status.textContent = said.join(" ");
  }

  /** The answers and what follows from them as the rows of the workbook that the command makes. */
  function rows(form) {
    const data = sheet(form), left = list(data.funn);
    const fact = (id) => data[id.slice(1).replaceAll("-", "_")];
    const made = Object.entries(says.facts).map(([id, words]) => ({
      id, ordlyd: words, svar: id === "#samtykke" ? (fact(id) ? says.yes : "") : fact(id) }));
    const follows = (one) => Object.fromEntries(["id", ...FIELDS].map((name) => [`funn.${name}`,
      name === "status" ? says.states[one.status] : one[name]]));
    const take = (id) => {
      const at = left.findIndex((one) => one.kriterium === id);
      return at < 0 ? null : left.splice(at, 1)[0];
    };
    for (const set of sets(form)) {
      const id = set.dataset.rnQuestion;
      const asked = [...set.querySelectorAll("[data-rn-criterion]")].map((one) => one.textContent);
      const help = set.querySelector("[data-rn-help]")?.textContent ?? "";
      const choices = [...set.querySelectorAll(".rn-ask__choices label")].map((one) => one.textContent.trim());
      const first = take(id);
      made.push({
        id, plikt: set.closest("[data-rn-duty]").dataset.rnDuty, ordlyd: wording(set),
        hjelp: `${help} (${choices.join(" / ")})`.trim(), kriterier: asked.join("; "),
        svar: chosen(set)?.parentElement.textContent.trim(), merknad: value(form, `merknad-${id}`),
        dokumentasjon: value(form, `dokumentasjon-${id}`), ...(first ? follows(first) : {}),
      });
      for (let more = take(id); more; more = take(id)) made.push({ id, ...follows(more) });
    }
    made.push(...left.map((one) => ({ id: one.kriterium, ...follows(one) })));
    const fields = Object.keys(says.columns);
    return [Object.values(says.columns), ...made.map((row) => fields.map((field) => row[field] ?? ""))];
  }

  const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  const name = (form, ending) => `egenkontroll-${form.dataset.rnLevel}${value(form, "dato") && `-${value(form, "dato")}`}.${ending}`;
  const actions = {
    save(form) {
      download(name(form, "json"), "application/json", `${JSON.stringify(sheet(form), null, 1)}\n`);
      dirty = false;
    },
    xlsx: (form) => download(name(form, "xlsx"), XLSX, xlsx(rows(form), level(form).slice(0, 31), says.widths)),
    print: () => print(),
    clear(form) {
      if (!confirm(says.sure)) return;
      form.reset();
      form.querySelector("[data-rn-findings]").replaceChildren();
      last.delete(form.dataset.rnLevel);
      dirty = false;
      show(form);
    },
  };

  for (const one of document.querySelectorAll("[data-rn-tools]")) one.hidden = false;
  for (const form of forms) {
    form.querySelector("[data-rn-paper]").hidden = true;
    form.addEventListener("input", (event) => {
      dirty = true;
      if (event.target.type === "radio") show(form);
      else warn(form);
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("click", (event) => actions[event.target.closest("[data-rn-do]")?.dataset.rnDo]?.(form));
    show(form);
  }
  chooser.addEventListener("change", () => choose(chooser.value));
  for (const input of document.querySelectorAll("[data-rn-open]")) input.addEventListener("change", () => open(input));
  addEventListener("beforeunload", (event) => dirty && event.preventDefault());
  const asked = () => {
    const place = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const form = place && place.closest("[data-rn-level]");
    choose((form || forms[0]).dataset.rnLevel);
    if (form) place.scrollIntoView();
  };
  addEventListener("hashchange", asked);
  asked();
})();
