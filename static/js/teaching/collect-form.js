// <collect-form>: examples from one of one's own apps: which app, which widget, and what of it.
import { html, nothing } from "lit";
import { Element } from "../element.js";
import { icon } from "../icons.js";
import * as api from "../state/api.js";
import { Observe } from "../state/observe.js";
import { complain, toast } from "../toast.js";
import { counted } from "../words.js";
import { Collecting } from "./collecting.js";

class CollectForm extends Element {
  static properties = {
    apps: { attribute: false }, // {id, title} of one's own
    teaching: { attribute: false },
    wanted: { attribute: false }, // the id of the app to begin with
    collecting: { attribute: false },
    failure: { state: true },
  };

  constructor() {
    super();
    this.failure = "";
    this.collecting = new Collecting({ api });
    new Observe(this, "teaching", "collecting");
  }

  firstUpdated() {
    const known = this.apps.some(({ id }) => id === this.wanted);
    if (known) this.#choose(this.wanted);
  }

  render() {
    const { apps, collecting } = this;
    if (!apps.length)
      return html`<p class="notice">You have no app yet. <a href="/apps/new">Build one</a>, and rate what it makes.</p>`;
    return html`<form class="teach-form" aria-busy=${collecting.busy} @submit=${this.#collect}>
      <div class="teach-choices">
        <div class="field"><label for="collect-app">App</label>
          <select class="input" id="collect-app" required @change=${event => this.#choose(event.target.value)}>
            <option value="" ?selected=${!collecting.app}>Choose an app</option>
            ${apps.map(({ id, title }) => html`<option value=${id} ?selected=${id === collecting.app}>${title}</option>`)}
          </select></div>
        ${this.#widgets()}
      </div>
      ${collecting.app && !collecting.busy ? this.#sources() : nothing}
      ${this.failure ? html`<p class="error" role="alert">${this.failure}</p>` : nothing}
      <div class="model-actions">
        <button class="button primary" type="submit" ?disabled=${!collecting.count || this.teaching.busy}>Collect them</button>
        ${collecting.count ? html`<p class="help" role="status">${counted(collecting.count, "example")} at most: what is there twice is taken once.</p>` : nothing}
      </div>
    </form>`;
  }

  #widgets() {
    const { collecting } = this;
    if (collecting.isEmpty) return nothing;
    return html`<div class="field"><label for="collect-widget">Widget</label>
      <select class="input" id="collect-widget" @change=${event => collecting.choosePart(event.target.value)}>
        ${collecting.material.map(({ widget, title }) => html`<option value=${widget} ?selected=${widget === collecting.widget}>${title}</option>`)}
      </select></div>`;
  }

  #sources() {
    const { collecting } = this;
    if (!collecting.material.length)
      return html`<p class="notice">Nothing in this app can teach a model: only AI texts, summaries, translations, code and classifications can.</p>`;
    if (collecting.isEmpty)
      return html`<p class="notice">Nothing of this app was rated yet. Play it, and give thumbs up or say what a result should have been. Snapshots that you take can be collected too.</p>`;
    const { thumbs, corrections, snapshots } = collecting.found;
    return html`<fieldset class="collect-sources">
        <legend class="label">What to collect</legend>
        ${this.#source("thumbs", "Thumbs up", thumbs)} ${this.#source("corrections", "Corrections", corrections)}
      </fieldset>
      ${snapshots.length ? this.#snapshots(snapshots) : nothing}`;
  }

  #source(name, words, count) {
    const { collecting } = this;
    return html`<label class="check"><input type="checkbox" name=${name} ?disabled=${!count} .checked=${collecting[name] && count > 0}
        @change=${event => collecting.want(name, event.target.checked)}>
      <span>${words} <span class="collect-count">${count}</span></span></label>`;
  }

  #snapshots(snapshots) {
    const { collecting } = this;
    return html`<fieldset class="collect-sources">
      <legend class="label">Snapshots of yours</legend>
      ${snapshots.map(
        ({
          id,
          title,
          created_at: at,
        }) => html`<label class="check"><input type="checkbox" .checked=${collecting.snapshots.has(id)}
            @change=${event => collecting.wantSnapshot(id, event.target.checked)}>
          <span dir="auto">${title} <small>${new Date(at).toLocaleDateString("en", { dateStyle: "medium" })}</small></span></label>`,
      )}
    </fieldset>`;
  }

  #choose(app) {
    this.failure = "";
    this.collecting.choose(app).catch(complain);
  }

  #collect = async event => {
    event.preventDefault();
    this.failure = "";
    try {
      await this.teaching.collect(this.collecting.app, this.collecting.asked);
      history.replaceState(history.state, "", location.pathname); // who reloads sees what was collected
      this.dispatchEvent(new CustomEvent("collected", { bubbles: true }));
    } catch (error) {
      this.failure = error.message;
    }
  };
}

customElements.define("collect-form", CollectForm);

/** For examples that came from an app. `isChanged`: what is written would be lost. */
export function againButton(teaching, isChanged) {
  const { app } = teaching.open;
  if (app === null) return nothing;
  return html`<button type="button" class="button" ?disabled=${isChanged || teaching.busy} title="From “${app}”, as the next version; earlier versions stay"
    @click=${() => again(teaching)}>${icon("refresh-cw")}Collect again</button>`;
}

async function again(teaching) {
  try {
    const isNew = await teaching.collectAgain();
    toast(isNew ? `Collected again as version ${teaching.open.version}.` : "Nothing has changed since.");
  } catch (error) {
    complain(error);
  }
}
