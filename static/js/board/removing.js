// Removing a widget: at once with an Undo, or after a question when others refer to it.
import { html, render } from "lit";
import { toast } from "../toast.js";
import { list } from "../words.js";
import { focusCard } from "./focus.js";

/** Resolves to whether it was removed. */
export async function removeWidget(app, id) {
  const widget = app.widget(id);
  const answer = app.remove(id);
  if (answer.refused && !(await ask(answer))) return false;
  if (answer.refused) app.remove(id, { force: true });
  const without = app.graph;
  const unsay = toast(`“${widget.title}” was removed.`, { action: "Undo", run: () => putBack(app, widget, without) });
  whenBack(app, id, unsay);
  return true;
}

/** It may come back otherwise than by the toast: by Ctrl + Z. */
function whenBack(app, id, act) {
  const look = () => {
    if (!app.widget(id)) return;
    app.removeEventListener("change", look);
    act();
  };
  app.addEventListener("change", look);
}

/** The step is undone; if others followed, the widget alone comes back and they stay. */
function putBack(app, widget, without) {
  if (app.graph === without) app.undo();
  else if (!app.widget(widget.id))
    app.change(`Bring back ${widget.title}`, graph => ({ ...graph, widgets: [...graph.widgets, widget] }));
  return focusCard(widget.id);
}

function ask({ title, dependants }) {
  const dialog = document.createElement("dialog");
  dialog.className = "dialog floating";
  dialog.setAttribute("aria-labelledby", "removing-title");
  const verb = dependants.length === 1 ? "refers" : "refer";
  render(
    html`<form method="dialog">
      <h2 id="removing-title">Remove “${title}”?</h2>
      <p>${list(dependants.map(title => `“${title}”`))} ${verb} to it and cannot be played until the marked references are corrected.</p>
      <div class="dialog-buttons">
        <button class="button" value="" autofocus>Cancel</button>
        <button class="button danger" value="remove">Remove and leave the references marked</button>
      </div>
    </form>`,
    dialog,
  );
  document.body.append(dialog);
  dialog.showModal();
  return new Promise(resolve => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "remove");
    });
  });
}
