// <prose-text>: Markdown that may still be growing.
import { show } from "../markdown.js";
import { GrowingText } from "./texts/growing-text.js";

class ProseText extends GrowingText {
  connectedCallback() {
    super.connectedCallback();
    this.classList.add("prose");
  }

  show(text) {
    show(this, text);
  }
}

customElements.define("prose-text", ProseText);
