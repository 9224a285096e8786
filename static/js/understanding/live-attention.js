// <live-attention>: one token, and where it looks: the mean of all heads of a layer.
import { html } from "lit";
import { bars, strip } from "../exploring/drawing.js";
import { inWords, strongest, weightsOf } from "../exploring/looking.js";
import { LivePiece } from "./live-piece.js";

const SHOWN = 5;

class LiveAttention extends LivePiece {
  static properties = { row: { state: true } };

  show({ maps: [map], tokens, layer: seen, layers }) {
    const at = Math.min(this.row ?? tokens.length - 1, tokens.length - 1);
    const weights = weightsOf(map, null)[at];
    const layer = this.reading.layer ?? seen;
    return html`${strip(tokens, at, row => (this.row = row), "Who looks")}
      <div class="field"><label for="understand-layer">Layer ${layer + 1} of ${layers}</label>
        <input type="range" id="understand-layer" min="1" max=${layers} .value=${String(layer + 1)}
          @input=${event => this.reading.chooseLayer(event.target.valueAsNumber - 1)}></div>
      <p role="status">${inWords(weights, tokens, tokens, at)}</p>
      ${bars(strongest(weights, SHOWN).map(({ column, share }) => [tokens[column], share]))}`;
  }
}

customElements.define("live-attention", LiveAttention);
