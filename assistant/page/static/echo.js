// A question before the server has it, which may take seconds: it stands in the conversation at once, with a sign that
// its answer is awaited. And where the conversation stands: at the newest question, with the answer's beginning in view.
(() => {
  const log = () => document.querySelector("#chat [role=log]");
  const questions = () => [...document.querySelectorAll("#chat .asked")];
  const rows = () => [...document.querySelectorAll("#chat .message-row")];
  let echo = null;
  let before = 0; // how many questions there were
  let following = true; // until the reader goes elsewhere

  const made = (name, dir, ...children) => {
    const element = Object.assign(document.createElement("div"), { className: name, dir });
    element.append(...children);
    return element;
  };

  const show = ({ question, turn }) => {
    const all = questions();
    const text = question || all[turn]?.innerText.trim();
    if (!text) return;
    const language = /\p{Script=Arabic}/u.test(text) ? "ar" : "en";
    const dir = language === "ar" ? "rtl" : "ltr";
    const sign = made("waiting", dir, pageData.words[language].waiting, made("dots", dir));
    sign.lang = language;
    echo = made("echo", "", made("echoed", "auto", text), sign);
    echo.setAttribute("aria-hidden", "true"); // the question is read out when it is there for good
    before = all.length;
    if (turn !== undefined) rows().slice(2 * turn).forEach((row) => row.classList.add("superseded"));
    log()?.append(echo);
    following = true;
  };

  const settle = () => {
    echo?.remove();
    echo = null;
    rows().forEach((row) => row.classList.remove("superseded"));
  };

  const arrived = () =>
    articlePage.busy() || questions().length > before || document.querySelector(".toast-message-text");

  // As much of the question as leaves half of the view to the answer.
  const follow = () => {
    const view = log();
    const question = echo ?? questions().at(-1)?.closest(".message-row");
    if (!following || !view || !question) return;
    const box = document.getElementById("ask");
    if (box.getBoundingClientRect().bottom > innerHeight || view.getBoundingClientRect().bottom < 0) {
      box.scrollIntoView({ block: "end" });
    }
    const top = (one) => one.getBoundingClientRect().top - view.getBoundingClientRect().top + view.scrollTop;
    const answer = echo ? echo.lastChild : question.nextElementSibling;
    view.scrollTop = Math.max(top(question) - 4, answer ? top(answer) - view.clientHeight / 2 : 0);
  };

  articlePage.hear((asked) => {
    settle();
    if (asked) show(asked);
    follow();
  });
  articlePage.look(() => {
    if (echo && arrived()) settle();
    else if (echo && !echo.isConnected) log()?.append(echo);
    follow();
  });

  const leave = (event) => {
    if (!event.target.closest?.("#ask")) following = false;
  };
  ["pointerdown", "wheel", "touchmove", "keydown"].forEach((kind) => {
    document.addEventListener(kind, leave, { capture: true, passive: true });
  });
})();
