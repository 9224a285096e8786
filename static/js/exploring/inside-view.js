// <inside-view>: a text, a model, and what goes on inside of it: tokens, who looks at whom, what might come next.
import { html, nothing } from "lit";
import { Element } from "../element.js";
import { icon } from "../icons.js";
import { Observe } from "../state/observe.js";
import "./attention-map.js";
import { bars, strip } from "./drawing.js";
import { inWords, strongest, weightsOf } from "./looking.js";

const EXAMPLES = {
  text: "The capital of France is Paris. The capital of Italy is",
  translation: "The cat sat on the mat.",
  embedding: "A cat sat on the mat.",
  "fill-mask": "The capital of France is [MASK].",
};
const NEAR = "A kitten was sleeping.\nStocks fell today.";

class InsideView extends Element {
  static properties = {
    models: { attribute: false },
    look: { attribute: false },
    values: { state: true },
  };

  constructor() {
    super();
    this.values = { card: "", text: EXAMPLES.text, compare: NEAR, layer: 0, head: null, map: 0, row: null };
    new Observe(this, "look");
  }

  begin(name) {
    const usual = this.models.find(one => one.default && one.task === "text") ?? this.models[0];
    if (usual) this.#chooseModel((this.models.find(one => one.name === name) ?? usual).name);
  }

  willUpdate() {
    if (!this.look.inside) return;
    const { rows } = this.#map();
    if (this.values.row === null || this.values.row >= rows.length) this.values.row = rows.length - 1;
  }

  render() {
    if (!this.models.length)
      return html`<div class="empty"><p>No model that can be looked into is installed. <a href="/models/">See which would do.</a></p></div>`;
    const { failure, inside, isRunning } = this.look;
    return html`<form class="trial-form" @submit=${this.#submit}>
        <div class="trial-fields">${this.#model()}</div>
        <div class="field"><label for="inside-text">Text, up to 64 tokens</label>
          <textarea class="input" id="inside-text" rows="2" maxlength="2000" required .value=${this.values.text}
            @input=${event => this.#set({ text: event.target.value })}></textarea></div>
        ${this.#compare()}
        <div class="trial-actions">
          <button class="button primary" type="submit" ?disabled=${isRunning}>${icon("eye")}Look inside</button>
          <p class="help" role="status">${isRunning ? "Looking…" : ""}</p>
        </div>
      </form>
      ${failure ? html`<p class="error" role="alert">${failure}</p>` : nothing}
      ${inside ? this.#inside() : nothing}`;
  }

