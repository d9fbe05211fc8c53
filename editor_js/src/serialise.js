/* From blocks to Markdown. A block that says what it said keeps the text it had; paragraphs are
   written on one line, and the server breaks them for the file. */
import { schema } from "./schema.js";

const SPACE = /\s/u;
const PUNCTUATION = /[\p{P}\p{S}]/u;
const WORD = /[\p{L}\p{N}]/u;
const DELIMITER = { link: "[", strong: "**" };

/** The text of a field as the server sent it: the document, and what each block was written as. */
export function opened({ blocks, end }) {
  const nodes = blocks.map(({ node }) => schema.nodeFromJSON(node));
  const doc = schema.node("doc", null, nodes.length ? nodes : [schema.node("paragraph")]);
  const known = blocks.map(({ source, before }, at) => ({ key: written(nodes[at]), source, before, type: nodes[at].type }));
  const byNode = new WeakMap(nodes.map((node, at) => [node, at]));
  return { doc, origin: { known, byNode, end } };
}

/** The Markdown of ``doc``. */
export function serialise(doc, { known, byNode, end }) {
  const blocks = [];
  doc.forEach((node) => { if (!isEmpty(node)) blocks.push({ node, key: written(node), from: -1 }); });
  const free = new Set(known.keys());
  blocks.forEach((block) => {
    const at = byNode.get(block.node);
    if (at !== undefined && free.delete(at)) block.from = at;
  });
  const byKey = new Map();
  free.forEach((at) => byKey.set(known[at].key, [...(byKey.get(known[at].key) || []), at]));
  blocks.forEach((block) => {
    if (block.from < 0) block.from = byKey.get(block.key)?.shift() ?? -1;
  });
  const inPlace = (at) => blocks.length === known.length && blocks[at].node.type === known[at].type;
  let text = "";
  let marker = "";
  blocks.forEach(({ node, key, from }, at) => {
    const own = from >= 0 ? known[from].source : written(node, marker);
    const follows = at > 0 && from > 0 && blocks[at - 1].from === from - 1;
    if (follows) text += known[from].before;
    else if (at > 0) text += inPlace(at) && inPlace(at - 1) ? known[at].before : "\n\n";
    else if (from === 0) text += known[0].before;
    text += own;
    marker = markOf(node, own);
  });
  const last = blocks.at(-1);
  return last && last.from === known.length - 1 ? text + end : text;
}

const isEmpty = (node) => node.type.name === "paragraph" && !inline(node).trim();

/** A block as Markdown. ``taken``: the mark of a list right before it, which must be another. */
export function written(node, taken = "") {
  switch (node.type.name) {
    case "paragraph": return inline(node);
    case "heading": return `${"#".repeat(node.attrs.level)} ${inline(node, { flat: true, start: false }).replace(/(^|\s)(#+)$/, "$1\\$2")}`.trimEnd();
    case "horizontal_rule": return "---";
    case "raw": return node.textContent;
    case "blockquote": return children(node).join("\n\n").split("\n").map((line) => (line ? `> ${line}` : ">")).join("\n");
    case "table": return table(node);
    default: return list(node, taken);
  }
}

/** What marks the items of a list that is written as ``text``. */
function markOf(node, text) {
  return /list$/.test(node.type.name) ? /^\d+([.)])/.exec(text)?.[1] || text[0] : "";
}

function children(node) {
  const made = [];
  let marker = "";
  node.forEach((child) => {
    if (isEmpty(child) && node.childCount > 1) return;
    const text = written(child, marker);
    marker = markOf(child, text);
    made.push(text);
  });
  return made;
}

function list(node, taken) {
  const ordered = node.type.name === "ordered_list";
  let mark = node.attrs.mark;
  if (mark === taken) mark = ordered ? (mark === "." ? ")" : ".") : mark === "-" ? "*" : "-";
  const items = [];
  let tight = node.attrs.tight;
  node.forEach((item) => {
    // A paragraph cannot be broken off by a list that begins with another number than 1.
    for (let at = 1; at < item.childCount; at++) {
      const { type, attrs } = item.child(at);
      if (!/list$/.test(type.name) || at > 1 || isEmpty(item.child(at).firstChild.firstChild) || (type.name === "ordered_list" && attrs.order !== 1)) tight = false;
    }
  });
  node.forEach((item, _, at) => {
    const lead = ordered ? `${node.attrs.order + at}${mark} ` : `${mark} `;
    const parts = children(item);
    const body = parts.join(tight ? "\n" : "\n\n");
    const pad = " ".repeat(lead.length);
    items.push(body ? lead + body.split("\n").map((line, n) => (n && line ? pad + line : line)).join("\n") : lead.trimEnd());
  });
  return items.join(tight ? "\n" : "\n\n");
}

