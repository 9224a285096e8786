// <prose-text>: Markdown that may still be growing. The view follows its end only while the reader is there.
import { show } from "../markdown.js";

const NEAR = 32; // pixels from the end that still count as being there

class ProseText extends HTMLElement {
  #text = "";
  #growing = false;
  #follows = false;
  #frame = null;

  connectedCallback() {
    this.classList.add("prose");
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

  #draw() {
    cancelAnimationFrame(this.#frame);
    this.#frame = null;
    const isAtEnd = this.scrollHeight - this.scrollTop - this.clientHeight < NEAR;
    show(this, this.#text);
    if (this.#follows && isAtEnd) this.scrollTop = this.scrollHeight;
  }
}

customElements.define("prose-text", ProseText);
