// Snapshots: Markdown, code and data are shown as such, the cards stand as on their board, links are copied, deleting is undone.
import "../board/texts/code-text.js";
import "../board/texts/json-text.js";
import { copy } from "../clipboard.js";
import { show } from "../markdown.js";
import * as api from "../state/api.js";
import { complain, toast } from "../toast.js";

for (const box of document.querySelectorAll("[data-markdown]")) {
  const text = box.textContent;
  box.classList.remove("snapshot-given");
  box.replaceChildren();
  show(box, text);
}

/** What is written there, drawn by such an element. */
function become(box, name, properties) {
  box.replaceWith(Object.assign(document.createElement(name), { ...properties, text: box.textContent }));
}

for (const box of document.querySelectorAll("[data-code]")) become(box, "code-text", { language: box.dataset.code });
for (const box of document.querySelectorAll("[data-json]")) become(box, "json-text", {});

/** The board's places, through the CSSOM: a style in the markup would be refused. */
for (const card of document.querySelectorAll(".snapshot-board > [data-x]")) {
  const { x, y, w, h } = Object.fromEntries(Object.entries(card.dataset).map(([name, text]) => [name, Number(text)]));
  card.style.gridColumn = `${x + 1} / span ${w}`;
  card.style.gridRow = `${y + 1} / span ${h}`;
}

async function remove(id) {
  await api.deleteSnapshot(id);
  const shown = document.querySelector(`[data-row="${id}"], [data-snapshot="${id}"]`);
  shown.hidden = true;
  document.querySelector("main").focus();
  toast("The snapshot was deleted. Its link no longer works.", {
    action: "Undo",
    run: async () => {
      await api.restoreSnapshot(id);
      shown.hidden = false;
    },
  });
}

document.addEventListener("click", event => {
  const button = event.target.closest("[data-delete], [data-copy]");
  if (button?.dataset.copy) copy(button.dataset.copy);
  if (button?.dataset.delete) remove(button.dataset.delete).catch(complain);
});
