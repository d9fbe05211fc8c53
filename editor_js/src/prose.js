/* The text editor of one field. What it writes goes into the textarea that it stands for, so that
   what is posted, kept and checked is Markdown, with or without it. */
import { baseKeymap, chainCommands, exitCode, setBlockType, toggleMark, lift, wrapIn } from "prosemirror-commands";
import { history, redo, undo } from "prosemirror-history";
import { InputRule, inputRules, undoInputRule, wrappingInputRule } from "prosemirror-inputrules";
import { keymap } from "prosemirror-keymap";
import { Fragment, Slice } from "prosemirror-model";
import { liftListItem, sinkListItem, splitListItem, wrapInList } from "prosemirror-schema-list";
import { EditorState, NodeSelection, TextSelection } from "prosemirror-state";
import { addColumnAfter, addRowAfter, deleteColumn, deleteRow, deleteTable, goToNextCell, isInTable, tableEditing } from "prosemirror-tables";
import { EditorView } from "prosemirror-view";
import { askReference } from "./dialog.js";
import { cleaned, REFERENCE, seen } from "./paste.js";
import { schema } from "./schema.js";
import { opened, serialise } from "./serialise.js";

export { cleaned } from "./paste.js";
export { schema } from "./schema.js";
export { opened, serialise } from "./serialise.js";

const { nodes, marks } = schema;
const KINDS = { kilde: "source", lov: "law", term: "term" };

/** A reference as a node, from how it is written. */
function reference(raw) {
  const inner = raw.startsWith("[[") ? raw.slice(2, -2) : raw.slice(1, -1);
  const kind = raw.startsWith("[@") ? "kilde" : /§|kapittel |artikkel /i.test(inner) ? "lov" : "term";
  return nodes.ref.create({ kind, raw, label: inner.split("|").at(-1).replace(/^@/, ""), title: "" });
}

const inList = (state, type) => {
  for (let depth = state.selection.$from.depth; depth > 0; depth--) {
    const node = state.selection.$from.node(depth);
    if (node.type === nodes.bullet_list || node.type === nodes.ordered_list) return !type || node.type === type;
  }
  return false;
};

const toggleList = (type) => (state, dispatch) => {
  if (inList(state, type)) return liftListItem(nodes.list_item)(state, dispatch);
  if (!inList(state)) return wrapInList(type)(state, dispatch);
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 0; depth--) {
    if (/list$/.test($from.node(depth).type.name)) {
      if (dispatch) dispatch(state.tr.setNodeMarkup($from.before(depth), type, { tight: $from.node(depth).attrs.tight }));
      return true;
    }
  }
  return false;
};

const insideNode = (state, type) => {
  for (let depth = state.selection.$from.depth; depth > 0; depth--) if (state.selection.$from.node(depth).type === type) return true;
  return false;
};

const toggleHeading = (level) => (state, dispatch, view) => (
  state.selection.$from.parent.type === nodes.heading
    ? setBlockType(nodes.paragraph)(state, dispatch, view)
    : setBlockType(nodes.heading, { level })(state, dispatch, view)
);

const insertTable = (state, dispatch) => {
  if (isInTable(state)) return false;
  const row = (type) => nodes.table_row.create(null, [0, 1].map(() => type.create()));
  const table = nodes.table.create(null, [row(nodes.table_header), row(nodes.table_cell)]);
  if (dispatch) {
    const { $from } = state.selection;
    const at = $from.depth ? $from.after(1) : state.doc.content.size;
    const empty = $from.depth === 1 && $from.parent.type === nodes.paragraph && !$from.parent.childCount;
    const tr = empty ? state.tr.replaceWith($from.before(1), at, table) : state.tr.insert(at, table);
    tr.setSelection(TextSelection.near(tr.doc.resolve((empty ? $from.before(1) : at) + 3)));
    dispatch(tr.scrollIntoView());
  }
  return true;
};

const lineBreak = chainCommands(exitCode, (state, dispatch) => {
  if (isInTable(state) || state.selection.$from.parent.type !== nodes.paragraph) return true;
  if (dispatch) dispatch(state.tr.replaceSelectionWith(nodes.hard_break.create()).scrollIntoView());
  return true;
});

