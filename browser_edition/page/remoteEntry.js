// What a bundler would write for a JupyterLab extension, by hand: the page asks this container for
// "./extension", whose default export is the list of plugins. JupyterLab's own modules are shared.
(() => {
  const base = new URL(".", document.currentScript.src);
  let shared;
  const take = async (name) => (await Object.values(shared[name])[0].get())();
  (window._JUPYTERLAB ??= {})["course-page"] = {
    init: (scope) => { shared = scope; },
    get: async (name) => {
      if (name !== "./extension") throw new Error(`course-page has no ${name}`);
      const [{ coursePlugin }, { Widget }] = await Promise.all([
        import(new URL("course_page.js", base)), take("@lumino/widgets"),
      ]);
      return () => ({ __esModule: true, default: [coursePlugin(Widget)] });
    },
  };
})();
