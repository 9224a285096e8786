// <live-tokens>: a text of the visitor's, and the tokens that the model reads instead.
import { html, nothing } from "lit";
import { visible } from "../exploring/looking.js";
import { icon } from "../icons.js";
import { counted } from "../words.js";
import { LivePiece } from "./live-piece.js";
import { LONGEST } from "./reading.js";

const EXAMPLES = ["Unbelievably, the hippopotamus", "Der Hund schläft im", "1234567 + 1 ="];

class LiveTokens extends LivePiece {
  render() {
    if (!this.reading.models.text)
      return html`<p class="notice">No text model that can be looked into is installed. <a href="/models/">See which would do.</a></p>`;
    return html`<form class="understand-form" @submit=${this.#submit}>
        <div class="field"><label for="understand-text">Your text, up to ${LONGEST} characters</label>
          <input class="input" id="understand-text" name="text" required maxlength=${LONGEST} autocomplete="off" .value=${this.reading.text}></div>
        <button class="button primary" type="submit" ?disabled=${this.reading.isRunning}>${icon("eye")}Read it</button>
      </form>
      <p class="understand-examples">${EXAMPLES.map(
        text =>
          html`<button class="button small" type="button" ?disabled=${this.reading.isRunning} @click=${() => this.reading.read(text)}>${text}</button>`,
      )}</p>
      <p class="help" role="status">${this.#said()}</p>
      ${this.reading.failure ? html`<p class="error" role="alert">${this.reading.failure}</p>` : nothing}
      ${this.reading.inside ? this.show(this.reading.inside) : nothing}`;
  }

  show({ tokens }) {
    return html`<ol class="token-strip" aria-label="Tokens" aria-busy=${this.reading.isRunning}>
      ${tokens.map(token => html`<li class="token">${visible(token)}</li>`)}</ol>`;
  }

  #said() {
    const { inside, isRunning, models } = this.reading;
    if (isRunning) return `${models.text.title} is reading…`;
    return inside ? `${models.text.title} reads ${counted(inside.tokens.length, "token")}.` : "";
  }

  #submit = event => {
    event.preventDefault();
    this.reading.read(new FormData(event.target).get("text"));
  };
}

customElements.define("live-tokens", LiveTokens);
