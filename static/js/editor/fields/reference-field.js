// <reference-field>: one widget chosen by its name, kept as a reference to it; or, where that is offered, a text of one's
// own that may hold references.
import { html, nothing } from "lit";
import { live } from "lit/directives/live.js";
import { Element } from "../../element.js";
import { fold, written } from "../../graph/references.js";
import { about, described, idOf, isWrong } from "../fields.js";
import { choices, only } from "../references.js";

const OWN = " own"; // no title begins with a space

class ReferenceField extends Element {
  static properties = {
    app: { attribute: false },
    widgetId: { attribute: false },
    field: { attribute: false },
    label: { attribute: false },
    none: { attribute: false }, // the words for nothing chosen
    own: { attribute: false }, // the words for a text of one's own; "" where there is none
    box: { attribute: false }, // {id, isWrong, about}
    isOwn: { state: true },
  };

  constructor() {
    super();
    Object.assign(this, { none: "Choose a widget…", own: "", isOwn: false });
  }

  get #text() {
    return this.app.widget(this.widgetId)?.settings[this.field] ?? "";
  }

  willUpdate() {
    if (this.own && this.#text && only(this.#text) === null) this.isOwn = true;
  }

  render() {
    const title = only(this.#text);
    const chosen = this.isOwn ? OWN : title === null ? "" : fold(title);
    const found = choices(this.app.graph, this.widgetId, "");
    const isLost = chosen && !this.isOwn && !found.some(one => fold(one.title) === chosen);
    return html`<select class="input" id=${this.box.id} aria-invalid=${this.box.isWrong}
        aria-describedby=${this.box.about} @change=${event => this.#choose(event.target.value)}>
        ${option("", this.none, chosen)}
        ${found.map(one => this.#option(one, chosen))}
        ${isLost ? option(chosen, `${title || this.#text} (not on the board)`, chosen) : nothing}
        ${this.own ? option(OWN, this.own, chosen) : nothing}
      </select>
      ${this.isOwn ? this.#editor() : nothing}`;
  }

  #option({ title, circle }, chosen) {
    return circle
      ? html`<option disabled value=${fold(title)} .selected=${live(fold(title) === chosen)}>${title} (waits for this one)</option>`
      : option(fold(title), title, chosen);
  }

  #editor() {
    return html`<prompt-editor .app=${this.app} .widgetId=${this.widgetId} .field=${this.field} .label=${this.label}
      .placeholder=${"Write or paste a text; type @ to use what a widget holds"} ?data-invalid=${this.box.isWrong}></prompt-editor>`;
  }

  #choose(value) {
    this.isOwn = value === OWN;
    if (this.isOwn) return;
    const widget = this.app.graph.widgets.find(one => fold(one.title) === value);
    this.app.updateSettings(this.widgetId, { [this.field]: widget ? written(widget.title) : "" });
  }
}

const option = (value, words, chosen) =>
  html`<option value=${value} .selected=${live(value === chosen)}>${words}</option>`;

customElements.define("reference-field", ReferenceField);

export function reference(at, field, label, { help = "", none = "Choose a widget…", own = "A text of my own…" } = {}) {
  const box = { id: idOf(at, field), isWrong: isWrong(at, field), about: described(at, field, help) };
  return html`<div class="field">
    <label for=${box.id}>${label}</label>
    <reference-field .app=${at.app} .widgetId=${at.widget.id} .field=${field} .label=${label}
      .none=${none} .own=${own} .box=${box}></reference-field>
    ${about(at, field, help)}
  </div>`;
}
