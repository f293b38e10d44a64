// The page's own behaviour: direction and language, citations that light their passage, and the way back.
// Listeners sit on the document and catch the event first, because Gradio draws the messages again as they grow, and
// because its <base href> would turn a #fragment link into a reload of the page.
const articlePage = (() => {
  const root = document.documentElement;
  let language = "ar";
  let came = null; // the mark that led to the lit passage
  let count = 0; // of answers

  const setLanguage = (chosen) => {
    language = chosen;
    root.lang = chosen;
    root.dir = chosen === "ar" ? "rtl" : "ltr";
    document.title = pageWords[chosen].title;
    return [chosen];
  };

  const write = (element, text) => {
    if (element.textContent !== text) element.textContent = text;
  };
  const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
  const show = (element) => element.scrollIntoView({ block: "center", behavior: calm() ? "auto" : "smooth" });
  const passage = (mark) => document.getElementById(decodeURIComponent(mark.hash.slice(1)));

  const darken = () => {
    document.querySelectorAll(".passage.lit").forEach((other) => other.classList.remove("lit"));
    root.classList.remove("from-answer");
  };

  const light = (mark) => {
    const found = passage(mark);
    if (!found) return;
    darken();
    found.classList.add("lit");
    root.classList.add("from-answer");
    came = mark;
    found.focus({ preventScroll: true });
    show(found);
  };

  // Gradio may have drawn the message again since: the mark at the same place stands in for one that is gone.
  const goBack = () => {
    root.classList.remove("from-answer");
    const marks = [...document.querySelectorAll("#chat a.cite")];
    const mark = came?.isConnected ? came : marks.findLast((other) => other.hash === came?.hash);
    if (!mark) return;
    mark.focus({ preventScroll: true });
    show(mark);
  };

  const softlyLight = () => {
    const answers = [...document.querySelectorAll("#chat .answer")];
    if (answers.length !== count) darken(); // the lit passage belonged to an older answer
    count = answers.length;
    const cited = new Set();
    answers.at(-1)?.querySelectorAll("a.cite").forEach((mark) => cited.add(passage(mark)));
    document.querySelectorAll(".passage").forEach((one) => one.classList.toggle("cited", cited.has(one)));
  };

  // Gradio labels each message with its own HTML, the conversation in English whatever the page's language, and the
  // choice of language not at all; and a lost connection, the one thing it tells by itself, in the browser's language.
  const mendLabels = () => {
    const words = pageWords[language];
    document.querySelectorAll("#chat [data-testid][aria-label]").forEach((one) => one.removeAttribute("aria-label"));
    document.getElementById("language")?.setAttribute("aria-label", words.language);
    const log = document.querySelector("#chat [role=log]");
    log?.setAttribute("aria-label", words.conversation);
    // Busy, so that an answer is read out once, when it is complete.
    log?.setAttribute("aria-busy", String(!document.getElementById("send")));
    document.querySelectorAll(".toast-title").forEach((title) => write(title, words.trouble));
    document.querySelectorAll(".toast-message-text").forEach((text) => write(text, words.lost));
  };

  const focusQuestion = () => {
    // On a touch screen this would only raise the keyboard over the answer.
    if (matchMedia("(pointer: fine)").matches && document.activeElement === document.body)
      document.querySelector("#question textarea")?.focus();
  };

  document.addEventListener("click", (event) => {
    const mark = event.target.closest?.("#chat a.cite");
    if (mark) {
      event.preventDefault();
      event.stopPropagation();
      light(mark);
    } else if (event.target.closest?.("#back")) goBack();
  }, true);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target.closest?.("#article")) goBack();
  }, true);

  let waiting = false;
  new MutationObserver(() => {
    if (root.lang !== language) root.lang = language; // Gradio sets it from the browser's own language
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      softlyLight();
      mendLabels();
    });
  }).observe(root, { childList: true, subtree: true, attributeFilter: ["lang", "href"] });

  setLanguage(language);
  return { setLanguage, focusQuestion };
})();
