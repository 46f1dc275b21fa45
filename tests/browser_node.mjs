// Answers questions as the page would, in Node: a file of questions in, a file of answers out.
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { pathToFileURL } from "node:url";

const [site, questions, answers] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${site}/pyodide/pyodide.mjs`));
const { start } = await import(pathToFileURL(`${site}/engine.mjs`));
let began = performance.now();
const bundle = (name) => gunzipSync(readFileSync(`${site}/${name}.gz`));
const library = join(mkdtempSync(join(tmpdir(), "try-page-")), "python_stdlib.zip");
writeFileSync(library, bundle("python_stdlib.zip"));
const answer = await start(loadPyodide, bundle("linterbot.zip"), library);
const ready = performance.now() - began;
began = performance.now();
const found = JSON.parse(readFileSync(questions, "utf8")).map((question) => {
  try {
    return answer(question, () => "");
  } catch (error) {
    return { crash: String(error.message).slice(-1500) };
  }
});
writeFileSync(answers, JSON.stringify({ found, ready, took: performance.now() - began }));
