"use strict";
// Filters the findings by words, rule and severity; without it, the page shows them all.
(() => {
  const form = document.querySelector("form");
  const shown = document.getElementById("shown");
  const pages = [...document.querySelectorAll("section.page")].map((section) => ({
    section,
    findings: [...section.querySelectorAll("article")].map((article) => ({
      article,
      words: (section.dataset.name + " " + article.textContent).toLowerCase(),
    })),
  }));
  const filter = () => {
    const words = form.words.value.toLowerCase().split(/\s+/).filter(Boolean);
    const rule = form.rule.value;
    const severity = form.severity.value;
    let count = 0;
    for (const page of pages) {
      let left = 0;
      for (const finding of page.findings) {
        const fits =
          (!rule || finding.article.dataset.rule === rule) &&
          (!severity || finding.article.classList.contains(severity)) &&
          words.every((word) => finding.words.includes(word));
        finding.article.hidden = !fits;
        left += fits;
      }
      page.section.hidden = !left;
      count += left;
    }
    shown.textContent = count === 1 ? "1 finding shown" : count.toLocaleString() + " findings shown";
  };
  form.hidden = false;
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  filter();
})();
