// Where the focus goes between the board and the settings beside it.

/** Once the settings of what was just chosen are drawn, to their first field: by touch nothing, or the keyboard pops up. */
export async function focusSettings() {
  if (matchMedia("(pointer: coarse)").matches) return;
  await new Promise(requestAnimationFrame);
  const panel = document.querySelector("settings-panel");
  await panel?.updateComplete;
  panel?.focusFirst();
}

export async function focusCard(id) {
  await new Promise(requestAnimationFrame);
  const board = document.querySelector("app-board");
  await board?.updateComplete;
  board?.focusCard(id);
}
