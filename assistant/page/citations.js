// Citations: a card with the quotation, the light on the passage in the article, and the way back to the answer.
// Listeners sit on the document and catch the event first, because Gradio draws the messages again as they grow, and
// because its <base href> would turn a #fragment link into a reload of the page.
(() => {
  const root = document.documentElement;
  const { show } = articlePage;
  let came = null; // the mark that led to the lit passage
  let count = 0; // of answers

  const marks = () => [...document.querySelectorAll("#chat a.cite")];
  const passage = (mark) => document.getElementById(decodeURIComponent(mark.hash.slice(1)));

  const darken = () => {
    document.querySelectorAll(".passage.lit").forEach((other) => other.classList.remove("lit"));
    root.classList.remove("from-answer");
  };

  const light = (mark) => {
    const found = passage(mark);
    if (!found) return;
    darken();
    hideCard();
    found.classList.add("lit");
    root.classList.add("from-answer");
    came = mark;
    found.focus({ preventScroll: true });
    show(found);
  };

  // Gradio may have drawn the message again since: the mark at the same place stands in for one that is gone.
  const goBack = (hash = root.classList.contains("from-answer") ? came?.hash : "") => {
    root.classList.remove("from-answer");
    const mark = came?.isConnected && came.hash === hash ? came : marks().findLast((other) => other.hash === hash);
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
    const answers = [...document.querySelectorAll("#chat .answer")];
    if (answers.length !== count) darken(); // the lit passage belonged to an older answer
    count = answers.length;
    const cited = new Set();
    answers.at(-1)?.querySelectorAll("a.cite").forEach((mark) => cited.add(passage(mark)));
    document.querySelectorAll(".passage").forEach((one) => one.classList.toggle("cited", cited.has(one)));
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
    const at = mark.getBoundingClientRect();
    const left = Math.min(Math.max(8, at.left + at.width / 2 - card.offsetWidth / 2), innerWidth - card.offsetWidth - 8);
    const below = at.bottom + 6 + card.offsetHeight <= innerHeight;
    card.style.left = `${left}px`;
    card.style.top = `${below ? at.bottom + 6 : Math.max(8, at.top - 6 - card.offsetHeight)}px`;
  };

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
    else if (mark || event.target.closest?.("#card")) clearTimeout(hiding);
    else if (card) {
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
    const lit = event.target.closest?.("#article .passage:is(.lit, .cited)");
    if (mark) {
      event.preventDefault();
      event.stopPropagation();
      light(mark);
    } else if (event.target.closest?.("#back")) goBack();
    else if (event.target.closest?.("#jump")) show(document.getElementById("reading"), "start");
    else if (lit && getSelection().isCollapsed) goBack(`#${lit.id}`);
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
  articlePage.look(softlyLight);
})();
