// <prose-text>: Markdown that may still be growing. The view follows its end only while the reader is there.
import { show } from "../markdown.js";

const NEAR = 32; // pixels from the end that still count as being there

class ProseText extends HTMLElement {
  #text = "";

  /** Whether the view should follow the end. Set before `text`. */
  growing = false;

  connectedCallback() {
    this.classList.add("prose");
  }

  get text() {
    return this.#text;
  }

  set text(text) {
    if (text === this.#text) return;
    const isAtEnd = this.scrollHeight - this.scrollTop - this.clientHeight < NEAR;
    this.#text = text;
    show(this, text);
    if (this.growing && isAtEnd) this.scrollTop = this.scrollHeight;
  }
}

customElements.define("prose-text", ProseText);
