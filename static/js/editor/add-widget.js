// <add-widget>: the menu of what can be put on the board, in groups; typing narrows it, Enter takes the first.
import { html, nothing } from "lit";
import { focusSettings } from "../board/focus.js";
import { playing } from "../board/kinds/index.js";
import { Element } from "../element.js";
import { icon } from "../icons.js";
import { Observe } from "../state/observe.js";
import { grouped } from "./offers.js";

const MARGIN = 16; // px that the sheet keeps from the edge of the page

const isLetter = ({ key, ctrlKey, metaKey, altKey }) =>
  key.length === 1 && key !== " " && !(ctrlKey || metaKey || altKey);

class AddWidget extends Element {
  static properties = { app: { attribute: false }, query: { state: true } };

  constructor() {
    super();
    this.query = "";
    new Observe(this, "app");
  }

  render() {
    if (!this.app?.canEdit) return nothing;
    const groups = grouped(this.app.kinds, this.query);
    return html`<details class="menu" @toggle=${event => this.#onToggle(event.target)} @keydown=${event => this.#onKey(event)}>
      <summary class="button primary" title="Add a widget">${icon("plus")}<span class="add-words">Add widget</span></summary>
      <div class="menu-sheet floating add-sheet">
        <input class="input" type="search" autocomplete="off" placeholder="Search…" aria-label="Search the widgets"
          .value=${this.query} @input=${event => (this.query = event.target.value)}>
        <div class="add-groups">${groups.map(group => this.#group(group))}</div>
        ${groups.length ? nothing : html`<p class="menu-title" role="status">No widget has that name. Try another word.</p>`}
      </div>
    </details>`;
  }

  #group({ group, name, kinds }) {
    const id = `add-${group}`;
    return html`<div class="add-group is-${group}" role="group" aria-labelledby=${id}>
      <p class="menu-title" id=${id}>${name}</p>
      ${kinds.map(
        kind => html`<button class="menu-item add-item kind-${kind.name}" type="button" @click=${() => this.#add(kind.name)}>
          ${icon(playing(kind.name).icon)}<span>${kind.title}<small>${kind.summary}</small></span>
        </button>`,
      )}
    </div>`;
  }

  /** By touch nothing gets the focus, or the keyboard pops up. */
  #onToggle({ open }) {
    this.query = "";
    if (open) this.#fit();
    if (open && !matchMedia("(pointer: coarse)").matches) this.#box.focus();
  }

  #fit() {
    const { style } = this.querySelector(".add-sheet");
    style.removeProperty("--shift");
    const { left } = this.querySelector(".add-sheet").getBoundingClientRect();
    style.setProperty("--shift", `${Math.max(0, MARGIN - left)}px`);
  }

  #onKey(event) {
    const isInBox = event.target === this.#box;
    const first = this.querySelector(".add-item");
    if (isInBox && event.key === "Enter") first?.click();
    else if (isInBox && event.key === "ArrowDown") first?.focus();
    else if (!isInBox && isLetter(event))
      return this.#box.focus(); // where the letter then goes
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  get #box() {
    return this.querySelector(".add-sheet input");
  }

  #add(kind) {
    this.querySelector("details").open = false;
    this.app.setView("board");
    this.app.add(kind, this.app.selected);
    focusSettings();
  }
}

customElements.define("add-widget", AddWidget);
