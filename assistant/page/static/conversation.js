// The buttons in the conversation: copy, ask again, edit, rate, and the questions that are offered.
(() => {
  const { words, trigger, busy } = articlePage;
  const turnOf = (button) => Number(button.className.match(/turn-(\d+)/)?.[1]);
  const rowOf = (button) => button.closest(".message-content, .message");
  const made = (tag, properties, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };

  const toClipboard = async (text) => {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    // Only pages from this machine or by HTTPS have a clipboard.
    const area = made("textarea", { value: text });
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  };

  const withCitations = (answer) => {
    const text = answer.cloneNode(true);
    text.querySelectorAll(".spoken, .confidence, .foreign").forEach((part) => part.remove());
    const paragraphs = [...text.querySelectorAll("p")].map((part) => part.textContent.replaceAll("\u00a0", " ").trim());
    const cited = new Map();
    answer.querySelectorAll("a.cite").forEach((mark) => {
      cited.set(mark.textContent.match(/\[\d+\]/)[0], mark.dataset.quotation || mark.title);
    });
    const citations = [...cited]
      .filter(([, quotation]) => !paragraphs.some((line) => /[«“](.*)[»”]/.exec(line)?.[1] === quotation))
      .map(([number, quotation]) => `${number} «${quotation}»`);
    return [...paragraphs, ...(citations.length ? ["", ...citations] : [])].join("\n");
  };

  const copy = async (button) => {
    await toClipboard(withCitations(rowOf(button).querySelector(".answer")));
    const { actions } = pageData.words[button.parentElement.lang] ?? words();
    button.textContent = actions.copied;
    setTimeout(() => { button.textContent = actions.copy; }, 2000);
  };

  const form = (name, field, label, buttons, done) => {
    field.setAttribute("aria-label", label);
    const shown = made("form", { className: name }, field, ...buttons);
    const finish = () => {
      if (busy() && name === "editing") return;
      shown.remove();
      done(field.value.trim());
    };
    shown.addEventListener("submit", (event) => {
      event.preventDefault();
      finish();
    });
    field.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Escape") shown.querySelector("[type=button]")?.click();
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        finish();
      }
    });
    return shown;
  };

  const edit = (button) => {
    const row = rowOf(button);
    if (row.querySelector(".editing")) return;
    const asked = row.querySelector(".asked");
    const field = made("textarea", { value: asked.innerText.trim(), dir: "auto", rows: 2 });
    const cancel = made("button", { type: "button", className: "act", textContent: words().actions.cancel });
    const { actions } = words();
    const early = turnOf(button) < document.querySelectorAll("#chat .asked").length - 1;
    const send = made("button", { type: "submit", className: "act", textContent: early ? actions.instead_of : actions.resend });
    const warning = made("p", { id: "loses", textContent: actions.loses });
    if (early) field.setAttribute("aria-describedby", warning.id);
    const shown = form("editing", field, actions.edit, early ? [warning, send, cancel] : [send, cancel], (question) => {
      asked.hidden = button.hidden = false;
      if (question) trigger("retry", { turn: turnOf(button), question });
    });
    cancel.addEventListener("click", () => {
      shown.remove();
      asked.hidden = button.hidden = false;
      button.focus();
    });
    asked.hidden = button.hidden = true;
    asked.after(shown);
    field.focus();
  };

  const rate = (button) => {
    const good = button.classList.contains("good");
    const row = rowOf(button);
    row.querySelectorAll(".good, .bad").forEach((other) => other.classList.toggle("pressed", other === button));
    row.querySelector(".noting")?.remove();
    trigger("like", { turn: turnOf(button), good, note: "" });
    const field = made("input", { dir: document.documentElement.dir, placeholder: words().actions.note, maxLength: 2000 });
    const add = made("button", { type: "submit", className: "act", textContent: words().actions.add });
    const noting = form("noting", field, words().actions.note, [add], (note) => {
      if (note) trigger("like", { turn: turnOf(button), good, note });
      button.focus();
    });
    button.closest(".acts").after(noting);
    if (matchMedia("(pointer: fine)").matches) field.focus();
  };

  const actions = {
    copy,
    edit,
    good: rate,
    bad: rate,
    retry: (button) => trigger("retry", { turn: turnOf(button) }),
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("#chat button");
    if (button?.matches(".pick")) {
      event.preventDefault();
      trigger("select", { question: button.textContent });
    } else if (button?.matches(".act")) {
      const [, action] = Object.entries(actions).find(([name]) => button.classList.contains(name)) ?? [];
      action?.(button);
    }
  });

  articlePage.download = (text) => {
    const link = made("a", { href: URL.createObjectURL(new Blob([text], { type: "text/markdown" })) });
    link.download = "conversation.md";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    return [];
  };

  // What the sanitizer of messages takes out.
  articlePage.look(() => {
    document.querySelectorAll("#chat .act:is(.good, .bad)").forEach((button) => {
      button.setAttribute("aria-pressed", String(button.classList.contains("pressed")));
    });
  });
})();
