// A strip above each notebook: run all cells, download the notebook, back to the overview. It says
// what Python is doing, and tells of a newer version. JupyterLab's extension API, no build step.

import { isOutdated, readVersions, takeNewVersion } from "./versions.js";

const WORDS = {
  starting: "Python is starting, about 20 seconds the first time",
  busy: "Python is working…",
  idle: "Python is ready",
  dead: "Python has stopped: choose Kernel, Restart Kernel",
};

const wordsFor = (status, kernelReady) => {
  if (!kernelReady || ["starting", "restarting", "unknown", "connecting"].includes(status)) {
    return WORDS.starting;
  }
  return WORDS[status] ?? WORDS.busy;
};

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick") element.addEventListener("click", value);
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

function download(context) {
  const text = `${JSON.stringify(context.model.toJSON(), null, 1)}\n`;
  const address = URL.createObjectURL(new Blob([text], { type: "application/x-ipynb+json" }));
  const link = make("a", { href: address, download: context.path.split("/").pop() });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

class Strip {
  constructor(app, panel, context, base) {
    Object.assign(this, { app, panel, context, base });
    this.status = make("span", { class: "course-status", role: "status" });
    this.notice = make("div", { class: "course-notice", role: "alert", hidden: "" });
    const buttons = make("div", { class: "course-buttons" },
      make("button", { class: "course-run", onclick: () => this.runAll() }, "▶ Run all cells"),
      make("button", { onclick: () => this.download() }, "Download my notebook"),
      make("a", { href: new URL("index.html", base) }, "All notebooks"),
      this.status);
    const inside = make("div", { class: "course-inside" }, buttons, this.notice);
    this.node = make("div", { class: "course-strip", role: "region", "aria-label": "Course" },
      inside);
    // JupyterLab lays its parts out itself and has to be told how high this one is.
    this.sizes = new ResizeObserver(() => {
      this.node.style.minHeight = `${inside.offsetHeight}px`;
      panel.contentHeader.fit();
    });
    this.sizes.observe(inside);
    const session = context.sessionContext;
    const show = () => this.showStatus();
    session.statusChanged.connect(show);
    session.kernelChanged.connect(show);
    session.ready.then(show, show);
    context.ready.then(() => this.look(), () => {}).then(() => { this.node.dataset.looked = "true"; });
    show();
    // What was written is safe when the page is left, closed or hidden by a phone.
    this.save = () => {
      if (document.visibilityState === "hidden" && context.model?.dirty && !panel.isDisposed) {
        context.save();
      }
    };
    document.addEventListener("visibilitychange", this.save);
    panel.disposed.connect(() => {
      document.removeEventListener("visibilitychange", this.save);
      this.sizes.disconnect();
    });
  }

  showStatus() {
    const kernel = this.context.sessionContext.session?.kernel;
    const words = wordsFor(kernel?.status ?? "starting", Boolean(kernel));
    if (this.status.textContent !== words) this.status.textContent = words;
    this.node.dataset.status = kernel?.status ?? "starting";
  }

  async runAll() {
    this.app.shell.activateById(this.panel.id);
    const { sessionContext } = this.context;
    await sessionContext.ready;
    if (!sessionContext.session?.kernel) {
      await sessionContext.changeKernel({ name: "python" });
    }
    await sessionContext.session.kernel.info; // what is run before that would be dropped
    await this.app.commands.execute("notebook:run-all-cells");
  }

  async download() {
    if (this.context.model.dirty) await this.context.save();
    download(this.context);
  }

  async look() {
    try {
      this.versions = await readVersions(this.base);
    } catch {
      return; // the server is away: nothing new to tell
    }
    const about = this.context.model.getMetadata?.("course");
    if (isOutdated({ course: about }, this.versions, this.context.path)) this.offer();
  }

  say(...children) {
    this.notice.replaceChildren(...children);
    this.notice.hidden = !children.length;
  }

  offer() {
    this.say(make("span", {}, make("b", {}, "There is a newer version of this notebook. "),
      "You see the copy that you saved. Nothing of yours gets lost either way."),
    make("button", { onclick: () => this.take() }, "Take the new one, keep mine beside it"),
    make("button", { onclick: () => this.say() }, "Go on with mine"));
  }

  async take() {
    try {
      const { contents } = this.app.serviceManager;
      const kept = await takeNewVersion(this.context, contents, this.base, this.versions);
      const kernel = this.context.sessionContext.session?.kernel;
      if (["idle", "busy"].includes(kernel?.status)) await kernel.restart(); // else it is as new
      const open = () => this.app.commands.execute("docmanager:open", { path: kept });
      this.say(make("span", {}, "This is the new version. Yours is kept as ", make("b", {}, kept)),
        make("button", { onclick: open }, "Open mine"),
        make("button", { onclick: () => this.say() }, "Close"));
    } catch (error) {
      this.say(make("span", {}, `The new version could not be taken: ${error.message}. `
        + "Yours is as it was."), make("button", { onclick: () => this.take() }, "Try again"));
    }
  }
}

export function coursePlugin(Widget) {
  return {
    id: "course-page:strip",
    description: "A strip above each notebook of the course",
    autoStart: true,
    activate(app) {
      const base = new URL("../../", import.meta.url);
      document.head.append(make("link", {
        rel: "stylesheet", href: new URL("course_page.css", import.meta.url),
      }));
      app.docRegistry.addWidgetExtension("Notebook", {
        createNew(panel, context) {
          const strip = new Strip(app, panel, context, base);
          const widget = new Widget({ node: strip.node });
          panel.contentHeader.addWidget(widget);
          return widget;
        },
      });
    },
  };
}
