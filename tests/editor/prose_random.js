async (count) => {
  const { serialise, schema } = await import("/static/editor/prose.js");
  let seed = 7;
  const random = (n) => {  // mulberry32
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % n;
  };
  const pick = (all) => all[random(all.length)];
  const { nodes, marks } = schema;
  const parts = ["ord", "*", "**", "_", "[", "]", "](", "(x)", "`", "<b>", "&amp;", "|", "!", "\\", "15.", "1)", "#", "-", "+", ">", "«sitat»", ".", "(", "å", " ", " ", " ", "@", "[@x]", "[[y]]", "~~~", "---", "|---|", ":::", "=", "§ 10-6", "http://x.no", "\u00a0"];
  const link = marks.link.create({ href: "https://x.no/a(b)" });
  const other = marks.link.create({ href: "anbefaling:x", title: "En \"tittel\"" });
  const inline = (plain) => Array.from({ length: 1 + random(7) }, () => {
    const kind = random(12);
    const set = [marks.strong.create(), marks.em.create(), marks.code.create(), link, other].filter(() => !random(4));
    let on = [];
    for (const mark of set) on = mark.addToSet(on);
    if (kind === 0 && !plain) return nodes.hard_break.create();
    if (kind === 1) return nodes.ref.create({ kind: "term", raw: pick(["[[nærvær]]", "[[a|b c]]", "[@udir-2025, s. 12]"]), label: "x" });
    return schema.text(Array.from({ length: 1 + random(4) }, () => pick(parts)).join(""), on);
  });
  const paragraph = () => nodes.paragraph.create(null, inline());
  const list = (depth) => {
    const type = pick([nodes.bullet_list, nodes.ordered_list]);
    const attrs = { tight: !random(3) ? false : true, mark: type === nodes.bullet_list ? "-" : "." };
    if (type === nodes.ordered_list) attrs.order = pick([1, 1, 3, 9]);
    return type.create(attrs, Array.from({ length: 1 + random(3) }, () => nodes.list_item.create(null,
      [paragraph(), ...(random(3) ? [] : [depth < 2 ? list(depth + 1) : paragraph()]), ...(random(6) ? [] : [paragraph()])])));
  };
  const table = () => {
    const width = 1 + random(3);
    const row = (type) => nodes.table_row.create(null, Array.from({ length: width }, () => type.create(null, random(5) ? inline(true) : [])));
    return nodes.table.create(null, [row(nodes.table_header), row(nodes.table_cell), row(nodes.table_cell)]);
  };
  const block = () => pick([paragraph, paragraph, paragraph, () => list(0), table, () => nodes.heading.create({ level: 3 }, inline(true)),
    () => nodes.blockquote.create(null, [paragraph(), ...(random(2) ? [] : [list(1)])]), () => nodes.horizontal_rule.create()])();
  return Array.from({ length: count }, () => {
    const doc = nodes.doc.create(null, Array.from({ length: 1 + random(4) }, block));
    return { doc: doc.toJSON(), text: serialise(doc, { known: [], byNode: new WeakMap(), end: "" }) };
  });
}
