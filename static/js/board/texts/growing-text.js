// A text that may still be growing. The view follows its end only while the reader is there. How it looks, others say.

import { reach, sizes } from "./scrolling.js";

const NEAR = 32; // pixels from the end that still count as being there

export class GrowingText extends HTMLElement {
  #text = "";
  #growing = false;
  #follows = false;
  #frame = null;

  connectedCallback() {
    sizes?.observe(this);
  }

  disconnectedCallback() {
    sizes?.unobserve(this);
  }

  /** Whether more is to come. Set before `text`. The view follows to the last words, which come when nothing more does. */
  set growing(growing) {
    this.#growing = growing;
    this.#follows ||= growing;
  }

  get text() {
    return this.#text;
  }

  /** While it grows it is drawn at most once a frame, however many pieces come. */
  set text(text) {
    if (text === this.#text) return;
    this.#text = text;
    if (this.#growing) this.#frame ??= requestAnimationFrame(() => this.#draw());
    else this.#draw();
  }

  /** Shows `text`, whatever stood there before. */
  show() {
    throw new Error("a text has to say how it looks");
  }

  #draw() {
    cancelAnimationFrame(this.#frame);
    this.#frame = null;
    const isAtEnd = this.scrollHeight - this.scrollTop - this.clientHeight < NEAR;
    this.show(this.#text);
    if (this.#follows && isAtEnd) this.scrollTop = this.scrollHeight;
    if (this.scrollHeight > this.clientHeight) this.tabIndex = 0; // one scrolls by keyboard too
    reach(this);
  }
}
