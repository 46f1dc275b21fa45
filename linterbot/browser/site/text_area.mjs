// A text area: selects in it, and changes it so that the browser's own undo takes the change back.

export function select(area, start, end) {
  area.focus();
  area.setSelectionRange(start, end);
  // The selection may be out of sight; lines wrap, so this is only about the right place.
  const above = area.value.slice(0, start).split("\n").length - 1;
  const lines = area.value.split("\n").length;
  const top = (area.scrollHeight * above) / lines;
  if (top < area.scrollTop || top > area.scrollTop + area.clientHeight - 48) area.scrollTop = top - area.clientHeight / 3;
}

export function change(area, text) {
  const [start, end, words] = difference(area.value, text);
  if (start === end && !words) return;
  area.focus({ preventScroll: true });
  area.setSelectionRange(start, end);
  const made = words ? document.execCommand("insertText", false, words) : document.execCommand("delete");
  if (!made || area.value !== text) area.value = text;
}

// Returns the stretch of a text that another one has otherwise, and what that has there.
export function difference(before, after) {
  let start = 0;
  const most = Math.min(before.length, after.length);
  while (start < most && before[start] === after[start]) start += 1;
  let same = 0;
  while (same < most - start && before.at(-1 - same) === after.at(-1 - same)) same += 1;
  return [start, before.length - same, after.slice(start, after.length - same)];
}
