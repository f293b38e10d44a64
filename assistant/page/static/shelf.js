// The session's articles: another is taken up, one of one's own is closed, and the panel for a new one is opened.
(() => {
  const root = document.documentElement;
  let trigger = () => {};
  articlePage.connectShelf = (given) => { trigger = given; };

  const panelOpen = () => Boolean(document.querySelector("#own-text")?.offsetHeight); // it may be there, hidden
  const add = () => document.querySelector("#add");

  const shut = () => {
    if (panelOpen()) document.querySelector("#own > button")?.click();
    add()?.focus();
  };
  const openPanel = async () => {
    document.querySelector("#own > button")?.click();
    const field = () => document.querySelector("#own-text textarea");
    for (let frames = 0; !field() && frames < 120; frames += 1) await new Promise(requestAnimationFrame);
    articlePage.show(document.getElementById("own"), "start");
    field()?.focus({ preventScroll: true });
  };

  // An article is closed with its conversation, so it is asked first.
  const askToClose = (button) => {
    const sure = document.querySelector("#shelf dialog");
    sure.returnValue = "keep";
    sure.addEventListener("close", () => {
      if (sure.returnValue === "close") trigger("delete", { key: button.dataset.key });
      else button.focus();
    }, { once: true });
    sure.showModal();
    sure.querySelector("[value=keep]").focus();
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("#add, #shelf .take, #shelf .close");
    if (!button) return;
    if (button.id === "add") panelOpen() ? shut() : openPanel();
    else if (button.matches(".close")) askToClose(button);
    else if (!button.hasAttribute("aria-current")) trigger("select", { key: button.dataset.key });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target.closest?.("#own")) shut();
  });

  articlePage.look(() => {
    add()?.setAttribute("aria-expanded", String(panelOpen()));
    const nav = document.querySelector("#shelf nav");
    const name = nav?.querySelector(`:scope > .spoken [lang=${root.lang}]`)?.textContent;
    if (name && nav.getAttribute("aria-label") !== name) nav.setAttribute("aria-label", name);
    // What a reload shows before the session is there must not be another article.
    const elsewhere = document.querySelector("#label .own") ? "1" : "";
    if (articlePage.stored("elsewhere") !== elsewhere) articlePage.stored("elsewhere", elsewhere);
  });
})();
