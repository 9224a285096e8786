// <attention-map>: the weights of one head as a grid of squares, each row a token that looks, each column one it looks at.
// The names of the rows stay in sight while one scrolls; where a row is `chosen`, they choose another. A bare one is only
// a small picture of its squares.
import { html, nothing, svg } from "lit";
import { Element } from "../element.js";
import { inWords, visible } from "./looking.js";

const CELL = 18; // units of the drawing
const LETTER = 6.6; // width
const GAP = 8; // on each side of a label
const LONGEST = 9; // characters of a label
const LEAST = 0.8; // of its size: where even that is too wide, it scrolls

const opacity = share => (0.04 + 0.96 * share).toFixed(3);

const short = token => {
  const shown = visible(token);
  return shown.length > LONGEST ? `${shown.slice(0, LONGEST - 1)}…` : shown;
};

const room = tokens => LETTER * Math.max(...tokens.map(token => short(token).length));

class AttentionMap extends Element {
  static properties = {
    rows: { attribute: false },
    columns: { attribute: false },
    weights: { attribute: false },
    chosen: { type: Number }, // the row that is looked at, if any
    bare: { type: Boolean },
    heading: {},
  };

  render() {
    if (this.bare) return this.#picture();
    const heading = this.heading ?? "Attention, token by token";
    const [tabindex, role, label] = this.#isChoice ? [nothing, nothing, nothing] : [0, "img", heading];
    return html`<div class="attention-scroll" tabindex=${tabindex} role=${role} aria-label=${label}>
      ${this.#names(heading)} ${this.#grid()}
    </div>`;
  }

  updated() {
    for (const part of this.querySelectorAll(".attention"))
      part.style.setProperty("min-width", `${LEAST * part.getAttribute("width")}px`);
  }

  get #isChoice() {
    return this.chosen >= 0;
  }

  /** The labels of the columns lean to the right, by 60 degrees. */
  get #top() {
    return GAP + 0.87 * room(this.columns) + LETTER / 2;
  }

  #names(heading) {
    const [width, height] = [room(this.rows) + 2 * GAP, this.#top + this.rows.length * CELL];
    const [role, label] = this.#isChoice ? ["radiogroup", heading] : [nothing, nothing];
    return html`<svg class="attention attention-names" viewBox="0 0 ${width} ${height}" width=${width} height=${height}
      role=${role} aria-label=${label} @keydown=${this.#onKey}>${this.rows.map((token, at) => this.#name(token, at, width))}</svg>`;
  }

  #name(token, at, width) {
    const y = this.#top + at * CELL;
    const label = svg`<text class="attention-label" x=${width - GAP} y=${y + CELL / 2 + 4} text-anchor="end">${short(token)}</text>`;
    if (!this.#isChoice) return label;
    const isChosen = at === this.chosen;
    return svg`<g class="attention-name" role="radio" aria-checked=${isChosen} tabindex=${isChosen ? 0 : -1}
        aria-label=${inWords(this.weights[at], this.rows, this.columns, at)} @click=${() => this.#choose(at)}>
      <rect x="2" y=${y} width=${width - 4} height=${CELL} rx="3"></rect>${label}</g>`;
  }

  #grid() {
    const top = this.#top;
    const across = this.columns.length * CELL;
    const [width, height] = [across + room(this.columns) / 2, top + this.rows.length * CELL];
    return html`<svg class="attention" viewBox="0 0 ${width} ${height}" width=${width} height=${height} aria-hidden="true">
      ${this.columns.map((token, at) => this.#column(token, at, top))}
      ${this.weights.map((row, r) => row.map((share, c) => this.#cell(share, r, c, top)))}
      ${this.#isChoice ? svg`<rect class="attention-chosen" x="0" y=${top + this.chosen * CELL} width=${across} height=${CELL} rx="3"></rect>` : nothing}
    </svg>`;
  }

  #picture() {
    const { rows, columns, weights } = this;
    const square = (share, r, c) =>
      svg`<rect class="attention-cell" x=${c} y=${r} width="1" height="1" fill-opacity=${opacity(share)}></rect>`;
    return html`<svg class="attention-picture" viewBox="0 0 ${columns.length} ${rows.length}" aria-hidden="true">
      ${weights.map((row, r) => row.map((share, c) => (share ? square(share, r, c) : nothing)))}
    </svg>`;
  }

  #column(token, at, top) {
    const x = at * CELL + CELL / 2 + 2;
    return svg`<text class="attention-label" transform="translate(${x} ${top - GAP / 2}) rotate(-60)">${short(token)}</text>`;
  }

  #cell(share, row, column, top) {
    const [x, y] = [column * CELL, top + row * CELL];
    return svg`<rect class="attention-cell" x=${x + 1} y=${y + 1} width=${CELL - 2} height=${CELL - 2} rx="3"
      fill-opacity=${opacity(share)} @click=${() => this.#choose(row)}>
      <title>${visible(this.rows[row])} → ${visible(this.columns[column])}: ${(share * 100).toFixed(1)}%</title></rect>`;
  }

  #choose(row) {
    this.dispatchEvent(new CustomEvent("choose-row", { bubbles: true, detail: row }));
  }

  #onKey = event => {
    const last = this.rows.length - 1;
    const steps = { ArrowUp: this.chosen - 1, ArrowDown: this.chosen + 1, Home: 0, End: last };
    if (!(event.key in steps)) return;
    event.preventDefault();
    const row = Math.min(Math.max(steps[event.key], 0), last);
    this.#choose(row);
    this.querySelectorAll(".attention-name")[row].focus();
  };
}

customElements.define("attention-map", AttentionMap);
