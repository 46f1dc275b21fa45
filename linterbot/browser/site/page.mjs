// What a person sees: a text, what was found in it, and what can be done about it.
import { answerWiki } from "./from_wiki.mjs";
import { findingItem } from "./finding.mjs";
import { fragmentOf, textIn } from "./link.mjs";
import { Linter, Stopped, TookTooLong } from "./linter.mjs";
import { change, select } from "./text_area.mjs";

const MOST = 2 * 1024 * 1024; // characters, as MediaWiki itself allows bytes
const PAUSE = 300; // milliseconds after the last key
const RULE_SECONDS = 5; // that a rule of one's own may take
const WIKI_SECONDS = 30; // that a wiki may take to answer, and its own rules
const PAGE_SECONDS = 60; // that a page may take by the rules of the packs, which are known to end

const NOT_MADE = "This repair would bring in another fault, so it was not made.";

const of = (id) => document.getElementById(id);
const text = of("text");
const linter = new Linter();
let asked = ""; // the wiki that is asked
let fromWiki = {}; // what the wiki said that this page was opened from
let running = false;
let again = false;
let edited = null; // tells the edit form that opened this page
let without = []; // the wiki's own rules that hang
let notes = []; // what was said of the wiki, and is still so
let hung = ""; // the rule that took too long
let shown = [];
let last = null; // the question whose findings are shown

function question() {
  const rule = of("use-rule").checked && of("house").open ? of("rule").value.trim() : "";
  return {
    text: text.value,
    title: of("title").value.trim(),
    pack: of("pack").value,
    markup: of("markup").value,
    api: asked,
    rule,
    without,
    ...fromWiki,
  };
}

function seconds(asking) {
  if (asking.rule) return RULE_SECONDS + (20 * asking.text.length) / 1e6; // a slow machine is no fault of the rule
  return asking.api ? WIKI_SECONDS : PAGE_SECONDS;
}

function say(words, wrong = false) {
  of("status").textContent = words;
  of("status").classList.toggle("wrong", wrong);
}

const counted = (number, word) => `${number.toLocaleString("en")} ${word}${number === 1 ? "" : "s"}`;

async function check() {
  if (running) {
    again = true;
    return;
  }
  running = true;
  do {
    again = false;
    await checkOnce(question());
  } while (again);
  running = false;
}

async function checkOnce(asking) {
  last = asking;
  if (!asking.text.trim()) return show([], [], "There is no text yet.");
  if (asking.text.length > MOST) {
    const words = `This text has ${asking.text.length.toLocaleString("en")} characters; ${MOST.toLocaleString("en")} is the most that is checked here.`;
    return show([], [], words, true);
  }
  try {
    const found = await linter.ask({ do: "check", ...asking }, seconds(asking));
    if (found.error) return show([], [], found.error, true);
    told(found);
    return show(found.findings, found.skipped, summary(found));
  } catch (error) {
    return show([], [], await excused(asking, error), true);
  }
}

function summary(found) {
  const repairs = found.findings.filter((one) => one.difference).length;
  const what = found.findings.length ? counted(found.findings.length, "thing") : "Nothing";
  const can = repairs ? `; ${repairs} can be repaired` : "";
  return `${what} found by the rules of ${found.pack}${can}.`;
}

// Says what is at fault; what is checked again without it is named.
function excused(asking, error) {
  if (!isOfRule(error)) return sorry(error);
  if (asking.rule) return endRule(asking.rule);
  return asking.api ? endWiki(asking) : sorry(error);
}

