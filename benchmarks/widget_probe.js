// Watches one pixel and one slider of a page, frame by frame: window.race.
(() => {
  const LOW = -2;
  const HIGH = 2;
  const frames = [];
  const presses = [];
  let watching = false;
  let probe = null;
  const pixel = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const visible = (selector) => [...document.querySelectorAll(selector)]
    .filter((element) => element.offsetParent !== null);
  const sliders = () => visible(".jp-Notebook .noUi-handle[role=slider], .jp-Notebook input[type=range]");
  // aria-valuenow of ipywidgets' slider is rounded to one decimal: its own interface is asked.
  const valueOf = (slider) => slider.tagName === "INPUT"
    ? slider.valueAsNumber : Number(slider.closest(".noUi-target").noUiSlider.get(true));

  // The value that the picture shows, from the grey at the probe's place; null while there is none.
  const shown = () => {
    const picture = visible(probe.picture)[probe.view];
    const width = picture?.naturalWidth ?? picture?.width;
    if (!width || picture.complete === false) return null;
    const height = picture.naturalHeight ?? picture.height;
    const [across, down] = probe.place;
    pixel.clearRect(0, 0, 1, 1);
    pixel.drawImage(picture, Math.floor(across * width), Math.floor(down * height), 1, 1, 0, 0, 1, 1);
    const [, green, , opaque] = pixel.getImageData(0, 0, 1, 1).data;
    return opaque ? LOW + ((HIGH - LOW) * green) / 255 : null;
  };

  // A task posted from a frame runs when all that draws in the frame has drawn.
  const channel = new MessageChannel();
  channel.port1.onmessage = () => {
    if (!watching) return;
    frames.push({ time: performance.now(), set: valueOf(race.slider), shown: shown() });
  };
  const tick = () => {
    if (!watching) return;
    channel.port2.postMessage(0);
    requestAnimationFrame(tick);
  };
  addEventListener("keydown", (event) => watching && presses.push(event.timeStamp), true);

  const race = {
    isReady: (wanted) => {
      probe = wanted;
      return sliders().length > probe.slider && shown() !== null;
    },
    start: (wanted) => {
      probe = wanted;
      race.slider = sliders()[probe.slider];
      race.clear();
      if (!watching) {
        watching = true;
        requestAnimationFrame(tick);
      }
    },
    clear: () => { frames.length = presses.length = 0; },
    focus: () => race.slider.focus({ preventScroll: true }),
    stop: () => {
      watching = false;
      return frames.slice();
    },
    // Milliseconds from the last press to the first frame that shows the slider's new value.
    latency: (before, tolerance) => {
      const pressed = presses[presses.length - 1];
      const frame = frames.find(({ time, set, shown: value }) => time > pressed && value !== null
        && Math.abs(value - set) < tolerance && Math.abs(value - before) > tolerance);
      return frame ? frame.time - pressed : null;
    },
    shown,
    // Where the thumb is, and the way it can go, in CSS pixels.
    track: () => {
      const own = race.slider.tagName === "INPUT";
      const way = (own ? race.slider : race.slider.closest(".noUi-base")).getBoundingClientRect();
      const thumb = race.slider.getBoundingClientRect();
      const part = (valueOf(race.slider) - LOW) / (HIGH - LOW);
      const x = own ? way.x + 8 + (way.width - 16) * part : thumb.x + thumb.width / 2;
      return { left: way.x + 12, width: way.width - 24, x, y: thumb.y + thumb.height / 2 };
    },
  };
  window.race = race;
})();
