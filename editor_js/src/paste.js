/* What is pasted, as clean HTML: lists, tables, bold and italics stay; styles and scripts go. */

const DROPPED = "style,script,meta,link,title,xml,img,picture,object,embed,svg,math,iframe,template,noscript,select,input,button,textarea,video,audio,canvas";
const BLOCKS = /^(?:P|DIV|H[1-6]|UL|OL|LI|BLOCKQUOTE|TABLE|THEAD|TBODY|TFOOT|TR|TD|TH|PRE|SECTION|ARTICLE|HEADER|FOOTER|MAIN|DL|DT|DD|FIGURE|FIGCAPTION|CENTER|HR)$/;
const KEPT = { B: "strong", STRONG: "strong", I: "em", EM: "em", CODE: "code", TT: "code" };
const ADDRESS = /^(?:https?:\/\/|mailto:)[^\s<>"]+$/i;
export const REFERENCE = /^(?:\[@[^[\]\s][^[\]\n]*\]|\[\[[^[\]\n]+\]\]|!?\[(?:[^[\]\n]|\\[[\]])*\]\((?:anbefaling:|side:|bilder\/)[^\s()]+\))$/;
/* Letters that nobody sees: soft hyphens, marks of width 0, direction and order, and private ones. */
const UNSEEN = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufffc\u0000-\u0008\u000b\u000c\u000e-\u001f\ue000-\uf8ff]/g;

export const seen = (text) => text.replace(UNSEEN, "");

/**
 * @param {string} html as it comes from the clipboard
 * @param {number} level of the highest heading
 */
