// What draws attention: a short line on the page, a tone, a notification of the desktop.
import { h } from "./dom.js";
import { preference } from "./preferences.js";
import { t } from "./words.js";

const SHOWN_FOR = 6_000;
const TOO_LATE = 1_000;
const TONES = { queue: [660, 880], message: [880], gone: [440] };
let audio = null;

export function toast(text, kind = "plain") {
  const line = h("p", { class: `toast ${kind}` }, text);
  document.getElementById("toasts").append(line);
  setTimeout(() => line.remove(), SHOWN_FOR);
}

// For those who do not see the page; said once.
export function say(text) {
  document.getElementById("told").textContent = text;
}

export function alertAgent(tone, title, text, opened) {
  if (preference("sound")) play(TONES[tone]);
  say(`${title} ${text}`);
  if (!preference("notices") || document.visibilityState === "visible" || !("Notification" in window)) return;
  if (Notification.permission !== "granted") return;
  const notice = new Notification(title, { body: text, tag: title, icon: "/console/icon.svg" });
  notice.addEventListener("click", () => {
    focus();
    notice.close();
    opened?.();
  });
}

export async function allowNotices() {
  if (!("Notification" in window)) return false;
  const answer = await Notification.requestPermission();
  if (answer !== "granted") toast(t("notices.refused"), "warn");
  return answer === "granted";
}

// Browsers let a page sound only after its first key or click; a tone that would come too late is left out.
async function play(notes) {
  const wanted = Date.now();
  try {
    audio ??= new AudioContext();
    await audio.resume();
    if (Date.now() - wanted < TOO_LATE) notes.forEach((frequency, place) => tone(frequency, audio.currentTime + place * 0.14));
  } catch {
    audio = null;
  }
}

function tone(frequency, at) {
  const oscillator = audio.createOscillator();
  const volume = audio.createGain();
  oscillator.frequency.value = frequency;
  volume.gain.setValueAtTime(0.0001, at);
  volume.gain.exponentialRampToValueAtTime(0.12, at + 0.015);
  volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.16);
  oscillator.connect(volume).connect(audio.destination);
  oscillator.start(at);
  oscillator.stop(at + 0.18);
}
