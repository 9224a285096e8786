// What a visitor gave: what the run has, and what was not sent yet, which outlives the page. Values are JSON; what they
// mean, given.js says.

import { boxed, given, isMissing, isSame } from "./given.js";

export class Inputs {
  #sent = new Map();
  #drafts;

  /** `storage` is localStorage or alike; `key` is where in it the drafts are. */
  constructor({ storage, key }) {
    Object.assign(this, { storage, key });
    this.#drafts = new Map(Object.entries(this.#read()));
  }

  /** What stands in the box of an input widget: the default when nothing was given. */
  typed(widget) {
    return boxed(widget, this.#newest(widget));
  }

  /** What counts: nothing given means the default. */
  value(widget) {
    return given(widget, this.#newest(widget));
  }

  isMissing(widget) {
    return isMissing(widget, this.#newest(widget));
  }

  /** Whether the run has yet to hear of what was given. */
  isUnsent(widget) {
    return !isSame(this.value(widget), given(widget, this.#sent.get(widget.id)));
  }

  /** A value of null takes back what was given. */
  set(id, value) {
    if (isSame(value, this.#sent.get(id))) this.#drafts.delete(id);
    else this.#drafts.set(id, value);
    this.#write([id]);
  }

  /** What the run has, by widget id. Drafts stay: they are newer. */
  receive(values) {
    for (const [id, value] of Object.entries(values)) {
      this.#sent.set(id, value);
      if (isSame(this.#drafts.get(id), value)) this.#drafts.delete(id);
    }
    this.#write(Object.keys(values));
  }

  /** Everything that was given to these widgets, by title: what a play sends. */
  byTitle(widgets) {
    const filled = widgets.filter(({ id }) => this.#drafts.has(id) || this.#sent.has(id));
    return Object.fromEntries(filled.map(widget => [widget.title, this.typed(widget)]));
  }

  /** Another run: nothing was sent to it yet. Answers what was given so far, by widget id. */
  clear({ drafts = false } = {}) {
    const all = { ...Object.fromEntries(this.#sent), ...Object.fromEntries(this.#drafts) };
    this.#sent.clear();
    if (drafts) this.#drafts.clear();
    this.#write(Object.keys(all));
    return all;
  }

  /** What `clear` answered, but for what was given since. */
  putBack(values) {
    for (const [id, value] of Object.entries(values)) if (!this.#drafts.has(id)) this.set(id, value);
  }

  #newest({ id }) {
    return this.#drafts.has(id) ? this.#drafts.get(id) : this.#sent.get(id);
  }

  #read() {
    try {
      const kept = JSON.parse(this.storage.getItem(this.key));
      return typeof kept === "object" && kept !== null ? { ...kept } : {};
    } catch {
      return {};
    }
  }

  /** Only these: another tab may have drafts of others. */
  #write(ids) {
    const kept = this.#read();
    for (const id of ids) {
      if (this.#drafts.has(id)) kept[id] = this.#drafts.get(id);
      else delete kept[id];
    }
    try {
      if (Object.keys(kept).length) this.storage.setItem(this.key, JSON.stringify(kept));
      else this.storage.removeItem(this.key);
    } catch {
      // Storage may be full or forbidden; what was given still stands on the page.
    }
  }
}
