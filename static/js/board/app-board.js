// <app-board>: the cards on their grid. In edit mode they are chosen, moved and resized, by hand or by keyboard.
// The grid's inside is made and removed here, never by Lit: cards live on across modes.
import { html, nothing } from "lit";
import { Element } from "../element.js";
import { icon } from "../icons.js";
import { narrow } from "../narrow.js";
import { Observe } from "../state/observe.js";
import { inReadingOrder, sameLayout } from "../state/places.js";
import { focusSettings } from "./focus.js";
import { Grid } from "./grid.js";
import { moved, resized, spoken, wanted } from "./keys.js";
import { playing } from "./kinds/index.js";
import { removeWidget } from "./removing.js";
import "./widget-card.js";

const FIRST = [
  ["input", "Add an input", "A box for visitors to type in."],
  ["document", "Add a document", "Files of visitors, to be read."],
  ["text", "Add AI text", "A model writes what a prompt asks for."],
  ["chat", "Add a chat", "Visitors and a model talk."],
  ["image", "Add an AI image", "A model draws what a prompt describes."],
  ["note", "Add a note", "A few words of your own."],
];

class AppBoard extends Element {
  static properties = { app: { attribute: false }, run: { attribute: false }, words: { state: true } };

  #grid = null;

  constructor() {
    super();
    this.words = "";
    new Observe(this, "app");
  }

  connectedCallback() {
    super.connectedCallback();
    narrow.addEventListener("change", this.#onWidth);
    if (this.hasUpdated) this.#open();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    narrow.removeEventListener("change", this.#onWidth);
    this.#grid?.destroy();
    this.#grid = null;
    this.querySelector(".grid-stack").replaceChildren();
  }

  render() {
    const isEmpty = !this.app.graph.widgets.length;
    return html`
      ${isEmpty ? this.#welcome() : nothing}
      <div class="grid-stack" ?hidden=${isEmpty}></div>
      <p class="visually-hidden" id="board-keys">
        Arrow keys move the widget, with Shift they resize it. Enter opens its settings, Control D duplicates it, Delete
        removes it, Escape lets go of it.
      </p>
      <p class="visually-hidden" role="status">${this.words}</p>
    `;
  }

  #welcome() {
    if (!this.app.canEdit) return html`<div class="empty">${icon("layout-grid")}<p>This app is still empty.</p></div>`;
    return html`<div class="empty board-welcome">
      <h2>An empty board</h2>
      <p>Begin with what your visitors tell the app, or with what the model should write.</p>
      <div class="board-offers">
        ${FIRST.filter(([kind]) => this.app.kinds.some(one => one.name === kind)).map(
          ([
            kind,
            title,
            about,
          ]) => html`<button class="board-offer kind-${kind}" type="button" @click=${() => this.#add(kind)}>
            ${icon(playing(kind).icon)}<strong>${title}</strong><span>${about}</span>
          </button>`,
        )}
      </div>
    </div>`;
  }

  #add(kind) {
    this.app.setMode("edit");
    this.app.add(kind);
    focusSettings();
  }

  firstUpdated() {
    this.#open();
  }

