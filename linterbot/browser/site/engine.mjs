// Starts the linter: Pyodide, the bundle, and the one function of it that is ever called.

const BUNDLE = "/lib/linterbot.zip";

export async function start(loadPyodide, bundle, stdLibURL) {
  const python = await loadPyodide({ stdLibURL });
  python.FS.writeFile(BUNDLE, new Uint8Array(bundle));
  python.pyimport("sys").path.insert(0, BUNDLE);
  const { answer } = python.pyimport("linterbot.browser.bridge");
  return (question, get) => JSON.parse(answer(JSON.stringify(question), get));
}
