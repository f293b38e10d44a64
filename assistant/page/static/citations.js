// Citations: a card with the quotation, the light on the words in the article, and the way back to the answer.
// Listeners sit on the document and catch the event first, because Gradio draws the messages again as they grow, and
// because its <base href> would turn a #fragment link into a reload of the page.
(() => {
  const root = document.documentElement;
  const { show } = articlePage;
  let came = null; // the mark that led to the lit words
  let count = 0; // of the answers that were there when words were lit, or of all that came since

  const marks = () => [...document.querySelectorAll("#chat a.cite")];
  const passage = (mark) => document.getElementById(decodeURIComponent(mark.hash.slice(1)));
  // Marks of the same words have the same: the passage, and which of its words where it is not all of them.
  const quoted = (mark) => mark.hash + (mark.className.match(/at-\d+-\d+/) ?? "");

  const darken = () => {
    articlePage.light("lit", []);
    root.classList.remove("from-answer");
  };

  const answers = () => [...document.querySelectorAll("#chat .answer")];

  const light = (mark) => {
    if (!passage(mark)) return false;
    hideCard();
    count = answers().length; // the newest may not have been looked at yet
    const [first] = articlePage.light("lit", [quoted(mark)]);
    root.classList.add("from-answer");
    came = mark;
    first.focus({ preventScroll: true });
    show(first);
    return true;
  };

  // Back from the words that are lit is back in the browser's history too.
  const goBack = (words) => {
    const from = root.classList.contains("from-answer") && came ? quoted(came) : "";
    if ((words && words !== from) || !articlePage.goBack()) leadBack(words ?? from);
  };

  // Gradio may have drawn the message again since: the mark at the same place stands in for one that is gone.
  const leadBack = (words) => {
    root.classList.remove("from-answer");
    const found = marks().filter((mark) => quoted(mark) === words);
    const mark = found.includes(came) ? came : found.at(-1);
    if (!mark) {
      show(document.getElementById("ask"), "end");
      return;
    }
    quiet = true;
    mark.focus({ preventScroll: true });
    quiet = false;
    show(mark);
  };

  const softlyLight = () => {
    const all = answers();
    // A new one: the lit words belong to an older one. None: the conversation is over. Fewer: Gradio draws them again.
    if (all.length > count || !all.length) darken();
    count = all.length ? Math.max(count, all.length) : 0;
    articlePage.light("cited", [...all.at(-1)?.querySelectorAll("a.cite") ?? []].map(quoted));
    // The browser's own tooltip would cover the card, and comes for the mouse alone.
    marks().filter((mark) => mark.title).forEach((mark) => {
      mark.dataset.quotation = mark.title;
      mark.removeAttribute("title");
    });
  };

  // The card
  let card = null;
  let hiding = 0;
  let quiet = false; // no card for a focus that the page itself has set

  const headingOf = (found) => {
    let block = found?.closest("p")?.previousElementSibling;
    while (block && !/^H[2-6]$/.test(block.tagName)) block = block.previousElementSibling;
    return block?.textContent ?? "";
  };

  const element = (tag, name, text) => {
    const made = document.createElement(tag);
    made.className = name;
    made.dir = "auto";
    made.textContent = text;
    return made;
  };

  const showCard = (mark) => {
    hideCard();
    card = element("div", "", "");
    card.id = "card";
    card.setAttribute("role", "tooltip");
    card.append(element("p", "quotation", mark.dataset.quotation || mark.title));
    const heading = headingOf(passage(mark));
    if (heading) card.append(element("p", "place", heading));
    document.body.append(card);
    mark.setAttribute("aria-describedby", "card");
    place(mark);
  };

  // Beside the answer, over the article, where that is; else under it or above it; else at the edge of the window that
  // is farther from the mark.
  const place = (mark) => {
    const at = mark.getBoundingClientRect();
    const answer = mark.closest(".answer").getBoundingClientRect();
    const column = document.getElementById("reading").getBoundingClientRect();
    const within = (wanted, size, whole) => Math.min(Math.max(8, wanted), whole - size - 8);
    const { offsetWidth: width, offsetHeight: height } = card;
    let [left, top] = [at.left + at.width / 2 - width / 2, at.top - height / 2];
    if (column.left >= answer.right) left = column.left + 4;
    else if (column.right <= answer.left) left = column.right - width - 4;
    else if (answer.bottom + 6 + height <= innerHeight) top = answer.bottom + 6;
    else if (answer.top - 6 - height >= 0) top = answer.top - 6 - height;
    else top = at.top > innerHeight / 2 ? 0 : innerHeight;
    card.style.left = `${within(left, width, innerWidth)}px`;
    card.style.top = `${within(top, height, innerHeight)}px`;
  };

  const holding = () => document.querySelector("[aria-describedby=card]")?.closest(".answer");

  const hideCard = () => {
    clearTimeout(hiding);
    document.querySelectorAll("[aria-describedby=card]").forEach((mark) => mark.removeAttribute("aria-describedby"));
    card?.remove();
    card = null;
  };

  const markOf = (event) => event.target.closest?.("#chat a.cite");
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const mark = markOf(event);
    if (mark && mark.getAttribute("aria-describedby") !== "card") showCard(mark);
    else if (mark || event.target.closest?.("#card") || event.target.closest?.(".answer") === holding()) {
      clearTimeout(hiding); // on the way to the card, which is beside the answer
    } else if (card) {
      clearTimeout(hiding);
      hiding = setTimeout(hideCard, 200); // time enough to move the pointer onto the card
    }
  }, true);
  document.addEventListener("focusin", (event) => {
    const mark = markOf(event);
    if (mark && !quiet && mark.matches(":focus-visible")) showCard(mark);
    else hideCard();
  }, true);
  document.addEventListener("scroll", hideCard, { capture: true, passive: true });

  document.addEventListener("click", (event) => {
    const mark = markOf(event);
    const lit = event.target.closest?.("#article mark");
    if (mark) {
      event.preventDefault();
      event.stopPropagation();
      if (light(mark)) articlePage.went(quoted(mark));
    } else if (event.target.closest?.("#back")) goBack();
    else if (event.target.closest?.("#jump")) {
      show(document.getElementById("reading"), "start");
      articlePage.went("");
    } else if (lit && getSelection().isCollapsed) goBack(lit.dataset.quoted);
  }, true);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (card) hideCard();
    else if (event.target.closest?.("#article")) goBack();
  }, true);

  // On a phone the way back is there as long as the question box is not.
  const boxSeen = new IntersectionObserver(([seen]) => root.classList.toggle("reading-now", !seen.isIntersecting));
  let watched = null;
  articlePage.look(() => {
    const ask = document.getElementById("ask");
    if (ask === watched) return;
    boxSeen.disconnect();
    if (ask) boxSeen.observe(ask);
    watched = ask;
  });
  Object.assign(articlePage, {
    quoted,
    relight: (words) => {
      const mark = marks().findLast((one) => quoted(one) === words);
      if (mark) light(mark);
    },
    leadBack: () => leadBack(root.classList.contains("from-answer") && came ? quoted(came) : ""),
  });
  articlePage.look(softlyLight);
})();
