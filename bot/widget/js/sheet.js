// The one dialog of the page: a menu and what is reached from it. The browser keeps the focus in it and gives it back.

import { part } from "./dom.js";

const sheet = () => part("sheet");
let back = null;

/** Show something in the dialog; `behind` is what its back button shows, if it has one. */
export function show(title, content, behind = null) {
  back = behind;
  part("sheet-title").textContent = title;
  part("sheet-body").replaceChildren(content);
  part("sheet-back").hidden = !behind;
  if (!sheet().open) sheet().showModal();
  part("sheet-body").scrollTop = 0;
  part("sheet-title").focus();
}

export const shut = () => sheet().close();

export function prepareSheet() {
  part("sheet-shut").addEventListener("click", shut);
  part("sheet-back").addEventListener("click", () => back?.());
  sheet().addEventListener("click", (event) => event.target === sheet() && shut());
}
