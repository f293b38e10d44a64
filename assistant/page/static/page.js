// The page's own behaviour: direction and language, the session's token, and what Gradio leaves unsaid.
const articlePage = (() => {
  const root = document.documentElement;
  // In a private window or with site data blocked there is no storage: the page works, a reload begins anew.
  const stored = (name, value) => {
    try {
      if (value !== undefined) sessionStorage.setItem(name, value);
      return sessionStorage.getItem(name);
    } catch {
      return null;
    }
  };
  const newToken = () =>
    [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

  // The tab's own: it outlives a reload, and goes with the tab.
  const token = stored("token") || newToken();
  stored("token", token);
  // Chosen, or else the first of the browser's own that the page has.
  const own = (navigator.languages ?? []).map((each) => each.slice(0, 2).toLowerCase());
  let language = stored("language") || own.find((each) => each === "ar" || each === "en") || "ar";
  let trigger = () => {};
  let sent = ""; // to the server, which has not yet said that it has it
  let chosen = null; // of a question that is not from the box: what was told of it
  let entered = ""; // what the box held when it was sent: Gradio tells of it later, with what was typed meanwhile

  const words = () => pageData.words[language];
  const box = () => document.querySelector("#question textarea");
  const busy = () => !document.getElementById("send");

  const setLanguage = (chosen) => {
    language = chosen;
    stored("language", chosen);
    root.lang = chosen;
    root.dir = chosen === "ar" ? "rtl" : "ltr";
    document.title = words().title;
    return [token, chosen];
  };

  // What the page tells the server when it is there: a reload finds the conversation, and the words not yet sent.
  const arrive = () => {
    const draft = stored("draft");
    if (draft && box() && !box().value) fill(draft);
    return [token, language, articlePage.current()];
  };

  const fill = (text) => {
    box().value = text;
    box().dispatchEvent(new Event("input", { bubbles: true }));
  };

  // The box is free for the next question at once, however long the answer has to wait for others; what was typed since
  // stays. A question that never reached the server comes back.
  const asked = (held) => {
    const typed = box().value;
    const question = !chosen && entered && held.startsWith(entered) ? entered : held;
    entered = "";
    if (!chosen) fill(typed.startsWith(question) ? typed.slice(question.length) : typed);
    sent = chosen ? "" : question;
    hearers.forEach((hear) => hear(chosen ?? { question }));
    chosen = null;
    return [token, question, language];
  };
  const giveBack = () => {
    if (busy()) sent = "";
    if (!sent || !document.querySelector(".toast-message-text")) return;
    fill(`${sent}${box().value}`);
    sent = "";
  };

  const write = (element, text) => {
    if (element.textContent !== text) element.textContent = text;
  };
  const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
  const show = (element, block = "center") =>
    element.scrollIntoView({ block, behavior: calm() ? "auto" : "smooth" });

  // Gradio labels each message with its own HTML, the conversation in English whatever the page's language, and the
  // choice of language not at all; and a lost connection, the one thing it tells by itself, in the browser's language.
  const mendLabels = () => {
    document.querySelectorAll("#chat [data-testid][aria-label]").forEach((one) => one.removeAttribute("aria-label"));
    document.getElementById("language")?.setAttribute("aria-label", words().language);
    const log = document.querySelector("#chat [role=log]");
    log?.setAttribute("aria-label", words().conversation);
    // Busy, so that an answer is read out once, when it is complete.
    log?.setAttribute("aria-busy", String(busy()));
    document.querySelectorAll(".toast-title").forEach((title) => write(title, words().trouble));
    document.querySelectorAll(".toast-message-text").forEach((text) => write(text, words().lost));
  };

  // The answer is over, whatever became of it.
  const rested = (kept) => {
    articlePage.keep(kept);
    hearers.forEach((hear) => hear(null));
    // On a touch screen this would only raise the keyboard over the answer.
    if (matchMedia("(pointer: fine)").matches && document.activeElement === document.body) box()?.focus();
  };

  // Gradio draws messages again as they grow: whoever needs to look at them is called once a frame.
  const lookers = [mendLabels, giveBack];
  const hearers = []; // of what is asked, before the server is
  let waiting = false;
  new MutationObserver(() => {
    if (root.lang !== language) root.lang = language; // Gradio sets it from the browser's own language
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      lookers.forEach((look) => look());
    });
  }).observe(root, { childList: true, subtree: true, attributeFilter: ["lang", "href"] });

  document.addEventListener("keydown", (event) => {
    const sends = event.key === "Enter" && !event.shiftKey && !event.isComposing;
    if (sends && event.target === box() && !busy()) entered = event.target.value;
  }, true);
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("#send")) entered = box().value;
  }, true);
  document.addEventListener("input", (event) => {
    if (event.target === box()) stored("draft", event.target.value);
  }, true);
  addEventListener("pagehide", () => stored("draft", box()?.value ?? ""));

  setLanguage(language);
  return {
    token, arrive, fill, setLanguage, rested, words, show, busy, stored, calm,
    connect: (given) => { trigger = given; },
    asked,
    trigger: (name, data) => {
      chosen = name === "like" || name === "input" ? null : data;
      trigger(name, data);
    },
    look: (looker) => lookers.push(looker),
    hear: (hearer) => hearers.push(hearer),
  };
})();
