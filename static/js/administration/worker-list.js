// <worker-list>: the model workers that live, how full their memory is, and what waits in which queue.
import { html, nothing } from "lit";
import { Element } from "../element.js";
import { Observe } from "../state/observe.js";
import { duration, size } from "./standing.js";

class WorkerList extends Element {
  static properties = { managing: { attribute: false } };

  constructor() {
    super();
    new Observe(this, "managing");
  }

  render() {
    const { workers, waiting } = this.managing;
    return html`<table class="board-table">
        <caption>Workers</caption>
        <thead><tr><th scope="col">Worker</th><th scope="col">Pool</th><th scope="col">Device</th><th scope="col">Memory for models</th><th scope="col">In memory</th><th scope="col">Up since</th></tr></thead>
        <tbody>${workers.map(worker => this.#worker(worker))}
          ${workers.length ? nothing : html`<tr><td colspan="6">No model worker is running. Start one with <code>manage.py up</code>.</td></tr>`}</tbody>
      </table>
      <table class="board-table">
        <caption>Queues</caption>
        <thead><tr><th scope="col">Queue</th><th scope="col">Requests that wait</th></tr></thead>
        <tbody>${Object.entries(waiting).map(([name, length]) => html`<tr><th scope="row">${name}</th><td>${length}</td></tr>`)}</tbody>
      </table>`;
  }

  #worker(worker) {
    const { name, pool, device, budget, used, started_at: since, cards } = worker;
    const loaded = cards.filter(card => card.state === "loaded").map(card => `${card.name} (${size(card.memory)})`);
    return html`<tr><th scope="row">${name}</th><td>${pool}</td><td>${device}</td>
      <td><meter min="0" max=${budget} value=${used}></meter> ${size(used)} of ${size(budget)}</td>
      <td>${loaded.join(", ") || "nothing"}</td><td>${duration(Date.now() / 1000 - since)}</td></tr>`;
  }
}

customElements.define("worker-list", WorkerList);
