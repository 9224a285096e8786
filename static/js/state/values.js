// What each widget holds for those that refer to it: what was given, what a model made, a note filled in; and which others
// it needs for that. Knows no run and no server.

import { dependencies, reachable } from "../graph/order.js";
import { fold, parse, written } from "../graph/references.js";
import * as answers from "./answers.js";
import * as given from "./given.js";

const LONGEST_NOTE = 100_000; // characters: notes that refer to notes could grow without end

export class Values {
  #graph = null; // what is kept below was made from it
  #needs; // by widget id: the ids that it refers to
  #above; // by widget id: a Set of all that it needs, directly or not
  #notes; // by widget id: the text, filled in

  /** `files()` are the Uploads that are known, by id; `said(id)` are the turns of a chat. */
  constructor({ app, inputs, results, files, said }) {
    Object.assign(this, { app, inputs, results, files, said });
  }

  /** What a widget shows to those that refer to it. */
  of(id) {
    const widget = this.app.widget(id);
    if (isInput(this.app, widget)) return given.reads(widget, this.inputs.value(widget), this.files());
    if (widget.kind === "note") return this.#note(widget);
    if (widget.kind === "chat") return answers.transcript(widget.settings, this.said(id));
    const { value, before } = this.results.get(id) ?? {};
    return answers.reads(widget, value || before?.value || "");
  }

  /** The widgets that this one needs, directly or not. */
  above(id) {
    const ids = this.#reach(id);
    return this.#graph.widgets.filter(widget => ids.has(widget.id));
  }

  /** Inputs or results changed: notes are filled in anew. */
  forget() {
    this.#notes = new Map();
  }

  #note(widget) {
    this.#look();
    if (!this.#notes.has(widget.id)) this.#notes.set(widget.id, this.#filledIn(widget));
    return this.#notes.get(widget.id);
  }

  /** References that lead back to this note would never end: they stay as they are written. */
  #filledIn({ id, settings }) {
    const others = this.#needs.get(id).filter(other => !this.#reach(other).has(id));
    const values = new Map(others.map(other => [fold(this.app.widget(other).title), other]));
    let text = "";
    for (const piece of parse(settings.text ?? "")) {
      text += typeof piece === "string" ? piece : this.#quoted(piece.title, values.get(fold(piece.title)));
      if (text.length > LONGEST_NOTE) return `${text.slice(0, LONGEST_NOTE)}…`;
    }
    return text;
  }

  #quoted(title, id) {
    return id === undefined ? written(title) : this.of(id) || `‹${this.app.widget(id).title}›`;
  }

  #reach(id) {
    this.#look();
    if (!this.#above.has(id)) this.#above.set(id, reachable(this.#needs, [id]));
    return this.#above.get(id);
  }

  #look() {
    if (this.#graph === this.app.graph) return;
    this.#graph = this.app.graph;
    this.#needs = dependencies(this.#graph);
    this.#above = new Map();
    this.forget();
  }
}

/** Whether a visitor, and nobody else, gives the widget its value. */
export function isInput(app, widget) {
  const kind = app.kinds.find(one => one.name === widget?.kind);
  return Boolean(kind?.takes_input && !kind.plays);
}
