// <history-buttons>: Undo and Redo, and their keys wherever one does not type.
import { html, nothing } from "lit";
import { Element } from "../element.js";
import { icon } from "../icons.js";
import { Observe } from "../state/observe.js";

const command = /Mac|iP/.test(navigator.platform) ? "⌘ " : "Ctrl + ";

/** Fields undo their own typing. */
const isTyping = target => target.closest?.("input, textarea, select, [contenteditable], dialog") != null;

/** "undo", "redo" or null. */
export function wanted({ key, shiftKey, ctrlKey, metaKey, altKey }) {
  if (!(ctrlKey || metaKey) || altKey) return null;
  if (key.toLowerCase() === "z") return shiftKey ? "redo" : "undo";
  return key.toLowerCase() === "y" && !shiftKey ? "redo" : null;
}

class HistoryButtons extends Element {
  static properties = { app: { attribute: false } };

  constructor() {
    super();
    new Observe(this, "app");
  }

  connectedCallback() {
    super.connectedCallback();
    addEventListener("keydown", this.#onKey);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener("keydown", this.#onKey);
  }

  render() {
    if (!this.app?.canEdit) return nothing;
    const { undoable, redoable } = this.app;
    return html`<span class="undo-redo" role="group" aria-label="History">
      ${this.#button("undo-2", "Undo", undoable, `${command}Z`, () => this.app.undo())}
      ${this.#button("redo-2", "Redo", redoable, `${command}Shift + Z`, () => this.app.redo())}
    </span>`;
  }

  /** Not `disabled`: the button would lose the focus while it is used. */
  #button(symbol, word, step, keys, act) {
    const words = step ? `${word}: ${step}` : `Nothing to ${word.toLowerCase()}`;
    return html`<button class="icon-button" type="button" aria-label=${words} title="${words} (${keys})"
      aria-disabled=${!step} @click=${act}>${icon(symbol)}</button>`;
  }

  #onKey = event => {
    const act = this.app?.mode === "edit" && !event.defaultPrevented && !isTyping(event.target) && wanted(event);
    if (!act) return;
    event.preventDefault();
    this.app[act]();
  };
}

customElements.define("history-buttons", HistoryButtons);
