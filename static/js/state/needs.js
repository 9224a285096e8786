// What a widget needs as things are: while its condition is not met it asks for nothing, and a chat in which nobody said
// anything keeps nobody waiting. The twin of what widgets/running/holdings.py calls lacking.
import { fold, named, templates } from "../graph/references.js";

const HOLDS = {
  filled: held => held !== "",
  empty: held => held === "",
  equals: (held, wanted) => held === wanted,
  differs: (held, wanted) => held !== wanted,
  contains: (held, wanted) => held.includes(wanted),
};

const trimmed = text => text.trim().toLowerCase();

/** Whether the condition is met by what the widget that it refers to holds, as it reads. */
export const isMet = ({ when_is = "filled", when_value = "" }, held) =>
  HOLDS[when_is](trimmed(held), trimmed(when_value));

export class Needs {
  #graph = null; // what is kept below was made from it
  #links; // by widget id: the widgets that its condition looks at, and those that all else in it refers to

  /** `value(widget)` is how it reads, null as long as that is not known; `rests(widget)`: a chat without a word. */
  constructor({ app, value, rests }) {
    Object.assign(this, { app, value, rests });
  }

  /** The ids of all that a widget needs, directly or not, before it can be played. Its condition may ask what is empty. */
  of(id) {
    this.#look();
    const found = new Set();
    const ahead = [id];
    while (ahead.length) {
      for (const need of this.#needs(ahead.pop())) {
        if (found.has(need.id)) continue;
        found.add(need.id);
        if (!this.rests(need)) ahead.push(need.id);
      }
    }
    return found;
  }

  #needs(id) {
    const { widget, asked, work } = this.#links.get(id);
    const isPlayed = one => this.app.players.includes(one);
    return [...asked.filter(isPlayed), ...(this.#isOff(widget, asked) ? [] : work)];
  }

  #isOff({ settings }, [asked]) {
    const held = asked ? this.value(asked) : null;
    return held !== null && !isMet(settings, held);
  }

  #look() {
    if (this.#graph === this.app.graph) return;
    this.#graph = this.app.graph;
    const byTitle = new Map(this.#graph.widgets.toReversed().map(widget => [fold(widget.title), widget]));
    const meant = text =>
      named(text)
        .map(title => byTitle.get(fold(title)))
        .filter(Boolean);
    this.#links = new Map(this.#graph.widgets.map(widget => [widget.id, { widget, ...this.#linksOf(widget, meant) }]));
  }

  /** Where the prompts are kept from the visitor, a widget says itself whom it needs. */
  #linksOf(widget, meant) {
    if (widget.needs) return { asked: [], work: widget.needs.map(id => this.app.widget(id)).filter(Boolean) };
    const { when = "", ...others } = Object.fromEntries(templates(widget));
    return { asked: meant(when), work: meant(Object.values(others).join("\n")) };
  }
}
