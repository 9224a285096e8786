// <add-widget>: the menu of what can be put on the board.
import { html, nothing } from "lit";
import { focusSettings } from "../board/focus.js";
import { playing } from "../board/kinds/index.js";
import { Element } from "../element.js";
import { icon } from "../icons.js";
import { Observe } from "../state/observe.js";

class AddWidget extends Element {
  static properties = { app: { attribute: false } };

  constructor() {
    super();
    new Observe(this, "app");
  }

  render() {
    if (!this.app?.canEdit) return nothing;
    return html`<details class="menu">
      <summary class="button primary" title="Add a widget">${icon("plus")}<span class="add-words">Add widget</span></summary>
      <div class="menu-sheet floating">
        ${this.app.kinds.map(
          kind => html`<button class="menu-item add-item kind-${kind.name}" type="button" @click=${() => this.#add(kind.name)}>
            ${icon(playing(kind.name).icon)}<span>${kind.title}<small>${kind.summary}</small></span>
          </button>`,
        )}
      </div>
    </details>`;
  }

  #add(kind) {
    this.querySelector("details").open = false;
    this.app.setView("board");
    this.app.add(kind, this.app.selected);
    focusSettings();
  }
}

customElements.define("add-widget", AddWidget);
