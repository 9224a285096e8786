// Menus (details.menu) under the keyboard: arrows lead through what is in them, Escape closes and gives the focus back.

const STEPS = { ArrowDown: 1, ArrowUp: -1 };

/** Boxes have a use of their own for arrows. A choice is made with Space: who only looks around changes nothing. */
const isBox = element => element.matches("input:not([type=radio]), textarea, select");

const stops = menu => [...menu.querySelectorAll("summary, a[href], button:not([disabled]), input")];

export function closeMenus(except = null) {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (menu !== except) menu.open = false;
}

/** The next stop below or above, in a circle; the first is what opens the menu. */
function step(menu, from, by) {
  const all = stops(menu).slice(1);
  const at = all.indexOf(from);
  const next = at < 0 && by < 0 ? all.length - 1 : (at + by + all.length) % all.length;
  all[next]?.focus();
}

function leave(menu) {
  menu.open = false;
  menu.querySelector("summary").focus();
}

export function pressInMenu(event) {
  const menu = event.target.closest?.("details.menu") ?? null;
  const open = menu?.open ? menu : document.querySelector("details.menu[open]");
  if (event.key === "Escape" && open) leave(open);
  if (!menu || !STEPS[event.key] || isBox(event.target)) return;
  event.preventDefault();
  menu.open = true;
  step(menu, event.target, STEPS[event.key]);
}
