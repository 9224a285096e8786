// A graph while it is edited: its steps, which can be undone, and what is done to widgets. Knows no server and no page;
// what takes the new graph (`put`), what may be done (`canEdit`, `held`) and what is chosen (`select`) is said by AppState.

import { dependencies } from "../graph/order.js";
import { rename } from "../graph/rename.js";
import { sameGraph } from "./autosave.js";
import { blank, copyOf, sizeOf, titleRefusal } from "./blank.js";
import { History } from "./history.js";
import { fitted, freePlace, sameLayout } from "./places.js";
import { State } from "./state.js";

export class Editing extends State {
  history = new History();

  widget(id) {
    return this.graph.widgets.find(widget => widget.id === id);
  }

  get undoable() {
    return this.history.undoable;
  }

  get redoable() {
    return this.history.redoable;
  }

  /** Does `edit` (graph → graph) as one step that can be undone. Steps with the same `merge` key in a row are one. */
  change(label, edit, { merge = null } = {}) {
    const graph = edit(this.graph);
    if (!this.canEdit || this.held || sameGraph(graph, this.graph)) return;
    this.history.record(label, this.graph, { merge });
    this.put(graph);
  }

  undo() {
    if (!this.held) this.#travel(this.history.undo(this.graph));
  }

  redo() {
    if (!this.held) this.#travel(this.history.redo(this.graph));
  }

  /** Adds a widget at a free place, near the widget `near` if given, and selects it. Its id. */
  add(kind, near = null) {
    const { widgets } = this.graph;
    const made = blank(kind, widgets, this.kinds.find(one => one.name === kind)?.title ?? kind, this.widget(near));
    return this.#insert(`Add ${made.title}`, { ...made, layout: freePlace(widgets, sizeOf(kind), this.#place(near)) });
  }

  duplicate(id) {
    const { widgets } = this.graph;
    const copy = copyOf(this.widget(id), widgets);
    const layout = freePlace(widgets, copy.layout, this.#place(id));
    return this.#insert(`Duplicate ${this.widget(id).title}`, { ...copy, layout });
  }

  /** The widgets whose settings refer to this one. */
  dependants(id) {
    const edges = dependencies(this.graph);
    return this.graph.widgets.filter(widget => widget.id !== id && edges.get(widget.id).includes(id));
  }

  /** Removes a widget; while others refer to it only with `force`, else it answers {refused, dependants: [titles]}. */
  remove(id, { force = false } = {}) {
    const { title } = this.widget(id);
    const dependants = this.dependants(id).map(widget => widget.title);
    if (dependants.length && !force) return { refused: true, title, dependants };
    this.change(`Remove ${title}`, graph => ({ ...graph, widgets: graph.widgets.filter(one => one.id !== id) }));
    return { refused: false, title, dependants };
  }

  /** Gives a new title and rewrites every reference to it, as one step. The sentence why not, or null. */
  rename(id, title) {
    const refusal = titleRefusal(this.graph.widgets, id, title);
    if (!refusal) this.change(`Rename ${this.widget(id).title}`, graph => rename(graph, id, title.trim()));
    return refusal;
  }

  updateSettings(id, patch) {
    const { title } = this.widget(id);
    const merge = `${id}:${Object.keys(patch).join()}`;
    const edit = widget => ({ ...widget, settings: { ...widget.settings, ...patch } });
    this.change(`Change ${title}`, graph => mapWidgets(graph, one => (one.id === id ? edit(one) : one)), { merge });
  }

  /** Puts several widgets elsewhere in one step: moving one may push others. `layouts` by id. */
  arrange(layouts, label = "Move") {
    const moved = widget => {
      const layout = fitted({ ...widget.layout, ...layouts[widget.id] });
      return sameLayout(layout, widget.layout) ? widget : { ...widget, layout };
    };
    this.change(label, graph => mapWidgets(graph, moved), { merge: `${label}:${Object.keys(layouts).join()}` });
  }

  // Within --------------------------------------------------------------------------------

  #insert(label, widget) {
    this.change(label, graph => ({ ...graph, widgets: [...graph.widgets, widget] }));
    this.select(widget.id);
    return widget.id;
  }

  #place(id) {
    return this.widget(id)?.layout ?? null;
  }

  #travel(graph) {
    if (graph) this.put(graph);
  }
}

const mapWidgets = (graph, change) => ({ ...graph, widgets: graph.widgets.map(change) });
