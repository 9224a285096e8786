// Managing: what is known of models and workers, asked again every few seconds, and what is done about them.
// Knows no page; the server is the `api` that is handed in.

import { State } from "../state/state.js";

const EVERY = 2000; // ms

export class Managing extends State {
  #timer = null;

  constructor({ api, every = EVERY }) {
    super();
    Object.assign(this, { api, every });
    this.models = [];
    this.workers = [];
    this.waiting = {};
    this.redis = true;
    this.failure = ""; // why what is shown may be old
    this.busy = new Set(); // names of models about which something was asked that is not answered yet
  }

  start() {
    this.#look();
  }

  stop() {
    clearTimeout(this.#timer);
    this.#timer = null;
  }

  /** Does something about a model: `act(api, name)` answers with how it stands then. Rejects with the sentence why not. */
  async act(name, act) {
    if (this.busy.has(name)) return;
    this.busy.add(name);
    this.say();
    try {
      const model = await act(this.api, name);
      this.models = this.models.map(one => (one.name === name ? model : one));
    } finally {
      this.busy.delete(name);
      this.say();
    }
    await this.refresh();
  }

  /** The workers that may serve a model. */
  able({ pools }) {
    return this.workers.filter(worker => !pools.length || pools.includes(worker.pool));
  }

  /** The most memory that a worker has that may serve it; null while none runs. */
  room(model) {
    const budgets = this.able(model).map(({ budget }) => budget);
    return budgets.length ? Math.max(...budgets) : null;
  }

  async refresh() {
    try {
      Object.assign(this, await this.api.fetchManaged(), { failure: "" });
    } catch (error) {
      this.failure = error.message;
    }
    this.say();
  }

  async #look() {
    await this.refresh();
    this.#timer = setTimeout(() => this.#look(), this.every);
  }
}
