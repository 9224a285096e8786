// <model-test>: a prompt to one model, and its answer as it comes.
import { html } from "lit";
import { Element } from "../element.js";
import "../exploring/trial-answer.js";
import { WORKS } from "../exploring/questions.js";
import { Trial } from "../exploring/trial.js";
import * as api from "../state/api.js";
import { Observe } from "../state/observe.js";
import { complain } from "../toast.js";

const ASKED = {
  text: "Say hello in one sentence.",
  code: "Print the first ten prime numbers.",
  translation: "The cat sat on the mat.",
};

class ModelTest extends Element {
  static properties = { model: { attribute: false } };

  constructor() {
    super();
    this.trial = new Trial({ api });
    new Observe(this, "trial");
  }

  render() {
    const { title, task } = this.model;
    const [answer] = this.trial.answers;
    return html`<form class="board-form" @submit=${this.#submit}>
        <label>Prompt for ${title}<textarea name="prompt" rows="2" required maxlength="4000">${ASKED[task] ?? ASKED.text}</textarea></label>
        <button class="button is-main" ?disabled=${this.trial.isRunning}>Ask</button>
        <button class="button" type="button" ?disabled=${!this.trial.isRunning || this.trial.asking} @click=${() => this.trial.stop().catch(complain)}>Stop</button>
      </form>
      ${answer ? html`<trial-answer .answer=${answer} .work=${this.#work} .heading=${title}></trial-answer>` : ""}`;
  }

  get #work() {
    const work = { code: "code", translation: "translate" };
    return work[this.model.task] ?? "text";
  }

  #submit = event => {
    event.preventDefault();
    const prompt = event.target.elements.prompt.value;
    const [[source, target] = ["English", "French"]] = this.model.languages ?? [];
    const asked = WORKS[this.#work].asked({ prompt, source, target, language: "python" });
    asked.parameters = { max_tokens: 128 };
    this.trial.ask(asked, [{ card: this.model.name }]).catch(complain);
  };
}

customElements.define("model-test", ModelTest);
