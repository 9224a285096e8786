// <live-layers>: what would come next if the model stopped after each of its layers.
import { html } from "lit";
import { bars } from "../exploring/drawing.js";
import { percent, visible } from "../exploring/looking.js";
import { LivePiece } from "./live-piece.js";

const when = number => (number ? `After layer ${number}` : "Before the first layer");

class LiveLayers extends LivePiece {
  static properties = { at: { state: true } };

  show({ steps }) {
    if (!steps.length) return html`<p class="notice">This model does not show what happens between its layers.</p>`;
    const last = steps.length - 1;
    const at = Math.min(this.at ?? last, last);
    const [best] = steps[at].guesses;
    return html`<ol class="layer-guesses" aria-label="The likeliest token after each layer">
        ${steps.map(
          (
            { guesses: [{ token }] },
            number,
          ) => html`<li><button class="token" type="button" aria-pressed=${number === at}
            aria-label="${when(number)}: ${visible(token)}" @click=${() => (this.at = number)}><small>${number}</small>${visible(token)}</button></li>`,
        )}</ol>
      <p role="status">${when(at)} of ${last} the best guess is “${visible(best.token)}” with ${percent(best.share)}.</p>
      ${bars(steps[at].guesses.map(({ token, share }) => [token, share]))}`;
  }
}

customElements.define("live-layers", LiveLayers);
