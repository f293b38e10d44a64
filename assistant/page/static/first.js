// The page before Gradio is there: its box takes letters and a question at once, and both are handed over.
(() => {
  const first = document.getElementById("first");
  const box = first.querySelector("textarea");
  const form = first.querySelector("form");
  const { words, stored } = articlePage;
  let question = "";

  first.classList.toggle("dark", matchMedia("(prefers-color-scheme: dark)").matches);
  // The session has another article on the desk; to show this one first would be to show a wrong one.
  first.classList.toggle("elsewhere", Boolean(stored("elsewhere")));
  box.placeholder = words().placeholder;
  box.setAttribute("aria-label", words().question);
  box.value = stored("draft") ?? "";
  if (matchMedia("(pointer: fine)").matches) box.focus();

  const send = (event) => {
    event.preventDefault();
    if (!box.value.trim() || question) return;
    question = box.value;
    const asked = Object.assign(document.createElement("p"), { className: "asked", dir: "auto", textContent: question });
    asked.setAttribute("role", "status");
    first.querySelector(".said").append(asked);
    box.value = "";
  };
  form.addEventListener("submit", send);
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) send(event);
  });

  first.querySelector(".jump").addEventListener("click", () => articlePage.show(first.querySelector(".reading"), "start"));

  const real = () => document.querySelector("#question textarea");
  const ready = () => real() && document.querySelector("#article article") && document.getElementById("send");

  const scrolled = () => {
    const [mine, theirs] = [first.querySelector(".reading"), document.getElementById("reading")];
    theirs.scrollTop = mine.scrollTop;
    scrollTo(0, first.scrollTop);
  };

  // The question goes as soon as Gradio has taken it in; what was typed after it stays in the box.
  const ask = async (typed) => {
    articlePage.fill(question);
    for (let frames = 0; frames < 3; frames += 1) await new Promise(requestAnimationFrame);
    document.getElementById("send")?.click();
    await new Promise(requestAnimationFrame);
    if (typed && !real().value) articlePage.fill(typed);
  };

  const handOver = () => {
    const typing = document.activeElement === box;
    const [from, to] = [box.selectionStart, box.selectionEnd];
    scrolled();
    first.remove();
    if (question) ask(box.value);
    else if (box.value) articlePage.fill(box.value);
    if (!typing) return;
    real().focus({ preventScroll: true });
    if (!question) real().setSelectionRange(from, to);
  };

  const waiting = new MutationObserver(() => {
    if (!ready()) return;
    waiting.disconnect();
    handOver();
  });
  waiting.observe(document.documentElement, { childList: true, subtree: true });
})();