export function cleaned(html, level = 3) {
  // Before any document sees it: the policy refuses styles and handlers in attributes, with a report.
  const inert = html
    .replace(/<!--[\s\S]*?-->|<!\[[\s\S]*?\]>/g, "")
    .replace(/<(style|script|xml)\b[\s\S]*?<\/\1\s*>/gi, "")
    .replace(/<[a-z][^<>]*>/gi, (tag) => tag.replace(/[\s/"']style\s*=/gi, " data-style=").replace(/[\s/"']on\w+\s*=/gi, " data-on="));
  const from = new DOMParser().parseFromString(inert, "text/html");
  from.querySelectorAll(DROPPED).forEach((one) => one.remove());
  const made = from.implementation.createHTMLDocument("");
  const slice = from.querySelector("[data-pm-slice]")?.dataset.pmSlice;
  const out = blocks([...from.body.childNodes], made, level);
  const box = made.createElement("div");
  box.append(...out);
  if (slice && /^\d+ \d+(?: -?\d+)? /.test(`${slice} `) && box.firstElementChild) box.firstElementChild.setAttribute("data-pm-slice", slice.replace(/\[.*/, "[]"));
  return box.innerHTML;
}

const style = (node) => (node.dataset?.style || "").toLowerCase();
const isBlock = (node) => node.nodeType === 1 && (BLOCKS.test(node.tagName) || [...node.children].some(isBlock));

/** Clean blocks of ``nodes``; text that is in none becomes a paragraph. */
function blocks(nodes, doc, level) {
  const out = [];
  let run = [];
  let lists = [];
  let number = "";
  const flush = () => {
    if (!run.length) return;
    const loose = !out.length && !nodes.some(isBlock);
    const parts = inlines(run, doc);
    run = [];
    if (!parts.some((one) => one.textContent.trim() || one.nodeName === "BR" && loose)) return;
    if (loose) { out.push(...parts); return; }
    const paragraph = doc.createElement("p");
    paragraph.append(...parts);
    out.push(paragraph);
  };
  for (const node of nodes) {
    if (!isBlock(node)) {
      if (node.nodeType === 3 && !node.data.trim() && !run.length) continue;
      if (node.nodeType === 1 || node.nodeType === 3) run.push(node);
      continue;
    }
    flush();
    const listed = /mso-list:\s*l(\d+)\s+level(\d+)/.exec(style(node));
    if (listed && /^(?:P|H[1-6]|DIV)$/.test(node.tagName)) {
      if (listed[1] !== number) lists = [];
      number = listed[1];
      lists = wordItem(node, Math.min(Number(listed[2]), 6), lists, out, doc);
      continue;
    }
    lists = [];
    out.push(...block(node, doc, level));
  }
  flush();
  return out;
}

/** Puts a paragraph that Word calls an item of a list into a list; returns the lists it is in. */
function wordItem(node, depth, lists, out, doc) {
  const mark = [...node.querySelectorAll("[data-style]")].find((one) => /mso-list:\s*ignore/i.test(style(one)));
  const sign = (mark?.textContent || "").trim();
  mark?.remove();
  const ordered = /^\(?(?:\d{1,3}|[a-z]{1,4})[.)]/i.test(sign);
  const open = lists.slice(0, depth);
  const tag = ordered ? "OL" : "UL";
  if (open.length === depth && open.at(-1).tagName !== tag) open.pop();
  while (open.length < depth) {
    const list = doc.createElement(ordered ? "ol" : "ul");
    const start = /^\d+/.exec(sign)?.[0];
    if (ordered && start && start !== "1") list.setAttribute("start", start);
    const above = open.at(-1);
    if (above && !above.lastElementChild) {
      const item = doc.createElement("li");
      item.append(doc.createElement("p"));
      above.append(item);
    }
    (above ? above.lastElementChild : { append: (one) => out.push(one) }).append(list);
    open.push(list);
  }
  const item = doc.createElement("li");
  const paragraph = doc.createElement("p");
  paragraph.append(...inlines([...node.childNodes], doc));
  item.append(paragraph);
  open.at(-1).append(item);
  return open;
}

function block(node, doc, level) {
  const tag = node.tagName;
  const make = (name, parts) => {
    const made = doc.createElement(name);
    made.append(...parts);
    return made;
  };
  if (tag === "HR") return [doc.createElement("hr")];
  if (tag === "TABLE") return table(node, doc);
  if (tag === "UL" || tag === "OL") {
    const list = doc.createElement(tag.toLowerCase());
    if (tag === "OL" && /^\d{1,4}$/.test(node.getAttribute("start") || "")) list.setAttribute("start", node.getAttribute("start"));
    for (const child of node.children) {
      if (/^[UO]L$/.test(child.tagName)) {
        // A list right in a list, as Word and old editors write it, belongs to the item above it.
        const home = list.lastElementChild || list.appendChild(make("li", [doc.createElement("p")]));
        home.append(...block(child, doc, level));
      } else {
        const inner = blocks([...child.childNodes], doc, level);
        list.append(make("li", inner.some(isBlock) ? inner : [make("p", inner)]));
      }
    }
    return list.children.length ? [list] : [];
  }
  if (tag === "BLOCKQUOTE") {
    const inner = blocks([...node.childNodes], doc, level);
    return inner.length ? [make("blockquote", inner.some(isBlock) ? inner : [make("p", inner)])] : [];
  }
  if (tag === "PRE" && node.hasAttribute("data-raw")) {
    const raw = make("pre", [node.textContent]);
    raw.setAttribute("data-raw", "");
    return [raw];
  }
  if (tag === "P" && /^[1-6]$/.test(node.dataset.level || "")) {
    const heading = make("p", inlines([...node.childNodes], doc));
    heading.setAttribute("data-level", node.dataset.level);
    return [heading];
  }
  const heading = /^H([1-6])$/.exec(tag);
  if (heading) {
    const parts = inlines([...node.childNodes], doc, { bold: false });
    return parts.some((one) => one.textContent.trim()) ? [make(`h${Math.min(6, level + Number(heading[1]) - 1)}`, parts)] : [];
  }
  if (![...node.children].some(isBlock)) {
    const parts = inlines([...node.childNodes], doc);
    return parts.some((one) => one.textContent.trim()) ? [make("p", parts)] : [];
  }
  return blocks([...node.childNodes], doc, level).map((one) => (isBlock(one) ? one : make("p", [one])));
}

/** A table whose cells hold text only, each row as wide as the first. */
function table(node, doc) {
  const made = doc.createElement("table");
  const rows = [...node.querySelectorAll("tr")].filter((row) => row.closest("table") === node);
  for (const row of rows) {
    const line = doc.createElement("tr");
    for (const cell of row.children) {
      if (!/^T[DH]$/.test(cell.tagName)) continue;
      const own = doc.createElement(made.children.length ? "td" : "th");
      const align = cell.dataset.align || /text-align:\s*(right|center)/.exec(style(cell))?.[1];
      if (/^(?:left|right|center)$/.test(align || "")) own.setAttribute("data-align", align);
      own.append(...inlines([...cell.childNodes], doc, { bold: made.children.length > 0 }));
      line.append(own);
      for (let n = Math.min(cell.colSpan || 1, 30); n > 1; n--) line.append(doc.createElement(own.tagName));
    }
    if (line.children.length) made.append(line);
  }
  return made.children.length ? [made] : [];
}

/** Text with its bold, italics, links and references; blocks in it are set apart by a space. */
function inlines(nodes, doc, { bold = true } = {}) {
  const out = [];
  for (const node of nodes) {
    if (node.nodeType === 3) {
      const text = seen(node.data).replace(/[\s\u00a0]{2,}|[\n\r\t]/g, " ");
      if (text) out.push(doc.createTextNode(text));
      continue;
    }
    if (node.nodeType !== 1 || /mso-list:\s*ignore|mso-hide:\s*all|display:\s*none/i.test(style(node))) continue;
    if (node.tagName === "BR") { out.push(doc.createElement("br")); continue; }
    if (node.dataset.ref && REFERENCE.test(node.dataset.raw || "")) {
      const reference = doc.createElement("span");
      for (const name of ["data-ref", "data-raw", "title"]) reference.setAttribute(name, node.getAttribute(name) || "");
      reference.append(node.textContent);
      out.push(reference);
      continue;
    }
    const inner = inlines([...node.childNodes], doc, { bold });
    if (isBlock(node) && out.length && inner.length) out.push(doc.createTextNode(" "));
    out.push(...wrapped(node, inner, doc, bold));
  }
  return out;
}

function wrapped(node, inner, doc, bold) {
  const said = style(node);
  let names = [];
  if (KEPT[node.tagName]) names.push(KEPT[node.tagName]);
  if (/(?:^|;)\s*font-weight:\s*(?:normal|400)/.test(said)) names = names.filter((one) => one !== "strong");
  if (/(?:^|;)\s*font-weight:\s*(?:bold|[6-9]00)/.test(said)) names.push("strong");
  if (/font-style:\s*italic/.test(said)) names.push("em");
  if (!bold) names = names.filter((one) => one !== "strong");
  const href = node.tagName === "A" && node.getAttribute("href");
  let parts = inner;
  for (const name of new Set(names)) {
    if (!parts.some((one) => one.textContent.trim())) break;
    const made = doc.createElement(name);
    made.append(...parts);
    parts = [made];
  }
  if (href && /^(?:anbefaling|side):[^\s<>"]+$|^#/.test(href) || (href && ADDRESS.test(href))) {
    const link = doc.createElement("a");
    link.setAttribute("href", href);
    link.append(...parts);
    parts = [link];
  }
  return parts;
}
