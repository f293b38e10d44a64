// Find words in the article as Arabic readers do: hamzas, diacritics, elongation and the kinds of digits do not count.
// What is found is shown by the browser's own highlights, so that the article's elements stay as they are.
(() => {
  const ALIKE = { آ: "ا", أ: "ا", إ: "ا", ٱ: "ا", ى: "ي", ئ: "ي", ؤ: "و", ة: "ه", ی: "ي", ک: "ك", گ: "ك" };
  const SILENT = /[\p{Mn}\p{Cf}ـء]/u;
  const BLOCKS = "#article :is(h2, h3, h4, h5, h6, p)";
  const { words } = articlePage;
  let matches = [];
  let now = -1;
  let searched = ""; // the article that the matches are of

  const field = () => document.querySelector("#find input");
  const digit = (letter) => {
    const code = letter.codePointAt(0);
    const zero = [0x660, 0x6f0].find((first) => code >= first && code <= first + 9);
    return zero ? String(code - zero) : letter;
  };

  // The text as it is compared, and for each of its letters where it stands.
  const fold = (text) => {
    let folded = "";
    const places = [];
    let at = 0;
    for (const letter of text) {
      for (const part of letter.normalize("NFKD")) {
        if (SILENT.test(part)) continue;
        const alike = digit(ALIKE[part] ?? (/\s/u.test(part) ? " " : part.toLowerCase()));
        if (alike === " " && folded.endsWith(" ")) continue;
        folded += alike;
        for (let unit = 0; unit < alike.length; unit += 1) places.push(at);
      }
      at += letter.length;
    }
    places.push(at);
    return { folded, places };
  };

  const rangeOf = (block, start, end) => {
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    let at = 0;
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (at <= start && start < at + node.length) range.setStart(node, start - at);
      if (at < end && end <= at + node.length) {
        range.setEnd(node, end - at);
        return range;
      }
      at += node.length;
    }
    return range;
  };

  const matchesIn = (block, sought) => {
    const text = block.textContent;
    const { folded, places } = fold(text);
    const found = [];
    for (let at = folded.indexOf(sought); at >= 0; at = folded.indexOf(sought, at + sought.length)) {
      let end = places[at + sought.length];
      while (end > 0 && /\s/u.test(text[end - 1])) end -= 1;
      found.push(rangeOf(block, places[at], Math.max(end, places[at] + 1)));
    }
    return found;
  };

  const light = () => {
    if (!window.Highlight) return;
    CSS.highlights.set("found", new Highlight(...matches));
    CSS.highlights.set("found-now", new Highlight(...(matches[now] ? [matches[now]] : [])));
  };

  const tell = () => {
    const said = document.querySelector("#find .found");
    const { found, nothing } = words().article;
    const counted = matches.length ? found.replace("{now}", now + 1).replace("{all}", matches.length) : nothing;
    const text = field().value.trim() ? counted : "";
    if (said.textContent !== text) said.textContent = text;
    document.getElementById("find").classList.toggle("seeking", Boolean(text));
  };

  const showNow = () => {
    light();
    tell();
    const at = matches[now]?.startContainer.parentElement;
    if (!at) return;
    articlePage.show(at);
    if (!window.Highlight) getSelection().setBaseAndExtent(...ends(matches[now]));
  };
  const ends = (range) => [range.startContainer, range.startOffset, range.endContainer, range.endOffset];

  const sought = () => fold(field()?.value ?? "").folded.trim();
  const allMatches = () =>
    sought() ? [...document.querySelectorAll(BLOCKS)].flatMap((block) => matchesIn(block, sought())) : [];

  const seek = () => {
    searched = document.querySelector("#article")?.textContent ?? "";
    matches = allMatches();
    now = matches.length ? 0 : -1;
    showNow();
  };
  const step = (by) => {
    if (!matches.length) return;
    now = (now + by + matches.length) % matches.length;
    showNow();
  };

  document.addEventListener("input", (event) => {
    if (event.target === field()) seek();
  });
  document.addEventListener("submit", (event) => {
    if (event.target.matches("#find form")) event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if (event.target !== field() || event.isComposing) return;
    if (event.key === "Enter") {
      event.preventDefault();
      step(event.shiftKey ? -1 : 1);
    } else if (event.key === "Escape" && field().value) {
      event.preventDefault();
      field().value = "";
      seek();
    }
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("#find button");
    if (button) step(button.matches(".next") ? 1 : -1);
  });

  articlePage.look(() => {
    if (!field()) return;
    const name = words().article.find;
    if (field().placeholder !== name) {
      field().placeholder = name;
      field().setAttribute("aria-label", name);
    }
    if (!sought()) return;
    // Another article, or words of this one that were lit: the places found are of what was there before.
    const article = document.querySelector("#article")?.textContent ?? "";
    const other = article !== searched;
    if (!other && matches.every((range) => fold(range.toString()).folded === sought())) return;
    searched = article;
    matches = allMatches();
    now = matches.length ? Math.min(other ? 0 : now, matches.length - 1) : -1;
    light();
    tell();
  });
})();
