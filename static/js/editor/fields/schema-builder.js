// <schema-builder>: the fields of a JSON answer, a row each, and the JSON Schema that they make, which can be written by
// hand too. Says `schema` with the new one; what cannot be taken stays in its box, with the reason under it.
import { html, nothing } from "lit";
import { live } from "lit/directives/live.js";
import { Element } from "../../element.js";
import { icon } from "../../icons.js";
import { faultOf, fieldsOf, read, schemaOf, TYPE_NAMES } from "../schema.js";
import "./entry-list.js";
import { moved, rowButtons, step } from "./rows.js";

const MOST = 20; // fields

class SchemaBuilder extends Element {
  static properties = {
    schema: { attribute: false },
    written: { state: true }, // {text, fault} of what was written by hand and cannot be taken
    clash: { state: true }, // {index, text, sentence} of a name that cannot be taken
    words: { state: true }, // what was done, for those who listen
  };

  constructor() {
    super();
    Object.assign(this, { schema: null, written: null, clash: null, words: "" });
  }

  render() {
    const fields = fieldsOf(this.schema);
    const fault = faultOf(this.schema);
    return html`
      ${fields ? this.#fields(fields) : html`<p class="help">This schema says more than fields can. It is written below.</p>`}
      ${fault ? html`<p class="error">${fault}</p>` : nothing}
      <p class="visually-hidden" role="status">${this.words}</p>
      ${this.#raw()}
    `;
  }

  #fields(fields) {
    return html`<ol class="schema-fields">${fields.map((field, index) => this.#field(fields, field, index))}</ol>
      ${
        fields.length < MOST
          ? html`<button class="button schema-add" type="button" @click=${() => this.#add(fields)}>${icon("plus")} Add a field</button>`
          : nothing
      }`;
  }

  #field(fields, field, index) {
    const set = patch => this.#say(fields.with(index, { ...field, ...patch }));
    const move = (from, to) => this.#move(fields, from, to);
    const remove = () => this.#remove(fields, index);
    return html`<li class="schema-field" @keydown=${event => this.#onKey(event, fields, index)}>
      ${this.#name(fields, field, index)}
      <select class="input" aria-label="Type of ${field.name}" @change=${event => set({ type: event.target.value })}>
        ${TYPE_NAMES.map(name => html`<option value=${name} .selected=${live(name === field.type)}>${name}</option>`)}
      </select>
      ${rowButtons({ index, count: fields.length, name: field.name, move, remove })}
      <input class="input schema-about" dir="auto" autocomplete="off" maxlength="500" placeholder="What belongs in it"
        aria-label="Description of ${field.name}" .value=${live(field.description)}
        @change=${event => set({ description: event.target.value.trim() })}>
      ${field.type === "choice" ? this.#choices(field, set) : nothing}
      <label class="check"><input type="checkbox" .checked=${live(field.required)}
        @change=${event => set({ required: event.target.checked })}><span>Always there</span></label>
    </li>`;
  }

  #name(fields, { name }, index) {
    const isWrong = this.clash?.index === index;
    return html`<input class="input schema-name" dir="auto" autocomplete="off" maxlength="60" aria-label="Name of field ${index + 1}"
        aria-invalid=${isWrong} aria-describedby=${isWrong ? "schema-clash" : nothing}
        .value=${live(isWrong ? this.clash.text : name)} @change=${event => this.#rename(fields, index, event.target.value)}>
      ${isWrong ? html`<p class="error schema-clash" id="schema-clash">${this.clash.sentence}</p>` : nothing}`;
  }

  #choices({ name, choices }, set) {
    return html`<entry-list id="schema-choices-${name}" aria-label="Choices of ${name}" .entries=${choices} .noun=${"choice"}
      .placeholder=${"Add a choice…"} @entries=${event => set({ choices: event.detail })}></entry-list>`;
  }

  #raw() {
    const text = this.written?.text ?? JSON.stringify(this.schema, null, 2);
    return html`<details class="fold">
      <summary>As JSON Schema</summary>
      <div class="fold-body field">
        <textarea class="input schema-raw" rows="12" spellcheck="false" aria-label="JSON Schema" maxlength="20000"
          aria-invalid=${this.written !== null} aria-describedby=${this.written ? "schema-fault" : nothing}
          .value=${live(text)} @change=${event => this.#write(event.target.value)}></textarea>
        ${this.written ? html`<p class="error" id="schema-fault">${this.written.fault}</p>` : nothing}
      </div>
    </details>`;
  }

  #write(text) {
    const { schema, fault } = read(text);
    if (fault) this.written = { text, fault };
    else this.#put(schema);
  }

  #rename(fields, index, text) {
    const name = text.trim();
    const isTaken = fields.some((field, other) => other !== index && field.name === name);
    const sentence = name ? `There is a field “${name}” already.` : "A field needs a name.";
    if (isTaken || !name) this.clash = { index, text, sentence };
    else this.#say(fields.with(index, { ...fields[index], name }));
  }

  #add(fields) {
    const taken = new Set(fields.map(field => field.name));
    let number = fields.length + 1;
    while (taken.has(`field_${number}`)) number += 1;
    const field = { name: `field_${number}`, type: "text", description: "", required: true, choices: [] };
    this.#say([...fields, field], "A field added", fields.length);
  }

  #remove(fields, index) {
    this.#say(fields.toSpliced(index, 1), `${fields[index].name} removed`, Math.min(index, fields.length - 2));
  }

  #move(fields, from, to) {
    this.#say(moved(fields, from, to), `${fields[from].name} is now ${to + 1} of ${fields.length}`, to);
  }

  #onKey(event, fields, index) {
    const to = index + step(event);
    if (to === index || !event.target.matches(".schema-name")) return;
    event.preventDefault();
    if (fields[to]) this.#move(fields, index, to);
  }

  async #say(fields, words = "", focus = null) {
    this.#put(schemaOf(fields));
    this.words = words;
    await this.updateComplete;
    if (focus !== null) this.querySelectorAll(".schema-name")[Math.max(focus, 0)]?.select();
  }

  #put(schema) {
    Object.assign(this, { schema, written: null, clash: null });
    this.dispatchEvent(new CustomEvent("schema", { detail: schema }));
  }
}

customElements.define("schema-builder", SchemaBuilder);
