// What a person sees: a text, what was found in it, and what can be done about it.
import { AskedWiki, WIKI_SECONDS } from "./asked_wiki.mjs";
import { answerWiki } from "./from_wiki.mjs";
import { findingItem } from "./finding.mjs";
import { fragmentOf, textIn } from "./link.mjs";
import { Linter, TookTooLong } from "./linter.mjs";
import { isOfRule, OwnRule, RULE_SECONDS } from "./own_rule.mjs";
import { change, select } from "./text_area.mjs";
import { afterPause, counted, of } from "./words.mjs";

const MOST = 2 * 1024 * 1024; // characters, as MediaWiki itself allows bytes
const PAGE_SECONDS = 60; // that a page may take by the rules of the packs, which are known to end
const NOT_MADE = "This repair would bring in another fault, so it was not made.";

const text = of("text");
const linter = new Linter();
const ownRule = new OwnRule(linter, check);
const wiki = new AskedWiki(linter, check);
const editForm = answerWiki({ check: checkForWiki, repair: repairForWiki }); // null if none opened this page
let ofEdit = {}; // what the edit form said of the edit
let running = false;
let again = false;
let asked = null; // the question whose findings are shown
let shown = [];

function question() {
  return {
    text: text.value,
    title: of("title").value.trim(),
    pack: of("pack").value,
    markup: of("markup").value,
    api: wiki.api,
    without: wiki.without,
    rule: ownRule.inUse,
    ...ofEdit,
  };
}

// A slow machine is no fault of a rule.
const secondsOfRule = ({ text: { length } }) => RULE_SECONDS + (20 * length) / 1e6;

function seconds(asking) {
  if (asking.rule) return secondsOfRule(asking);
  return asking.api ? WIKI_SECONDS : PAGE_SECONDS;
}

function say(words, wrong = false) {
  of("status").textContent = words;
  of("status").classList.toggle("wrong", wrong);
}

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
  asked = asking;
  if (!asking.text.trim()) return show([], [], "There is no text yet.");
  if (asking.text.length > MOST) {
    const [many, most] = [asking.text.length, MOST].map((number) => number.toLocaleString("en"));
    return show([], [], `This text has ${many} characters; ${most} is the most that is checked here.`, true);
  }
  try {
    const found = await linter.ask({ do: "check", ...asking }, seconds(asking));
    if (found.error) return show([], [], found.error, true);
    wiki.told(found);
    return show(found.findings, found.skipped, summary(found));
  } catch (error) {
    return show([], [], await blamed(asking, error), true);
  }
}

function summary(found) {
  const repairs = found.findings.filter((one) => one.difference).length;
  const what = found.findings.length ? counted(found.findings.length, "thing") : "Nothing";
  const can = repairs ? `; ${repairs} can be repaired` : "";
  return `${what} found by the rules of ${found.pack}${can}.`;
}

// Says what is at fault. If that is a rule or a wiki, the text is checked again without it.
async function blamed(asking, error) {
  if (!isOfRule(error) || !(asking.rule || asking.api)) return sorry(error);
  again = true;
  return asking.rule ? ownRule.end(asking.rule) : wiki.end(asking, secondsOfRule(asking));
}

function sorry(error) {
  if (error instanceof TookTooLong) return `This text takes more than ${PAGE_SECONDS} seconds here, so it was given up.`;
  return `The linter stopped: ${error.message}. Try again, or reload the page.`;
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
  editForm?.found(findings, words);
}

function go(finding) {
  if (asked.text === text.value) select(text, finding.start, finding.end);
}

// Makes some repairs, or with null all that need no judgement.
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

function checkForWiki(asking) {
  ofEdit = { before: asking.before, namespace: asking.namespace };
  of("from-wiki").hidden = false;
  of("title").value = asking.title;
  wiki.open(asking.api);
  text.value = asking.text;
  check();
}

async function repairForWiki(asking) {
  const one = { ...question(), text: asking.text, fix: [asking.fingerprint] };
  const found = await linter.ask({ do: "repair", ...one }, seconds(one));
  if (!found.fixed) editForm.found(shown, NOT_MADE);
  return found;
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

async function showSample() {
  change(text, await (await fetch("sample.wiki")).text());
  check();
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

async function start() {
  for (const id of ["text", "title"]) of(id).addEventListener("input", afterPause(check));
  text.addEventListener("input", () => delete ofEdit.before);
  for (const id of ["pack", "markup"]) of(id).addEventListener("change", check);
  of("repair-all").addEventListener("click", () => repair(null));
  of("link").addEventListener("click", copyLink);
  of("sample").addEventListener("click", showSample);
  addEventListener("hashchange", async () => {
    const before = text.value; // a link within the page must not list the findings anew, under somebody's fingers
    if ((await fromLink()) && text.value !== before) check();
  });
  const fine = await fromLink();
  try {
    const { packs, version } = await linter.ask({ do: "start" });
    of("pack").append(...packs.map((name) => new Option(name)));
    document.documentElement.dataset.ready = version;
    editForm?.isReady();
    if (fine) await check();
  } catch (error) {
    say(`The linter cannot be loaded: ${error.message}. It needs a browser of the last two years.`, true);
  }
  keepOffline();
}

start();
