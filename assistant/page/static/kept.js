// Conversations about the served article, kept in this browser alone: they outlive their tab and the server, until they
// are deleted here. Of an article of the reader's own the server gives nothing to keep.
(() => {
  const PREFIX = "conversation:";
  const MOST = 50;
  const { stored, words } = articlePage;
  const made = (tag, properties, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };

  // Newest first; nothing where there is no storage, as in some private windows.
  const conversations = () => {
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX))
        .map((key) => ({ ...JSON.parse(localStorage[key]), key }))
        .filter(({ kept }) => JSON.parse(kept).article === pageData.article)
        .sort((one, other) => other.at - one.at);
    } catch {
      return [];
    }
  };
  const mark = () => document.documentElement.classList.toggle("has-kept", conversations().length > 0);

  const write = (key, value) => {
    conversations().slice(MOST - 1).filter((one) => one.key !== key).forEach((one) => localStorage.removeItem(one.key));
    try {
      localStorage.setItem(key, value);
    } catch {
      // Full, or blocked: the conversation is there as long as its tab.
    }
  };

  // What the server says after each answer; nothing for an article of one's own, no turns for a new conversation.
  const keep = (kept) => {
    if (!kept) return;
    const { id, turns } = JSON.parse(kept);
    stored("conversation", turns.length ? id : "");
    if (turns.length) write(PREFIX + id, JSON.stringify({ at: Date.now(), kept }));
    mark();
  };

  // The conversation of this tab, for a server that does not know it any more.
  const current = () => {
    const key = PREFIX + stored("conversation");
    return conversations().find((one) => one.key === key)?.kept ?? "";
  };

  const remove = (keys) => {
    const open = keys.includes(PREFIX + stored("conversation"));
    keys.forEach((key) => localStorage.removeItem(key));
    // Or it would be kept again with the next answer.
    if (open) document.getElementById("fresh")?.click();
    mark();
  };

  const when = (at) => {
    const locale = document.documentElement.lang === "ar" ? "ar-u-nu-latn" : "en";
    return new Date(at).toLocaleString(locale, { dateStyle: "medium", timeStyle: "short" });
  };

  const entry = ({ key, at, kept }, draw) => {
    const { turns } = JSON.parse(kept);
    const text = made("span", { dir: "auto", textContent: turns[0].question });
    const open = made("button", { type: "button", className: "resume" }, text, made("small", { textContent: when(at) }));
    const bin = made("button", { type: "button", className: "act delete", textContent: words().history.delete });
    bin.setAttribute("aria-label", `${words().history.delete}: ${turns[0].question}`);
    open.addEventListener("click", () => {
      document.getElementById("history").close();
      articlePage.trigger("input", { kept });
    });
    bin.addEventListener("click", () => {
      remove([key]);
      draw();
    });
    return made("li", {}, open, bin);
  };

  const show = () => {
    const said = words().history;
    const list = made("ul", {});
    const clear = made("button", { type: "button", className: "act clear", textContent: said.clear });
    const close = made("button", { type: "button", className: "act", textContent: said.close });
    const dialog = made("dialog", { id: "history" },
      made("h2", { textContent: said.title }), made("p", { textContent: said.where }), list,
      made("div", { className: "foot" }, clear, close));
    dialog.setAttribute("aria-label", said.title);
    const draw = () => {
      const all = conversations();
      list.replaceChildren(...all.map((one) => entry(one, draw)));
      clear.hidden = !all.length;
      if (!all.length) list.append(made("li", { textContent: said.none }));
    };
    clear.addEventListener("click", () => {
      if (clear.textContent === said.clear) clear.textContent = said.sure;
      else {
        remove(conversations().map(({ key }) => key));
        draw();
      }
    });
    close.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => dialog.remove());
    draw();
    document.body.append(dialog);
    dialog.showModal();
  };

  document.addEventListener("click", (event) => {
    if (event.target.closest?.("#kept")) show();
  });
  addEventListener("storage", mark); // by another tab
  mark();
  Object.assign(articlePage, { keep, current });
})();
