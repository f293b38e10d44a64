// An article of the reader's own, dropped anywhere on the page; what is too large or of a wrong kind is never sent.
(() => {
  const { words } = articlePage;
  const root = document.documentElement;
  const input = () => document.querySelector("input[type=file]");
  const status = () => document.querySelector("#own-status .html-container, #own-status");

  const problem = (file) => {
    const kind = file.name.slice(file.name.lastIndexOf(".")).toLowerCase();
    if (!pageData.files.includes(kind)) return words().own.format;
    return file.size > pageData.maxBytes ? words().own.large : "";
  };

  const tell = (text) => {
    const shown = document.createElement("div");
    shown.setAttribute("role", "alert");
    shown.textContent = text;
    status()?.replaceChildren(shown);
  };

  const refused = (files) => {
    const said = files.length ? problem(files[0]) : "";
    if (said) tell(said);
    return Boolean(said);
  };

  // Before Gradio, which would say it in a toast of its own words.
  document.addEventListener("change", (event) => {
    if (event.target === input() && refused(event.target.files)) {
      event.stopPropagation();
      event.target.value = "";
    }
  }, true);

  const brings = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  document.addEventListener("dragover", (event) => {
    if (!brings(event)) return;
    event.preventDefault();
    root.classList.add("dropping");
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) root.classList.remove("dropping");
  });
  // The panel has its file field only while it is open.
  const openPanel = async () => {
    if (!input()) document.querySelector("#own > button")?.click(); // which is not shown
    for (let frames = 0; !input() && frames < 120; frames += 1) await new Promise(requestAnimationFrame);
    return input();
  };

  document.addEventListener("drop", async (event) => {
    root.classList.remove("dropping");
    if (!brings(event)) return;
    event.preventDefault();
    const { files } = event.dataTransfer;
    if (!files.length || refused(files)) return;
    const field = await openPanel();
    if (!field) return;
    field.files = files;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
})();
