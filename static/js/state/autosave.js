// Saves a graph a moment after it changed: one save at a time, again when offline, kept aside until it is safe.
// Knows no server and no page: both are handed in (`send`, `storage`).

export const PAUSE = 800; // ms after the last change
const RETRY = 1000; // ms until the first try again; doubled each time
const LONGEST_WAIT = 30_000; // ms between two tries when offline

/** Errors that trying again will not mend carry an HTTP status below 500 (but 408 and 429). */
const isFinal = error => error.status >= 400 && error.status < 500 && ![408, 429].includes(error.status);

export class Autosave {
  #timer = null;
  #inFlight = null;
  #tries = 0;
  #unsure = []; // sent, but whether they arrived is not known
  #aside = null; // what this tab found or put in the storage; another tab may put its own there

  /**
   * `key` is where in `storage` (localStorage or alike) unsaved work is kept. `send(graph, base)` resolves to {revision, …} or rejects with {status, body}.
   * `changed()` is called whenever `state` may have changed, `saved(answer, graph)` after each save.
   */
  constructor({ key, revision, send, storage, changed, saved = () => {}, pause = PAUSE, retry = RETRY }) {
    Object.assign(this, { key, revision, send, storage, changed, saved, pause, retry });
    this.state = "saved"; // saved, saving, offline, conflict, refused
    this.pending = null;
    this.theirs = null;
    this.base = null; // in a conflict, the revision that `pending` was made from
    this.refusal = null; // the sentence why the server did not take it
  }

  /** What an earlier visit could not save: {graph, base}, or null. */
  get left() {
    try {
      this.#aside = this.storage.getItem(this.key);
      const left = JSON.parse(this.#aside);
      return Array.isArray(left?.graph?.widgets) && Number.isInteger(left.base) ? left : null;
    } catch {
      return null;
    }
  }

  get isSafe() {
    return this.pending === null && this.#inFlight === null;
  }

  take(graph) {
    this.pending = graph;
    this.#keep(graph);
    if (this.state === "conflict") return;
    this.#move("saving");
    this.#schedule(this.pause);
  }

  /** Saves now. Resolves to true once nothing is unsaved, to false when that did not work. */
  async flush() {
    clearTimeout(this.#timer);
    while (this.#inFlight || (this.pending && this.state !== "conflict")) {
      const before = this.#tries;
      await (this.#inFlight ?? this.#start());
      if (this.#tries > before || this.state === "refused") break;
    }
    return this.isSafe;
  }

  /** `graph` was made from revision `base`, and the server has `theirs` by now. */
  conflict(graph, theirs, base = this.revision) {
    clearTimeout(this.#timer);
    Object.assign(this, { pending: graph, theirs, base });
    this.#keep(graph);
    this.#move("conflict");
  }

  /** Ends a conflict: what is taken next goes on top of theirs, which may be newer than was known. */
  accept(revision = this.theirs.revision) {
    Object.assign(this, { revision, theirs: null, base: null, pending: null });
    this.forget();
    this.#move("saved");
  }

  #schedule(pause) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#inFlight ?? this.#start(), pause);
  }

  #start() {
    if (!this.pending) return Promise.resolve();
    this.#inFlight = this.#save(this.pending).finally(() => {
      this.#inFlight = null;
      if (this.pending && this.state === "saving") this.#schedule(this.pause);
      this.changed();
    });
    return this.#inFlight;
  }

  async #save(graph) {
    this.#move("saving");
    try {
      const answer = await this.send(graph, this.revision);
      this.revision = answer.revision;
      this.#tries = 0;
      this.#unsure = [];
      this.#done(graph);
      this.saved(answer, graph);
    } catch (error) {
      this.#failed(error, graph);
    }
  }

  #done(graph) {
    if (this.pending !== graph) return this.#keep(this.pending); // it went on changing meanwhile
    this.pending = null;
    this.forget();
    this.#move("saved");
  }

  #failed(error, graph) {
    const theirs = error.status === 409 ? error.body?.theirs : null;
    if (theirs && this.#isMine(theirs.graph, graph)) return this.#arrived(theirs, graph);
    if (theirs) return this.conflict(this.pending, theirs);
    if (isFinal(error)) return this.#refused(error);
    if (this.#unsure.at(-1) !== graph) this.#unsure.push(graph);
    this.#keep(this.pending);
    this.#tries += 1;
    this.#move("offline");
    this.#schedule(Math.min(this.retry * 2 ** (this.#tries - 1), LONGEST_WAIT));
  }

  /** Whether what the server has is what was just sent: by another tab, or by an earlier try whose answer got lost. */
  #isMine(theirs, graph) {
    return [graph, ...this.#unsure].some(sent => sameGraph(theirs, sent));
  }

  #arrived(theirs, graph) {
    this.revision = theirs.revision;
    this.#unsure = [];
    this.#done(sameGraph(theirs.graph, graph) ? graph : null);
  }

  #refused(error) {
    this.refusal = error.message;
    this.#move("refused");
  }

  #move(state) {
    this.state = state;
    if (state !== "refused") this.refusal = null;
    this.changed();
  }

  #keep(graph) {
    this.#aside = JSON.stringify({ base: this.base ?? this.revision, graph });
    try {
      this.storage.setItem(this.key, this.#aside);
    } catch {
      // Storage may be full or forbidden; then the warning before leaving is what remains.
    }
  }

  forget() {
    try {
      if (this.storage.getItem(this.key) === this.#aside) this.storage.removeItem(this.key);
    } catch {
      // As above.
    }
  }
}

/** Whether two graphs say the same, whatever the order of their keys. */
export function sameGraph(a, b) {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || !a || !b) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every(key => key in b && sameGraph(a[key], b[key]));
}
