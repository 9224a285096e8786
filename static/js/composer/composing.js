// Composing: a model builds this app, or proposes a change of it. Meanwhile the app is held: it shows what there is so
// far. Knows no page; `listen` opens what events come through.

import { State } from "../state/state.js";

const EVENTS = ["composition.title", "composition.widget", "composition.ended", "generation.started", "reset"];
const LATER = 1500; // ms until a lost connection is looked after

/** Server-Sent Events of a composition after `cursor`. The browser itself connects again, from the last one it saw. */
export function listen(id, cursor, hear) {
  const source = new EventSource(`/api/compositions/${id}/events?after=${encodeURIComponent(cursor)}`);
  for (const type of EVENTS) source.addEventListener(type, event => hear(type, JSON.parse(event.data)));
  // A proxy may refuse it for good, and then the browser gives up.
  source.addEventListener("error", () => source.readyState === EventSource.CLOSED && hear("reset", {}));
  return () => source.close();
}

export class Composing extends State {
  #close = null;
  #later = null;

  /** `app` is an AppState; `composition` is the one of the page's data, or null; `ended` is told of a new app. */
  constructor({ app, api, composition = null, listener = listen, ended = () => {} }) {
    super();
    Object.assign(this, { app, api, listener, ended });
    this.composition = null;
    this.said = ""; // what just happened, for those who do not see the board
    this.failure = null; // {message}: why the last one ended without what was wished for
    this.stopping = false;
    this.isBegun = false; // whether a model has begun with the first step
    if (composition) this.#take(composition);
  }

  get isWorking() {
    return this.composition?.state === "working";
  }

  /** A change that waits for a yes or no. */
  get proposal() {
    const { composition } = this;
    return composition?.changes && composition.state === "done" ? composition : null;
  }

  /** Asks for a change. Rejects with the sentence why not. */
  async ask(description) {
    this.failure = null;
    if (!(await this.app.save())) throw new Error("Your changes are not saved yet. Try again once they are.");
    this.#take(await this.api.startComposition({ description, app: this.app.app.id }));
  }

  async stop() {
    this.stopping = true;
    this.say();
    try {
      this.#take(await this.api.stopComposition(this.composition.id));
    } finally {
      this.stopping = false;
      this.say();
    }
  }

  /** Takes the proposal: one step, saved as a revision, that undo takes back. */
  accept() {
    const { graph, description } = this.proposal;
    this.#end();
    this.app.change(`“${description}”`, () => graph);
  }

  async discard() {
    const { id } = this.proposal;
    this.#end();
    await this.api.stopComposition(id); // or else a reload would propose it again
  }

  dismiss() {
    this.failure = null;
    this.say();
  }

  close() {
    this.#close?.();
    clearTimeout(this.#later);
    this.#close = null;
  }

  /** The composition as the server has it by now. */
  #take(composition) {
    const isNew = this.composition?.id !== composition.id;
    if (isNew) Object.assign(this, { isBegun: composition.progress.done > 0, said: "" });
    this.composition = composition;
    this.app.hold();
    if (composition.graph.widgets.length || composition.changes) this.app.preview(composition.graph);
    if (composition.state !== "working") this.#finish(composition);
    else if (isNew) this.#follow(composition.cursor);
    this.say();
  }

  #follow(cursor) {
    this.close();
    const { id } = this.composition;
    const current = (...news) => this.composition?.id === id && this.#hear(...news);
    this.#close = this.listener(id, cursor, current);
  }

  #hear(type, data) {
    if (type === "composition.ended") return this.#take(data.composition);
    if (type === "reset") return this.#lookAgain();
    if (type === "generation.started") this.isBegun = true;
    if (type === "composition.title") this.#name(data.title);
    if (type === "composition.widget") this.#put(data);
    this.say();
  }

  #name(title) {
    this.#learn({ title }, `It is called “${title}”`);
    this.app.adopt({ title, revision: this.app.revision });
  }

  #put({ widget, filled }) {
    const { graph } = this.composition;
    const known = graph.widgets.some(one => one.id === widget.id);
    const widgets = known
      ? graph.widgets.map(one => (one.id === widget.id ? widget : one))
      : [...graph.widgets, widget];
    this.#learn(
      { graph: { ...graph, widgets } },
      filled ? `“${widget.title}” is filled in` : `“${widget.title}” was added`,
    );
    this.app.preview(this.composition.graph);
  }

  #learn(news, said) {
    this.composition = { ...this.composition, ...news };
    this.said = said;
  }

  /** The log is gone, or the connection: how things are, the server says. */
  async #lookAgain() {
    const { id } = this.composition;
    const found = await this.api.fetchComposition(id).catch(() => null);
    if (this.composition?.id !== id) return;
    if (found) {
      this.#take(found);
      if (this.isWorking) this.#follow(found.cursor);
    } else {
      clearTimeout(this.#later);
      this.#later = setTimeout(() => this.#lookAgain(), LATER);
    }
  }

  #finish(composition) {
    this.close();
    this.failure = composition.state === "failed" ? { message: composition.failure.message } : null;
    if (this.proposal) return;
    this.#end();
    if (composition.changes) return;
    const { graph, problems, revision, title } = composition;
    const named = title ? { title } : {};
    if (graph.widgets.length) this.app.adopt({ graph, problems, revision, ...named }, "Compose the app");
    this.ended(composition);
  }

  #end() {
    this.close();
    this.composition = null;
    this.app.release();
    this.say();
  }
}
