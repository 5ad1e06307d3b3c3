// Small helpers for all widgets: elements, keys, frames.

export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "class") element.className = value;
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

let svgNamespace = null;

// The same for the elements of an SVG picture. Their namespace looks like an address, but the page gets none: the
// browser's own parser knows it.
export function makeSvg(tag, attributes = {}, ...children) {
  if (svgNamespace === null) {
    const parsed = make("template");
    parsed.innerHTML = "<svg></svg>";
    svgNamespace = parsed.content.firstChild.namespaceURI;
  }
  const element = document.createElementNS(svgNamespace, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

// JupyterLab takes arrows, letters and Enter pressed inside a cell as its own commands.
export function fenceKeys(root) {
  root.addEventListener("keydown", (event) => {
    const saves = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s";
    if (!saves && event.key !== "Escape") event.stopPropagation();
  });
}

// These three answer isDue(): whether they were asked and have yet to run.

// Runs draw once in the next frame, however often it is asked for; the latest state wins.
export function oncePerFrame(draw) {
  let pending = null;
  const request = () => {
    pending ??= requestAnimationFrame(() => {
      pending = null;
      draw();
    });
  };
  request.cancel = () => cancelAnimationFrame(pending);
  request.isDue = () => pending !== null;
  return request;
}

// Runs work soon, and again at most once in so many milliseconds; the last request is never lost.
// It starts after the next frame at the earliest, so that pixels come first.
export function paced(milliseconds, work) {
  const FRAME = 16;
  let timer = null;
  let last = -Infinity;
  const request = () => {
    timer ??= setTimeout(
      () => {
        timer = null;
        last = performance.now();
        work();
      },
      Math.max(FRAME, last + milliseconds - performance.now()),
    );
  };
  request.cancel = () => clearTimeout(timer);
  request.isDue = () => timer !== null;
  return request;
}

// Whether the learner has asked the system for less motion.
export function reducedMotion() {
  return globalThis.matchMedia?.("(prefers-reduced-motion: reduce)").matches ?? false;
}

// Runs work when nothing has asked for it for a while.
export function afterPause(milliseconds, work) {
  let timer = null;
  const request = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      timer = null;
      work();
    }, milliseconds);
  };
  request.cancel = () => {
    clearTimeout(timer);
    timer = null;
  };
  request.isDue = () => timer !== null;
  return request;
}

// The same function, which does its work again only when an argument has changed.
export function remember(work) {
  let known = null;
  let result;
  return (...values) => {
    if (known === null || values.some((value, index) => value !== known[index])) {
      known = values;
      result = work(...values);
    }
    return result;
  };
}

// A text is changed where it stands: a new one in its place makes the browser look through all rules with :has().
// What is spoken comes as a new one, for that is what screen readers listen for.
export function setText(element, text) {
  if (element.textContent === text) return;
  const { firstChild } = element;
  const inPlace = element.childNodes.length === 1 && firstChild.nodeType === Node.TEXT_NODE
    && !element.matches("[aria-live], [role=alert]");
  if (inPlace) firstChild.data = text;
  else element.textContent = text;
}

// Setting what is set already would cost the browser as much as a change.
export function setHidden(element, isHidden) {
  if (element.hidden !== isHidden) element.hidden = isHidden;
}

const waiting = new Map();
const runWaiting = paced(60, () => {
  const works = [...waiting.values()];
  waiting.clear();
  for (const work of works) work();
});

// Runs work a little later, together with all that others have put off; only the last one for each key.
export function later(key, work) {
  waiting.set(key, work);
  runWaiting();
}
later.isDue = runWaiting.isDue;

let lastIdentifier = 0;

// A label tied to its control; identifiers are unique on the page, also for two views of one model.
export function labelled(text, control, attributes = {}) {
  control.id ||= `cnn-control-${Date.now().toString(36)}-${++lastIdentifier}`;
  return make("label", { for: control.id, ...attributes }, text);
}
