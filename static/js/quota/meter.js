// One level of a daily quota on the page: its meter and its words.
import { isNear, isSpent, levelWords, NEAR } from "./words.js";

function meterOf(what, { used, of }) {
  const meter = document.createElement("meter");
  Object.assign(meter, { max: of, high: NEAR * of, value: used });
  meter.setAttribute("aria-label", `${what === "tokens" ? "Tokens" : "Images"} used today`);
  return meter;
}

export function drawLevel(what, level) {
  const shown = document.createElement("div");
  shown.className = "quota-level";
  shown.dataset.what = what;
  shown.classList.toggle("is-near", Boolean(level && isNear(level)));
  shown.classList.toggle("is-spent", Boolean(level && isSpent(level)));
  const words = document.createElement("p");
  words.textContent = levelWords(what, level);
  shown.append(words, ...(level?.of ? [meterOf(what, level)] : []));
  return shown;
}
