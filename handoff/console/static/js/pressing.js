// A button that is drawn anew between press and release loses its click: what may come at any moment waits for the release.

const LONGEST = 3_000;
const late = new Set();
let pressed = null;

document.addEventListener("pointerdown", (event) => {
  if (event.target.closest?.("button, summary, a")) pressed = setTimeout(release, LONGEST);
}, true);
for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, () => setTimeout(release), true); // behind the click

function release() {
  clearTimeout(pressed);
  pressed = null;
  const waiting = [...late];
  late.clear();
  waiting.forEach((draw) => draw());
}

// The same drawing, put off while a button is held down.
export const whenReleased = (draw) => () => (pressed === null ? draw() : void late.add(draw));
