// <json-text>: JSON as people read it, as a table or a tree. While it grows, and when asked for, as it is written.
import { html } from "lit";
import { Element } from "../../element.js";
import { view } from "./json-view.js";
import { parsed } from "./parsed.js";
import "./code-text.js";

class JsonText extends Element {
  static properties = { growing: { attribute: false }, text: { attribute: false }, raw: { state: true } };

  constructor() {
    super();
    this.raw = false;
  }

  render() {
    const value = this.growing ? null : parsed(this.text);
    if (value === null) return this.#written(this.text);
    return html`${this.#choice()}
      ${this.raw ? this.#written(JSON.stringify(value, null, 2)) : html`<div class="data" tabindex="0" role="group" aria-label="Data">${view(value)}</div>`}`;
  }

  #written(text) {
    return html`<code-text .language=${"json"} .growing=${this.growing} .text=${text}></code-text>`;
  }

  #choice() {
    const button = (raw, word) => html`<button type="button" aria-pressed=${this.raw === raw}
      @click=${() => {
        this.raw = raw;
      }}>${word}</button>`;
    return html`<div class="segments" role="group" aria-label="Show as">${button(false, "Read")}${button(true, "JSON")}</div>`;
  }
}

customElements.define("json-text", JsonText);
