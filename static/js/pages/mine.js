// One's own apps: deleting one, and taking that back.
import * as api from "../state/api.js";
import { complain, toast } from "../toast.js";

const shelf = document.querySelector(".app-cards");
const empty = document.querySelector(".empty");

function show() {
  const some = shelf.querySelector(".app-card:not([hidden])") !== null;
  shelf.hidden = !some;
  empty.hidden = some;
}

async function remove(button) {
  const { delete: id, title } = button.dataset;
  const card = button.closest(".app-card");
  await api.deleteApp(id);
  card.hidden = true;
  show();
  toast(`“${title}” was deleted.`, { action: "Undo", run: () => restore(id, card) });
}

async function restore(id, card) {
  await api.restoreApp(id);
  card.hidden = false;
  show();
  card.querySelector("a").focus();
}

shelf.addEventListener("click", event => {
  const button = event.target.closest("[data-delete]");
  if (button) remove(button).catch(complain);
});
