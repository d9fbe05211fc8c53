async (sent) => {
  const { opened, serialise, schema } = await import("/static/editor/prose.js");
  const none = { known: [], byNode: new WeakMap(), end: "" };
  return sent.map((one) => {
    const { doc, origin } = opened(one);
    const edits = [];
    doc.forEach((block, offset, at) => {
      let place = -1;
      block.descendants((node, pos) => {
        if (place < 0 && node.isText && !node.marks.length) place = offset + 1 + pos + node.nodeSize;
      });
      if (place < 0) return;
      const word = schema.nodes.paragraph.create(null, schema.text(" nemlig")).slice(0);
      const changed = doc.replace(place, place, word);
      edits.push({ at, text: serialise(changed, origin), node: changed.child(at).toJSON() });
    });
    return { same: serialise(doc, origin), anew: serialise(doc, none), edits };
  });
}
