// A conflict put right: what this page changed and what was saved elsewhere are merged, widget by widget. Where both
// changed the same, somebody chooses; then the whole goes on top of what was saved elsewhere.

import { State } from "./state.js";

export class Merging extends State {
  #handled = null; // the conflict that was taken up: {theirs}

  /** `app` is an AppState; `api` has mergeGraph. `merged(author)` is called when it was put right without a question. */
  constructor({ app, api, merged = () => {} }) {
    super();
    Object.assign(this, { app, api, merged });
    this.#forget();
    app.addEventListener("change", () => this.#look());
    this.#look();
  }

  /** Whether there is something to choose, or a merge that did not work. */
  get isAsking() {
    return this.conflicts.length > 0 || this.failure !== null;
  }

  get isReady() {
    return this.conflicts.every(({ widget }) => this.choices[widget]);
  }

  /** `side` is "mine" or "theirs". */
  choose(widget, side) {
    this.choices = { ...this.choices, [widget]: side };
    this.say();
  }

  /** Merges with what was chosen; the user may have gone on writing, and somebody else saving, so it may ask more. */
  async finish() {
    const { base, graph } = this.app;
    try {
      const answer = await this.api.mergeGraph(this.app.app.id, { base_revision: base, graph, choices: this.choices });
      if (this.app.saving !== "conflict") return;
      if (this.app.graph !== graph) return await this.finish();
      this.#take(answer);
    } catch (error) {
      this.failure = error.message;
    }
    this.say();
  }

  #take({ revision, graph, author, conflicts }) {
    Object.assign(this, { author, conflicts, failure: null });
    if (conflicts.length) return;
    const wasAsked = Object.keys(this.choices).length > 0;
    this.#forget();
    this.app.takeMerged({ revision, graph });
    if (!wasAsked) this.merged(author);
  }

  #look() {
    const { theirs } = this.app;
    if (theirs === this.#handled) return;
    this.#handled = theirs;
    this.#forget();
    if (theirs) this.finish();
    else this.say();
  }

  #forget() {
    Object.assign(this, { author: null, conflicts: [], choices: {}, failure: null });
  }
}
