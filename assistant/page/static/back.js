// Each way to the article is a step in the browser's history, so that its Back leads back to the answer, on a phone too,
// and does not leave the page.
(() => {
  const depth = () => history.state?.depth ?? 0;

  articlePage.went = (quoted) => history.pushState({ quoted, depth: depth() + 1 }, "");

  // Whether it goes back; the rest happens when it has.
  articlePage.goBack = () => {
    const steps = depth();
    if (steps) history.go(-steps);
    return steps > 0;
  };

  addEventListener("popstate", (event) => {
    if (event.state?.quoted) articlePage.relight(event.state.quoted);
    else articlePage.leadBack();
  });
  if (depth()) history.replaceState(null, ""); // after a reload nothing is lit
})();
