/* What a text can hold: the Markdown dialect of Rettesnor, and nothing else. */
import { Schema } from "prosemirror-model";
import { tableNodes } from "prosemirror-tables";

const tables = tableNodes({
  tableGroup: "block",
  cellContent: "inline*",
  cellAttributes: {
    align: {
      default: null,
      getFromDOM: (dom) => dom.dataset.align || null,
      setDOMAttr: (value, attrs) => { if (value) attrs["data-align"] = value; },
    },
  },
});

export const schema = new Schema({
  nodes: {
    doc: { content: "block+" },
    paragraph: { content: "inline*", group: "block", parseDOM: [{ tag: "p" }], toDOM: () => ["p", 0] },
    heading: {
      attrs: { level: { default: 3 } }, content: "inline*", group: "block", defining: true,
      parseDOM: [
        { tag: "p[data-level]", priority: 60, getAttrs: (dom) => ({ level: Number(dom.dataset.level) || 3 }) },
        ...[1, 2, 3, 4, 5, 6].map((level) => ({ tag: `h${level}`, attrs: { level } })),
      ],
      // Not a heading of the form: a screen reader's list of headings must show the form's own.
      toDOM: (node) => ["p", { class: "prose__heading", "data-level": node.attrs.level }, 0],
    },
    blockquote: {
      content: "block+", group: "block", defining: true,
      parseDOM: [{ tag: "blockquote" }], toDOM: () => ["blockquote", 0],
    },
    horizontal_rule: { group: "block", parseDOM: [{ tag: "hr" }], toDOM: () => ["hr"] },
    raw: {
      content: "text*", group: "block", marks: "", code: true, defining: true,
      parseDOM: [{ tag: "pre[data-raw]", preserveWhitespace: "full" }], toDOM: () => ["pre", { "data-raw": "" }, ["code", 0]],
    },
    ordered_list: {
      attrs: { order: { default: 1 }, tight: { default: true }, mark: { default: "." } },
      content: "list_item+", group: "block",
      parseDOM: [{ tag: "ol", getAttrs: (dom) => ({ order: Number(dom.getAttribute("start") || 1) }) }],
      toDOM: (node) => ["ol", node.attrs.order === 1 ? {} : { start: node.attrs.order }, 0],
    },
    bullet_list: {
      attrs: { tight: { default: true }, mark: { default: "-" } }, content: "list_item+", group: "block",
      parseDOM: [{ tag: "ul" }], toDOM: () => ["ul", 0],
    },
    list_item: { content: "paragraph block*", defining: true, parseDOM: [{ tag: "li" }], toDOM: () => ["li", 0] },
    ...tables,
    text: { group: "inline" },
    hard_break: {
      inline: true, group: "inline", selectable: false, linebreakReplacement: true,
      parseDOM: [{ tag: "br" }], toDOM: () => ["br"],
    },
    ref: {
      attrs: { kind: {}, raw: {}, label: {}, title: { default: "" } },
      inline: true, group: "inline", atom: true,
      parseDOM: [{
        tag: "span[data-ref]",
        getAttrs: (dom) => ({ kind: dom.dataset.ref, raw: dom.dataset.raw, label: dom.textContent, title: dom.title }),
      }],
      toDOM: ({ attrs }) => ["span", {
        class: `ref ref--${attrs.kind}`, "data-ref": attrs.kind, "data-raw": attrs.raw, title: attrs.title,
      }, attrs.label],
      leafText: ({ attrs }) => attrs.label,
    },
  },
  marks: {
    link: {
      attrs: { href: {}, title: { default: null } }, inclusive: false,
      parseDOM: [{ tag: "a[href]", getAttrs: (dom) => ({ href: dom.getAttribute("href") }) }],
      toDOM: (mark) => ["a", { href: mark.attrs.href, title: mark.attrs.href }, 0],
    },
    strong: { parseDOM: [{ tag: "strong" }, { tag: "b" }], toDOM: () => ["strong", 0] },
    em: { parseDOM: [{ tag: "em" }, { tag: "i" }], toDOM: () => ["em", 0] },
    code: { parseDOM: [{ tag: "code" }], toDOM: () => ["code", 0], excludes: "" },
  },
});
