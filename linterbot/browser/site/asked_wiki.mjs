// The part of the page where a wiki is named, which is then asked for what only it knows, and for its own rules.
import { RULE_SECONDS } from "./own_rule.mjs";
import { of, report } from "./words.mjs";

export const WIKI_SECONDS = 30; // that a wiki may take to answer, and its own rules

export class AskedWiki {
  api = ""; // the address that is asked, "" if none is
  without = []; // the wiki's own rules that hang
  #notes = []; // what was said of the wiki, and is still so
  #linter;

  constructor(linter, changed) {
    this.#linter = linter;
    of("ask").addEventListener("click", () => {
      if (this.#named(of("api").value.trim())) changed();
    });
  }

  // Asks the wiki that opened this page.
  open(api) {
    of("api").value = this.api = api;
  }

  // Tells what came of asking. A wiki that does not answer is not asked again with every key.
  told({ notes, reached }) {
    if (!this.api) return;
    const { host } = new URL(this.api);
    const what = reached ? `${host} was asked about the files and templates on this page.` : `${host} was not asked.`;
    const all = [...this.#notes, ...notes];
    report("asked", [what, ...all].join(" "), all.length ? "wrong" : "");
    if (all.length) of("wiki").open = true;
    if (!reached) this.api = "";
  }

  // Finds out which of the wiki's own rules hang, and leaves just these out; if none does, the wiki is not asked again.
  // Returns that in words.
  async end(asking, seconds) {
    const { host } = new URL(asking.api);
    const hanging = await this.#hanging(asking, seconds);
    if (hanging.length) this.without = [...this.without, ...hanging];
    else this.api = "";
    const limit = hanging.length ? RULE_SECONDS : WIKI_SECONDS;
    const words = `${hanging.join(", ") || host}: takes more than ${limit} seconds, so it was left out.`;
    this.#notes = [words];
    report("asked", words, "wrong");
    of("wiki").open = true;
    return words;
  }

  async #hanging(asking, seconds) {
    const hanging = [];
    try {
      const { rules = [] } = await this.#linter.ask({ do: "rules", api: asking.api }, WIKI_SECONDS);
      for (const rule of rules.filter((one) => !this.without.includes(one))) {
        const without = rules.filter((one) => one !== rule);
        await this.#linter.ask({ do: "check", ...asking, without }, seconds).catch(() => hanging.push(rule));
      }
    } catch {
      // then it is the wiki that does not answer
    }
    return hanging;
  }

  #named(address) {
    try {
      const { protocol, href } = new URL(address);
      if (!/^https?:$/.test(protocol)) throw new Error(protocol);
      this.api = href.replace(/[?#].*$/, "");
    } catch {
      report("asked", "This is not the address of a wiki's api.php, as in https://wiki.example/w/api.php", "wrong");
      return false;
    }
    [this.without, this.#notes] = [[], []];
    report("asked", "Asking …", "");
    return true;
  }
}