function table(node) {
  const rows = [];
  let width = 0;
  node.forEach((row) => {
    const cells = [];
    row.forEach((cell) => {
      cells.push({ text: inline(cell, { flat: true, start: false }).replace(/\|/g, "\\|"), align: cell.attrs.align });
      for (let n = 1; n < cell.attrs.colspan; n++) cells.push({ text: "", align: null });
    });
    width = Math.max(width, cells.length);
    rows.push(cells);
  });
  const line = (cells) => `| ${Array.from({ length: width }, (_, n) => cells[n]?.text ?? "").join(" | ")} |`;
  const rule = { left: ":---", right: "---:", center: ":---:" };
  const aligned = Array.from({ length: width }, (_, n) => rule[rows[0][n]?.align] || "---");
  return [line(rows[0]), `| ${aligned.join(" | ")} |`, ...rows.slice(1).map(line)].join("\n");
}

/** The pieces of a text: a letter, a reference or a line break each, with their marks. */
function pieces(node, flat) {
  const found = [];
  node.forEach((child) => {
    const marks = new Map(child.marks.map((mark) => [mark.type.name, mark]));
    if (marks.has("code")) {
      found.push({ text: child.text.replace(/\s+/g, " "), kind: "code", marks });
    } else if (child.isText) {
      for (const letter of child.text) found.push({ text: /[\n\r\t]/.test(letter) ? " " : letter, kind: "letter", marks: new Map(marks) });
    } else if (child.type.name === "hard_break") {
      found.push(flat ? { text: " ", kind: "letter", marks: new Map() } : { text: "\\\n", kind: "break", marks: new Map() });
    } else {
      found.push({ text: child.attrs.raw, kind: "ref", marks });
    }
  });
  while (found.length && blank(found[0])) found.shift();
  while (found.length && blank(found.at(-1))) found.pop();
  return found.filter((one, at) => !(
    // The spaces on both sides of a line break say nothing.
    one.kind === "letter" && one.text === " " &&
    (found[at - 1]?.kind === "break" || found[at + 1]?.kind === "break")
  ));
}

const blank = (one) => one.kind === "break" || (one.kind === "letter" && SPACE.test(one.text));
const inWord = (one) => Boolean(one) && one.kind === "letter" && WORD.test(one.text);
const sign = (one) => one.kind !== "letter" || PUNCTUATION.test(one.text);
const same = (one, other) => one === other || Boolean(one && other && one.eq(other));

/** The end of the run of pieces from ``at`` that have the same mark. */
function runEnd(all, at, name) {
  const mark = all[at].marks.get(name);
  let to = at;
  while (to + 1 < all.length && same(all[to + 1].marks.get(name), mark)) to++;
  return to;
}

/** Takes a mark off the ends of a run where Markdown cannot have it. */
function trimmed(all, name) {
  for (let from = 0; from < all.length; from++) {
    if (!all[from].marks.has(name)) continue;
    const to = runEnd(all, from, name);
    let [first, last] = [from, to];
    const never = (one, outer) => blank(one) || (name !== "link" && inWord(outer) && sign(one));
    while (first <= last && never(all[first], all[first - 1])) all[first++].marks.delete(name);
    while (last >= first) {
      if (never(all[last], all[last + 1])) all[last--].marks.delete(name);
      else if (name !== "link" && inWord(all[last + 1]) && endsWithLink(all, first, last)) {
        // «](address)**word» does not end bold: the whole link is left out of it.
        const mark = all[last].marks.get("link");
        while (last >= first && same(all[last].marks.get("link"), mark)) all[last--].marks.delete(name);
      } else break;
    }
    from = to;
  }
}

/** Whether a link begins within a run and ends where it ends. */
function endsWithLink(all, first, last) {
  const mark = all[last].marks.get("link");
  return Boolean(mark) && !same(all[first].marks.get("link"), mark) && !same(all[last + 1]?.marks.get("link"), mark);
}

/**
 * The sign of italics that begin at ``at``: a star, as in the files; next to or in bold an
 * underscore, because stars would join. Nothing when neither can be read.
 */
function emphasis(all, at, last) {
  const mark = all[at].marks.get("em");
  let from = at;
  while (from > 0 && same(all[from - 1].marks.get("em"), mark)) from--;
  const to = runEnd(all, at, "em");
  const bold = all.slice(Math.max(from - 1, 0), to + 2).some((one) => one.marks.has("strong"));
  if (!bold) return "*";
  return (last && WORD.test(last)) || inWord(all[to + 1]) ? "" : "_";
}

