// <settings-panel>: what can be set for the chosen widget, beside the board and never over it; without one, the app's own.
import { html, nothing } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { focusCard, focusSettings } from "../board/focus.js";
import { playing } from "../board/kinds/index.js";
import { removeWidget } from "../board/removing.js";
import { Element } from "../element.js";
import { icon } from "../icons.js";
import { PAUSE } from "../state/autosave.js";
import { Observe } from "../state/observe.js";
import { inReadingOrder } from "../state/places.js";
import { complain } from "../toast.js";
import { settingsOf } from "./kinds/index.js";
import { grouped } from "./offers.js";
import "./prompt-editor.js";

class SettingsPanel extends Element {
  static properties = { app: { attribute: false }, run: { attribute: false }, refusal: { state: true } };

  #shown = null; // the widget that the refusal is about
  #typed = null; // a title that is being typed: {box, id, timer}

  constructor() {
    super();
    this.refusal = null;
    new Observe(this, "app");
    this.addEventListener("keydown", event => this.#onKey(event));
  }

  connectedCallback() {
    super.connectedCallback();
    window.addEventListener("beforeunload", this.#takeTitle, { capture: true }); // before <save-state> asks whether all is saved
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    window.removeEventListener("beforeunload", this.#takeTitle, { capture: true });
    this.#takeTitle();
  }

  willUpdate() {
    const { selected } = this.app;
    if (selected !== this.#shown) this.#forgetTitle();
    this.#shown = selected;
    this.toggleAttribute("data-open", Boolean(selected));
  }

  /** Keeps the chosen card in view, above the sheet where the panel is one. */
  updated() {
    const { selected } = this.app;
    if (selected === this.inView) return;
    this.inView = selected;
    const card = selected && document.querySelector(`.grid-stack-item[data-id="${selected}"]`);
    card?.scrollIntoView({ block: "nearest" });
  }

  render() {
    const widget = this.app.selected && this.app.widget(this.app.selected);
    return widget ? keyed(widget.id, this.#widget(widget)) : this.#app();
  }

  #widget(widget) {
    const { app, run } = this;
    const kind = playing(widget.kind);
    const at = {
      app,
      run,
      widget,
      set: patch => app.updateSettings(widget.id, patch),
      problems: field => app.problemsOf(widget.id, field),
    };
    const others = app.problemsOf(widget.id).filter(one => !one.field || one.field === "kind");
    return html`<aside class="panel kind-${widget.kind}" aria-label="Settings of ${widget.title}">
      <header class="panel-head">
        ${icon(kind.icon)}<h2>${kind.name}</h2>
        <button class="icon-button" type="button" title="Close (Esc)" aria-label="Close the settings"
          @click=${() => this.#leave(widget.id)}>${icon("x")}</button>
      </header>
      <div class="panel-body">
        ${others.map(one => html`<p class="error">${one.message}</p>`)}
        ${this.#title(widget)}
        ${settingsOf(widget.kind)(at)}
      </div>
      <footer class="panel-foot">
        <button class="button quiet" type="button" @click=${() => this.#duplicate(widget.id)}>
          ${icon("copy-plus")} Duplicate
        </button>
        <button class="button quiet danger" type="button" @click=${() => this.#remove(widget.id)}>
          ${icon("trash-2")} Remove
        </button>
      </footer>
    </aside>`;
  }

  #title(widget) {
    const problems = this.app.problemsOf(widget.id, "title");
    const sentence = this.refusal ?? problems[0]?.message;
    return html`<div class="field">
      <label for="widget-title">Title</label>
      <input class="input" id="widget-title" dir="auto" autocomplete="off" maxlength="80" .value=${widget.title}
        aria-invalid=${Boolean(sentence)} aria-describedby=${sentence ? "widget-title-about" : nothing}
        @input=${event => this.#onTitle(event.target, widget.id)} @change=${this.#takeTitle}
        @keydown=${event => event.key === "Enter" && this.#takeTitle()}>
      ${sentence ? html`<p class="error" id="widget-title-about">${sentence}</p>` : nothing}
    </div>`;
  }

  /** It is taken after a pause, for references follow each title; who ended with a blank is about to go on. */
  #onTitle(box, id) {
    clearTimeout(this.#typed?.timer);
    const timer = /\s$/.test(box.value) ? null : setTimeout(this.#takeTitle, PAUSE);
    this.#typed = { box, id, timer };
    this.refusal = null;
    this.app.setTyping({ refusal: null });
  }

  #takeTitle = () => {
    if (!this.#typed) return;
    const { box, id, timer } = this.#typed;
    clearTimeout(timer);
    this.#typed = null;
    const title = this.app.widget(id)?.title ?? box.value; // or it was removed
    this.refusal = box.value === title ? null : this.app.rename(id, box.value);
    if (!this.refusal) box.value = this.app.widget(id)?.title ?? "";
    this.app.setTyping(this.refusal ? { refusal: this.refusal } : null);
  };

  #forgetTitle() {
    this.#takeTitle();
    this.refusal = null;
    this.app.setTyping(null);
  }

  #app() {
    const { app } = this;
    return html`<aside class="panel" tabindex="-1" aria-label="About the app">
      <header class="panel-head"><h2>About this app</h2></header>
      <div class="panel-body">
        <div class="field">
          <label for="app-description">Description</label>
          <textarea class="input" id="app-description" dir="auto" rows="4" maxlength="1000"
            placeholder="What does it do, and for whom?" .value=${app.app.description ?? ""}
            @change=${event => app.setDescription(event.target.value).catch(complain)}></textarea>
          <p class="help">Shown above the board and in the gallery.</p>
        </div>
        <div class="field">
          <label for="app-tags">Tags</label>
          <input class="input" id="app-tags" dir="auto" autocomplete="off" .value=${app.app.tags.join(", ")}
            aria-describedby="app-tags-help" @change=${event => this.#setTags(event.target)}>
          <p class="help" id="app-tags-help">Up to five, with commas between them: people find the app by them.</p>
        </div>
        <p class="panel-hint">Choose a widget on the board to change it, or add another one.</p>
        ${grouped(app.kinds).map(
          ({ name, kinds }) => html`<div class="panel-kinds" role="group" aria-label=${name}>
            <p class="label">${name}</p>
            ${kinds.map(
              kind => html`<button class="panel-kind kind-${kind.name}" type="button" title=${kind.summary}
                @click=${() => this.#add(kind.name)}>${icon(playing(kind.name).icon)}<span>${kind.title}</span></button>`,
            )}
          </div>`,
        )}
      </div>
    </aside>`;
  }

  /** What the server takes may be written otherwise, and what it refuses stays in the box to be mended. */
  async #setTags(box) {
    const tags = box.value
      .split(",")
      .map(tag => tag.trim())
      .filter(Boolean);
    try {
      await this.app.setTags(tags);
      box.value = this.app.app.tags.join(", ");
    } catch (error) {
      complain(error);
    }
  }

  #add(kind) {
    this.app.add(kind);
    focusSettings();
  }

  #duplicate(id) {
    this.app.duplicate(id);
    focusSettings();
  }

  /** The focus goes on to the next card; with none on the board, to the panel. */
  async #remove(id) {
    const ids = inReadingOrder(this.app.graph.widgets).map(widget => widget.id);
    const next = ids[ids.indexOf(id) + 1] ?? ids.at(-2);
    if (!(await removeWidget(this.app, id))) return;
    await focusCard(next);
    if (document.activeElement === document.body) this.querySelector(".panel").focus();
  }

  #leave(id) {
    this.app.select(null);
    focusCard(id);
  }

  /** Escape goes back to the card, unless something in the panel took it (the picker of references does). */
  #onKey(event) {
    if (event.key !== "Escape" || event.defaultPrevented || !this.app.selected) return;
    event.preventDefault();
    this.#leave(this.app.selected);
  }

  /** To what one wants to set first: the prompt, the text or what it works on, else the title. */
  focusFirst() {
    const first = this.querySelector(".panel-body > .field :is(prompt-editor, reference-field select)");
    if (first) first.focus();
    else this.querySelector(".panel-body input")?.select();
  }
}

customElements.define("settings-panel", SettingsPanel);
