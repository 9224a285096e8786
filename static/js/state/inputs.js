// What a visitor typed: what the run has, and what was not sent yet, which outlives the page.

export class Inputs {
  #sent = new Map();
  #drafts;

  /** `storage` is localStorage or alike; `key` is where in it the drafts are. */
  constructor({ storage, key }) {
    Object.assign(this, { storage, key });
    this.#drafts = new Map(Object.entries(this.#read()));
  }

  /** What stands in the box of an input widget: "" when nothing was typed. */
  typed(widget) {
    return this.#drafts.get(widget.id) ?? this.#sent.get(widget.id) ?? widget.settings.default ?? "";
  }

  /** What prompts get: nothing typed means the default. */
  value(widget) {
    return orDefault(this.#drafts.get(widget.id) ?? this.#sent.get(widget.id), widget);
  }

  isMissing(widget) {
    return (widget.settings.required ?? true) && !this.value(widget).trim();
  }

  /** Whether the run has yet to hear of what was typed. */
  isUnsent(widget) {
    return this.value(widget) !== orDefault(this.#sent.get(widget.id), widget);
  }

  set(id, text) {
    if (text === this.#sent.get(id)) this.#drafts.delete(id);
    else this.#drafts.set(id, text);
    this.#write([id]);
  }

  /** What the run has, by widget id. Drafts stay: they are newer. */
  receive(values) {
    for (const [id, text] of Object.entries(values)) {
      this.#sent.set(id, text);
      if (this.#drafts.get(id) === text) this.#drafts.delete(id);
    }
    this.#write(Object.keys(values));
  }

  /** Everything that was typed into these widgets, by title: what a play sends. */
  byTitle(widgets) {
    const typed = widgets.filter(({ id }) => this.#drafts.has(id) || this.#sent.has(id));
    return Object.fromEntries(typed.map(widget => [widget.title, this.typed(widget)]));
  }

  /** Another run: nothing was sent to it yet. Answers what was typed so far, by widget id. */
  clear({ drafts = false } = {}) {
    const typed = { ...Object.fromEntries(this.#sent), ...Object.fromEntries(this.#drafts) };
    this.#sent.clear();
    if (drafts) this.#drafts.clear();
    this.#write(Object.keys(typed));
    return typed;
  }

  #read() {
    try {
      const texts = Object.entries(JSON.parse(this.storage.getItem(this.key)) ?? {});
      return Object.fromEntries(texts.filter(([, text]) => typeof text === "string"));
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
      // Storage may be full or forbidden; what was typed still stands on the page.
    }
  }
}

const orDefault = (text, widget) => (text?.trim() ? text : (widget.settings.default ?? ""));
