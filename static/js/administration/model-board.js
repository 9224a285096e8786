// <model-board>: the models of the site as they stand just now, and all that one does about them.
import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { Element } from "../element.js";
import { Observe } from "../state/observe.js";
import { complain } from "../toast.js";
import "./model-test.js";
import { doubts, isInstalling, measured, needed, size, standing, tooBig } from "./standing.js";

const TASKS = {
  ...{ text: "Writing", code: "Code", translation: "Translation", summarization: "Summaries", image: "Pictures" },
  ...{ embedding: "Search", reranking: "Ranking", classification: "Classification", "fill-mask": "Filling gaps" },
};
const WRITES = ["text", "code", "translation", "summarization"]; // tasks that can be tried with a prompt

class ModelBoard extends Element {
  static properties = {
    managing: { attribute: false },
    tried: { state: true }, // the name of the model that is tried out
    doubted: { state: true }, // … that is installed once one has thought twice
    retiring: { state: true }, // … that is about to be retired
    removing: { state: true }, // {name, freed, users} of the one whose weights are about to go
  };
  #order = []; // names of models
  #folded = new Set(); // … of those that were not here when the page was opened

  constructor() {
    super();
    this.tried = this.doubted = this.retiring = this.removing = null;
    new Observe(this, "managing");
  }

  render() {
    const { models, failure, redis } = this.managing;
    const placed = this.#placed(models);
    const isFolded = ({ name }) => this.#folded.has(name);
    return html`
      ${failure ? html`<p class="board-notice" role="alert">${failure} What is shown may be old.</p>` : nothing}
      ${redis ? nothing : html`<p class="board-notice" role="alert">Redis does not answer, so the state of the workers is unknown.</p>`}
      ${this.#rows(placed.filter(one => !isFolded(one)))} ${this.#fold(placed.filter(isFolded))}`;
  }

