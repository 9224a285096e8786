// Removing a widget: at once with an Undo, or after a question when others refer to it.
import { ask } from "../asking.js";
import { toast } from "../toast.js";
import { list } from "../words.js";
import { focusCard } from "./focus.js";

/** Resolves to whether it was removed. */
export async function removeWidget(app, id) {
  const widget = app.widget(id);
  const answer = app.remove(id);
  if (answer.refused && !(await isSure(answer))) return false;
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

function isSure({ title, dependants }) {
  const verb = dependants.length === 1 ? "refers" : "refer";
  return ask({
    title: `Remove “${title}”?`,
    words: `${list(dependants.map(one => `“${one}”`))} ${verb} to it and cannot be played until the marked references are corrected.`,
    yes: "Remove and leave the references marked",
  });
}
