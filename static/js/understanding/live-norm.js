// <live-norm>: numbers that the visitor moves, brought to size 1 on the spot; and how large those of the model grow.
import { html, nothing } from "lit";
import { visible } from "../exploring/looking.js";
import { normalised, size } from "./calculating.js";
import { LivePiece } from "./live-piece.js";

const START = [3, -1, 0.5, 2];
const SIZES = [0.1, 1, 10, 100]; // how many times as large
const MOST = 2; // a bar is full: four numbers of size 1 have none above

class LiveNorm extends LivePiece {
  static properties = { numbers: { state: true }, times: { state: true } };

  constructor() {
    super();
    this.numbers = START;
    this.times = 1;
  }

  /** It works without a model too. */
  render() {
    const given = this.numbers.map(one => one * this.times);
    const normed = normalised(given);
    return html`<div class="live">
      <div class="segments" role="group" aria-label="How large all of them are">${SIZES.map(
        times =>
          html`<button type="button" aria-pressed=${times === this.times} @click=${() => (this.times = times)}>× ${times}</button>`,
      )}</div>
      <ul class="norm-rows">${given.map((number, at) => this.#row(at, number, normed[at]))}</ul>
      <p role="status">Their size is ${size(given).toFixed(2)} before the norm and ${size(normed).toFixed(2)} after it.</p>
      ${this.#ofTheModel()}
    </div>`;
  }

  #row(at, before, after) {
    const id = `norm-${at}`;
    return html`<li><label for=${id}><span class="visually-hidden">Number </span>${at + 1}</label>
      <input type="range" id=${id} min="-5" max="5" step="0.5" .value=${String(this.numbers[at])} aria-valuetext=${before.toFixed(2)}
        @input=${event => (this.numbers = this.numbers.with(at, event.target.valueAsNumber))}>
      <span class="norm-number">${before.toFixed(2)}</span><span aria-hidden="true">→</span>
      <span class="norm-number">${after.toFixed(2)}</span>${bar(after)}</li>`;
  }

  #ofTheModel() {
    const { inside, models } = this.reading;
    if (!inside?.steps.length) return nothing;
    const [first, ...later] = inside.steps;
    const last = later.pop();
    const token = visible(inside.tokens.at(-1));
    return html`<p class="help">In ${models.text.title} the numbers of “${token}” begin with a size of ${first.size.toFixed(2)}, have
      ${(later.at(-1) ?? first).size.toFixed(2)} before the last layer, and ${last.size.toFixed(2)} after the last norm, which then weighs each as it has learned to.</p>`;
  }
}

/** From the middle to the left or to the right. */
function bar(number) {
  const width = Math.min(Math.abs(number), MOST);
  return html`<svg class="norm-bar" viewBox="${-MOST} 0 ${2 * MOST} 1" preserveAspectRatio="none" aria-hidden="true">
    <rect class="norm-ground" x=${-MOST} y="0" width=${2 * MOST} height="1"></rect>
    <rect class="norm-value" x=${number < 0 ? -width : 0} y="0" width=${width} height="1"></rect></svg>`;
}

customElements.define("live-norm", LiveNorm);
