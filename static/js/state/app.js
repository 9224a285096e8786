// AppState: the app of a page. What is selected and looked at, its details, and saving by itself; see Editing for its graph.
// Knows no page: elements draw it when it says `change`; the server is the `api` that is handed in.

import { Autosave, sameGraph } from "./autosave.js";
import { Details } from "./details.js";
import { Editing } from "./editing.js";
import { Found } from "./found.js";
import { asEditor, ShutOut } from "./shut-out.js";

const TAKE = "Take what was saved elsewhere"; // what undoing is called afterwards

export class AppState extends Editing {
  #autosave;
  #found;
  #details;

  /** `page` is the page's data; `api` has saveGraph(id, {base_revision, graph}) and patchApp(id, patch). */
  constructor(page, { api, storage, ...timing }) {
    super();
    const { app, kinds = [], models = [], user = null, limits = {} } = page;
    Object.assign(this, {
      app,
      kinds,
      models,
      limits,
      user,
      api,
      graph: app.graph,
      mode: "play",
      view: "board",
      selected: null,
      aside: "settings", // or "history": what stands beside the board
    });
    this.restored = false; // whether what an earlier visit could not save was put back
    this.held = null; // while a model composes: the graph as it was before
    this.isShutOut = false; // whether the server knows no longer who edits here
    this.typing = null; // while a box holds what is yet to be taken: {refusal}, the sentence why it is not
    this.elsewhere = false; // whether what stands here was saved elsewhere, and nothing was changed here since
    this.#found = new Found(app.problems, app.graph);
    this.#details = new Details({
      stored: app,
      send: change => this.#ask(this.api.patchApp(app.id, change)),
      show: details => this.#showDetails(details),
    });
    this.#autosave = new Autosave({
      ...timing,
      key: this.asideKey("unsaved"),
      revision: app.revision,
      storage,
      send: (graph, base) => this.#ask(api.saveGraph(app.id, { base_revision: base, graph })),
      changed: () => this.say(),
      saved: ({ problems }, graph) => this.#found.tell(problems, graph),
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
    const { state } = this.#autosave;
    if (state !== "saved" || !this.typing) return state;
    return this.typing.refusal ? "refused" : "saving";
  }

  get refusal() {
    return this.#autosave.refusal ?? this.typing?.refusal ?? null;
  }

  get theirs() {
    return this.#autosave.theirs;
  }

  get isSaved() {
    return this.#autosave.isSafe;
  }

  /** The widgets that a play brings up to date. */
  get players() {
    return this.graph.widgets.filter(({ kind }) => this.kinds.find(one => one.name === kind)?.plays);
  }

  /** Whether what a widget gives can teach a model, which depends on its kind. */
  teaches(widget) {
    return Boolean(this.kinds.find(({ name }) => name === widget.kind)?.teaches);
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

  setAside(aside) {
    this.aside = aside;
    this.say();
  }

  select(id) {
    if (id === this.selected) return;
    this.selected = id;
    if (id) this.aside = "settings";
    this.say();
  }

  // The app itself: saved at once, beside the graph's revisions --------------------------------

  setTitle(title) {
    return this.#details.change({ title: title.trim() });
  }

  setDescription(description) {
    return this.#details.change({ description: description.trim() });
  }

  setTags(tags) {
    return this.#details.change({ tags });
  }

  /** Who may open it and what they see: any of {visibility, password, open_source, ratings_teach}. */
  share(change) {
    return this.#details.change(change);
  }

  setTyping(typing) {
    if (typing === this.typing) return;
    this.typing = typing;
    this.say();
  }

  // Saving --------------------------------------------------------------------------------

  /** Saves now. Resolves to true when nothing is unsaved; what is played then is what is seen. */
  save() {
    return this.#autosave.flush();
  }

  /** In a conflict, the revision that this graph was made from. */
  get base() {
    return this.#autosave.base;
  }

  /** What the server has by now: its details, and its graph where nothing is unsaved here. */
  adopt({ graph, problems, revision, ...details }, label = TAKE) {
    this.#details.learn(details);
    if (!this.isSaved || this.held || revision === this.revision) return;
    if (this.canEdit) this.history.record(label, this.graph);
    this.#autosave.revision = revision;
    this.#found.tell(problems, graph);
    this.elsewhere = label === TAKE;
    this.#show(graph);
  }

  // While a model composes: what it has so far is shown, nobody changes anything, and nothing is saved here.

  hold() {
    this.held ??= this.graph;
    this.say();
  }

  preview(graph) {
    if (this.held) this.#show(graph);
  }

  /** Lets go, and stands again where it stood. */
  release() {
    const before = this.held ?? this.graph;
    this.held = null;
    this.#show(before);
  }

  /** After a conflict: both versions put together, on top of `revision`; undo brings this one back. */
  takeMerged({ revision, graph }) {
    this.#autosave.accept(revision);
    this.history.record("Merge with the other version", this.graph);
    this.put(graph);
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
    this.history.record("Take the other version", this.graph);
    this.#show(graph);
  }

  // Problems ------------------------------------------------------------------------------

  /** What keeps widgets from being played, with the remedies: seen here at once, or by the server at the last save. */
  get problems() {
    return this.#found.in(this.graph);
  }

  problemsOf(id, field = null) {
    return this.problems.filter(one => one.widget === id && (field === null || one.field === field));
  }

  // Within --------------------------------------------------------------------------------

  put(graph) {
    this.elsewhere = false;
    this.#show(graph);
    this.#autosave.take(graph);
  }

  async #ask(asking) {
    if (!this.canEdit) return asking;
    try {
      const answer = await asEditor(asking);
      this.#shutOut(false);
      return answer;
    } catch (error) {
      this.#shutOut(this.isShutOut || error instanceof ShutOut);
      throw error;
    }
  }

  #shutOut(isShutOut) {
    if (isShutOut === this.isShutOut) return;
    this.isShutOut = isShutOut;
    this.say();
  }

  #show(graph) {
    this.graph = graph;
    if (this.selected && !this.widget(this.selected)) this.selected = null;
    this.say();
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
    this.#autosave.conflict(left.graph, theirs, left.base);
  }
}