  #rows(models) {
    return html`<div class="board-rows" aria-busy=${!this.managing.models.length}>
      ${repeat(
        models,
        one => one.name,
        one => this.#row(one),
      )}
    </div>`;
  }

  #fold(models) {
    if (!models.length) return nothing;
    return html`<details class="board-fold">
      <summary>${models.filter(isMissing).length} more that can be installed</summary>
      ${this.#rows(models)}
    </details>`;
  }

  /** In the order of the first time, so that no row jumps away under a pointer; what is new goes to the end. */
  #placed(models) {
    const added = models.filter(({ name }) => !this.#order.includes(name));
    if (!this.#order.length && !added.every(isSpare))
      this.#folded = new Set(added.filter(isSpare).map(({ name }) => name));
    this.#order.push(...sorted(added).map(({ name }) => name));
    return models.toSorted((a, b) => this.#order.indexOf(a.name) - this.#order.indexOf(b.name));
  }

  #row(model) {
    const { state, words } = standing(model);
    const isBusy = this.managing.busy.has(model.name);
    return html`<section class="board-row" data-model=${model.name} data-state=${state} aria-label=${model.title} aria-busy=${isBusy}>
      <div class="board-about">
        <h3><a href=${model.edit}>${model.title}</a> ${this.#marks(model)}</h3>
        <p class="board-quiet">${[TASKS[model.task], model.family, model.licence, isMissing(model) ? needed(model) : model.size && size(model.size)].filter(Boolean).join(" · ")}</p>
        <p class="board-standing" role="status"><span class="board-dot" aria-hidden="true"></span>${words}</p>
        ${isInstalling(model) && model.installation.total ? html`<progress max=${model.installation.total} value=${model.installation.done} aria-label="Installing ${model.title}"></progress>` : nothing}
        ${isMissing(model) ? this.#warning(model) : nothing}
        <p class="board-quiet">${measured(model.measures)}</p>
        ${model.measures.last_failure ? html`<details class="board-quiet"><summary>Last failure</summary>${model.measures.last_failure.message}</details>` : nothing}
      </div>
      <div class="board-acts">${this.#acts(model)}</div>
      ${this.tried === model.name ? html`<model-test .model=${model} @close=${() => (this.tried = null)}></model-test>` : nothing}
      ${this.doubted === model.name && isMissing(model) ? this.#doubts(model) : nothing}
      ${this.retiring === model.name ? this.#retirement(model) : nothing}
      ${this.removing?.name === model.name ? this.#removal(model) : nothing}
    </section>`;
  }

  #marks(model) {
    const marks = [model.default && "default", model.pinned && "pinned", ...model.groups];
    return marks.filter(Boolean).map(mark => html`<span class="board-mark">${mark}</span>`);
  }

  #acts(model) {
    if (isInstalling(model)) return this.#button(model, "Cancel", (api, name) => api.cancelInstallation(name));
    if (model.retired_at) return this.#button(model, "Bring back", (api, name) => api.bringBack(name));
    return [this.#weights(model), this.#memory(model), this.#choices(model)];
  }

  #weights(model) {
    if (!isMissing(model)) return nothing;
    const accept = accepts(model);
    return html`${
      accept
        ? html`<p class="board-quiet">Its <a href=${model.terms} rel="noreferrer">terms</a> have to be accepted.</p>`
        : nothing
    }${this.#install(model, accept ? "Accept terms and install" : model.kept ? "Go on" : "Install")}`;
  }

  /** What has begun is not asked about again. */
  #install(model, words) {
    if (model.kept || !doubts(model, this.managing.room(model)).length)
      return this.#button(model, words, install(model), "is-main");
    return html`<button type="button" class="button is-main" @click=${() => (this.doubted = model.name)}>${words}…</button>`;
  }

  #warning(model) {
    const words = tooBig(model, this.managing.room(model));
    return words ? html`<p class="board-warning">${words}</p>` : nothing;
  }

  #doubts(model) {
    return html`<div class="board-form">
      <p>${doubts(model, this.managing.room(model)).join(" ")} Install it all the same?</p>
      <button class="button is-main" type="button" @click=${() => {
        this.doubted = null;
        this.#do(model, install(model));
      }}>Install it</button>
      <button class="button" type="button" @click=${() => (this.doubted = null)}>Not now</button>
    </div>`;
  }

  #memory(model) {
    if (!model.installed || !model.enabled) return nothing;
    const there = model.places.filter(place => place.state === "loaded" || place.state === "loading");
    return html`
      ${there.length ? this.#button(model, "Unload", (api, name) => api.unloadModel(name)) : nothing}
      ${this.#loading(
        model,
        there.map(place => place.worker),
      )}
      ${WRITES.includes(model.task) ? html`<button type="button" class="button" aria-expanded=${this.tried === model.name} @click=${() => (this.tried = this.tried === model.name ? null : model.name)}>Test</button>` : nothing}`;
  }

  /** Of several workers that may serve it one is chosen. `there`: the names of those that have it. */
  #loading(model, there) {
    const able = this.managing.able(model).map(worker => worker.name);
    const free = able.filter(name => !there.includes(name));
    if (able.length < 2)
      return there.length ? nothing : this.#button(model, "Load", (api, name) => api.loadModel(name));
    if (!free.length) return nothing;
    return html`<span class="board-load">
      ${this.#button(model, "Load", (api, name) => api.loadModel(name, { worker: this.#chosen(model) }))}
      <select aria-label="Where to load ${model.title}">
        ${there.length ? nothing : html`<option value="">on any worker</option>`}
        ${repeat(
          free,
          name => name,
          name => html`<option value=${name}>on ${name}</option>`,
        )}
      </select>
    </span>`;
  }

  #chosen({ name }) {
    return this.querySelector(`[data-model="${name}"] .board-load > select`).value || null;
  }

  #choices(model) {
    const { installed, enabled } = model;
    return html`
      ${installed && enabled && !model.default ? this.#button(model, "Make default", (api, name) => api.changeModel(name, { default: true })) : nothing}
      ${installed && enabled ? this.#button(model, model.pinned ? "Unpin" : "Pin", (api, name) => api.changeModel(name, { pinned: !model.pinned })) : nothing}
      ${!installed && !enabled ? nothing : this.#button(model, enabled ? "Switch off" : "Switch on", (api, name) => api.changeModel(name, { enabled: !enabled }))}
      ${installed && model.can_install ? html`<button type="button" class="button" @click=${() => this.#askRemoval(model)}>Remove…</button>` : nothing}
      ${installed ? html`<button type="button" class="button" @click=${() => (this.retiring = model.name)}>Retire…</button>` : nothing}`;
  }

  #button(model, words, act, look = "") {
    return html`<button type="button" class="button ${look}" ?disabled=${this.managing.busy.has(model.name)}
      @click=${() => this.#do(model, act)}>${words}</button>`;
  }

  #do(model, act) {
    return this.managing.act(model.name, act).catch(complain);
  }

  #retirement(model) {
    const others = this.managing.models.filter(one => model.replacements.includes(one.name));
    return html`<form class="board-form" @submit=${event => this.#retire(event, model)}>
      <label>Replacement
        <select name="replacement">
          <option value="">None: widgets that use it show an error</option>
          ${others.map(({ name, title }) => html`<option value=${name}>${title}</option>`)}
        </select></label>
      <button class="button is-main">Retire it</button>
      <button class="button" type="button" @click=${() => (this.retiring = null)}>Keep it</button>
    </form>`;
  }

  #retire(event, model) {
    event.preventDefault();
    const replacement = event.target.replacement.value || null;
    this.retiring = null;
    this.#do(model, (api, name) => api.retireModel(name, { replacement }));
  }

  async #askRemoval(model) {
    try {
      this.removing = { name: model.name, ...(await this.managing.api.fetchWeights(model.name)) };
    } catch (error) {
      complain(error);
    }
  }

  #removal(model) {
    const { replacements } = model;
    const { freed, users } = this.removing;
    const others = replacements.length ? ` ${replacements.join(", ")} would do the same work.` : "";
    const who = users.length ? `These apps name it: ${users.slice(0, 10).join(", ")}.${others}` : "No app names it.";
    return html`<div class="board-form">
      <p>Removing it frees ${size(freed)}. ${who} It can be installed again.</p>
      <button class="button is-bad" type="button" @click=${() => {
        this.removing = null;
        this.#do(model, (api, name) => api.removeWeights(name));
      }}>Remove it</button>
      <button class="button" type="button" @click=${() => (this.removing = null)}>Keep it</button>
    </div>`;
  }
}

const isMissing = ({ installed, can_install: canInstall }) => !installed && canInstall;
const isSpare = model => isMissing(model) && !isInstalling(model) && !model.retired_at;
const accepts = ({ terms, terms_accepted: accepted }) => Boolean(terms && !accepted);

const install = model => (api, name) => api.installModel(name, { accept_terms: accepts(model) });

/** What is in use first, then what could be. */
function sorted(models) {
  const rank = model => (model.retired_at ? 3 : isInstalling(model) ? 0 : model.installed && model.enabled ? 1 : 2);
  return models.toSorted((a, b) => rank(a) - rank(b) || b.default - a.default || a.title.localeCompare(b.title));
}

customElements.define("model-board", ModelBoard);
