// <teach-models>: collections of examples; of one of them its check, and the models that learn from it.
import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { ask } from "../asking.js";
import { Element } from "../element.js";
import { icon } from "../icons.js";
import { Observe } from "../state/observe.js";
import { complain } from "../toast.js";
import { counted } from "../words.js";
import { againButton } from "./collect-form.js";
import "./lesson-card.js";
import { lasting } from "./shaping.js";

const SAMPLE = "text,label\nThe parcel never came,delivery\nI was charged twice,payment\n";
const NO_TEXT = /[\0\uFFFD]/; // what a picture becomes where it is read as text
const LEGIBLE = 60; // characters of a label
const SHOWN = 12; // bars
const NAMED = 20; // rows that a fault names
const SLIDERS = {
  long: { title: "How long", choices: { short: "Shortly", usual: "As usual", long: "Long" } },
  strong: { title: "How strongly", choices: { gentle: "Gently", usual: "As usual", strong: "Strongly" } },
  careful: { title: "How carefully", choices: { little: "Little", usual: "As usual", very: "Very" } },
};

class TeachModels extends Element {
  static properties = {
    teaching: { attribute: false },
    bases: { attribute: false }, // {name, title} of models that can be taught
    apps: { attribute: false }, // {id, title} of one's own
    wanted: { attribute: false }, // the id of the app to collect examples from
    manner: { state: true },
    isNew: { state: true },
    isFromApp: { state: true }, // what is new
    isChanged: { state: true }, // what is written is not saved
    failure: { state: true },
  };

  constructor() {
    super();
    this.manner = { long: "usual", strong: "usual", careful: "usual" };
    this.isNew = this.isChanged = this.isFromApp = false;
    this.failure = "";
    new Observe(this, "teaching");
  }

  render() {
    const { datasets, open } = this.teaching;
    return html`<nav class="teach-datasets" aria-label="Collections of examples">
        ${datasets.map(
          ({
            id,
            title,
            learning,
          }) => html`<button type="button" class="button" aria-pressed=${open?.id === id && !this.isNew}
            @click=${() => this.#look(id)}>${title}${learning ? html` <small>learning…</small>` : nothing}</button>`,
        )}
        <button type="button" class="button" aria-pressed=${this.#shows === "new"} @click=${this.#begin}>${icon("plus")}New examples</button>
      </nav>
      ${this.#shows === "new" ? this.#new() : html`<div class="teach-open" aria-busy=${this.teaching.busy}>${this.#form(open)}${this.#checked()}${this.#lessons("Taught models", this.teaching.lessons)}</div>`}
      ${this.#lessons("Models whose examples were deleted", this.teaching.alone)}`;
  }

  get #shows() {
    return this.isNew || !this.teaching.open ? "new" : "open";
  }

  willUpdate(changed) {
    if (changed.has("wanted") && this.wanted) this.isNew = this.isFromApp = true;
  }

  #new() {
    const way = (isFromApp, words) =>
      html`<button type="button" aria-pressed=${this.isFromApp === isFromApp} @click=${() => (this.isFromApp = isFromApp)}>${words}</button>`;
    return html`<div class="segments teach-ways" role="group" aria-label="Where they come from">${way(false, "Paste or upload")}${way(true, "From an app")}</div>
      ${
        this.isFromApp
          ? html`<collect-form .apps=${this.apps} .teaching=${this.teaching} .wanted=${this.wanted} @collected=${() => (this.isNew = false)}></collect-form>`
          : this.#form(null)
      }`;
  }

