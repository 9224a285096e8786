// The meters in the account menu. How much was used is asked whenever the menu opens.
import { drawLevel } from "./meter.js";
import { levelsOf } from "./words.js";

export function showQuota(menu, fetchQuota) {
  const place = menu.querySelector("[data-quota]");
  menu.addEventListener("toggle", () => menu.open && load(place, fetchQuota));
}

async function load(place, fetchQuota) {
  try {
    const quota = await fetchQuota();
    place.replaceChildren(...levelsOf(quota).map(([what, level]) => drawLevel(what, level)));
  } catch (error) {
    place.textContent = `How much you used today is not known. ${error.message}`;
  }
}
