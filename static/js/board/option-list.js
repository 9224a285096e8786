// <option-list>: several of many options to be chosen, with a box that narrows them. Says `choose` with those chosen.
import { html, nothing } from "lit";
import { live } from "lit/directives/live.js";
import { Element } from "../element.js";

const STEPS = { ArrowDown: 1, ArrowUp: -1 };

class OptionList extends Element {
  static properties = {
    options: { attribute: false },
    chosen: { attribute: false },
    labelledBy: { attribute: false },
    query: { state: true },
  };

  constructor() {
    super();
    this.query = "";
  }

  render() {
    const sought = this.query.trim().toLowerCase();
    const found = this.options.filter(option => option.toLowerCase().includes(sought));
    return html`<div class="option-head">
        <input class="input" type="search" dir="auto" autocomplete="off" placeholder="Search…" aria-label="Search the options"
          .value=${this.query} @input=${event => (this.query = event.target.value)} @keydown=${event => this.#onKey(event)}>
        <p class="help" role="status">${this.chosen.length} of ${this.options.length}</p>
      </div>
      <div class="option-rows" role="group" aria-labelledby=${this.labelledBy} @keydown=${event => this.#onKey(event)}>
        ${found.map(option => this.#row(option))}
        ${found.length ? nothing : html`<p class="help">No option matches. Try a shorter search.</p>`}
      </div>`;
  }

  #row(option) {
    return html`<label class="check"><input type="checkbox" .checked=${live(this.chosen.includes(option))}
      @change=${event => this.#set(option, event.target.checked)}><span dir="auto">${option}</span></label>`;
  }

  /** In the order of the options. */
  #set(option, isOn) {
    const chosen = this.options.filter(one => (one === option ? isOn : this.chosen.includes(one)));
    this.dispatchEvent(new CustomEvent("choose", { detail: chosen }));
  }

  /** Arrows lead from the box through the options and back. */
  #onKey(event) {
    const by = STEPS[event.key];
    if (!by) return;
    event.preventDefault();
    event.stopPropagation();
    const stops = [...this.querySelectorAll("input")];
    stops[stops.indexOf(event.target) + by]?.focus();
  }
}

customElements.define("option-list", OptionList);