  #form(open) {
    return html`<form class="teach-form" @submit=${this.#save} @input=${() => (this.isChanged = true)}>
      <div class="field"><label for="teach-title">Name</label>
        <input class="input" id="teach-title" name="title" required maxlength="120" .value=${open?.title ?? ""} placeholder="Support tickets"></div>
      <div class="field"><label for="teach-text">Examples${open ? `, version ${open.version}` : ""}</label>
        <p class="help" id="teach-how">A table with a column for what is asked and one for the answer, or for a text and its label: paste it, or choose a CSV or JSON file. 20 of each label, or 30 answers in the same manner, are a good beginning.</p>
        <textarea class="input teach-text" id="teach-text" name="text" rows="10" required aria-describedby="teach-how" .value=${open?.text ?? ""} placeholder=${SAMPLE}></textarea></div>
      ${this.failure ? html`<p class="error" role="alert">${this.failure}</p>` : nothing}
      <div class="model-actions">
        <button class="button ${open ? "" : "primary"}" type="submit" ?disabled=${this.teaching.busy}>${open ? "Save as a new version" : "Save and check"}</button>
        <label class="button teach-file">${icon("upload")}Choose a file<input class="visually-hidden" type="file" accept=".csv,.tsv,.txt,.json,.jsonl" @change=${this.#take}></label>
        ${open ? html`<a class="button quiet" href="/api/datasets/${open.id}/versions/${open.version}" download>Download</a>${againButton(this.teaching, this.isChanged)}<button type="button" class="button danger" @click=${this.#remove}>Delete</button>` : nothing}
      </div>
    </form>`;
  }

  #checked() {
    const { check } = this.teaching.open;
    if (!check)
      return html`<p class="notice">No model here can be taught. An administrator can install an encoder.</p>`;
    return html`<section class="teach-check" aria-label="Check">
      <h2>${check.fit ? "Fit to learn from" : "Not fit yet"}</h2>
      <p>${counted(check.learned, "example")} to learn from, ${check.held_out} held out to try it on afterwards. ${
        check.columns
          ? `What is asked stands in “${check.columns[0]}”, the answer in “${check.columns[1]}”.`
          : "No column is named: the first is what is asked, the second the answer."
      }</p>
      ${check.faults.length ? html`<ul class="teach-faults">${check.faults.map(fault)}</ul>` : nothing}
      <div class="teach-bars">${bars("Labels", Object.entries(check.labels))}${bars(
        check.answers ? "Tokens of what is asked and answered" : "Tokens of the texts",
        check.tokens.map(([upTo, count]) => [`up to ${upTo}`, count]),
      )}${bars("Languages", Object.entries(check.languages))}</div>
      <form class="teach-form" @submit=${this.#teach}>
        <h2>Teach a model</h2>
        <p class="help">${check.answers ? "It learns to answer as your examples do." : "It learns to sort texts by your labels."} To teach something else, begin with another model.</p>
        <div class="teach-choices">
          <div class="field"><label for="teach-base">Begin with</label>
            <select class="input" id="teach-base" @change=${event => this.#look(this.teaching.open.id, event.target.value)}>
              ${this.bases.map(({ name, title }) => html`<option value=${name} ?selected=${name === check.base}>${title}</option>`)}
            </select></div>
          <div class="field"><label for="teach-name">Name of the new model</label>
            <input class="input" id="teach-name" name="title" required maxlength="120" .value=${this.teaching.open.title}></div>
        </div>
        <div class="teach-choices">${Object.keys(SLIDERS).map(name => this.#slider(name))}</div>
        <div class="model-actions"><button class="button primary" type="submit" ?disabled=${!check.fit || this.isChanged || this.teaching.busy}>${icon("play")}Teach it</button>
          <p class="help">${this.#advice(check)}</p></div>
      </form>
    </section>`;
  }

  #advice(check) {
    if (this.isChanged) return "Save your changes first.";
    if (!check.fit) return "Mend what is said above first.";
    return `Takes about ${lasting(check.seconds[this.manner.long])}. You can close the page meanwhile.`;
  }

  #slider(name) {
    const { title, choices } = SLIDERS[name];
    const names = Object.keys(choices);
    const now = this.manner[name];
    return html`<div class="field"><label for="teach-${name}">${title}: ${choices[now]}</label>
      <input type="range" id="teach-${name}" min="0" max=${names.length - 1} step="1" .value=${String(names.indexOf(now))} aria-valuetext=${choices[now]}
        @input=${event => {
          this.manner = { ...this.manner, [name]: names[event.target.valueAsNumber] };
        }}></div>`;
  }

  #lessons(title, lessons) {
    if (!lessons.length) return nothing;
    return html`<section class="teach-lessons" aria-label=${title}><h2>${title}</h2>
      ${repeat(
        lessons,
        ({ id }) => id,
        lesson => html`<lesson-card .lesson=${lesson} .teaching=${this.teaching}></lesson-card>`,
      )}</section>`;
  }

  #begin = () => {
    this.isNew = true;
    this.isChanged = false;
    this.failure = "";
  };

  #look(id, base) {
    this.isNew = this.isChanged = false;
    this.failure = "";
    this.teaching.look(id, base).catch(complain);
  }

  #save = async event => {
    event.preventDefault();
    const { title, text } = Object.fromEntries(new FormData(event.target));
    this.failure = "";
    try {
      if (this.#shows === "new") await this.teaching.create(title, text);
      else await this.teaching.change({ title, text });
      this.isNew = this.isChanged = false;
    } catch (error) {
      this.failure = error.message;
    }
  };

  #take = async event => {
    const [file] = event.target.files;
    event.target.value = "";
    if (!file) return;
    const text = await file.text();
    this.failure = NO_TEXT.test(text) ? `“${file.name}” is no text. Choose a CSV or JSON file.` : "";
    if (this.failure) return;
    const name = this.querySelector("#teach-title");
    name.value ||= file.name.replace(/\.\w+$/, "");
    this.querySelector("#teach-text").value = text;
    this.isChanged = true;
  };

  #teach = event => {
    event.preventDefault();
    const { title } = Object.fromEntries(new FormData(event.target));
    this.teaching.teach({ base: this.teaching.open.check.base, title, ...this.manner }).catch(complain);
  };

  #remove = async () => {
    const { open } = this.teaching;
    const isSure = await ask({
      title: `Delete “${open.title}” for good?`,
      words: "These examples go with all their versions. Models that learned from them stay.",
      yes: "Delete the examples",
    });
    if (isSure) this.teaching.remove(open).catch(complain);
  };
}

const fault = ({ sentence, remedy, rows, stops }) =>
  html`<li class=${stops ? "is-wrong" : ""}><b>${sentence}</b> ${remedy}${rows.length ? html` <span class="help">Rows ${rows.join(", ")}${rows.length === NAMED ? " …" : "."}</span>` : nothing}</li>`;

function bars(title, entries) {
  if (!entries.length) return nothing;
  const most = Math.max(...entries.map(([, count]) => count));
  const more = entries.length - SHOWN;
  return html`<table class="bars"><caption>${title}${more > 0 ? ` (${SHOWN} of ${entries.length})` : ""}</caption>${entries
    .slice(0, SHOWN)
    .map(
      ([name, count]) =>
        html`<tr><th scope="row">${name.length > LEGIBLE ? `${name.slice(0, LEGIBLE)}…` : name}</th><td><progress max=${most} value=${count}></progress> ${count}</td></tr>`,
    )}</table>`;
}

customElements.define("teach-models", TeachModels);
