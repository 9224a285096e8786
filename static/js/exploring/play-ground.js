// <play-ground>: one prompt to up to four models side by side, or to one with other parameters each time.
import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { mark } from "../editor/fields/model.js";
import "../editor/fields/open-choice.js";
import { Element } from "../element.js";
import { icon } from "../icons.js";
import "../quota/quota-near.js";
import { Observe } from "../state/observe.js";
import { complain } from "../toast.js";
import { able, numbers, sweep, USUAL, WORKS } from "./questions.js";
import "./trial-answer.js";

const MOST_MODELS = 4;
const MOST_ANSWERS = 16;
const HEAT = { least: 0, most: 2 };
const SEEDS = { least: 0, most: 2 ** 32 - 1 };

class PlayGround extends Element {
  static properties = {
    models: { attribute: false },
    trial: { attribute: false },
    quota: { attribute: false },
    make: { attribute: false }, // makes an app of a widget: (kind, settings) → Promise
    canBuild: { type: Boolean },
    values: { state: true },
    wrong: { state: true }, // why that cannot be asked: a sentence
  };

  constructor() {
    super();
    this.values = {
      ...{ work: "text", prompt: "", way: "models", chosen: [], temperatures: "0, 0.7, 1.2", seeds: "1, 2, 3" },
      ...{ temperature: 0.7, most: 128, ...USUAL },
    };
    this.wrong = "";
    this.asked = null; // what the answers that are shown were asked for: {work, values, questions}
    new Observe(this, "trial");
  }

  /** Begins with this model, such as one that the page of the models led here from. */
  begin(name) {
    const model = this.models.find(one => one.name === name && one.installed);
    const work = model && Object.keys(WORKS).find(one => WORKS[one].tasks.includes(model.task));
    if (work) this.#set({ work, chosen: [name] });
    else this.#chooseWork("text");
  }

  render() {
    return html`<form class="trial-form" @submit=${this.#submit}>
        ${this.#works()} ${this.#prompt()} ${this.#fields()} ${this.#ways()}
        ${this.values.way === "models" ? this.#models() : this.#sweep()}
        ${this.wrong ? html`<p class="error" role="alert">${this.wrong}</p>` : nothing}
        <div class="trial-actions">
          ${
            this.trial.isRunning
              ? html`<button class="button" type="button" ?disabled=${this.trial.asking || this.trial.stopping} @click=${() => this.trial.stop().catch(complain)}>
                  ${icon("square")}${this.trial.stopping ? "Stopping…" : "Stop"}</button>`
              : html`<button class="button primary" type="submit">${icon("play")}Try it</button>`
          }
          <p class="help" role="status">${this.#said()}</p>
        </div>
        <quota-near .quota=${this.quota} ?tokens=${this.values.work !== "image"} ?images=${this.values.work === "image"}></quota-near>
      </form>
      ${this.#answers()}`;
  }

