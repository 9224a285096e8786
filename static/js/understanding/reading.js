// One text, read by one model of each family that is here: what all pieces of the page are about. Knows no page.
import { State } from "../state/state.js";

export const LONGEST = 120; // characters: some thirty tokens, so that a phone can show who looks at whom

export class Reading extends State {
  /** `models`: {text, encoder, seq2seq}, each {name, title} or null. `look(family)` makes a Look. */
  constructor({ models, look, text }) {
    super();
    Object.assign(this, { models, text });
    this.layer = null; // of the decoder; null is one just past the middle
    this.looks = {};
    for (const family of Object.keys(models)) {
      if (!models[family]) continue;
      this.looks[family] = look(family);
      this.looks[family].addEventListener("change", () => this.say());
    }
  }

  /** What the decoder made of the newest text that it has read, or null. */
  get inside() {
    return this.looks.text?.inside ?? null;
  }

  /** The text that it is from. */
  get seen() {
    return this.looks.text?.shown?.text ?? this.text;
  }

  get isRunning() {
    return Boolean(this.looks.text?.isRunning);
  }

  get failure() {
    return this.looks.text?.failure ?? null;
  }

  /** One after the other: with its first question a guest gets the session that the others need. */
  async read(text) {
    this.text = text;
    this.say();
    for (const family of Object.keys(this.looks)) {
      if (text !== this.text) return; // there is a newer one
      await this.looks[family].ask(...this.#question(family));
    }
  }

  /** Another layer of the decoder is another pass. */
  chooseLayer(layer) {
    this.layer = layer;
    this.say();
    this.looks.text.askSoon(...this.#question("text"));
  }

  #question(family) {
    return [this.models[family].name, { text: this.text, layer: family === "text" ? this.layer : null }];
  }
}
