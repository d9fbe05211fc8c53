/* The dialog where one chooses what a text refers to. */

const LISTS = { source: "sources", law: "references", term: "terms", link: "targets" };
const CITED = /^@([\w-]+)(?:,\s*(.+))?$/;

const element = (tag, attributes = {}, ...inner) => {
  const made = document.createElement(tag);
  Object.entries(attributes).forEach(([name, value]) => { if (value !== false) made.setAttribute(name, value === true ? "" : value); });
  made.append(...inner);
  return made;
};

let count = 0;

function field(label, control, help = "") {
  control.id ||= `rn-dialog-${++count}`;
  const box = element("div", { class: "field" }, element("label", { for: control.id }, label));
  if (help) {
    control.setAttribute("aria-describedby", `${control.id}-h`);
    box.append(element("p", { class: "help", id: `${control.id}-h` }, help));
  }
  box.append(control);
  return box;
}

function pick(options, value, empty) {
  const select = element("select", {}, new Option(empty, ""));
  options.forEach((one) => select.append(new Option(one.label, one.value, false, one.value === value)));
  if (value && !options.some((one) => one.value === value)) select.append(new Option(value, value, true, true));
  return select;
}

const escaped = (text) => text.replace(/[\\[\]*_`<]/g, "\\$&");
const plain = (text) => text.replace(/[[\]|\n]/g, " ").replace(/\s+/g, " ").trim();

/**
 * Ask for a reference. Gives null when the editor thinks better of it, {remove} when it is to go,
 * {href, text} for a link out of the guideline, and else {kind, raw, label, title}.
 */
export async function askReference(kind, now, tools) {
  const { texts } = tools;
  const options = await tools.list(LISTS[kind]).catch(() => []);
  const parts = { source: citation, law: bracket, term: bracket, link }[kind](kind, now, options, tools);
  const given = Boolean(now.raw || now.href);
  const stop = element("p", { class: "message message--feil", role: "alert", hidden: true });
  const title = element("h2", { id: "rn-dialog-t" }, texts[`${kind}Title`]);
  const ok = element("button", { class: "button", type: "submit" }, given ? texts.change : texts.insert);
  const cancel = element("button", { class: "button button--quiet", type: "button" }, texts.cancel);
  const buttons = element("div", { class: "dialog__buttons" }, ok, cancel);
  const form = element("form", { method: "dialog", novalidate: true }, title, ...parts.fields, stop, buttons);
  const dialog = element("dialog", { class: "dialog", "aria-labelledby": "rn-dialog-t" }, form);
  document.body.append(dialog);
  dialog.querySelectorAll("select").forEach((one) => tools.combobox(one, texts));
  return new Promise((resolve) => {
    const end = (value) => {
      dialog.close();
      dialog.remove();
      resolve(value);
    };
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const value = parts.value();
      if (value) { end(value); return; }
      stop.textContent = parts.missing;
      stop.hidden = false;
      dialog.querySelector("input, select:not([hidden])").focus();
    });
    cancel.addEventListener("click", () => end(null));
    dialog.addEventListener("cancel", (event) => { event.preventDefault(); end(null); });
    if (given) {
      const remove = element("button", { class: "button button--text", type: "button" }, kind === "link" && now.href ? texts.unlink : texts.remove);
      remove.addEventListener("click", () => end({ remove: true }));
      buttons.append(remove);
    }
    dialog.showModal();
    dialog.querySelector("input, select:not([hidden])").focus();
  });
}

function withNew(list, tools, select) {
  const link = tools.newLink(list, select);
  return link ? [link] : [];
}

function citation(kind, now, options, tools) {
  const { texts } = tools;
  const rows = element("div", {});
  const controls = [];
  const add = (key, place) => {
    const select = pick(options, key, texts.choose);
    const where = element("input", { type: "text", value: place, autocomplete: "off" });
    controls.push({ select, where });
    rows.append(field(controls.length === 1 ? texts.source : `${texts.source} ${controls.length}`, select), field(texts.place, where, controls.length === 1 ? texts.placeHelp : ""));
    return select;
  };
  const parts = now.raw ? now.raw.slice(1, -1).split(";").map((one) => CITED.exec(one.trim())) : [null];
  parts.forEach((match) => add(match?.[1] || "", match?.[2] || ""));
  const more = element("button", { class: "button button--quiet button--small", type: "button" }, texts.moreSources);
  more.addEventListener("click", () => {
    const select = add("", "");
    tools.combobox(select, texts).focus();
  });
  return {
    fields: [rows, element("p", {}, more), ...withNew("sources", tools, controls[0].select)],
    missing: texts.chooseSource,
    value() {
      const chosen = controls.filter(({ select }) => select.value).map(({ select, where }) => ({
        key: select.value, place: where.value.replace(/[[\]@;]/g, " ").replace(/\s+/g, " ").trim(),
        option: options.find((one) => one.value === select.value),
      }));
      if (!chosen.length) return null;
      return {
        kind: "kilde",
        raw: `[${chosen.map(({ key, place }) => `@${key}${place ? `, ${place}` : ""}`).join("; ")}]`,
        label: chosen.map(({ key, place, option }) => `${option?.short || key}${place ? `, ${place}` : ""}`).join("; "),
        title: chosen.map(({ key, option }) => option?.label || key).join("; "),
      };
    },
  };
}

function bracket(kind, now, options, tools) {
  const { texts } = tools;
  const [target, shown] = now.raw.startsWith("[[") ? now.raw.slice(2, -2).split("|") : ["", ""];
  const wanted = target || options.find((one) => one.value.toLowerCase() === now.text.trim().toLowerCase())?.value || "";
  const select = pick(options, wanted, texts.choose);
  const words = element("input", { type: "text", value: shown || (now.text && now.text !== wanted ? now.text : ""), autocomplete: "off" });
  return {
    fields: [field(texts[kind], select), field(texts.shown, words, texts.shownHelp), ...withNew(kind === "law" ? "sections" : "terms", tools, select)],
    missing: texts[`${kind}Choose`],
    value() {
      if (!select.value) return null;
      const said = plain(words.value);
      const option = options.find((one) => one.value === select.value);
      return {
        kind: kind === "law" ? "lov" : "term", raw: said && said !== select.value ? `[[${select.value}|${said}]]` : `[[${select.value}]]`,
        label: said || select.value, title: option?.label || select.value,
      };
    },
  };
}

function link(kind, now, options, tools) {
  const { texts } = tools;
  const inside = /\]\(((?:anbefaling|side):[^\s()#]+)(#[^\s()]*)?\)$/.exec(now.raw);
  const select = pick(options, inside?.[1] || "", texts.chooseTarget);
  const address = element("input", { type: "text", inputmode: "url", value: now.href, autocomplete: "off", placeholder: "https://" });
  const words = element("input", { type: "text", value: now.raw ? now.label : now.text, autocomplete: "off" });
  return {
    fields: [field(texts.linkWords, words, texts.linkWordsHelp), field(texts.target, select, texts.targetHelp), field(texts.address, address)],
    missing: texts.linkChoose,
    value() {
      const option = options.find((one) => one.value === select.value);
      const said = words.value.replace(/\s+/g, " ").trim();
      const href = address.value.trim();
      if (option && (!href || href === now.href)) {
        const text = said || option.short || option.label;
        const anchor = inside?.[1] === select.value ? inside[2] || "" : "";
        return { kind: select.value.split(":")[0], raw: `[${escaped(text)}](${select.value}${anchor})`, label: text, title: option.label };
      }
      if (!/^(?:https?:\/\/\S+|mailto:\S+@\S+|#\S+)$/.test(href)) return null;
      return { href, text: said || href };
    },
  };
}
