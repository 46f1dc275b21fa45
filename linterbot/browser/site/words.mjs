// What the parts of the page share: finding a place on it, saying something there, and counting in words.

const PAUSE = 300; // milliseconds after the last key

export const of = (id) => document.getElementById(id);

export const counted = (number, word) => `${number.toLocaleString("en")} ${word}${number === 1 ? "" : "s"}`;

export function report(id, words, kind) {
  const line = document.createElement("p");
  line.textContent = words;
  line.className = kind;
  of(id).replaceChildren(line);
}

// Returns what does a task once nobody has typed for a moment.
export function afterPause(task) {
  let waiting;
  return () => {
    clearTimeout(waiting);
    waiting = setTimeout(task, PAUSE);
  };
}