// Finds out which of a wiki's own rules hang, and leaves just these out; if none does, the wiki is not asked again.
async function endWiki(asking) {
  const { host } = new URL(asking.api);
  const hanging = [];
  try {
    const { rules = [] } = await linter.ask({ do: "rules", api: asking.api }, WIKI_SECONDS);
    for (const rule of rules) {
      const others = rules.filter((one) => one !== rule);
      try {
        await linter.ask({ do: "check", ...asking, without: others }, seconds({ ...asking, rule }));
      } catch {
        hanging.push(rule);
      }
    }
  } catch {
    // then it is the wiki that does not answer
  }
  again = true;
  if (hanging.length) without = [...without, ...hanging];
  else asked = "";
  const what = hanging.join(", ") || host;
  notes = [`${what}: takes more than ${hanging.length ? RULE_SECONDS : WIKI_SECONDS} seconds, so it was left out.`];
  report("asked", notes[0], "wrong");
  of("wiki").open = true;
  return notes[0];
}

function sorry(error) {
  if (error instanceof TookTooLong) return `This text takes more than ${PAGE_SECONDS} seconds here, so it was given up.`;
  return `The linter stopped: ${error.message}. Try again, or reload the page.`;
}

// A pattern may take for ever in a browser: then its rule is switched off, and named.
const isOfRule = (error) => error instanceof TookTooLong || error instanceof Stopped;

function endRule(rule) {
  hung = rule;
  of("use-rule").checked = false;
  again = true;
  return tellHung();
}

function tellHung() {
  const name = /^name:\s*(\S+)/m.exec(hung)?.[1] ?? "your rule";
  const words = `The rule ${name} takes more than ${RULE_SECONDS} seconds or too much memory, so it was ended and switched off. Look for a pattern that repeats something which repeats, as in (a+)+.`;
  report("tried", words, "wrong");
  return words;
}

function report(id, words, kind) {
  const line = document.createElement("p");
  line.textContent = words;
  line.className = kind;
  of(id).replaceChildren(line);
}

// What the wiki did not say is told once; it is not asked again with every key.
function told({ notes: found, reached }) {
  if (!asked) return;
  const host = new URL(asked).host;
  const what = reached ? `${host} was asked about the files and templates on this page.` : `${host} was not asked.`;
  const all = [...notes, ...found];
  of("asked").textContent = [what, ...all].join(" ");
  of("asked").classList.toggle("wrong", all.length > 0);
  if (all.length) of("wiki").open = true;
  if (!reached) asked = "";
}

function show(findings, skipped, words, wrong = false) {
  shown = findings;
  say(words, wrong);
  of("findings").replaceChildren(...findings.map((one) => findingItem(one, { go, repair: () => repair([one.fingerprint]) })));
  of("repair-all-row").hidden = !findings.some((one) => one.fix?.safety === "safe");
  of("skipped").hidden = !skipped.length;
  of("skipped").firstElementChild.textContent = `${counted(skipped.length, "rule")} not checked`;
  of("skipped").lastElementChild.replaceChildren(
    ...skipped.map((one) => Object.assign(document.createElement("li"), { textContent: `${one.name}: ${one.reason}` })),
  );
  edited?.found(findings, words);
}

function go(finding) {
  if (last.text !== text.value) return;
  select(text, finding.start, finding.end);
}

async function repair(fix) {
  const before = text.value;
  const asking = question();
  say("Repairing …");
  try {
    const found = await linter.ask({ do: "repair", ...asking, ...(fix && { fix }) }, seconds(asking));
    if (text.value !== before) return check();
    if (found.error) return say(found.error, true);
    if (!found.fixed) return say(NOT_MADE, true);
    change(text, found.text);
    of("findings-heading").focus();
  } catch (error) {
    return say(sorry(error), true);
  }
  return check();
}

async function tryRule() {
  const rule = of("rule").value.trim();
  if (!rule) return of("tried").replaceChildren();
  try {
    const found = await linter.ask({ do: "try", rule, pack: of("pack").value }, RULE_SECONDS);
    if (rule !== of("rule").value.trim()) return undefined;
    if (found.error) return report("tried", found.error, "wrong");
    if (rule === hung) return tellHung();
    if (found.failures.length) return report("tried", found.failures.join("\n"), "wrong");
    report("tried", `${found.name}: ${counted(found.examples, "example")}, and it does right by all of them.`, "right");
  } catch (error) {
    return isOfRule(error) ? endRule(rule) : report("tried", sorry(error), "wrong");
  }
  return check();
}

