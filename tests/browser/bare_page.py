"""A widget on a page of its own, without Jupyter: its Python runs in the test.

The page's model follows ipywidgets' rules: one message at a time, what changes meanwhile is merged,
an echo that an own newer change has overtaken is dropped. ``slow`` delays every answer, so that a
test sees what happens while Python is busy. It is quick, and it is no proof that Jupyter does the
same: the tests on a real JupyterLab are.
"""

import base64
import json

from waiting import PATIENCE, settle

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A widget</title></head>
<body data-jp-theme-light="true"><main></main></body></html>"""

MODEL = """
globalThis.bareWidgets = [];
const packed = (value) => {
  if (value instanceof DataView || value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
    const bytes = value instanceof ArrayBuffer ? new Uint8Array(value)
      : new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    let text = "";
    for (const byte of bytes) text += String.fromCharCode(byte);
    return { base64: btoa(text) };
  }
  if (Array.isArray(value)) return value.map(packed);
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, packed(part)]));
  }
  return value;
};
const unpacked = (value) => {
  if (value && typeof value === "object" && "base64" in value) {
    return new DataView(Uint8Array.from(atob(value.base64), (c) => c.charCodeAt(0)).buffer);
  }
  if (Array.isArray(value)) return value.map(unpacked);
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, unpacked(part)]));
  }
  return value;
};
class BareModel {
  constructor(index, state) {
    this.index = index;
    this.state = unpacked(state);
    this.listeners = {};
    this.changes = {};
    this.waiting = null;   // merged while a message is on its way
    this.onItsWay = false;
    this.expected = {};    // attribute -> number of the message whose echo counts
    this.number = 0;
    this.saves = 0;
  }
  get(name) { return this.state[name]; }
  on(name, work) { (this.listeners[name] ??= []).push(work); }
  off() { this.listeners = {}; }
  fire(name, ...content) { for (const work of this.listeners[name] ?? []) work(...content); }
  set(name, value) {
    const attributes = typeof name === "string" ? { [name]: value } : name;
    this.put(attributes, true);
  }
  put(attributes, own) {
    const changed = Object.keys(attributes).filter((name) => this.state[name] !== attributes[name]
      && JSON.stringify(packed(this.state[name])) !== JSON.stringify(packed(attributes[name])));
    for (const name of changed) this.state[name] = attributes[name];
    if (own) for (const name of changed) this.changes[name] = attributes[name];
    for (const name of changed) this.fire(`change:${name}`);
    if (changed.length) this.fire("change");
  }
  save_changes() {
    const { changes } = this;
    this.changes = {};
    if (!Object.keys(changes).length) return;
    this.saves += 1;
    if (this.onItsWay) this.waiting = { ...this.waiting, ...changes };
    else this.post(changes);
  }
  async post(changes) {
    const number = ++this.number;
    for (const name of Object.keys(changes)) this.expected[name] = number;
    this.onItsWay = true;
    const replies = await this.deliver({ method: "update", state: packed(changes) }, []);
    for (const reply of replies) this.take(reply, number);
    if (this.waiting) {
      const next = this.waiting;
      this.waiting = null;
      this.post(next);
    } else this.onItsWay = false;
  }
  send(content, callbacks, buffers = []) {
    this.deliver({ method: "custom", content }, buffers.map(packed))
      .then((replies) => replies.forEach((reply) => this.take(reply, 0)));
  }
  deliver(data, buffers) {
    const packet = JSON.stringify({ index: this.index, data, buffers });
    return globalThis.toPython(packet).then(async (text) => {
      await new Promise((resolve) => setTimeout(resolve, globalThis.slow ?? 0));
      return JSON.parse(text);
    });
  }
  take({ data, buffers }, number) {
    if (data.method === "custom") {
      this.fire("msg:custom", data.content, buffers.map(unpacked));
      return;
    }
    const state = unpacked(data.state);
    if (data.method === "echo_update") {
      for (const name of Object.keys(state)) {
        if (this.expected[name] === undefined) continue;
        if (this.expected[name] !== number) delete state[name];
        else {
          delete this.expected[name];
          if (this.waiting && name in this.waiting) delete state[name];
        }
      }
    }
    this.put(state, false);
  }
}
globalThis.addWidget = async (index, code, css, state) => {
  const style = document.createElement("style");
  style.textContent = css;
  document.head.append(style);
  const url = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
  const { default: page } = await import(url);
  const model = new BareModel(index, state);
  const widget = typeof page === "function" ? await page() : page;
  await widget.initialize?.({ model });
  globalThis.bareWidgets[index] = { model, widget };
};
globalThis.addView = async (index) => {
  const el = document.createElement("div");
  document.querySelector("main").append(el);
  const { model, widget } = globalThis.bareWidgets[index];
  await widget.render({ model, el });
};
"""


def _packed(value):
    if isinstance(value, (bytes, bytearray, memoryview)):
        return {"base64": base64.b64encode(bytes(value)).decode("ascii")}
    if isinstance(value, dict):
        return {name: _packed(part) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_packed(part) for part in value]
    return value


def _unpacked(value):
    if isinstance(value, dict):
        if set(value) == {"base64"}:
            return memoryview(base64.b64decode(value["base64"]))
        return {name: _unpacked(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_unpacked(part) for part in value]
    return value


class BarePage:
    """Widgets on an empty page of the browser, ``views`` of each.

    Attributes
    ----------
    page : playwright.sync_api.Page
    errors : list of str
        What the page's console complained about.
    """

    def __init__(self, browser, *widgets, views=1, width=1100, height=1000, **options):
        self.context = browser.new_context(viewport={"width": width, "height": height}, **options)
        self.page = self.context.new_page()
        self.errors = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda line: line.type == "error" and self.errors.append(line.text))
        self.widgets = widgets
        self.outgoing = [[] for _ in widgets]
        self.page.expose_function("toPython", self._from_page)
        self.page.set_content(PAGE)
        self.page.add_script_tag(content=MODEL)
        for index, widget in enumerate(widgets):
            widget.comm.send = self._sender(index)
            state = _packed(
                {k: v for k, v in widget.get_state().items() if k not in ("_esm", "_css")}
            )
            self.page.evaluate(
                "([index, code, css, state]) => addWidget(index, code, css, state)",
                [index, widget._esm, widget._css, state],
            )
            for _ in range(views):
                self.page.evaluate("(index) => addView(index)", index)
        self.settle()

    def _sender(self, index):
        def send(data=None, metadata=None, buffers=None):
            if data["method"] in ("update", "echo_update"):
                for path, buffer in zip(data["buffer_paths"], buffers or (), strict=True):
                    place = data["state"]
                    for step in path[:-1]:
                        place = place[step]
                    place[path[-1]] = bytes(buffer)
            data = {name: value for name, value in data.items() if name != "buffer_paths"}
            self.outgoing[index].append(
                {
                    "data": _packed(data),
                    "buffers": [_packed(bytes(buffer)) for buffer in buffers or ()]
                    if data["method"] == "custom"
                    else [],
                }
            )

        return send

    def _take_outgoing(self, index):
        messages, self.outgoing[index] = self.outgoing[index], []
        return messages

    def _from_page(self, text):
        packet = json.loads(text)
        index, data = packet["index"], packet["data"]
        if data["method"] == "update":
            # ipywidgets would have put the buffers back in place by their paths.
            state = _unpacked(data["state"])
            message = {"data": {"method": "update", "state": state}}
        else:
            message = {"data": data}
        buffers = [_unpacked(buffer) for buffer in packet["buffers"]]
        try:
            self.widgets[index]._handle_msg({"content": message, "buffers": buffers})
        except Exception as error:  # a kernel would log it and go on
            self.logged = error
        return json.dumps(self._take_outgoing(index))

    def deliver(self):
        """Send the page what Python code of the test has changed."""
        for index in range(len(self.widgets)):
            self.page.evaluate(
                "([index, replies]) => replies.forEach("
                "(reply) => bareWidgets[index].model.take(reply, 0))",
                [index, self._take_outgoing(index)],
            )

    def set(self, **settings):
        """Change settings of the first widget from Python, tell the page, and let it draw them."""
        self.widgets[0].set(**settings)
        self.deliver()
        self.settle()

    def settle(self):
        """Wait until Python has heard of all that was done, and the page has drawn the answer."""
        settle(self.page)

    def wait_until(self, condition, milliseconds=PATIENCE):
        """Let the page go on until a condition of Python's holds."""
        for _ in range(milliseconds // 50):
            if condition():
                return
            self.page.wait_for_timeout(50)
        raise AssertionError("the page has not sent its last values")

    def dark(self, dark=True):
        """Choose the dark or the light theme, as JupyterLab does."""
        self.page.evaluate(
            """(light) => {
            document.body.dataset.jpThemeLight = light;
            document.body.style.background = light === 'true' ? '#fff' : '#111'; }""",
            str(not dark).lower(),
        )

    def close(self):
        """Close the page."""
        self.context.close()
