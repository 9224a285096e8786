// A text that may still be growing. The view follows its end only while the reader is there; when it is done it goes back
// to the beginning, unless the reader took hold of it. How it looks, others say.

import { reach, sizes } from "./scrolling.js";

const NEAR = 32; // pixels from the end that still count as being there
const HOLDING = ["wheel", "touchstart", "pointerdown", "keydown"]; // with which a reader scrolls, or marks what is read

export class GrowingText extends HTMLElement {
  #text = "";
  #growing = false;
  #follows = false;
  #isHeld = false; // whether the reader took hold of it since it began to grow
  #frame = null;

  connectedCallback() {
    for (const type of HOLDING) this.addEventListener(type, this.#onHold, { passive: true });
    sizes?.observe(this);
  }

  disconnectedCallback() {
    sizes?.unobserve(this);
  }

  /** Whether more is to come. Set before `text`. The view follows to the last words, which come when nothing more does. */
  set growing(growing) {
    const was = this.#growing;
    this.#growing = growing;
    this.#follows ||= growing;
    if (growing && !was) this.#isHeld = false;
    if (was && !growing) requestAnimationFrame(() => this.#rest());
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

  #onHold = () => {
    this.#isHeld = true;
  };

  /** All of it stands there: one reads it from its beginning. */
  #rest() {
    if (!this.#growing && !this.#isHeld) this.scrollTop = 0;
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