  #model() {
    return html`<div class="field"><label for="inside-model">Model</label>
      <select class="input" id="inside-model" @change=${event => this.#chooseModel(event.target.value)}>
        ${this.models.map(({ name, title }) => html`<option value=${name} ?selected=${name === this.values.card}>${title}</option>`)}
      </select></div>`;
  }

  #compare() {
    if (this.#card()?.task !== "embedding") return nothing;
    return html`<div class="field"><label for="inside-compare">Compare it with, one text a line</label>
      <textarea class="input" id="inside-compare" rows="2" maxlength="8000" .value=${this.values.compare}
        @input=${event => this.#set({ compare: event.target.value })}></textarea></div>`;
  }

  #inside() {
    const { inside, isRunning } = this.look;
    const { rows, columns } = this.#map();
    const weights = weightsOf(this.#map(), this.values.head);
    const at = Math.min(this.values.row, rows.length - 1);
    return html`<div class="inside" aria-busy=${isRunning} @choose-row=${event => this.#set({ row: event.detail })}>
      ${this.#controls(inside)}
      <div class="inside-two">
        <section aria-label="Attention">
          <h2>${this.#map().title}</h2>
          <attention-map .rows=${rows} .columns=${columns} .weights=${weights} .chosen=${at}></attention-map>
        </section>
        <section aria-label="One token">
          <h2>One token</h2>
          ${strip(rows, at, row => this.#set({ row }))}
          <p>${inWords(weights[at], rows, columns, at)}</p>
          <h3>It looks at</h3>
          ${bars(strongest(weights[at], 6).map(({ column, share }) => [columns[column], share]))}
          ${this.#guesses(rows, at)}
        </section>
      </div>
      ${this.#nearness()}
    </div>`;
  }

  #controls({ layers, heads, maps }) {
    const { layer, head, map } = this.values;
    return html`<div class="trial-fields inside-controls">
      <div class="field"><label for="inside-layer">Layer ${layer + 1} of ${layers}</label>
        <input type="range" id="inside-layer" min="1" max=${layers} .value=${String(layer + 1)}
          @input=${event => this.#chooseLayer(event.target.valueAsNumber - 1)}></div>
      <div class="field"><label for="inside-head">Head</label>
        <select class="input" id="inside-head" @change=${event => this.#set({ head: event.target.value === "" ? null : Number(event.target.value) })}>
          <option value="" ?selected=${head === null}>All ${heads}, their mean</option>
          ${Array.from({ length: heads }, (_, at) => html`<option value=${at} ?selected=${head === at}>Head ${at + 1}</option>`)}
        </select></div>
      ${
        maps.length > 1
          ? html`<div class="field"><label for="inside-map">Attention</label>
              <select class="input" id="inside-map" @change=${event => this.#set({ map: Number(event.target.value), row: null })}>
                ${maps.map(({ title }, at) => html`<option value=${at} ?selected=${at === map}>${title}</option>`)}
              </select></div>`
          : nothing
      }
    </div>`;
  }

  /** Of an encoder–decoder the guesses are about what is said, of the others about what is read. */
  #guesses(rows, at) {
    const { guesses, family } = this.look.inside;
    if (guesses.length !== rows.length) return nothing;
    const title = family === "encoder" ? "What might be in its place" : "What might come next";
    return html`<h3>${title}</h3>${bars(guesses[at].map(({ token, share }) => [token, share]))}`;
  }

  #nearness() {
    const { similarity } = this.look.inside;
    if (!similarity.length) return nothing;
    const [, ...near] = similarity[0];
    const texts = this.look.shown.compare;
    return html`<section aria-label="Nearness"><h2>How close the texts are</h2>
      <p class="help">1 means alike, 0 unrelated: the cosine of their mean vectors.</p>
      <ul class="token-bars is-wide">${near.map(
        (share, at) => html`<li><span class="token-name">${texts[at]}</span>
          <meter min="0" max="1" value=${Math.max(0, share)}>${share}</meter><span class="token-share">${share.toFixed(2)}</span></li>`,
      )}</ul></section>`;
  }

  #map() {
    const { maps } = this.look.inside;
    return maps[Math.min(this.values.map, maps.length - 1)];
  }

  #card() {
    return this.models.find(model => model.name === this.values.card);
  }

  #set(values) {
    this.values = { ...this.values, ...values };
  }

  #chooseModel(name) {
    const before = EXAMPLES[this.#card()?.task];
    const isUntouched = !this.values.card || this.values.text === before;
    const { task } = this.models.find(model => model.name === name);
    this.look.forget();
    const text = isUntouched ? (EXAMPLES[task] ?? EXAMPLES.text) : this.values.text;
    this.#set({ card: name, layer: 0, head: null, map: 0, row: null, text });
  }

  /** Another layer is another forward pass. */
  #chooseLayer(layer) {
    this.#set({ layer });
    this.look.askSoon(this.values.card, this.#asked());
  }

  #submit = event => {
    event.preventDefault();
    this.look.ask(this.values.card, this.#asked());
  };

  #asked() {
    const { text, layer } = this.values;
    const lines = this.values.compare.split("\n").filter(line => line.trim());
    const compare = this.#card()?.task === "embedding" ? lines.slice(0, 8) : [];
    return { text, layer, compare };
  }
}

customElements.define("inside-view", InsideView);