const selectedReference = (state) => (
  state.selection instanceof NodeSelection && state.selection.node.type === nodes.ref ? state.selection.node : null
);

/** The link that the caret is in: where it begins and ends, and its mark. */
function linkAt(state) {
  const { $from, empty } = state.selection;
  const mark = empty ? marks.link.isInSet($from.marks()) : marks.link.isInSet($from.nodeAfter?.marks || []);
  if (!mark) return null;
  let [from, to] = [0, 0];
  let at = $from.start();
  $from.parent.forEach((child) => {
    if (mark.isInSet(child.marks)) {
      if (to !== at) from = at;
      to = at + child.nodeSize;
    }
    at += child.nodeSize;
  });
  return { from, to, mark, text: state.doc.textBetween(from, to) };
}

/** Opens the dialog for a reference or a link, and puts into the text what it gives. */
async function refer(view, kind, tools) {
  if (kind === "image") return;
  const { state } = view;
  const node = selectedReference(state);
  const link = kind === "link" && !node ? linkAt(state) : null;
  const { from, to } = link || state.selection;
  const text = link ? link.text : node ? "" : state.doc.textBetween(from, to, " ", " ");
  const given = await askReference(kind, { raw: node?.attrs.raw || "", label: node?.attrs.label || "", href: link?.mark.attrs.href || "", text }, tools);
  view.focus();
  if (!given) return;
  const tr = view.state.tr;
  if (given.remove) {
    if (link) tr.removeMark(from, to, marks.link);
    else if (node) tr.delete(from, to);
  } else if (given.href) {
    tr.replaceWith(from, to, schema.text(given.text, [marks.link.create({ href: given.href })]));
  } else {
    const { kind: type, raw, label, title } = given;
    const made = nodes.ref.create({ kind: type, raw, label, title }, null, node?.marks);
    // A citation stands after the words that it is for.
    const at = kind === "source" && !node ? to : from;
    const space = kind === "source" && !node && at > 0 && /\S/.test(view.state.doc.textBetween(Math.max(at - 1, 0), at, " ", "x"));
    tr.replaceWith(at, to, space ? [schema.text(" "), made] : [made]);
  }
  view.dispatch(tr.scrollIntoView());
}

const kindOf = (node) => KINDS[node.attrs.kind] || (node.attrs.kind === "bilde" ? "image" : "link");

function buttons(level, tools) {
  const { texts } = tools;
  const ask = (kind) => (state, dispatch, view) => {
    if (dispatch && view) refer(view, kind, tools);
    return state.selection.$from.parent.inlineContent && !state.selection.$from.parent.type.spec.code;
  };
  const has = (mark) => (state) => {
    const { from, to, empty, $from } = state.selection;
    return empty ? Boolean(mark.isInSet(state.storedMarks || $from.marks())) : state.doc.rangeHasMark(from, to, mark);
  };
  return [
    { sign: "F", look: "strong", label: texts.bold, keys: "Ctrl+B", run: toggleMark(marks.strong), active: has(marks.strong) },
    { sign: "K", look: "em", label: texts.italic, keys: "Ctrl+I", run: toggleMark(marks.em), active: has(marks.em) },
    { sign: "•", label: texts.bullets, keys: "Ctrl+Shift+8", run: toggleList(nodes.bullet_list), active: (state) => inList(state, nodes.bullet_list) },
    { sign: "1.", label: texts.numbers, keys: "Ctrl+Shift+7", run: toggleList(nodes.ordered_list), active: (state) => inList(state, nodes.ordered_list) },
    { sign: "H", label: texts.heading, keys: "Ctrl+Alt+2", run: toggleHeading(level), active: (state) => state.selection.$from.parent.type === nodes.heading },
    { sign: "«»", label: texts.quote, run: (state, dispatch) => (insideNode(state, nodes.blockquote) ? lift : wrapIn(nodes.blockquote))(state, dispatch), active: (state) => insideNode(state, nodes.blockquote) },
    { words: texts.table, run: insertTable },
    { words: texts.source, run: ask("source"), opens: true },
    { words: texts.law, run: ask("law"), opens: true },
    { words: texts.term, run: ask("term"), opens: true },
    { words: texts.link, keys: "Ctrl+K", run: ask("link"), active: (state) => Boolean(linkAt(state)), opens: true },
    { sign: "↶", label: texts.undo, keys: "Ctrl+Z", run: undo },
    { sign: "↷", label: texts.redo, keys: "Ctrl+Y", run: redo },
    { words: texts.rowBelow, run: addRowAfter, table: true },
    { words: texts.columnRight, run: addColumnAfter, table: true },
    { words: texts.deleteRow, run: deleteRow, table: true },
    { words: texts.deleteColumn, run: deleteColumn, table: true },
    { words: texts.deleteTable, run: deleteTable, table: true },
  ];
}

