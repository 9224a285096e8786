// <entry-list>: short texts or numbers, a row each: written over, put in order, removed, added one by one or many pasted
// at once. Says `entries` with the new list; what cannot be taken stays in its box, with the reason under it.
import { html, nothing } from "lit";
import { live } from "lit/directives/live.js";
import { Element } from "../../element.js";
import { icon } from "../../icons.js";
import { about, described, idOf, isWrong } from "../fields.js";
import { moved, rowButtons, step } from "./rows.js";

const NEW = -1; // the place of the box at the end
const asText = text => ({ entry: text });

class EntryList extends Element {
  static properties = {
    entries: { attribute: false },
    noun: { attribute: false }, // "option"
    placeholder: { attribute: false },
    most: { attribute: false },
    longest: { attribute: false }, // characters
    order: { attribute: false }, // a comparison, where the entries keep an order of their own
    read: { attribute: false }, // text → {entry} or {fault}
    fault: { state: true }, // {index, text, sentence}
    words: { state: true }, // what was done, for those who listen
  };

  constructor() {
    super();
    Object.assign(this, { entries: [], placeholder: "", most: 100, longest: 200, order: null, read: asText });
    Object.assign(this, { fault: null, words: "" });
  }

  render() {
    const { entries, most } = this;
    return html`<ul class="entries">${entries.map((entry, index) => this.#row(String(entry), index))}</ul>
      ${entries.length < most ? this.#last() : html`<p class="help">You have reached the limit of ${most}.</p>`}
      <p class="visually-hidden" role="status">${this.words}</p>`;
  }

  #row(entry, index) {
    const count = this.entries.length;
    const move = this.order ? null : (from, to) => this.#move(from, to);
    return html`<li class="entry">
      ${this.#box(index, entry, `${capital(this.noun)} ${index + 1}`, event => this.#onRowKey(event, index))}
      ${rowButtons({ index, count, name: entry, move, remove: () => this.#remove(index) })}
      ${this.#why(index)}
    </li>`;
  }

  #last() {
    return html`<div class="entry is-new">
      ${this.#box(NEW, "", `New ${this.noun}`, event => event.key === "Enter" && this.#add([event.target.value]))}
      <button class="icon-button small" type="button" title="Add" aria-label="Add this ${this.noun}"
        @click=${() => this.#add([this.#boxAt(NEW).value])}>${icon("plus")}</button>
      ${this.#why(NEW)}
    </div>`;
  }

  #box(index, entry, label, onKey) {
    const isWrong = this.fault?.index === index;
    return html`<input class="input" dir="auto" autocomplete="off" aria-label=${label} maxlength=${this.longest}
      placeholder=${index === NEW ? this.placeholder : ""} aria-invalid=${isWrong}
      aria-describedby=${isWrong ? this.#whyId : nothing} .value=${live(isWrong ? this.fault.text : entry)}
      @keydown=${onKey} @paste=${event => this.#paste(event, index)}
      @change=${event => (index === NEW ? this.#add([event.target.value]) : this.#write(index, event.target.value))}>`;
  }

  #why(index) {
    return this.fault?.index === index ? html`<p class="error" id=${this.#whyId}>${this.fault.sentence}</p>` : nothing;
  }

  get #whyId() {
    return `${this.id}-why`;
  }

  #boxAt(index) {
    return this.querySelector(index === NEW ? ".is-new .input" : `li:nth-child(${index + 1}) .input`);
  }

  #onRowKey(event, index) {
    const to = index + step(event);
    if (event.key === "Enter") this.#boxAt(NEW)?.focus();
    if (this.order || to === index) return;
    event.preventDefault();
    if (to < 0 || to >= this.entries.length) return;
    event.target.blur(); // what was typed is taken first
    event.target.focus();
    this.#move(index, to);
  }

  /** What a text means here, and why it cannot be taken. `others` are the entries beside it. */
  #taken(text, others) {
    const found = this.read(text.trim());
    if (found.fault) return found;
    return others.includes(found.entry) ? { fault: `There is “${found.entry}” already.` } : found;
  }

  #write(index, text) {
    const others = this.entries.filter((_, other) => other !== index);
    const { entry, fault } = text.trim()
      ? this.#taken(text, others)
      : { fault: `This is empty. Write the ${this.noun}, or remove it.` };
    if (fault) this.fault = { index, text, sentence: fault };
    else this.#say(this.entries.with(index, entry));
  }

  /** Adds what can be added; the first that cannot stays in the box, when it came alone. */
  #add(texts) {
    let entries = this.entries;
    let why = null;
    for (const text of texts.filter(one => one.trim()).slice(0, this.most - entries.length)) {
      const { entry, fault } = this.#taken(text.slice(0, this.longest), entries);
      if (fault) why ??= { index: NEW, text, sentence: fault };
      else entries = [...entries, entry];
    }
    const count = entries.length - this.entries.length;
    if (count) this.#say(entries, count === 1 ? `${entries.at(-1)} added` : `${count} added`, NEW);
    else this.fault = why;
  }

  #paste(event, index) {
    const texts = event.clipboardData.getData("text").split(/\r?\n/);
    if (texts.filter(one => one.trim()).length < 2) return;
    event.preventDefault();
    if (index !== NEW) this.#boxAt(index).blur();
    this.#add(texts);
  }

  #move(from, to) {
    const words = `${this.entries[from]} is now ${to + 1} of ${this.entries.length}`;
    this.#say(moved(this.entries, from, to), words, to);
  }

  #remove(index) {
    const left = this.entries.toSpliced(index, 1);
    this.#say(left, `${this.entries[index]} removed`, index < left.length ? index : NEW);
  }

  async #say(entries, words = "", focus = null) {
    this.entries = this.order ? entries.toSorted(this.order) : entries;
    Object.assign(this, { fault: null, words });
    this.dispatchEvent(new CustomEvent("entries", { detail: this.entries }));
    await this.updateComplete;
    if (focus !== null) this.#boxAt(focus)?.focus();
  }
}

const capital = word => word[0].toUpperCase() + word.slice(1);

customElements.define("entry-list", EntryList);

/** `more`: noun, placeholder, most, longest, order, read. */
export function entries(at, field, label, { noun, help = "", set = all => ({ [field]: all }), ...more }) {
  const id = `${idOf(at, field)}-list`;
  return html`<fieldset class="field" aria-describedby=${described(at, field, help)} ?data-invalid=${isWrong(at, field)}>
    <legend class="label">${label}</legend>
    <entry-list id=${id} .entries=${[at.widget.settings[field] ?? []].flat()} .noun=${noun} .placeholder=${more.placeholder ?? ""}
      .most=${more.most ?? 100} .longest=${more.longest ?? 200} .order=${more.order ?? null} .read=${more.read ?? asText}
      @entries=${event => at.set(set(event.detail))}></entry-list>
    ${about(at, field, help)}
  </fieldset>`;
}
