// What keeps widgets from being played: problems of theirs or of what they need, and inputs that are empty. Pure.
import { isInput } from "./values.js";

const unique = all => [...new Set(all)];

export class Obstacles {
  /** `values` and `needs` as in values.js and needs.js. */
  constructor({ app, inputs, values, needs }) {
    Object.assign(this, { app, inputs, values, needs });
  }

  /** What keeps this widget: its first `problem`'s message, the titles above it to `mend`, and of `missing` inputs. */
  of(id) {
    const above = this.values.above(id).filter(one => one.id !== id);
    const needed = this.needs.of(id);
    const titles = isOne => above.filter(isOne).map(widget => widget.title);
    return {
      problem: this.#problem(id),
      mend: titles(one => this.#problem(one.id)),
      missing: titles(one => needed.has(one.id) && isInput(this.app, one) && this.inputs.isMissing(one)),
    };
  }

  isBlocked(id) {
    const { problem, mend, missing } = this.of(id);
    return Boolean(problem) || mend.length > 0 || missing.length > 0;
  }

  /** The titles of the inputs that something to be played lacks. */
  get missing() {
    return unique(this.app.players.flatMap(widget => this.of(widget.id).missing));
  }

  /** The titles of the widgets whose problems keep something from being played. */
  get toMend() {
    const titles = ({ id, title }) => [...this.of(id).mend, ...(this.#problem(id) ? [title] : [])];
    return unique(this.app.players.flatMap(titles));
  }

  /** The first problem that keeps something from being played, in a sentence, or null. */
  get trouble() {
    const [title] = this.toMend;
    const widget = this.app.graph.widgets.find(one => one.title === title);
    return widget ? this.#problem(widget.id) : null;
  }

  #problem(id) {
    return this.app.problemsOf(id)[0]?.message ?? null;
  }
}
