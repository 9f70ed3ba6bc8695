// Right, space: next slide, code passed by. Down: next one, code shown. Left, up: back. N: notes. Home, End. F: full screen.
const slides = [...document.querySelectorAll("section")];
let here = Math.min(Math.max(parseInt(location.hash.slice(1)) || 1, 1), slides.length) - 1;

// a slide that is taller or wider than its frame is scaled down to fit
function fit(slide) {
  const content = slide.querySelector(".fit");
  content.style.transform = "none";
  const height = 720 - 50 - content.offsetTop, width = 1120;
  const scale = Math.min(1, height / content.scrollHeight, width / content.scrollWidth);
  content.style.transform = `scale(${scale})`;
  slide.dataset.scale = scale.toFixed(3);
}

function show(place) {
  slides[here].classList.remove("now");
  here = Math.min(Math.max(place, 0), slides.length - 1);
  slides[here].classList.add("now");
  fit(slides[here]);
  history.replaceState(null, "", `#${here + 1}`);
  document.getElementById("place").textContent = `${here + 1} / ${slides.length}`;
}

function next(step, withCode) {
  let place = here + step;
  while (!withCode && slides[place] && slides[place].classList.contains("code")) place += step;
  if (slides[place]) show(place);
}

function resize() {
  const scale = Math.min(innerWidth / 1280, innerHeight / 720);
  document.querySelector("main").style.transform = `scale(${scale}) translate(-50%, -50%)`;
}

const keys = {
  ArrowRight: () => next(1, false), PageDown: () => next(1, false), " ": () => next(1, false),
  ArrowLeft: () => next(-1, false), PageUp: () => next(-1, false),
  ArrowDown: () => next(1, true), ArrowUp: () => next(-1, true),
  Home: () => show(0), End: () => show(slides.length - 1),
  n: () => document.body.classList.toggle("speaking"),
  f: () => document.documentElement.requestFullscreen(),
};
addEventListener("keydown", (event) => {
  const act = keys[event.key] || keys[event.key.toLowerCase()];
  if (act) { event.preventDefault(); act(); }
});
addEventListener("resize", resize);
addEventListener("beforeprint", () => slides.forEach((slide) => { slide.classList.add("now"); fit(slide); }));
addEventListener("load", () => { slides.forEach((slide) => { slide.classList.add("now"); fit(slide); slide.classList.remove("now"); }); show(here); });
resize();
