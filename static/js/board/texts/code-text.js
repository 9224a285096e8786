// <code-text>: code in colours that may still be growing. Set `language` before `text`.
import { become, only } from "../../growing.js";
import { highlighted } from "../../highlight.js";
import { GrowingText } from "./growing-text.js";

class CodeText extends GrowingText {
  language = "";

  connectedCallback() {
    super.connectedCallback();
    this.classList.add("code");
    this.setAttribute("role", "group");
    this.setAttribute("aria-label", "Code");
  }

  show(text) {
    const code = document.createElement("code");
    code.append(highlighted(text, this.language));
    become(only(only(this, "pre"), "code"), code);
  }
}

customElements.define("code-text", CodeText);