/** A toolbar (ARIA APG): one stop for the Tab key, arrows within it. */
function toolbar(name, all, view) {
  const bar = document.createElement("div");
  bar.className = "prose__tools";
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", name);
  bar.setAttribute("aria-controls", view.dom.id);
  const made = all.map((one) => {
    const button = document.createElement("button");
    button.type = "button";
    button.tabIndex = -1;
    button.className = one.words ? "tool tool--words" : "tool";
    if (one.words) button.append(one.words);
    else {
      const sign = document.createElement(one.look || "span");
      sign.setAttribute("aria-hidden", "true");
      sign.append(one.sign);
      button.append(sign);
      button.setAttribute("aria-label", one.label);
    }
    const tip = one.words || one.label;
    button.title = one.keys ? `${tip} (${one.keys})` : tip;
    if (one.opens) button.setAttribute("aria-haspopup", "dialog");
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", () => {
      one.run(view.state, view.dispatch, view);
      if (!one.opens) view.focus();
    });
    bar.append(button);
    return { ...one, button };
  });
  const reachable = () => made.filter(({ button }) => !button.hidden).map(({ button }) => button);
  bar.addEventListener("focusin", (event) => {
    made.forEach(({ button }) => { button.tabIndex = button === event.target ? 0 : -1; });
  });
  bar.addEventListener("keydown", (event) => {
    const there = reachable();
    const at = there.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: there.length - 1 }[event.key];
    if (to !== undefined) there[(to + there.length) % there.length].focus();
    else if (event.key === "Escape") view.focus();
    else return;
    event.preventDefault();
  });
  made[0].button.tabIndex = 0;
  const update = (state) => {
    const table = isInTable(state);
    made.forEach(({ button, active, run, table: inTable }) => {
      if (inTable) button.hidden = !table;
      if (active) button.setAttribute("aria-pressed", String(active(state)));
      const able = run(state);
      button.setAttribute("aria-disabled", String(!able));
    });
    if (!reachable().some((one) => one.tabIndex === 0)) made[0].button.tabIndex = 0;
  };
  return { bar, update };
}

/** The text of a paste that is not HTML: references are made references. */
function pastedText(text, $context, plain, view) {
  if ($context.parent.type.spec.code) return new Slice(Fragment.from(schema.text(text)), 0, 0);
  const paragraphs = seen(text).replace(/\r\n?/g, "\n").split(/\n+/).map((line) => nodes.paragraph.create(null, withReferences(line.replace(/\t/g, " "))));
  return new Slice(Fragment.from(paragraphs), 1, 1);
}

function withReferences(line) {
  return line.split(/(\[@[^[\]\s][^[\]]*\]|\[\[[^[\]]+\]\])/).filter(Boolean)
    .map((part) => (REFERENCE.test(part) ? reference(part) : schema.text(part)));
}

/** What is pasted without references that are none, and with nothing in a cell but text. */
function trusted(slice) {
  const sound = (fragment) => {
    const kept = [];
    fragment.forEach((node) => {
      if (node.type === nodes.ref && !REFERENCE.test(node.attrs.raw)) kept.push(schema.text(node.attrs.label || node.attrs.raw || " "));
      else kept.push(node.isLeaf ? node : node.copy(sound(node.content)));
    });
    return Fragment.from(kept);
  };
  return new Slice(sound(slice.content), slice.openStart, slice.openEnd);
}

