// A look inside of a model: asked for through a trial, and what the newest one showed. Knows no page.
import { State } from "../state/state.js";

const SOON = 250; // ms after the last move of a slider

export class Look extends State {
  #later = null;
  #number = 0; // of the newest question; that an earlier one was refused is not said any more
  #asked = null; // most recently
  #taken = null; // the answer that `inside` is from

  /** `trial` is as in trial.js. */
  constructor(trial) {
    super();
    this.trial = trial;
    this.inside = null; // it stays until the next one is there
    this.shown = null; // what it was asked for
    this.refused = null; // why it was not even asked: a sentence
    trial.addEventListener("change", () => this.#take());
  }

  get isRunning() {
    return this.trial.isRunning;
  }

  /** Why there is none: a sentence, or null. */
  get failure() {
    return this.refused ?? this.trial.answers[0]?.failure?.message ?? null;
  }

  /** `asked`: text, and where it matters layer and compare. */
  async ask(card, asked) {
    clearTimeout(this.#later);
    this.#number += 1;
    const number = this.#number;
    this.refused = null;
    this.#asked = asked;
    try {
      await this.trial.ask({ work: "inspect", ...asked }, [{ card }]);
    } catch (error) {
      if (number !== this.#number) return;
      this.refused = error.message;
      this.say();
    }
  }

  /** For what changes with every move of a slider: only the last one counts. */
  askSoon(card, asked) {
    clearTimeout(this.#later);
    this.#later = setTimeout(() => this.ask(card, asked), SOON);
  }

  forget() {
    this.inside = null;
    this.say();
  }

  #take() {
    const [answer] = this.trial.answers;
    if (answer?.state === "done" && answer !== this.#taken) {
      this.#taken = answer;
      this.inside = JSON.parse(answer.value);
      this.shown = this.#asked;
    }
    this.say();
  }
}
