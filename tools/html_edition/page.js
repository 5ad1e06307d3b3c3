// The theme for what the course's own code made, and regions that scroll sideways.
// Everything else works without JavaScript.
const light = matchMedia("(prefers-color-scheme: light)");
const paper = matchMedia("print");

function setTheme() {
  document.documentElement.dataset.jpThemeLight = String(light.matches || paper.matches);
}

// A region that scrolls must be reachable by keyboard; one that doesn't should be no stop.
function markScrolling() {
  for (const region of document.querySelectorAll(".outputs figure, .prose .picture, pre, .table, .cnn-part, .formula")) {
    const scrolls = region.scrollWidth > region.clientWidth + 1;
    region.classList.toggle("scrolls", scrolls);
    if (scrolls) region.tabIndex = 0;
    else region.removeAttribute("tabindex");
  }
}

setTheme();
light.addEventListener("change", setTheme);
paper.addEventListener("change", setTheme);

document.addEventListener("DOMContentLoaded", () => {
  const contents = document.querySelector(".contents");
  if (contents && matchMedia("(max-width: 1239px)").matches) contents.open = false;
  markScrolling();
  addEventListener("resize", markScrolling);
  document.addEventListener("toggle", markScrolling, true);
});
