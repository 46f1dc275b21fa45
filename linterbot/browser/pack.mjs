// Runs in Node while the bundle is built: starts Pyodide, and in it what packs the modules up.
import { loadPyodide } from "./package/pyodide.mjs";

const python = await loadPyodide();
python.mountNodeFS("/work", process.cwd());
python.runPython("import sys; sys.path.insert(0, '/work')");
python.pyimport("in_pyodide").pack("/work");