function inline(node, { flat = false, start = true } = {}) {
  const all = pieces(node, flat);
  ["link", "strong", "em"].forEach((name) => trimmed(all, name));
  const plain = all.map((one) => one.text).join("");
  let out = "";
  const open = [];
  const close = (upTo) => {
    while (open.length > upTo) {
      const { name, mark, delimiter } = open.pop();
      out += name === "link" ? `](${address(mark)})` : delimiter;
    }
  };
  let lineStart = start;
  let offset = 0;
  let run = { end: -1 }; // of code: two next to each other would be read as one, with their ends in it
  for (let at = 0; at < all.length; at++) {
    const piece = all[at];
    let keep = 0;
    while (keep < open.length && same(piece.marks.get(open[keep].name), open[keep].mark)) keep++;
    close(keep);
    const missing = blank(piece) ? [] : ["link", "strong", "em"]
      .filter((name) => piece.marks.has(name) && !open.some((one) => one.name === name))
      .sort((a, b) => (b === "link") - (a === "link") || runEnd(all, at, b) - runEnd(all, at, a));
    const last = out.at(-1);
    let inLink = false;
    for (const name of missing) {
      if (name === "link") inLink = true;
      const delimiter = name === "em" ? emphasis(all, at, inLink ? "[" : last) : DELIMITER[name];
      if (!delimiter) {
        for (let n = runEnd(all, at, name); n >= at; n--) all[n].marks.delete(name);
        continue;
      }
      open.push({ name, mark: piece.marks.get(name), delimiter });
      out += delimiter;
    }
    if (piece.kind === "letter") {
      const rest = plain.slice(offset);
      const number = lineStart && /^\d{1,9}(?=[.)](?:\s|$))/.exec(rest)?.[0];
      if (number) {
        // «15. august»: what would make a list of it is escaped.
        out += `${number}\\${rest[number.length]}`;
        at += number.length;
        offset += number.length;
      } else {
        out += lineStart && atStart(rest) ? `\\${piece.text}` : escaped(all, at, plain, offset, open.some((one) => one.name === "link"), out.at(-1));
      }
    } else if (piece.kind === "code") {
      if (run.end === out.length) out = out.slice(0, run.start);
      else run = { start: out.length, text: "" };
      run.text += piece.text;
      out += code(run.text);
      run.end = out.length;
    } else {
      out += piece.text;
    }
    offset += piece.text.length;
    lineStart = piece.kind === "break";
  }
  close(0);
  return out;
}

/** Whether Markdown would take the beginning of a line for a mark. */
function atStart(rest) {
  return /^(?:#{1,6}(?:\s|$)|[-+](?:\s|$)|(?:-[ ]*){3,}$|>|~~~|:::|\||!!!|\?\?\?|=+\s*$|:?-+:?\s*(?:\||$))/.test(rest);
}

function escaped(all, at, plain, offset, inLink, last) {
  const letter = all[at].text;
  const before = all[at - 1];
  const after = all[at + 1];
  const next = after?.text[0] ?? "";
  const word = (one) => one && one.kind === "letter" && WORD.test(one.text);
  switch (letter) {
    case "\\": case "*": case "`": return `\\${letter}`;
    case "_": return word(before) && word(after) ? letter : "\\_";
    case "[": return inLink || next === "[" || next === "@" || after?.kind === "ref" || after?.marks.has("link") || plain.indexOf("](", offset) >= 0 ? "\\[" : letter;
    case "]": return inLink || next === "(" || (after?.kind === "ref") ? "\\]" : letter;
    case "@": return inLink && last === "[" ? "\\@" : letter;
    case "<": return /[A-Za-z/!?]/.test(next) ? "\\<" : letter;
    case "&": return /^&(?:#|[A-Za-z][A-Za-z0-9]*;)/.test(plain.slice(offset)) ? "\\&" : letter;
    case "!": return next === "[" || (after && (after.kind === "ref" || after.marks.has("link"))) ? "\\!" : letter;
    default: return letter;
  }
}

function address({ attrs: { href, title } }) {
  const balanced = !/[\s()<>\\]/.test(href);
  const where = balanced && href ? href : `<${href.replace(/[<>\\]/g, "\\$&").replace(/\s/g, "%20")}>`;
  return title ? `${where} "${title.replace(/["\\]/g, "\\$&")}"` : where;
}

function code(text) {
  const longest = Math.max(0, ...(text.match(/`+/g) || []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  const pad = /^`|`$/.test(text) || (/^ .* $/.test(text) && text.trim()) ? " " : "";
  return fence + pad + text + pad + fence;
}
