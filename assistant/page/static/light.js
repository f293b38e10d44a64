// Light on words of the article: strong ("lit") on those a reader asked to see, soft ("cited") on those that the newest
// answer cites. They stand in <mark> elements for as long as they are lit.
(() => {
  const shining = { lit: [], cited: [] };

  // Where words stand: their block, and from where to where in its text. What is quoted is called "#<passage>", or
  // "#<passage>at-<start>-<end>" for part of it, in code points from the passage's start and perhaps past its end.
  const placeOf = (quoted) => {
    const [, id, start, end] = quoted.match(/^#(.*?)(?:at-(\d+)-(\d+))?$/);
    const passage = document.getElementById(decodeURIComponent(id));
    const block = passage?.closest("p, h2");
    if (!block) return null;
    const before = document.createRange();
    before.selectNodeContents(block);
    before.setEndBefore(passage);
    const from = before.toString().length;
    if (end === undefined) return { block, quoted, start: from, end: from + passage.textContent.length };
    const letters = [...block.textContent.slice(from)];
    const units = (count) => from + letters.slice(0, count).join("").length;
    return { block, quoted, start: units(start), end: units(end) };
  };

  // What is left of a span outside others.
  const outside = (span, others) => others.reduce((left, other) => left.flatMap((part) =>
    part.end <= other.start || other.end <= part.start ? [part] : [
      { ...part, end: other.start },
      { ...part, start: other.end },
    ]).filter((part) => part.start < part.end), [span]);

  // The words of a block, lit ones whole, in spans that do not overlap.
  const spansOf = (lit, cited) => {
    const spans = lit.map((one) => {
      const both = cited.some((other) => other.start <= one.start && one.end <= other.end);
      return { ...one, kind: both ? "lit cited" : "lit" };
    });
    cited.forEach((one) => spans.push(...outside({ ...one, kind: "cited" }, spans)));
    return spans;
  };

  const wrap = (block, { start, end, kind, quoted }) => {
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    const nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    let at = 0;
    nodes.forEach((node) => {
      const [from, to] = [Math.max(start - at, 0), Math.min(end - at, node.length)];
      at += node.length;
      if (from >= to) return;
      const range = document.createRange();
      range.setStart(node, from);
      range.setEnd(node, to);
      const mark = Object.assign(document.createElement("mark"), { className: kind, tabIndex: -1 });
      mark.dataset.quoted = quoted;
      range.surroundContents(mark);
    });
  };

  const draw = (block, spans) => {
    const drawn = JSON.stringify(spans);
    if (drawn === block.dataset.drawn) return;
    block.dataset.drawn = drawn;
    block.querySelectorAll("mark").forEach((mark) => mark.replaceWith(...mark.childNodes));
    block.normalize();
    spans.forEach((span) => wrap(block, span));
  };

  // Gives the elements of that light, in the article's order.
  articlePage.light = (kind, quoted) => {
    shining[kind] = [...new Set(quoted)];
    const [lit, cited] = ["lit", "cited"].map((name) => shining[name].map(placeOf).filter((place) => place));
    const blocks = new Set([...document.querySelectorAll("#article [data-drawn]")]);
    [...lit, ...cited].forEach((place) => blocks.add(place.block));
    blocks.forEach((block) => {
      const here = ({ start, end, quoted, ...place }) => (place.block === block ? [{ start, end, quoted }] : []);
      draw(block, spansOf(lit.flatMap(here), cited.flatMap(here)));
    });
    return document.querySelectorAll(`#article mark.${kind}`);
  };
})();
