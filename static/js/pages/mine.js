// One's own apps: deleting one, and taking that back.
import * as api from "../state/api.js";
import { complain, toast } from "../toast.js";

const shelf = document.querySelector(".app-cards");
const empty = document.querySelector(".empty");
const hasOtherPages = document.querySelector(".page-turner") !== null;

const shown = () => [...shelf.querySelectorAll(".app-card:not([hidden])")];

function show() {
  const some = shown().length > 0;
  shelf.hidden = !some;
  empty.hidden = some || hasOtherPages;
}

async function remove(button) {
  const { delete: id, title } = button.dataset;
  const card = button.closest(".app-card");
  await api.deleteApp(id);
  const before = shown().indexOf(card);
  card.hidden = true;
  show();
  focusNear(before);
  toast(`“${title}” was deleted.`, { action: "Undo", run: () => restore(id, card) });
}

/** To the app that stands where one was deleted. */
function focusNear(index) {
  const card = shown()[index] ?? shown().at(-1);
  (card?.querySelector("a") ?? document.querySelector("main")).focus();
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
