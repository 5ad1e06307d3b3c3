// node compile.mjs PYODIDE SOURCE TARGET: compile the archives of a folder (bytecode.py) in the
// very Python that will read them.

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [core, source, target] = process.argv.slice(2).map((path) => resolve(path));
const { loadPyodide } = await import(pathToFileURL(resolve(core, "pyodide.mjs")));
const { info } = JSON.parse(readFileSync(resolve(core, "pyodide-lock.json"), "utf8"));
const python = await loadPyodide({
  indexURL: core, lockFileContents: { info, packages: {} }, packageBaseUrl: core,
});
for (const [name, folder] of [["/source", source], ["/target", target]]) {
  python.FS.mkdirTree(name);
  python.mountNodeFS(name, folder);
}
python.runPython("import warnings; warnings.simplefilter('ignore')"); // of other people's modules
python.runPython(readFileSync(new URL("bytecode.py", import.meta.url), "utf8"));
python.runPython("pack_folder('/source', '/target')");
