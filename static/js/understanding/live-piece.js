// What all live pieces of the page have in common: they show what a model made of the text. Why it made nothing of it is
// said once, where one writes the text.
import { html } from "lit";
import { Element } from "../element.js";
import { Observe } from "../state/observe.js";

export class LivePiece extends Element {
  static properties = { reading: { attribute: false } };

  constructor() {
    super();
    new Observe(this, "reading");
  }

  render() {
    const { inside, isRunning } = this.reading;
    if (inside) return html`<div class="live" aria-busy=${isRunning}>${this.show(inside)}</div>`;
    return html`<p class="help">${this.#waiting()}</p>`;
  }

  #waiting() {
    if (!this.reading.models.text) return "This needs a text model.";
    return this.reading.failure ? "The text was not read." : "The model is reading…";
  }
}
