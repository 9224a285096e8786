// What keeps widgets from being played: problems of theirs or of what they need, and inputs that are empty. Pure.
import { isInput } from "./values.js";

const NO_MODEL = "no_model"; // nobody who builds can mend that

const unique = all => [...new Set(all)];

export class Obstacles {
  /** `values` and `needs` as in values.js and needs.js. */
  constructor({ app, inputs, values, needs }) {
    Object.assign(this, { app, inputs, values, needs });
  }

  /**
   * What keeps this widget: its first `problem`'s message, the titles above it to `mend`, of those that it is `without`
   * because no model here can play them, and of `missing` inputs.
   */
  of(id) {
    const above = this.values.above(id).filter(one => one.id !== id);
    const needed = this.needs.of(id);
    const titles = isOne => above.filter(isOne).map(widget => widget.title);
    return {
      problem: this.#problem(id)?.message ?? null,
      mend: titles(one => this.#isToMend(one.id)),
      without: titles(one => this.#hasNoModel(one.id)),
      missing: titles(one => needed.has(one.id) && isInput(this.app, one) && this.inputs.isMissing(one)),
    };
  }

  isBlocked(id) {
    const { problem, mend, without, missing } = this.of(id);
    return Boolean(problem) || [mend, without, missing].some(titles => titles.length > 0);
  }

  /** Whether no model here can play it or what it needs: only an administrator can mend that. */
  isLeftOut(id) {
    return this.#hasNoModel(id) || this.of(id).without.length > 0;
  }

  /** The widgets that no model here can play. */
  get leftOut() {
    return this.app.players.filter(widget => this.#hasNoModel(widget.id));
  }

  /** The titles of the inputs that something to be played lacks. */
  get missing() {
    const able = this.app.players.filter(widget => !this.isLeftOut(widget.id));
    return unique(able.flatMap(widget => this.of(widget.id).missing));
  }

  /** The titles of the widgets whose problems keep something from being played. */
  get toMend() {
    const titles = ({ id, title }) => [...this.of(id).mend, ...(this.#isToMend(id) ? [title] : [])];
    return unique(this.app.players.flatMap(titles));
  }

  /** The first problem that keeps something from being played, in a sentence, or null. */
  get trouble() {
    const [title] = this.toMend;
    const toMend = this.app.graph.widgets.find(one => one.title === title);
    const isAllLeftOut = this.app.players.every(widget => this.isLeftOut(widget.id));
    const widget = toMend ?? (isAllLeftOut ? this.leftOut[0] : null);
    return widget ? this.#problem(widget.id).message : null;
  }

  #problem(id) {
    return this.app.problemsOf(id).find(one => one.code !== NO_MODEL) ?? this.app.problemsOf(id)[0] ?? null;
  }

  #hasNoModel(id) {
    return this.#problem(id)?.code === NO_MODEL;
  }

  #isToMend(id) {
    return Boolean(this.#problem(id)) && !this.#hasNoModel(id);
  }
}
