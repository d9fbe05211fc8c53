// A sample of folders held against criteria: the sheet, its sums and the report. Nothing is sent,
// and nothing is kept but in files that the reader saves. The sums are those of
// model/sampling.py; tests/cases/audit/ holds the two to each other.
"use strict";
(() => {
  const ANSWERS = ["ja", "delvis", "nei", "ikke relevant", "ikke vurdert"];
  const [YES, PARTLY, NO, IRRELEVANT, UNANSWERED] = ANSWERS;
  const ASSESSED = [YES, PARTLY, NO];
  const KEYS = {
    j: YES, 1: YES, d: PARTLY, 2: PARTLY, n: NO, 3: NO, i: IRRELEVANT, 4: IRRELEVANT,
    Delete: UNANSWERED, Backspace: UNANSWERED, 0: UNANSWERED,
  };
  const HIDDEN = "–";

  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
  const answersOf = (column) => ANSWERS.filter((one) => !(column.plain && one === PARTLY));
  const share = (part, whole) => Math.floor((200 * part + whole) / (2 * whole));

  /** Return the answers whose counts may not be shown. */
  function hidden(counts, below, answers) {
    const sum = (places) => places.reduce((all, place) => all + counts[place], 0);
    const small = [...counts.keys()].filter((place) => counts[place] > 0 && counts[place] < below);
    if (!small.length) return [];
    const others = answers.map((one) => ANSWERS.indexOf(one))
      .filter((place) => !small.includes(place))
      .sort((a, b) => (counts[a] === 0) - (counts[b] === 0) || counts[a] - counts[b] || a - b);
    while (others.length && (small.length < 2 || sum(small) < below)) small.push(others.shift());
    return ANSWERS.filter((_, place) => small.includes(place));
  }

  function sums(rows, column, below) {
    const counts = ANSWERS.map((answer) => (
      rows.filter((row) => (row[column.id] || UNANSWERED) === answer).length
    ));
    const kept = hidden(counts, below, answersOf(column));
    const assessed = counts[0] + counts[1] + counts[2];
    const shares = !kept.includes(IRRELEVANT) && !kept.includes(UNANSWERED);
    const percent = (answer) => (
      kept.includes(answer) || !ASSESSED.includes(answer) || !shares || !assessed
        ? null : share(counts[ANSWERS.indexOf(answer)], assessed)
    );
    return { counts, hidden: kept, assessed, folders: rows.length, shares, percent };
  }

  function sentence(column, made, say) {
    const parts = [];
    for (const answer of answersOf(column)) {
      const count = made.counts[ANSWERS.indexOf(answer)];
      const kept = made.hidden.includes(answer);
      if (!ASSESSED.includes(answer) && !count && !kept) continue;
      const word = parts.length ? say.answers[answer].toLowerCase() : say.answers[answer];
      if (kept) {
        parts.push(filled(say.notShown, { answer: word }));
        continue;
      }
      const percent = made.percent(answer);
      const text = filled(parts.length ? say.next : say.first, {
        answer: word, n: count, all: made.folders,
      });
      parts.push(percent === null ? text : `${text} ${filled(say.percent, { percent })}`);
    }
    const text = `${parts.join(", ")}.`;
    return made.shares && made.assessed && made.assessed !== made.folders
      ? `${text} ${filled(say.ofAssessed, { n: made.assessed })}` : text;
  }

  /** Return the cells of a CSV text by row; semicolons, commas or tabs are told from its heads. */
  function cells(text) {
    const plain = text.replace(/^\uFEFF/, "");
    const line = plain.split(/\r?\n/).find((one) => one && !one.startsWith("#")) || "";
    const mark = [";", "\t", ","].find((one) => line.includes(one)) || ";";
    const rows = [];
    let row = [], cell = "", quoted = false;
    for (let place = 0; place < plain.length; place += 1) {
      const sign = plain[place];
      if (quoted) {
        if (sign !== '"') cell += sign;
        else if (plain[place + 1] === '"') { cell += '"'; place += 1; } else quoted = false;
      } else if (sign === '"') quoted = true;
      else if (sign === mark) { row.push(cell); cell = ""; }
      else if (sign === "\n") { row.push(cell); rows.push(row); row = []; cell = ""; }
      else if (sign !== "\r") cell += sign;
    }
    if (cell || row.length) rows.push([...row, cell]);
    return rows;
  }

  /** Return the sheet in a table whose heads end with the id of each column in brackets. */
  function fromTable(table, columns, say) {
    const faults = [], rows = table.filter((row) => row.some((cell) => cell.trim()));
    let version = "", guideline = "";
    while (rows.length && rows[0][0].startsWith("#")) {
      [guideline, version] = rows.shift()[0].slice(1).split("|").map((one) => one.trim());
    }
    const heads = (rows.shift() || []).map((head) => head.trim());
    const places = new Map();
    heads.forEach((head, place) => {
      const id = /\[([^\]]+)\]$/.exec(head)?.[1] || head;
      const column = columns.find((one) => one.id === id || one.heading === head);
      if (column) places.set(place, column);
    });
    if (!places.size) return { faults: [say.noColumns], rows: [], columns: [], version, guideline };
    const known = Object.fromEntries(ANSWERS.flatMap((one) => [
      [one, one], [say.answers[one].toLowerCase(), one],
    ]));
    const found = rows.map((row, number) => {
      const made = {};
      if (row[0] && !/^\d{1,5}$/.test(row[0].trim())) {
        faults.push(filled(say.named, { row: number + 1 }));
      }
      for (const [place, column] of places) {
        const text = (row[place] || "").trim().toLowerCase();
        const answer = text ? known[text] : UNANSWERED;
        if (!answer || !answersOf(column).includes(answer)) {
          faults.push(filled(say.unknown, { row: number + 1, column: column.heading }));
        } else if (answer !== UNANSWERED) made[column.id] = answer;
      }
      return made;
    });
    return { faults, rows: found, columns: [...places.values()].map((one) => one.id), version, guideline };
  }

  /** Return the sheet in a file that the page, or the command, saved as JSON. */
  function fromData(data, columns, say) {
    if (data?.slag !== "stikkprove" || !Array.isArray(data.mapper)) {
      return { faults: [say.otherFile], rows: [], columns: [] };
    }
    const wanted = columns.filter((one) => (data.kolonner || []).includes(one.id));
    if (!wanted.length) return { faults: [say.noColumns], rows: [], columns: [] };
    const faults = [];
    const rows = data.mapper.map((given, number) => {
      const made = {};
      for (const column of wanted) {
        const answer = given?.svar?.[column.id] || UNANSWERED;
        if (!answersOf(column).includes(answer)) {
          faults.push(filled(say.unknown, { row: number + 1, column: column.heading }));
        } else if (answer !== UNANSWERED) made[column.id] = answer;
      }
      return made;
    });
    return {
      faults, rows, columns: wanted.map((one) => one.id), version: data.retningslinje?.versjon,
      guideline: data.retningslinje?.id,
    };
  }

  window.rnSampling = { hidden, sums, sentence, cells, fromTable, fromData, ANSWERS };
  const root = document.getElementById("rn-sample");
  if (!root) return;

  const facts = JSON.parse(document.getElementById("rn-sample-facts").textContent);
  const say = JSON.parse(document.getElementById("rn-texts-sampling").textContent);
  const place = (name) => root.querySelector(`[data-rn-sample="${name}"]`);
  const [count, below, grid, report, status, message] =
    ["count", "below", "grid", "report", "status", "message"].map(place);
  const boxes = [...root.querySelectorAll("[data-rn-column]")];
  const most = Number(count.max);
  let rows = [], chosen = [], source = facts.stamp, unsaved = false, at = { row: 0, column: 0 };

  const made = (tag, text = "", attributes = {}) => {
    const element = document.createElement(tag);
    if (text) element.textContent = text;
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  };
  const tell = (texts) => {
    message.replaceChildren(...texts.slice(0, 8).map((text) => made("li", text)));
    if (texts.length > 8) message.append(made("li", filled(say.more, { n: texts.length - 8 })));
    message.hidden = !texts.length;
  };
  const threshold = () => Number(below.value) || 0;

  function draw() {
    const table = made("table", "", { role: "grid", "aria-label": say.grid });
    const head = made("tr");
    head.append(made("th", say.folder, { scope: "col" }));
    for (const one of chosen) {
      head.append(made("th", one.heading, { scope: "col", title: one.question }));
    }
    const top = made("thead");
    top.append(head);
    const body = made("tbody");
    rows.forEach((row, number) => {
      const line = made("tr");
      line.append(made("th", String(number + 1), { scope: "row" }));
      chosen.forEach((one, index) => {
        const cell = made("td", "", { role: "gridcell", tabindex: "-1" });
        cell.dataset.row = number;
        cell.dataset.column = index;
        show(cell, row[one.id] || UNANSWERED);
        line.append(cell);
      });
      body.append(line);
    });
    table.append(top, body);
    grid.replaceChildren(table);
    at = { row: 0, column: 0 };
    cellAt()?.setAttribute("tabindex", "0");
    place("filled").hidden = false;
    total();
  }

  function show(cell, answer) {
    cell.textContent = answer === UNANSWERED ? "" : say.answers[answer];
    cell.dataset.answer = answer === UNANSWERED ? "" : answer;
    cell.setAttribute("aria-label", say.answers[answer]);
  }

  const cellAt = () => grid.querySelector(
    `td[data-row="${at.row}"][data-column="${at.column}"]`
  );

  function move(row, column, focus = true) {
    cellAt()?.setAttribute("tabindex", "-1");
    at = {
      row: Math.max(0, Math.min(rows.length - 1, row)),
      column: Math.max(0, Math.min(chosen.length - 1, column)),
    };
    const cell = cellAt();
    cell?.setAttribute("tabindex", "0");
    if (focus) cell?.focus();
  }

  function answer(value) {
    const column = chosen[at.column];
    if (!answersOf(column).includes(value)) {
      status.textContent = filled(say.noAnswer, { answer: say.answers[value] });
      return false;
    }
    if (value === UNANSWERED) delete rows[at.row][column.id];
    else rows[at.row][column.id] = value;
    show(cellAt(), value);
    unsaved = true;
    status.textContent = filled(say.given, {
      folder: at.row + 1, column: column.heading, answer: say.answers[value],
    });
    total();
    return true;
  }

  function total() {
    const parts = [];
    const small = rows.length && rows.length < threshold();
    const named = source === facts.stamp
      ? facts.version.slice(0, 1).toLowerCase() + facts.version.slice(1)
      : filled(say.otherSource, { version: source });
    parts.push(made("p", filled(say.heading, {
      folders: small ? filled(say.fewer, { n: threshold() }) : rows.length,
      source: `${facts.title}, ${named}`,
    })));
    for (const text of [say.note, say.shareNote]) parts.push(made("p", text));
    if (threshold()) parts.push(made("p", filled(say.hiddenNote, { n: threshold() - 1 })));
    for (const id of new Set(chosen.map((one) => one.criterion))) {
      const criterion = facts.criteria[id], own = chosen.filter((one) => one.criterion === id);
      parts.push(made("h3", criterion.title), made("p", criterion.demand));
      for (const one of own) {
        const line = made("p", "", { class: "rn-sample__said" });
        line.append(made("strong", one.question), " ",
          sentence(one, sums(rows, one, threshold()), say));
        parts.push(line);
      }
      parts.push(made("p", `${say.basis}: ${criterion.basis}`, { class: "rn-usedby" }));
    }
    report.replaceChildren(...parts);
  }

  function save(name, text, type) {
    window.rnFiles.download(name, type, text);
    unsaved = false;
  }

  const data = () => `${JSON.stringify({
    slag: "stikkprove", retningslinje: { id: facts.guideline, versjon: source },
    kolonner: chosen.map((one) => one.id),
    mapper: rows.map((row, number) => ({ mappe: number + 1, svar: row })),
  }, null, 1)}\n`;

  function table() {
    return window.rnFiles.csv([
      [`# ${facts.guideline} | ${source}`],
      [say.folder, ...chosen.map((one) => `${one.heading} [${one.id}]`)],
      ...rows.map((row, number) => [String(number + 1), ...chosen.map((one) => row[one.id] || "")]),
    ]);
  }

  function findings() {
    const found = [];
    for (const one of chosen) {
      const sum = sums(rows, one, threshold());
      const seen = [PARTLY, NO].some((answer) => (
        sum.counts[ANSWERS.indexOf(answer)] && !sum.hidden.includes(answer)
      ));
      if (seen) {
        found.push({
          id: one.id.replace(".", "-"), kriterium: one.criterion,
          funn: `${one.question} ${sentence(one, sum, say)}`, status: "aapen",
        });
      }
    }
    if (!found.length) return "";
    return `${JSON.stringify({
      retningslinje: { id: facts.guideline, versjon: source }, funn: found,
    }, null, 1)}\n`;
  }

  async function open(file) {
    let found;
    try {
      const text = await file.text();
      found = /^\s*\{/.test(text)
        ? fromData(JSON.parse(text), facts.columns, say)
        : fromTable(cells(text), facts.columns, say);
    } catch {
      found = { faults: [say.otherFile], rows: [], columns: [] };
    }
    if (!found.rows.length) {
      tell(found.faults.length ? found.faults : [say.otherFile]);
      return;
    }
    const texts = [...found.faults];
    if (found.rows.length > most) {
      tell([filled(say.tooMany, { n: most })]);
      return;
    }
    if (found.guideline && found.guideline !== facts.guideline) texts.unshift(say.otherGuideline);
    if (found.version && found.version !== facts.stamp) {
      texts.unshift(filled(say.otherVersion, { version: found.version }));
    }
    rows = found.rows;
    source = found.version || facts.stamp;
    chosen = facts.columns.filter((one) => found.columns.includes(one.id));
    for (const box of boxes) box.checked = found.columns.includes(box.dataset.rnColumn);
    count.value = rows.length;
    unsaved = false;
    draw();
    tell(texts);
  }

  root.hidden = false;
  place("form").addEventListener("submit", (event) => {
    event.preventDefault();
    const wanted = Math.floor(Number(count.value));
    const picked = facts.columns.filter((one) => (
      boxes.some((box) => box.checked && box.dataset.rnColumn === one.id)
    ));
    if (!(wanted >= 1 && wanted <= most)) tell([filled(say.badCount, { n: most })]);
    else if (!picked.length) tell([say.noneChosen]);
    else if (rows.slice(wanted).some((row) => Object.keys(row).length)) tell([say.wouldLose]);
    else {
      rows = Array.from({ length: wanted }, (_, number) => rows[number] || {});
      chosen = picked;
      tell([]);
      draw();
      cellAt().focus();
    }
  });
  below.addEventListener("change", total);
  grid.addEventListener("click", (event) => {
    const cell = event.target.closest("td");
    if (!cell) return;
    const same = cell === document.activeElement && Number(cell.dataset.row) === at.row
      && Number(cell.dataset.column) === at.column && cell.dataset.touched;
    for (const one of grid.querySelectorAll("[data-touched]")) delete one.dataset.touched;
    move(Number(cell.dataset.row), Number(cell.dataset.column));
    cell.dataset.touched = "1";
    if (same) turn();
    else if (!cell.dataset.answer) answer(YES);
  });
  function turn() {
    const column = chosen[at.column], all = answersOf(column);
    const now = rows[at.row][column.id] || UNANSWERED;
    answer(all[(all.indexOf(now) + 1) % all.length]);
  }
  grid.addEventListener("keydown", (event) => {
    if (!event.target.closest("td") || event.altKey || event.metaKey) return;
    const steps = {
      ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], Enter: [1, 0],
      PageUp: [-10, 0], PageDown: [10, 0],
    };
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (steps[key]) move(at.row + steps[key][0], at.column + steps[key][1]);
    else if (key === "Home") move(event.ctrlKey ? 0 : at.row, 0);
    else if (key === "End") move(event.ctrlKey ? rows.length - 1 : at.row, chosen.length - 1);
    else if (event.ctrlKey) return;
    else if (key === " ") turn();
    else if (KEYS[key]) {
      if (answer(KEYS[key]) && KEYS[key] !== UNANSWERED) {
        if (at.column < chosen.length - 1) move(at.row, at.column + 1);
        else if (at.row < rows.length - 1) move(at.row + 1, 0);
      }
    } else return;
    event.preventDefault();
  });
  place("save").addEventListener("click", () => save("stikkprove.json", data(), "application/json"));
  place("csv").addEventListener("click", () => save("stikkprove.csv", table(), "text/csv"));
  place("findings").addEventListener("click", () => {
    const text = findings();
    if (text) save("funn.json", text, "application/json");
    else tell([say.noFindings]);
  });
  place("print").addEventListener("click", () => window.print());
  place("open").addEventListener("change", (event) => {
    const [file] = event.target.files;
    if (file) open(file);
    event.target.value = "";
  });
  window.addEventListener("beforeunload", (event) => {
    if (unsaved) event.preventDefault();
  });
})();
