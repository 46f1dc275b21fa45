// Talks to the edit form that opened this page: only to it, and only after it opened the page for that.

import { difference } from "./text_area.mjs";

const MARK = "#from-wiki";

function words(value, most = 2 * 1024 * 1024) {
  return typeof value === "string" && value.length <= most ? value : "";
}

// A wiki may name its own API and no other: what it opens must not ask others in the person's name.
function ownApi(scripts, origin) {
  return /^(\/[\w.~-]+)*$/.test(scripts) ? `${origin}${scripts}/api.php` : "";
}

// Returns what tells the edit form that the linter is ready and what it found, null if no edit form opened this page.
export function answerWiki({ check, repair }) {
  if (!window.opener || !location.hash.startsWith(MARK)) return null;
  let wiki = null; // the origin of the edit form, once it has spoken
  let ready = false;
  const tell = (what, to = wiki) => to && window.opener && window.opener.postMessage({ linterbot: 1, ...what }, to);
  // That this page is there is no secret, and nothing else is said before the edit form has spoken.
  const hello = () => tell(ready ? { ready } : { loading: true }, "*");
  addEventListener("message", async ({ source, origin, data }) => {
    if (source !== window.opener || !/^https?:/.test(origin) || data?.linterbot !== 1) return;
    wiki = origin;
    if (data.do === "check" && typeof data.text === "string") {
      check({
        text: data.text,
        before: typeof data.before === "string" ? data.before : undefined,
        title: words(data.title, 255).replaceAll("_", " "),
        namespace: words(data.namespace, 255),
        api: ownApi(words(data.scripts, 255), origin),
      });
    } else if (data.do === "repair" && typeof data.text === "string") {
      const found = await repair({ text: data.text, fingerprint: words(data.fingerprint, 255) }).catch(() => ({}));
      if (!found.fixed) return;
      const [start, end, insert] = difference(data.text, found.text);
      tell({ was: data.text, edit: { start, end, words: insert } });
    }
  });
  addEventListener("hashchange", () => location.hash.startsWith(MARK) && hello());
  hello();
  return {
    isReady() {
      ready = true;
      hello();
    },
    found(findings, said) {
      const one = ({ location: { row }, name, message, start, end, fix, difference: repair, fingerprint }) => ({
        place: `Line ${row}: ${name}`,
        says: ` ${message} `,
        start,
        end,
        repair: repair && { do: "repair", fingerprint },
        does: repair && `Repair: ${fix.description}`,
      });
      const fresh = findings.filter((each) => each.new).map(one);
      tell({ fresh, older: findings.filter((each) => !each.new).map(one), words: said });
    },
  };
}