function afterPause(task) {
  let waiting;
  return () => {
    clearTimeout(waiting);
    waiting = setTimeout(task, PAUSE);
  };
}

function ask(address) {
  try {
    const { protocol, href } = new URL(address);
    if (!/^https?:$/.test(protocol)) throw new Error(protocol);
    asked = href.replace(/[?#].*$/, "");
    [without, notes] = [[], []];
    of("asked").classList.remove("wrong");
    of("asked").textContent = "Asking …";
    check();
  } catch {
    report("asked", "This is not the address of a wiki's api.php, as in https://wiki.example/w/api.php", "wrong");
  }
}

async function copyLink() {
  const address = new URL(location.href);
  address.hash = await fragmentOf(text.value);
  history.replaceState(null, "", address);
  try {
    await navigator.clipboard.writeText(address.href);
    say("The link is copied. Whoever opens it sees this text; no server does.");
  } catch {
    say("The link is in the address bar. Whoever opens it sees this text; no server does.");
  }
}

async function fromLink() {
  try {
    const found = await textIn(location.hash, MOST);
    if (found !== null) text.value = found;
  } catch {
    say("This link is damaged, so its text cannot be shown.", true);
    return false;
  }
  return true;
}

async function start() {
  for (const id of ["text", "title"]) of(id).addEventListener("input", afterPause(check));
  text.addEventListener("input", () => (fromWiki = { ...fromWiki, before: undefined }));
  for (const id of ["pack", "markup", "use-rule"]) of(id).addEventListener("change", check);
  of("pack").addEventListener("change", tryRuleIfOpen);
  of("rule").addEventListener("input", afterPause(tryRule));
  of("house").addEventListener("toggle", openHouse);
  of("repair-all").addEventListener("click", () => repair(null));
  of("link").addEventListener("click", copyLink);
  of("ask").addEventListener("click", () => ask(of("api").value.trim()));
  of("sample").addEventListener("click", async () => {
    change(text, await (await fetch("sample.wiki")).text());
    check();
  });
  addEventListener("hashchange", async () => (await fromLink()) && check());
  const fine = await fromLink();
  try {
    const { packs, version } = await linter.ask({ do: "start" });
    of("pack").append(...packs.map((name) => new Option(name)));
    document.documentElement.dataset.ready = version;
    edited?.isReady();
    if (fine) await check();
  } catch (error) {
    say(`The linter cannot be loaded: ${error.message}. It needs a browser of the last two years.`, true);
  }
  keepOffline();
}

async function openHouse() {
  if (of("house").open && !of("rule").value) {
    const sample = await (await fetch("sample-rule.yaml")).text();
    of("rule").value ||= sample; // somebody may have begun to type meanwhile
  }
  tryRuleIfOpen();
}

function tryRuleIfOpen() {
  if (of("house").open) tryRule();
  else check();
}

async function keepOffline() {
  if (!("serviceWorker" in navigator)) return;
  try {
    await navigator.serviceWorker.register("offline.js");
    const { active } = await navigator.serviceWorker.ready;
    active.postMessage("visit");
    of("offline").textContent = "This page works without a network from now on.";
  } catch {
    of("offline").textContent = ""; // no room, or not allowed: then it needs the network
  }
}

edited = answerWiki({
  check(asking) {
    fromWiki = { before: asking.before, namespace: asking.namespace };
    of("from-wiki").hidden = false;
    of("title").value = asking.title;
    asked = asking.api;
    of("api").value = asking.api;
    text.value = asking.text;
    check();
  },
  async repair(asking) {
    const one = { ...question(), text: asking.text, fix: [asking.fingerprint] };
    const found = await linter.ask({ do: "repair", ...one }, seconds(one));
    if (!found.fixed) edited.found(shown, NOT_MADE);
    return found;
  },
});
start();
