// <attention-map>: the weights of one head as a grid of squares, each row a token that looks, each column one it looks at.
// A bare one is only a small picture of its squares.
import { html, nothing, svg } from "lit";
import { Element } from "../element.js";
import { visible } from "./looking.js";

const CELL = 18; // units of the drawing
const LABEL = 84;
const OVERHANG = 40; // of the last column's label
const LONGEST = 9; // characters of a label

const opacity = share => (0.04 + 0.96 * share).toFixed(3);

const short = token => {
  const shown = visible(token);
  return shown.length > LONGEST ? `${shown.slice(0, LONGEST - 1)}…` : shown;
};

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
    const { rows, columns } = this;
    const [width, height] = [LABEL + columns.length * CELL + OVERHANG, LABEL + rows.length * CELL];
    return html`<div class="attention-scroll" tabindex="0" role="img" aria-label=${this.heading ?? "Attention, token by token"}>
      <svg class="attention" viewBox="0 0 ${width} ${height}" width=${width} height=${height}>
        ${columns.map((token, at) => this.#column(token, at))} ${rows.map((token, at) => this.#row(token, at))}
        ${this.weights.map((row, r) => row.map((share, c) => this.#cell(share, r, c)))}
        ${this.chosen >= 0 ? svg`<rect class="attention-chosen" x="1" y=${LABEL + this.chosen * CELL} width=${width - OVERHANG - 2} height=${CELL} rx="3"></rect>` : nothing}
      </svg>
    </div>`;
  }

  #picture() {
    const { rows, columns, weights } = this;
    const square = (share, r, c) =>
      svg`<rect class="attention-cell" x=${c} y=${r} width="1" height="1" fill-opacity=${opacity(share)}></rect>`;
    return html`<svg class="attention-picture" viewBox="0 0 ${columns.length} ${rows.length}" aria-hidden="true">
      ${weights.map((row, r) => row.map((share, c) => (share ? square(share, r, c) : nothing)))}
    </svg>`;
  }

  #column(token, at) {
    const x = LABEL + at * CELL + CELL / 2;
    return svg`<text class="attention-label" transform="translate(${x} ${LABEL - 6}) rotate(-60)">${short(token)}</text>`;
  }

  #row(token, at) {
    const y = LABEL + at * CELL + CELL / 2 + 4;
    return svg`<text class="attention-label" x=${LABEL - 6} y=${y} text-anchor="end">${short(token)}</text>`;
  }

  #cell(share, row, column) {
    const [x, y] = [LABEL + column * CELL, LABEL + row * CELL];
    return svg`<rect class="attention-cell" x=${x + 1} y=${y + 1} width=${CELL - 2} height=${CELL - 2} rx="3"
      fill-opacity=${opacity(share)} @click=${() => this.#choose(row)}>
      <title>${visible(this.rows[row])} → ${visible(this.columns[column])}: ${(share * 100).toFixed(1)}%</title></rect>`;
  }

  #choose(row) {
    this.dispatchEvent(new CustomEvent("choose-row", { bubbles: true, detail: row }));
  }
}

customElements.define("attention-map", AttentionMap);
