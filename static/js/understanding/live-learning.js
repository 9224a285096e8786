// <live-learning>: the scores of the next token, as steps of learning move them towards the one that should have come.
import { html } from "lit";
import { bars, strip } from "../exploring/drawing.js";
import { percent, visible } from "../exploring/looking.js";
import { icon } from "../icons.js";
import { counted } from "../words.js";
import { learned, tempered } from "./calculating.js";
import { LivePiece } from "./live-piece.js";

const SHOWN = 6;

class LiveLearning extends LivePiece {
  static properties = { right: { state: true }, steps: { state: true } };

  constructor() {
    super();
    this.#begin(1);
  }

  show({ next }) {
    const logs = next.map(({ log }) => log);
    const right = Math.min(this.right, next.length - 1);
    const scores = Array.from({ length: this.steps }).reduce(now => learned(now, right), logs);
    const shares = tempered(scores, 1);
    const tokens = next.slice(0, SHOWN).map(({ token }) => token);
    return html`<p>What should have come?</p>
      ${strip(tokens, right, at => this.#begin(at), "What should have come")}
      <div class="model-actions">
        <button class="button" type="button" @click=${() => (this.steps += 1)}>${icon("plus")}One step of learning</button>
        <button class="button quiet" type="button" ?disabled=${!this.steps} @click=${() => this.#begin(right)}>${icon("rotate-ccw")}Start again</button>
      </div>
      <p role="status">After ${counted(this.steps, "step")} “${visible(tokens[right])}” has ${percent(shares[right])}, and the loss is ${(-Math.log(shares[right])).toFixed(2)}.</p>
      ${bars(tokens.map((token, at) => [token, shares[at]]))}`;
  }

  #begin(right) {
    this.right = right;
    this.steps = 0;
  }
}

customElements.define("live-learning", LiveLearning);
