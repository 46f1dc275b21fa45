// Keys press the buttons that say so; everything works without this file.
"use strict";
const body = document.body;

function inField() {
  const at = document.activeElement;
  return at && (/^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName) || at.isContentEditable) ? at : null;
}

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
  const field = inField();
  if (field) {
    if (event.key === "Escape") field.blur();
    return;
  }
  if (body.dataset.keys === "off") return;
  const it = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!it || it.disabled) return;
  // A second press that was meant for the page before must not decide on a finding that nobody has seen.
  if (it.name === "word" && performance.now() < 300) return;
  event.preventDefault();
  if (/^(INPUT|TEXTAREA)$/.test(it.tagName)) {
    const fold = it.closest("details");
    if (fold) fold.open = true;
    it.focus();
  } else it.click();
});

// A form is sent once, whatever is pressed while the answer is under way.
document.addEventListener("submit", (event) => {
  if (body.dataset.sent) event.preventDefault();
  body.dataset.sent = "1";
});
addEventListener("pageshow", () => delete body.dataset.sent);

// After a verdict, what has the attention of a keyboard or a screen reader is the next finding.
const heading = document.getElementById("finding");
if (heading && body.dataset.judged) heading.focus({ preventScroll: true });

// What became of an approved fix is asked until it is known.
const waits = document.querySelector("[data-outcome]");
let asked = 0;
async function ask() {
  try {
    const answer = await fetch(waits.dataset.outcome, { credentials: "same-origin" });
    if (!answer.ok) return;
    const now = await answer.json();
    if (waits.textContent !== now.words) waits.textContent = now.words;
    if (now.settled) return;
  } catch {
    // The network is away; it may come back.
  }
  if (++asked < 60) setTimeout(ask, asked < 10 ? 700 : 3000);
}
if (waits) ask();

// One box ticks them all.
const all = document.querySelector("[data-all]");
if (all) {
  all.closest("p").hidden = false;
  all.addEventListener("change", () => {
    for (const one of document.querySelectorAll('input[name="n"]')) one.checked = all.checked;
  });
}
