// Starts Pyodide for the kernel, and gives Python a small memory that outlives it: texts by name,
// kept in this browser (IndexedDB). It works on plain http too, where a page has no service worker
// and the kernel can't reach the notebooks' drive.
//
// Python sees globalThis.cnnCourse (cnn_helpers/exercises/browser_store.py). Another page's kernel
// is told of a change at once, so that two open notebooks agree.

import { loadPyodide as load } from "./pyodide.mjs";

export { version } from "./pyodide.mjs";

const texts = new Map();

function openStore() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open("cnn-course", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("kept");
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

function readAll(store) {
  return new Promise((resolve, reject) => {
    const asked = store.transaction("kept").objectStore("kept").openCursor();
    asked.onsuccess = () => {
      const cursor = asked.result;
      if (!cursor) return resolve();
      texts.set(String(cursor.key), String(cursor.value));
      cursor.continue();
    };
    asked.onerror = () => reject(asked.error);
  });
}

// What another page keeps or forgets arrives here when this Python is idle.
const others = new BroadcastChannel("cnn-course");
others.onmessage = ({ data: [name, text] }) => {
  if (text === null) texts.delete(name);
  else texts.set(name, text);
};

// In a private window a browser may refuse to keep anything: then it is remembered until reload.
const ready = openStore().then(async (store) => {
  await readAll(store);
  return store;
}).catch((error) => {
  console.warn("Nothing can be kept in this browser:", error);
  return null;
});

function change(name, text) {
  others.postMessage([name, text]);
  ready.then((store) => {
    const kept = store?.transaction("kept", "readwrite").objectStore("kept");
    if (text === null) kept?.delete(name);
    else kept?.put(text, name);
  });
}

globalThis.cnnCourse = {
  names: () => JSON.stringify([...texts.keys()]),
  read: (name) => texts.get(name) ?? null,
  keep(name, text) {
    texts.set(name, text);
    change(name, text);
  },
  forget(name) {
    texts.delete(name);
    change(name, null);
  },
};

// A widget's null is Python's None, as in every other Jupyter kernel. Pyodide by itself makes
// undefined of None, and of null a jsnull that is no None.
function exchange(value, from, to) {
  if (value === from) return to;
  if (Array.isArray(value)) return value.map((part) => exchange(part, from, to));
  if (value === null || typeof value !== "object") return value;
  if (Object.getPrototypeOf(value) !== Object.prototype) return value; // bytes, and what is no data
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [name, exchange(part, from, to)]),
  );
}

const post = globalThis.postMessage.bind(globalThis);
globalThis.postMessage = (message, ...rest) => {
  const sent = message?._kernelMessage;
  if (sent?.type?.startsWith("comm_")) sent.content = exchange(sent.content, undefined, null);
  post(message, ...rest);
};

// What every notebook imports. Whatever goes wrong here says so again in the notebook's own cell.
const FIRST_IMPORTS = `
import piplite.piplite
import pyodide_kernel
import matplotlib.pyplot
import cnn_helpers.widgets
`;
const here = new URL(".", import.meta.url).href;
let begun;

async function start(options) {
  const answer = await fetch(new URL("pyodide-lock.json", here), { cache: "no-cache" });
  const lock = await answer.json();
  const python = await load({
    ...options,
    indexURL: here,
    lockFileContents: lock,
    packageBaseUrl: here,
    packages: Object.keys(lock.packages),
    stdLibURL: new URL(lock.course.library, here).href,
  });
  try {
    python.runPython(FIRST_IMPORTS);
  } catch (error) {
    console.warn(error);
  }
  return python;
}

// The notebook's page lets a worker begin before JupyterLab is there to ask for it (early.js).
export function begin(options = {}) {
  begun ??= start(options);
  return begun;
}

export async function loadPyodide({ stdout, stderr, ...options }) {
  const [python] = await Promise.all([begin(options), ready]);
  if (stdout) python.setStdout({ batched: stdout });
  if (stderr) python.setStderr({ batched: stderr });
  const toPy = python.toPy.bind(python);
  python.toPy = (value, how) => toPy(exchange(value, null, undefined), how);
  return python;
}