const rules = () => inputRules({ rules: [
  wrappingInputRule(/^\s*[-*]\s$/, nodes.bullet_list),
  wrappingInputRule(/^1\.\s$/, nodes.ordered_list),
  new InputRule(/(?:\[@[^[\]\s][^[\]]*\]|\[\[[^[\]]+\]\])$/, (state, match, start, end) => (
    state.tr.replaceWith(start, end, reference(match[0]))
  )),
] });

/** Makes an editor of ``textarea``; ``sent`` is its text as the server reads it. */
export function start(textarea, sent, tools) {
  const level = Number(textarea.dataset.level) || 3;
  const { texts } = tools;
  const { doc, origin } = opened(sent);
  const id = textarea.id;
  const label = document.querySelector(`label[for="${CSS.escape(id)}"]`);
  if (label && !label.id) label.id = `${id}-navn`;
  const box = document.createElement("div");
  box.className = "prose";
  textarea.after(box);
  textarea.hidden = true;
  textarea.id = `${id}-tekst`;
  const name = label?.firstChild?.textContent.trim() || "";
  let bar = null;
  const attributes = () => ({
    id, role: "textbox", "aria-multiline": "true", spellcheck: "true", class: "prose__text",
    ...(label ? { "aria-labelledby": label.id } : { "aria-label": name }),
    ...(textarea.getAttribute("aria-describedby") ? { "aria-describedby": textarea.getAttribute("aria-describedby") } : {}),
    ...(textarea.hasAttribute("aria-invalid") ? { "aria-invalid": "true" } : {}),
    ...(textarea.lang ? { lang: textarea.lang } : {}),
  });
  const open = (kind) => (state, dispatch, view) => { refer(view, kind, tools); return true; };
  const view = new EditorView(box, {
    state: EditorState.create({ doc, plugins: [
      rules(),
      keymap({
        "Mod-z": chainCommands(undoInputRule, undo), "Mod-y": redo, "Mod-Shift-z": redo,
        "Mod-b": toggleMark(marks.strong), "Mod-i": toggleMark(marks.em), "Mod-k": open("link"),
        "Mod-Shift-8": toggleList(nodes.bullet_list), "Mod-Shift-7": toggleList(nodes.ordered_list),
        "Mod-Alt-2": toggleHeading(level), "Mod-]": sinkListItem(nodes.list_item), "Mod-[": liftListItem(nodes.list_item),
        "Shift-Enter": lineBreak, Backspace: undoInputRule,
        "Alt-F10": () => { bar.querySelector('[tabindex="0"]').focus(); return true; },
        Enter: chainCommands((state, dispatch, view) => {
          const node = selectedReference(state);
          if (node) refer(view, kindOf(node), tools);
          return Boolean(node);
        }, (state, dispatch) => isInTable(state) && (goToNextCell(1)(state, dispatch) || true), splitListItem(nodes.list_item)),
      }),
      keymap(baseKeymap), history(), tableEditing(),
    ] }),
    attributes,
    dispatchTransaction(transaction) {
      const state = view.state.apply(transaction);
      view.updateState(state);
      tools_.update(state);
      if (!transaction.docChanged) return;
      textarea.value = serialise(state.doc, origin);
      textarea.dispatchEvent(new Event("input", { bubbles: true }));
    },
    transformPastedHTML: (html) => cleaned(html, level),
    transformPasted: trusted,
    clipboardTextParser: pastedText,
    handleClickOn(view, at, node, from, event, direct) {
      if (!direct || node.type !== nodes.ref) return false;
      view.dispatch(view.state.tr.setSelection(NodeSelection.create(view.state.doc, from)));
      refer(view, kindOf(node), tools);
      return true;
    },
  });
  const tools_ = toolbar(texts.tools.replace("{name}", name), buttons(level, tools), view);
  bar = tools_.bar;
  box.prepend(bar);
  tools_.update(view.state);
  const toText = () => view.focus();
  label?.addEventListener("click", toText);
  const watch = new MutationObserver(() => view.setProps({ attributes }));
  watch.observe(textarea, { attributes: true, attributeFilter: ["aria-invalid"] });
  return {
    view, serialise: () => serialise(view.state.doc, origin),
    stop() {
      watch.disconnect();
      label?.removeEventListener("click", toText);
      view.destroy();
      box.remove();
      textarea.id = id;
      textarea.hidden = false;
    },
  };
}
