// Undo and redo over immutable graphs. Knows nothing of saving or of the page.

const MOST_STEPS = 200;
const MERGE_WITHIN = 1000; // ms: typing goes on as one step

export class History {
  #past = [];
  #future = [];

  /** Remembers how it was `before` a step. Steps with the same `merge` key in quick succession become one. */
  record(label, before, { merge = null, now = Date.now() } = {}) {
    const last = this.#past.at(-1);
    const goesOn = merge !== null && last?.merge === merge && now - last.at < MERGE_WITHIN && !this.#future.length;
    if (goesOn) last.at = now;
    else this.#past.push({ label, graph: before, merge, at: now });
    if (this.#past.length > MOST_STEPS) this.#past.shift();
    this.#future = [];
  }

  /** What the next undo (or redo) would take back, in words; null when there is nothing. */
  get undoable() {
    return this.#past.at(-1)?.label ?? null;
  }

  get redoable() {
    return this.#future.at(-1)?.label ?? null;
  }

  /** The graph as it was before the last step; `now` can be had back with redo. Null when there is none. */
  undo(now) {
    return this.#step(this.#past, this.#future, now);
  }

  redo(now) {
    return this.#step(this.#future, this.#past, now);
  }

  #step(from, to, now) {
    const step = from.pop();
    if (!step) return null;
    to.push({ ...step, graph: now, merge: null });
    return step.graph;
  }
}
