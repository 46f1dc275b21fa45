// The part of the page where a rule of one's own is written and tried.
import { Stopped, TookTooLong } from "./linter.mjs";
import { afterPause, counted, of, report } from "./words.mjs";

export const RULE_SECONDS = 5; // that a rule may take, on a page of the usual size

// Whether a rule may be at fault: it takes too long, or uses up the memory.
export const isOfRule = (error) => error instanceof TookTooLong || error instanceof Stopped;

export class OwnRule {
  #linter;
  #changed; // called when the page has to be checked anew
  #hung = ""; // the rule that took too long

  constructor(linter, changed) {
    [this.#linter, this.#changed] = [linter, changed];
    of("rule").addEventListener("input", afterPause(() => this.#try()));
    of("use-rule").addEventListener("change", changed);
    of("pack").addEventListener("change", () => this.#tryIfOpen());
    of("house").addEventListener("toggle", () => this.#open());
  }

  get #text() {
    return of("rule").value.trim();
  }

  // The rule to use on the page, "" if there is none.
  get inUse() {
    return of("use-rule").checked && of("house").open ? this.#text : "";
  }

  // A pattern may take for ever in a browser: then its rule is switched off, and named. Returns that in words.
  end(rule) {
    this.#hung = rule;
    of("use-rule").checked = false;
    return this.#tellHung();
  }

  #tellHung() {
    const name = /^name:\s*(\S+)/m.exec(this.#hung)?.[1] ?? "your rule";
    const words = `The rule ${name} takes more than ${RULE_SECONDS} seconds or too much memory, so it was ended and switched off. Look for a pattern that repeats something which repeats, as in (a+)+.`;
    report("tried", words, "wrong");
    return words;
  }

  async #open() {
    if (of("house").open && !of("rule").value) {
      const sample = await (await fetch("sample-rule.yaml")).text();
      of("rule").value ||= sample; // somebody may have begun to type meanwhile
    }
    this.#tryIfOpen();
  }

  #tryIfOpen() {
    if (of("house").open) this.#try();
    else this.#changed();
  }

  async #try() {
    const rule = this.#text;
    if (!rule) {
      of("tried").replaceChildren();
      return;
    }
    try {
      const found = await this.#linter.ask({ do: "try", rule, pack: of("pack").value }, RULE_SECONDS);
      if (rule === this.#text) this.#told(rule, found);
    } catch (error) {
      if (isOfRule(error)) this.end(rule);
      else report("tried", error.message, "wrong");
      this.#changed();
    }
  }

  #told(rule, { error, failures, name, examples }) {
    if (error) report("tried", error, "wrong");
    else if (rule === this.#hung) this.#tellHung();
    else if (failures.length) report("tried", failures.join("\n"), "wrong");
    else {
      report("tried", `${name}: ${counted(examples, "example")}, and it does right by all of them.`, "right");
      this.#changed();
    }
  }
}
