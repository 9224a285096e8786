// <live-heads>: all heads of a layer as small pictures, and one of them large.
import { html } from "lit";
import "../exploring/attention-map.js";
import { inWords } from "../exploring/looking.js";
import { LivePiece } from "./live-piece.js";

const MOST = 16; // small pictures

class LiveHeads extends LivePiece {
  static properties = { head: { state: true }, row: { state: true } };

  constructor() {
    super();
    this.head = 0;
    this.row = null;
  }

  show({ maps: [{ weights }], tokens, layer, heads }) {
    const at = Math.min(this.row ?? tokens.length - 1, tokens.length - 1);
    const head = Math.min(this.head, heads - 1);
    return html`<div class="head-pictures" role="group" aria-label="Heads of layer ${layer + 1}">
        ${weights.slice(0, MOST).map((own, number) => this.#picture(own, tokens, number))}
      </div>
      <p role="status">In head ${head + 1} ${inWords(weights[head][at], tokens, tokens, at)}</p>
      <attention-map heading="Head ${head + 1}, token by token" .rows=${tokens} .columns=${tokens} .weights=${weights[head]} .chosen=${at}
        @choose-row=${event => (this.row = event.detail)}></attention-map>`;
  }

  #picture(weights, tokens, number) {
    return html`<button class="head-picture" type="button" aria-pressed=${number === this.head} @click=${() => (this.head = number)}>
      <attention-map bare .rows=${tokens} .columns=${tokens} .weights=${weights}></attention-map>Head ${number + 1}</button>`;
  }
}

customElements.define("live-heads", LiveHeads);