  #works() {
    return html`<div class="segments" role="group" aria-label="What to try">
      ${Object.entries(WORKS).map(
        ([name, { title }]) => html`<button type="button" aria-pressed=${this.values.work === name}
          @click=${() => this.#chooseWork(name)}>${title}</button>`,
      )}
    </div>`;
  }

  #prompt() {
    const { prompt } = WORKS[this.values.work];
    return html`<div class="field">
      <label for="trial-prompt">${prompt}</label>
      <textarea class="input" id="trial-prompt" rows="4" maxlength="15000" required .value=${this.values.prompt}
        @input=${event => this.#set({ prompt: event.target.value })}
        @keydown=${event => event.key === "Enter" && (event.ctrlKey || event.metaKey) && this.#submit(event)}></textarea>
    </div>`;
  }

  #fields() {
    const own = repeat(
      Object.entries(WORKS[this.values.work].fields ?? {}),
      ([name]) => name,
      ([name, field]) => this.#language(name, field),
    );
    const isText = this.values.work !== "image";
    const usual = isText
      ? [
          ...(this.values.way === "models" ? [this.#number("temperature", "Temperature", { max: 2, step: 0.1 })] : []),
          this.#number("most", "Longest answer, in tokens", { min: 1, max: 2048 }),
        ]
      : [];
    return html`<div class="trial-fields">${own}${usual}</div>`;
  }

  /** `choices` are as in a widget: of the chosen models, and of the settings that the widget would have. */
  #language(name, { label, choices }) {
    const box = { id: `trial-${name}`, isWrong: false, about: nothing, label };
    const models = this.#able().filter(model => this.values.chosen.includes(model.name));
    return html`<div class="field"><label for=${box.id}>${label}</label>
      <open-choice .value=${this.values[name]} .choices=${choices(models, WORKS[this.values.work].widget(this.values))}
        .own=${"Another language…"} .box=${box} @choose=${event => this.#set({ [name]: event.detail })}></open-choice></div>`;
  }

  #text(name, label) {
    return html`<div class="field"><label for="trial-${name}">${label}</label>
      <input class="input" id="trial-${name}" maxlength="200" .value=${this.values[name]}
        @input=${event => this.#set({ [name]: event.target.value })}></div>`;
  }

  #number(name, label, { min = 0, max, step = 1 }) {
    return html`<div class="field"><label for="trial-${name}">${label}</label>
      <input class="input" type="number" id="trial-${name}" min=${min} max=${max} step=${step} required
        .value=${String(this.values[name])} @change=${event => this.#set({ [name]: event.target.valueAsNumber })}></div>`;
  }

  #ways() {
    if (this.values.work === "image") return nothing;
    const ways = { models: "Compare models", sweep: "Compare parameters" };
    return html`<div class="segments" role="group" aria-label="What to compare">
      ${Object.entries(ways).map(
        ([name, title]) => html`<button type="button" aria-pressed=${this.values.way === name}
          @click=${() => this.#set({ way: name, chosen: this.values.chosen.slice(0, 1) })}>${title}</button>`,
      )}
    </div>`;
  }

  #models() {
    const { chosen } = this.values;
    return html`<fieldset class="field trial-models">
      <legend class="label">Models, up to ${MOST_MODELS}</legend>
      ${this.#able().map(model => {
        const isChosen = chosen.includes(model.name);
        return html`<label class="check"><input type="checkbox" .checked=${isChosen}
            ?disabled=${!model.installed || (!isChosen && chosen.length >= MOST_MODELS)}
            @change=${event => this.#choose(model.name, event.target.checked)}>
          <span>${model.title}<small>${model.installed ? mark(model) : "Not installed"}</small></span></label>`;
      })}
      ${this.#able().length ? nothing : html`<p class="help">No model here can do this.</p>`}
    </fieldset>`;
  }

  #sweep() {
    const one = this.values.chosen[0] ?? "";
    return html`<div class="trial-fields">
      <div class="field"><label for="trial-model">Model</label>
        <select class="input" id="trial-model" @change=${event => this.#set({ chosen: [event.target.value] })}>
          ${this.#able()
            .filter(model => model.installed)
            .map(({ name, title }) => html`<option value=${name} ?selected=${name === one}>${title}</option>`)}
        </select></div>
      ${this.#text("temperatures", "Temperatures")} ${this.#text("seeds", "Seeds")}
    </div>`;
  }

  #answers() {
    const { answers } = this.trial;
    if (!this.asked || !answers.length) return nothing;
    const { work, questions, columns } = this.asked;
    return html`<div class="trial-answers ${columns ? `is-grid columns-${Math.min(columns, 6)}` : ""}" @make-widget=${this.#make}>
      ${repeat(
        answers,
        answer => answer.id,
        (
          answer,
          at,
        ) => html`<trial-answer .answer=${answer} .work=${work} .heading=${this.#heading(answer, questions[at])}
          ?canMake=${this.canBuild}></trial-answer>`,
      )}
    </div>`;
  }

  #heading(answer, { parameters }) {
    if (this.asked.columns) return `Temperature ${parameters.temperature}, seed ${parameters.seed}`;
    return this.models.find(model => model.name === answer.card)?.title ?? answer.card;
  }

  #said() {
    const { answers } = this.trial;
    if (this.trial.asking) return "Asking…";
    if (!answers.length) return "";
    const answered = answers.filter(({ state }) => state === "done" || state === "failed").length;
    if (answered === answers.length) return "All answered";
    const count = `${answered} of ${answers.length} answered`;
    return this.trial.isRunning ? count : `Stopped: ${count}`;
  }

  #able() {
    return able(this.models, this.values.work);
  }

  #set(values) {
    this.values = { ...this.values, ...values };
    this.wrong = "";
  }

  /** The usual model of that work is chosen to begin with. */
  #chooseWork(work) {
    const installed = able(this.models, work).filter(model => model.installed);
    const usual = installed.find(model => model.default) ?? installed[0];
    this.#set({ work, chosen: usual ? [usual.name] : [], ...(work === "image" && { way: "models" }) });
  }

  #choose(name, isChosen) {
    const others = this.values.chosen.filter(one => one !== name);
    this.#set({ chosen: isChosen ? [...others, name] : others });
  }

  #submit = async event => {
    event.preventDefault();
    if (this.trial.isRunning || !this.querySelector("form").reportValidity()) return;
    const { asked, questions, columns } = this.#question();
    this.wrong = this.#refusal(questions);
    if (this.wrong) return;
    try {
      this.asked = { work: this.values.work, values: this.values, questions, columns };
      await this.trial.ask(asked, questions);
    } catch (error) {
      complain(error);
    }
  };

  #question() {
    const { work, way, chosen, temperature, most } = this.values;
    const isText = work !== "image";
    const asked = WORKS[work].asked(this.values);
    if (isText) asked.parameters = { max_tokens: most, ...(way === "models" && { temperature }) };
    if (way === "models") return { asked, questions: chosen.map(card => ({ card })), columns: 0 };
    const temperatures = numbers(this.values.temperatures, HEAT);
    const seeds = numbers(this.values.seeds, SEEDS).filter(Number.isInteger);
    return { asked, questions: sweep(chosen[0], temperatures, seeds), columns: seeds.length };
  }

  #refusal({ length }) {
    if (!this.values.chosen.length) return "Choose a model to try.";
    if (!length) return "Give at least one temperature from 0 to 2, and one seed.";
    return length > MOST_ANSWERS
      ? `That would be ${length} answers, and ${MOST_ANSWERS} are the most. Take some out.`
      : "";
  }

  #make = async event => {
    const at = this.trial.answers.findIndex(answer => answer.id === event.detail);
    const { work, values, questions } = this.asked;
    const { card, parameters } = questions[at];
    const shared = work === "image" ? {} : { max_tokens: values.most, temperature: values.temperature };
    try {
      await this.make(work, { ...WORKS[work].widget(values), model: card, ...shared, ...parameters });
    } catch (error) {
      complain(error);
    }
  };
}

customElements.define("play-ground", PlayGround);
