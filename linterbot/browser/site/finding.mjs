// One finding, as it is listed: where it is, what it says, and what repairing it would change.

const SAFETY = { safe: "Repair", unsafe: "Repair (look at it first)", display: "Do this" };

function made(name, properties, ...inside) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...inside);
  return element;
}

function difference({ before, after }) {
  const line = (kind, sign, words) => made("div", { className: kind }, made("span", { className: "unseen" }, sign), words);
  return made(
    "div",
    { className: "difference" },
    ...before.map((words) => line("out", "out: ", words)),
    ...after.map((words) => line("in", "in: ", words)),
  );
}

export function findingItem(finding, { go, repair }) {
  const place = `Line ${finding.location.row}`;
  const item = made(
    "li",
    { className: finding.new ? "" : "old" },
    made(
      "button",
      { type: "button", className: "place", onclick: () => go(finding) },
      `${place}: `,
      made("strong", { className: `of-${finding.severity}` }, finding.name),
      made("span", { className: "unseen" }, `, ${finding.severity}`),
    ),
    made("p", {}, finding.message, ...policy(finding.policy)),
  );
  if (finding.difference) {
    const button = made("button", { type: "button", className: "repair", onclick: repair }, SAFETY[finding.fix.safety]);
    button.setAttribute("aria-label", `${SAFETY[finding.fix.safety]}: ${place}, ${finding.name}`);
    item.append(made("p", {}, `${finding.fix.description}:`), difference(finding.difference), button);
  }
  return item;
}

function policy(address) {
  if (!/^https?:\/\//.test(address ?? "")) return [];
  return [" ", made("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, "Why?")];
}
