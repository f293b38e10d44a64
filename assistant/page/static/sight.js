// When an answer comes, the words it cites first are brought into view in the article beside it, gently.
(() => {
  let count = -1; // of complete answers; those that a reload finds are no news

  const bring = (answer) => {
    const reading = document.getElementById("reading");
    const mark = answer.querySelector("a.cite");
    const words = mark && document.querySelector(`#article mark[data-quoted="${CSS.escape(articlePage.quoted(mark))}"]`);
    // In one column the article is somewhere else: it stays where it is.
    if (!words || getComputedStyle(reading).overflowY !== "auto") return;
    const [view, at] = [reading, words].map((one) => one.getBoundingClientRect());
    if (at.top >= view.top && at.bottom <= view.bottom) return;
    const top = reading.scrollTop + at.top - view.top - view.height / 3;
    reading.scrollTo({ top, behavior: articlePage.calm() ? "auto" : "smooth" });
  };

  articlePage.look(() => {
    const complete = [...document.querySelectorAll("#chat .answer.complete")];
    if (count >= 0 && complete.length > count) bring(complete.at(-1));
    if (count >= 0 || document.querySelector("#question textarea")) count = complete.length;
  });
})();
