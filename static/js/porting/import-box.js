// <import-box>: takes an app from a file or from what is pasted, shows what it would become, and then makes it.
import { html, nothing } from "lit";
import { Element } from "../element.js";
import { icon } from "../icons.js";
import * as api from "../state/api.js";
import { counted } from "../words.js";
import { smallMap } from "./small-map.js";

const PAUSE = 400; // milliseconds without a key before what was pasted is looked at
const SOURCES = { partyrock: "A PartyRock app", file: "An app from a file" };

class ImportBox extends Element {
  static properties = { state: { state: true }, isOver: { state: true } };

  #source = null; // what would be sent: {text} or a form with a file
  #timer = null;

  constructor() {
    super();
    this.isOver = false;
    this.#rest();
  }

  render() {
    const { name, seen, refusal } = this.state;
    return html`
      <div class="import-ways">${this.#zone(name)}${this.#paste()}</div>
      <div role="status">${this.#words(seen)}</div>
      ${refusal ? html`<p class="error" role="alert">${icon("circle-alert")} ${refusal}</p>` : nothing}
      ${seen ? this.#preview(seen) : nothing}
    `;
  }

  // How an app comes in -------------------------------------------------------------------

  #zone(name) {
    return html`<div class="drop-zone ${this.isOver ? "is-over" : ""}" @dragover=${this.#over}
      @dragleave=${() => (this.isOver = false)} @drop=${this.#drop}>
      <input class="visually-hidden" type="file" id="import-file" accept=".json,.png,.txt,application/json,image/png"
        @change=${this.#choose}>
      <label class="button" for="import-file">${icon("upload")}${name ? "Choose another file" : "Choose a file"}</label>
      <p class="help"><span class="by-mouse">or drop it here<br></span>A share card, a JSON file or a PartyRock definition</p>
    </div>`;
  }

  #paste() {
    return html`<div class="field">
      <label for="import-text">Or paste a definition</label>
      <textarea class="input" id="import-text" rows="6" spellcheck="false" autocapitalize="none"
        placeholder=${'{"widgets": […]}'} @input=${this.#type}></textarea>
    </div>`;
  }

  #over = event => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    this.isOver = true;
  };

  #drop = event => {
    event.preventDefault();
    this.isOver = false;
    this.#take(event.dataTransfer.files[0]);
  };

  #choose = event => {
    this.#take(event.target.files[0]);
    event.target.value = ""; // so that the same file can be chosen again
  };

  #take(file) {
    if (!file) return;
    const form = new FormData();
    form.append("file", file);
    this.querySelector("textarea").value = "";
    this.#look(form, file.name);
  }

  #type = event => {
    clearTimeout(this.#timer);
    const text = event.target.value;
    if (text.trim()) this.#timer = setTimeout(() => this.#look({ text }), PAUSE);
    else this.#rest();
  };

  // What it would become ------------------------------------------------------------------

  #rest() {
    this.#source = null;
    this.state = { name: null, seen: null, refusal: null, isBusy: false };
  }

  async #look(source, name = null) {
    this.#source = source;
    this.state = { ...this.state, name, refusal: null, isBusy: true };
    try {
      const seen = await api.importApp(source, { preview: true });
      this.#show(source, { name, seen });
    } catch (error) {
      this.#show(source, { name, refusal: error.message });
    }
  }

  /** Unless something else was chosen since. */
  #show(source, state) {
    if (source === this.#source) this.state = { seen: null, refusal: null, isBusy: false, ...state };
  }

  #words(seen) {
    if (this.state.isBusy && !seen) return html`<p class="help">Reading…</p>`;
    const found = seen && `“${seen.title}” can be imported: ${counted(seen.map.length, "widget")}.`;
    return found ? html`<p class="visually-hidden">${found}</p>` : nothing;
  }

  #preview(seen) {
    return html`<article class="import-preview">
      <div class="import-map">${smallMap(seen.map)}</div>
      <div class="import-about">
        <p class="help">${SOURCES[seen.source]}, ${counted(seen.map.length, "widget")}</p>
        <h3 dir="auto">${seen.title}</h3>
        ${seen.description ? html`<p class="app-card-about" dir="auto">${seen.description}</p>` : nothing}
        ${this.#report(seen.report)}
        <p class="import-buttons">
          <button class="button primary" type="button" ?disabled=${this.state.isBusy} @click=${this.#make}>
            ${this.state.isBusy ? "Importing…" : "Import this app"}
          </button>
          <button class="button quiet" type="button" @click=${this.#cancel}>Cancel</button>
        </p>
      </div>
    </article>`;
  }

  #report(entries) {
    if (!entries.length) return html`<p class="help">${icon("check")} Everything in it is known here.</p>`;
    const warnings = entries.filter(({ level }) => level === "warning");
    const sorted = [...warnings, ...entries.filter(({ level }) => level !== "warning")];
    return html`<h4>${counted(entries.length, "note")}</h4>
      <ul class="import-report" tabindex="0" aria-label="What changes">${sorted.map(entry => this.#entry(entry))}</ul>`;
  }

  #entry({ level, widget, message }) {
    const symbol = level === "warning" ? "triangle-alert" : "info";
    return html`<li class="is-${level}">
      ${icon(symbol)}
      <p>${widget ? html`<b dir="auto">${widget}</b> ` : nothing}${message}</p>
    </li>`;
  }

  #cancel = () => {
    this.querySelector("textarea").value = "";
    this.#rest();
    this.querySelector("textarea").focus();
  };

  #make = async () => {
    const source = this.#source;
    this.state = { ...this.state, isBusy: true, refusal: null };
    try {
      const { app } = await api.importApp(source);
      location.assign(`${app.path}?edit`);
    } catch (error) {
      this.state = { ...this.state, isBusy: false, refusal: error.message };
    }
  };
}

customElements.define("import-box", ImportBox);
