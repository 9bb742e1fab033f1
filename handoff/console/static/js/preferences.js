// What an agent has set on this machine.
const DEFAULTS = { theme: "system", sound: true, notices: false, keys: true };

export function preference(name) {
  const kept = localStorage.getItem(`console.${name}`);
  return kept === null ? DEFAULTS[name] : JSON.parse(kept);
}

export function prefer(name, value) {
  localStorage.setItem(`console.${name}`, JSON.stringify(value));
}

export function applyTheme() {
  const theme = preference("theme");
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

export function nextTheme() {
  const order = ["system", "light", "dark"];
  prefer("theme", order[(order.indexOf(preference("theme")) + 1) % order.length]);
  applyTheme();
  return preference("theme");
}
