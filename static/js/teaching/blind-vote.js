// <blind-vote>: which of two answers is better, while nobody says which one the taught model gave.
import { html, nothing } from "lit";
import { Element } from "../element.js";
import { shuffled, tally } from "./shaping.js";

class BlindVote extends Element {
  static properties = {
    answers: { attribute: false }, // [[asked, right, before, after], …]
    pairs: { state: true },
    votes: { state: true }, // "before", "after" or "same", one for each pair so far
  };

  constructor() {
    super();
    this.votes = [];
  }

  willUpdate() {
    this.pairs ??= shuffled(this.answers); // once: what is voted on must not change places
  }

  render() {
    const { pairs, votes } = this;
    if (!pairs.length) return nothing;
    return html`<details class="vote"><summary>Vote without knowing which is which</summary>
      ${
        votes.length < pairs.length
          ? this.#question(pairs[votes.length])
          : html`<p role="status">${tally(votes)}</p>
          <button type="button" class="button" @click=${this.#again}>Vote again</button>`
      }</details>`;
  }

  #question({ asked, sides }) {
    return html`<p><b>${asked}</b> <span class="help">${this.votes.length + 1} of ${this.pairs.length}</span></p>
      <div class="vote-sides">${sides.map(
        ({ side, text }, at) =>
          html`<div class="vote-side"><p>${text || "(nothing)"}</p><button type="button" class="button" @click=${() => this.#vote(side)}>${at ? "The second is better" : "The first is better"}</button></div>`,
      )}</div>
      <button type="button" class="button quiet" @click=${() => this.#vote("same")}>Both are as good</button>`;
  }

  #vote(side) {
    this.votes = [...this.votes, side];
  }

  #again = () => {
    this.pairs = shuffled(this.answers);
    this.votes = [];
  };
}

customElements.define("blind-vote", BlindVote);
