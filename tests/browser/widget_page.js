// What the tests for every widget ask of a page: window.cnnTest.

(() => {
  const visible = (element) => element.checkVisibility({ visibilityProperty: true })
    && !element.closest('.cnn-hidden');
  const own = 'input, select, button, textarea, summary, a[href], [tabindex="0"]';
  const nameOf = (element) => element.getAttribute('aria-label')
    || [...(element.labels ?? [])].map((label) => label.textContent.trim()).join(' ')
    || element.textContent.trim();
  const kindOf = (element) => {
    if (element.tagName === 'INPUT') return element.type;
    if (element.tagName === 'SELECT') return 'select';
    return element.tagName === 'BUTTON' ? 'button' : 'area';
  };
  window.cnnTest = {
    nameOf,
    // The controls that can be used now, in the order of the page.
    controls: (root) => [...root.querySelectorAll(own)].filter((element) =>
      visible(element) && !element.matches(':disabled') && element.tabIndex >= 0),
    // Those that no test has tagged yet get a tag.
    found: (root, tag) => window.cnnTest.controls(root).filter((element) => !element.dataset[tag])
      .map((element) => {
        window.cnnTag = (window.cnnTag ?? 0) + 1;
        element.dataset[tag] = window.cnnTag;
        return { tag: String(window.cnnTag), kind: kindOf(element), name: nameOf(element) };
      }),
    // What a view shows: its pictures, and what its controls are set to.
    shown: (root) => ({
      canvases: [...root.querySelectorAll('canvas')].map((canvas) => canvas.toDataURL()),
      values: [...root.querySelectorAll('input:not([type=file]), select')].map((control) =>
        /checkbox|radio/.test(control.type) ? control.checked : control.value),
      drawings: [...root.querySelectorAll('svg')].map((svg) => svg.innerHTML.replace(/(id|href|url)[^ >]*/g, '')),
    }),
    // What sticks out to the right, and whether the whole can be scrolled sideways.
    overflow: (root) => {
      const inside = root.getBoundingClientRect().right
        - parseFloat(getComputedStyle(root).paddingRight) + 1;
      const scrolls = (element) => element && element !== root
        && (/auto|scroll|hidden|clip/.test(getComputedStyle(element).overflowX)
          || scrolls(element.parentElement));
      const out = [...root.querySelectorAll('*')].filter((element) => {
        const box = element.getBoundingClientRect();
        return box.width > 1 && box.right > inside && !element.closest('.cnn-marks, .cnn-hidden, svg')
          && !scrolls(element.parentElement) && visible(element);
      }).map((element) => `${element.tagName}.${element.className} ${element.textContent.slice(0, 30)}`);
      if (root.scrollWidth > root.clientWidth) out.push(`scrolls: ${root.scrollWidth} > ${root.clientWidth}`);
      return out;
    },
    smallText: (root, least) => {
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      const found = [];
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const element = node.parentElement;
        if (!node.textContent.trim() || !visible(element) || element.closest('option, style')) continue;
        const svg = element.closest('svg');
        const matrix = svg ? element.getScreenCTM?.() : null;
        const size = parseFloat(getComputedStyle(element).fontSize) * (matrix ? Math.abs(matrix.d) : 1);
        if (size < least - 0.05) found.push(`${size.toFixed(1)} px: ${node.textContent.slice(0, 40)}`);
      }
      return found;
    },
    smallTargets: (root, least) => window.cnnTest.controls(root).filter((element) => {
      const target = element.labels?.[0]?.contains(element) ? element.labels[0] : element;
      const box = target.getBoundingClientRect();
      return Math.max(box.width, box.height) < least || Math.min(box.width, box.height) < least - 8;
    }).map((element) => `${element.tagName} ${nameOf(element)}`),
    // What moves, or would: transitions and animations of any length.
    moving: (root) => [root, ...root.querySelectorAll('*')].filter((element) => {
      const style = getComputedStyle(element);
      const long = (text) => text.split(',').some((part) => parseFloat(part) > 0.01);
      return long(style.transitionDuration) || (style.animationName !== 'none' && long(style.animationDuration));
    }).map((element) => element.className),
    focusShows: () => {
      const element = document.activeElement;
      const style = getComputedStyle(element);
      const near = [element, element.parentElement, element.closest('label'), element.closest('.cnn-choice')];
      return near.some((one) => one && getComputedStyle(one).outlineStyle !== 'none'
        && parseFloat(getComputedStyle(one).outlineWidth) >= 1) || style.boxShadow !== 'none';
    },
  };
})()
