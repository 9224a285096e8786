// AppState: the app as it is edited. Its graph with undo and redo, what is selected, and saving by itself.
// Knows no page: elements draw it when it says `change`; the server is the `api` that is handed in.

import { dependencies } from "../graph/order.js";
import { problems } from "../graph/problems.js";
import { rename } from "../graph/rename.js";
import { Autosave, sameGraph } from "./autosave.js";
import { blank, copyOf, sizeOf, titleRefusal } from "./blank.js";
import { Details } from "./details.js";
import { History } from "./history.js";
import { fitted, freePlace, sameLayout } from "./places.js";
import { State } from "./state.js";

const SEEN_HERE = new Set(["duplicate_title", "dangling_reference", "cycle"]);

export class AppState extends State {
  #history = new History();
  #autosave;
  #found; // {problems, graph}: what the server found, and in which graph
  #checked = null;
  #details;

  /** `page` is the page's data; `api` has saveGraph(id, {base_revision, graph}) and patchApp(id, patch). */
  constructor(page, { api, storage, ...timing }) {
    super();
    const { app, kinds = [], models = [], user = null } = page;
    Object.assign(this, {
      app,
      kinds,
      models,
      user,
      api,
      graph: app.graph,
      mode: "play",
      view: "board",
      selected: null,
    });
    this.restored = false; // whether what an earlier visit could not save was put back
    this.#found = { problems: app.problems ?? [], graph: app.graph };
    this.#details = new Details({
      stored: app,
      send: change => this.api.patchApp(app.id, change),
      show: details => this.#showDetails(details),
    });
    this.#autosave = new Autosave({
      ...timing,
      key: this.asideKey("unsaved"),
      revision: app.revision,
      storage,
      send: (graph, base) => api.saveGraph(app.id, { base_revision: base, graph }),
      changed: () => this.say(),
      saved: (answer, graph) => this.#saved({ ...answer, graph }),
    });
    if (this.canEdit) this.#restore();
  }

  /** Where in the storage something of this app lies aside: apart for each person who uses this browser. */
  asideKey(what) {
    return `${what}:${this.user?.username ?? ""}:${this.app.id}`;
  }

  get canEdit() {
    return this.app.rights.edit;
  }

  get revision() {
    return this.#autosave.revision;
  }

  get saving() {
    return this.#autosave.state;
  }

  get refusal() {
    return this.#autosave.refusal;
  }

  get theirs() {
    return this.#autosave.theirs;
  }

  get isSaved() {
    return this.#autosave.isSafe;
  }

  get undoable() {
    return this.#history.undoable;
  }

  get redoable() {
    return this.#history.redoable;
  }

  /** The widgets that a play brings up to date. */
  get players() {
    return this.graph.widgets.filter(({ kind }) => this.kinds.find(one => one.name === kind)?.plays);
  }

  widget(id) {
    return this.graph.widgets.find(widget => widget.id === id);
  }

  // Looking -------------------------------------------------------------------------------

  setMode(mode) {
    if (mode === this.mode || (mode === "edit" && !this.canEdit)) return;
    this.mode = mode;
    if (mode === "play") this.selected = null;
    this.say();
  }

  setView(view) {
    this.view = view;
    this.say();
  }

  select(id) {
    if (id === this.selected) return;
    this.selected = id;
    this.say();
  }

  // Changing ------------------------------------------------------------------------------

  /** Does `edit` (graph → graph) as one step that can be undone. Steps with the same `merge` key in a row are one. */
  change(label, edit, { merge = null } = {}) {
    const graph = edit(this.graph);
    if (!this.canEdit || sameGraph(graph, this.graph)) return;
    this.#history.record(label, this.graph, { merge });
    this.#put(graph);
  }

  undo() {
    this.#travel(this.#history.undo(this.graph));
  }

  redo() {
    this.#travel(this.#history.redo(this.graph));
  }

  /** Adds a widget at a free place, near the widget `near` if given, and selects it. Its id. */
  add(kind, near = null) {
    const { widgets } = this.graph;
    const made = blank(kind, widgets, this.kinds.find(one => one.name === kind)?.title ?? kind);
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

  // The app itself: saved at once, beside the graph's revisions --------------------------------

  setTitle(title) {
    return this.#details.change({ title: title.trim() });
  }

  setDescription(description) {
    return this.#details.change({ description: description.trim() });
  }

  setVisibility(visibility) {
    return this.#details.change({ visibility });
  }

  // Saving --------------------------------------------------------------------------------

  /** Saves now. Resolves to true when nothing is unsaved; what is played then is what is seen. */
  save() {
    return this.#autosave.flush();
  }

  /** After a conflict: this graph goes on top of theirs, as a new revision. */
  keepMine() {
    this.#autosave.accept();
    this.#autosave.take(this.graph);
  }

  /** After a conflict: their graph; undo brings this one back. */
  takeTheirs() {
    const { graph } = this.#autosave.theirs;
    this.#autosave.accept();
    this.#history.record("Take the other version", this.graph);
    this.#show(graph);
  }

  // Problems ------------------------------------------------------------------------------

  /** What keeps widgets from being played, with the remedies: seen here at once, or by the server at the last save. */
  get problems() {
    if (this.#checked?.graph !== this.graph || this.#checked.found !== this.#found) this.#check();
    return this.#checked.problems;
  }

  problemsOf(id, field = null) {
    return this.problems.filter(one => one.widget === id && (field === null || one.field === field));
  }

  #check() {
    const { graph } = this;
    const saved = new Map((this.#found.graph?.widgets ?? []).map(widget => [widget.id, widget]));
    const changed = ({ widget, field }) => {
      const now = this.widget(widget);
      return !now || now.settings[field] !== saved.get(widget)?.settings[field];
    };
    const there = this.#found.problems.filter(one => !SEEN_HERE.has(one.code) && !(one.widget && changed(one)));
    this.#checked = { graph, found: this.#found, problems: [...problems(graph), ...there] };
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
    if (graph) this.#put(graph);
  }

  #put(graph) {
    this.#show(graph);
    this.#autosave.take(graph);
  }

  #show(graph) {
    this.graph = graph;
    if (this.selected && !this.widget(this.selected)) this.selected = null;
    this.say();
  }

  #saved({ problems, graph }) {
    this.#found = { problems, graph };
  }

  #showDetails(details) {
    this.app = { ...this.app, ...details };
    this.say();
  }

  /** What an earlier visit could not save is put back; if the app was changed elsewhere since, that is a conflict. */
  #restore() {
    const left = this.#autosave.left;
    if (!left || sameGraph(left.graph, this.graph)) return this.#autosave.forget();
    const theirs = { revision: this.revision, graph: this.graph, author: null };
    this.restored = true;
    if (left.base === this.revision) return this.change("Restore what was not saved", () => left.graph);
    this.graph = left.graph;
    this.#autosave.conflict(left.graph, theirs);
  }
}

const mapWidgets = (graph, change) => ({ ...graph, widgets: graph.widgets.map(change) });
