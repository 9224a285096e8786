// <live-sampling>: the chances of the next token, as a temperature and a top-p make them, and draws from them.
import { html, nothing } from "lit";
import { bars } from "../exploring/drawing.js";
import { percent, visible } from "../exploring/looking.js";
import { icon } from "../icons.js";
import { counted, list } from "../words.js";
import { drawn, nucleus, tempered } from "./calculating.js";
import { LivePiece } from "./live-piece.js";
import { LONGEST } from "./reading.js";

const SHOWN = 10;
const DRAWS = 20;
const LONG = 10; // characters of a token: hardly one has more
const BROKEN = "\ufffd"; // a token that is only a part of a character

const sum = numbers => numbers.reduce((all, one) => all + one, 0);

class LiveSampling extends LivePiece {
  static properties = { temperature: { state: true }, topP: { state: true }, said: { state: true } };

  constructor() {
    super();
    Object.assign(this, { temperature: 1, topP: 1, said: "" });
  }

  show({ next }) {
    const shares = this.#shares(next);
    const kept = shares.filter(share => share > 0).length;
    return html`<div class="trial-fields">
        ${this.#slider("temperature", "Temperature", 0, 2)}
        ${this.#slider("topP", "Top-p", 0.05, 1)}
      </div>
      <p role="status">${counted(kept, "token")} of the ${next.length} likeliest may come; “${visible(next[0].token)}” has ${percent(shares[0])}.</p>
      ${bars(
        next.slice(0, SHOWN).map(({ token }, at) => [token, shares[at]]),
        share => (share ? percent(share) : "cut"),
        share => (share ? "" : "is-cut"),
      )}
      <p class="help">${this.#others(next, shares)}</p>
      <p class="understand-so-far"><span class="help">The text so far:</span> ${this.reading.seen}<span class="understand-gap" aria-hidden="true"></span></p>
      <div class="model-actions">
        <button class="button" type="button" @click=${() => this.#tally(next, shares)}>${icon("dices")}Draw ${DRAWS} times</button>
        <button class="button" type="button" ?disabled=${this.reading.isRunning || this.#isFull} @click=${() => this.#goOn(next, shares)}>${icon("arrow-right")}Draw one and go on</button>
      </div>
      ${this.#isFull ? html`<p class="help">The text is as long as it may be here. Shorten it at the top to go on.</p>` : nothing}
      <p role="status" class="understand-drawn">${this.said}</p>`;
  }

  #slider(name, title, least, most) {
    return html`<div class="field"><label for="understand-${name}">${title}: ${this[name].toFixed(2)}</label>
      <input type="range" id="understand-${name}" min=${least} max=${most} step="0.05" .value=${String(this[name])}
        @input=${event => this.#set(name, event.target.valueAsNumber)}></div>`;
  }

  #set(name, value) {
    this[name] = value;
    this.said = "";
  }

  #shares(next) {
    const logs = next.map(({ log }) => log);
    return nucleus(tempered(logs, this.temperature), this.topP);
  }

  #others(next, shares) {
    const others = sum(shares.slice(SHOWN));
    const left = 1 - sum(next.map(({ log }) => Math.exp(log)));
    return `The others of the ${next.length} together: ${percent(others)}. Left out of the draw: all less likely tokens, ${percent(Math.max(0, left))} of the chances.`;
  }

  get #isFull() {
    return this.reading.seen.length + LONG > LONGEST;
  }

  #tally(next, shares) {
    const found = new Map();
    for (let number = 0; number < DRAWS; number++) {
      const at = drawn(shares, Math.random());
      found.set(at, (found.get(at) ?? 0) + 1);
    }
    const counts = [...found].toSorted(([, one], [, other]) => other - one);
    this.said = `Drawn: ${list(counts.map(([at, count]) => `“${visible(next[at].token)}” ${count === 1 ? "once" : `${count} times`}`))}.`;
  }

  #goOn(next, shares) {
    const { token } = next[drawn(shares, Math.random())];
    this.said = `Drawn: “${visible(token)}”.`;
    if (!token.includes(BROKEN)) this.reading.read(this.reading.seen + token);
  }
}

customElements.define("live-sampling", LiveSampling);