  #open() {
    this.#grid = new Grid(this.querySelector(".grid-stack"), {
      moved: (id, layouts) => this.app.arrange(layouts, `Move ${this.app.widget(id)?.title ?? "a widget"}`),
      released: () => this.requestUpdate(),
    });
    this.#sync();
  }

  updated() {
    if (this.#grid && !this.#grid.isHeld) this.#sync();
  }

  /** Makes the grid say what the graph says. */
  #sync() {
    const { widgets } = this.app.graph;
    const wantedIds = new Set(widgets.map(widget => widget.id));
    for (const id of this.#grid.ids) if (!wantedIds.has(id)) this.#drop(id);
    const layouts = Object.fromEntries(widgets.map(({ id, layout }) => [id, layout]));
    const known = new Set(this.#grid.ids);
    this.#grid.place(Object.fromEntries(Object.entries(layouts).filter(([id]) => known.has(id))));
    for (const { id } of inReadingOrder(widgets)) if (!known.has(id)) this.#make(id, layouts[id]);
    this.#sort(inReadingOrder(widgets));
    for (const widget of widgets) this.#dress(widget);
    this.#grid.setMovable(this.app.mode === "edit" && !narrow.matches);
  }

  #make(id, layout) {
    const card = document.createElement("widget-card");
    Object.assign(card, { app: this.app, run: this.run, widgetId: id });
    const item = this.#grid.add(id, layout, card);
    item.dataset.id = id;
    item.addEventListener("click", () => this.#choose(id));
    item.addEventListener("keydown", event => event.target === item && this.#press(event, id));
  }

  /** Removes a card; when it had the focus, the board's next one gets it. */
  #drop(id) {
    const item = this.#grid.item(id);
    const next = item.contains(document.activeElement)
      ? (item.nextElementSibling ?? item.previousElementSibling)
      : null;
    this.#grid.remove(id);
    next?.focus();
  }

  /** The order of the elements is that of reading: for Tab, for screen readers, and for one column. */
  #sort(widgets) {
    const { activeElement } = document;
    let after = null;
    for (const { id } of widgets.toReversed()) {
      const item = this.#grid.item(id);
      if (item.nextElementSibling !== after) item.parentElement.insertBefore(item, after);
      after = item;
    }
    if (activeElement !== document.activeElement && this.contains(activeElement)) activeElement.focus();
  }

  /** What a card is besides its inside: chosen or not, a stop for the keyboard while one edits; the map leads to it. */
  #dress({ id, title }) {
    const item = this.#grid.item(id);
    const isEditing = this.app.mode === "edit";
    item.classList.toggle("is-selected", isEditing && this.app.selected === id);
    item.classList.toggle("has-problem", isEditing && this.app.problemsOf(id).length > 0);
    const attributes = { role: "group", "aria-label": title, "aria-describedby": "board-keys" };
    item.tabIndex = isEditing ? 0 : -1;
    for (const [name, value] of Object.entries(attributes)) {
      if (isEditing) item.setAttribute(name, value);
      else item.removeAttribute(name);
    }
    if (isEditing) item.setAttribute("aria-current", String(this.app.selected === id));
    else item.removeAttribute("aria-current");
  }

  #choose(id) {
    if (this.app.mode === "edit") this.app.select(id);
  }

  #press(event, id) {
    const want = this.app.mode === "edit" && wanted(event);
    if (!want) return;
    event.preventDefault();
    event.stopPropagation();
    if (want.act === "move" || want.act === "resize") this.#step(want, id);
    else this.#act(want.act, id);
  }

  #step(want, id) {
    const { layout, title } = this.app.widget(id);
    const next = want.act === "move" ? moved(layout, want) : resized(layout, want);
    if (!sameLayout(next, layout)) {
      const label = want.act === "move" ? `Move ${title}` : `Resize ${title}`;
      this.app.arrange(this.#grid.push(id, { ...next, minW: 1, minH: 1 }), label);
    }
    this.words = spoken(want.act, title, this.app.widget(id).layout);
  }

  async #act(act, id) {
    if (act === "open") {
      this.app.select(id);
      focusSettings();
    } else if (act === "remove") await removeWidget(this.app, id);
    else if (act === "duplicate") await this.#duplicate(id);
    else this.app.select(null);
  }

  async #duplicate(id) {
    const copy = this.app.duplicate(id);
    this.words = `Duplicated as ${this.app.widget(copy).title}`;
    await this.updateComplete;
    this.focusCard(copy);
  }

  /** Brings a card into view and gives it the focus. */
  focusCard(id) {
    const item = this.#grid?.item(id);
    item?.scrollIntoView({ block: "nearest" });
    item?.focus({ preventScroll: true });
  }

  #onWidth = () => this.requestUpdate();
}

customElements.define("app-board", AppBoard);
