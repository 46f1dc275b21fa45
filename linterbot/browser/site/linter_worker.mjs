// The linter in a worker: questions in, answers out, one after the other.
import { loadPyodide } from "./pyodide/pyodide.mjs";
import { start } from "./engine.mjs";

const SECONDS_A_WIKI_MAY_TAKE = 20;

async function unpacked(name) {
  const packed = await fetch(name);
  if (!packed.ok) throw new Error(`${name}: ${packed.status}`);
  return new Response(packed.body.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
}

// A worker may wait for an answer, and the linter asks as if a wiki answered at once.
function get(address) {
  try {
    const request = new XMLHttpRequest();
    request.open("GET", address, false);
    request.timeout = SECONDS_A_WIKI_MAY_TAKE * 1000;
    request.send();
    return request.status === 200 ? request.responseText : "";
  } catch {
    return "";
  }
}

const ready = (async () => {
  const [bundle, library] = await Promise.all([unpacked("linterbot.zip.gz"), unpacked("python_stdlib.zip.gz")]);
  const address = URL.createObjectURL(new Blob([library]));
  const answer = await start(loadPyodide, bundle, address);
  URL.revokeObjectURL(address);
  return answer;
})();

self.onmessage = async ({ data: { number, question } }) => {
  try {
    const answer = await ready;
    self.postMessage({ number, answer: answer(question, get) });
  } catch (error) {
    self.postMessage({ number, crash: String(error && error.message).trim().split("\n").pop().slice(0, 300) });
  }
};
