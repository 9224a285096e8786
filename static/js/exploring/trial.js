// A trial: one question put to several models, and their answers as they come. Knows no page.

import { State } from "../state/state.js";

const EVENTS = [
  ...["answer.ended", "generation.started", "generation.delta", "generation.progress", "generation.preview", "reset"],
];

/** Server-Sent Events of a trial after `cursor`. The browser itself connects again, from the last one it saw. */
export function listen(id, cursor, hear) {
  const source = new EventSource(`/api/trials/${id}/events?after=${encodeURIComponent(cursor)}`);
  for (const type of EVENTS) source.addEventListener(type, event => hear(type, JSON.parse(event.data)));
  // A proxy may refuse it for good, and then the browser gives up.
  source.addEventListener("error", () => source.readyState === EventSource.CLOSED && hear("reset", {}));
  return () => source.close();
}

/** Whether an answer is still to come, or to be stopped. */
export const isOpen = ({ state }) => state === "queued" || state === "running";

export class Trial extends State {
  #close = null;
  #number = 0; // of the newest question; what an earlier one brings is ignored

  /** `api` is as in state/api.js. */
  constructor({ api, listener = listen }) {
    super();
    Object.assign(this, { api, listener });
    this.id = null;
    this.answers = []; // as the API gives them, in the order of the questions
    this.asking = false;
    this.stopping = false; // until the server has heard it
  }

  /** What is being stopped does not count: nobody waits for it. */
  get isRunning() {
    return this.asking || this.answers.some(answer => isOpen(answer) && !answer.stopping);
  }

  get isOpen() {
    return this.asking || this.answers.some(isOpen);
  }

  /** Rejects with the sentence why not. */
  async ask(asked, questions) {
    this.#leave();
    this.#number += 1;
    const number = this.#number;
    Object.assign(this, { answers: [], asking: true, stopping: false });
    this.say();
    try {
      const trial = await this.api.startTrial({ asked, questions });
      if (number === this.#number) this.#take(trial);
    } finally {
      if (number === this.#number) this.asking = false;
      this.say();
    }
  }

  /** Rejects with the sentence why it goes on. */
  async stop() {
    const number = this.#number;
    this.stopping = true;
    this.say();
    try {
      const trial = await this.api.stopTrial(this.id);
      if (number !== this.#number) return;
      this.#leave();
      this.#take(trial);
    } finally {
      if (number === this.#number) this.stopping = false;
      this.say();
    }
  }

  #take(trial) {
    this.id = trial.id;
    this.answers = trial.answers;
    if (this.answers.some(isOpen))
      this.#close = this.listener(trial.id, trial.cursor, (type, data) => this.#hear(type, data));
    this.say();
  }

  #hear(type, data) {
    if (type === "reset") return this.#read();
    const { answer: ended, result, attempt, ...news } = data;
    if (ended) this.#change(ended.id, ended);
    else this.#change(result, told(type, this.answers.find(one => one.id === result) ?? {}, attempt, news));
    if (!this.isOpen) this.#leave();
    this.say();
  }

  #change(id, changes) {
    this.answers = this.answers.map(answer => (answer.id === id ? { ...answer, ...changes } : answer));
  }

  /** What was told is lost: how it stands now is asked for. */
  async #read() {
    this.#leave();
    const { id } = this;
    const trial = await this.api.fetchTrial(id).catch(() => null);
    if (trial && id === this.id) this.#take(trial);
  }

  #leave() {
    this.#close?.();
    this.#close = null;
  }
}

/** What news of a running answer changes about it. Of one that ended they change nothing. */
function told(type, answer, attempt, news) {
  if (!isOpen(answer) || attempt < answer.attempt) return {};
  if (type === "generation.started") return { attempt, begun: true, value: "", progress: null, preview: null };
  if (type === "generation.delta") return { value: answer.value + news.text, progress: null };
  if (type === "generation.progress") return { progress: news };
  return { preview: news };
}
