// <history-dialog>: what one did with the app before. Each run can be opened, named and deleted.
import { html, nothing } from "lit";
import { Element } from "../element.js";
import { icon } from "../icons.js";
import * as api from "../state/api.js";
import { complain, toast } from "../toast.js";

const moment = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

class HistoryDialog extends Element {
  static properties = {
    app: { attribute: false },
    run: { attribute: false },
    runs: { state: true },
    naming: { state: true },
  };

  async open() {
    this.runs = null;
    this.querySelector("dialog").showModal();
    await this.#load();
  }

  render() {
    return html`<dialog class="dialog floating" aria-labelledby="history-title">
      <h2 id="history-title">Your earlier runs</h2>
      ${this.runs === null || this.runs === undefined ? html`<p class="hint" role="status">Looking…</p>` : this.#list()}
      <p class="dialog-buttons">
        <button class="button primary" type="button" @click=${() => this.querySelector("dialog").close()}>Close</button>
      </p>
    </dialog>`;
  }

  #list() {
    if (!this.runs.length) return html`<p class="hint">Nothing yet. What you play is kept here, for you alone.</p>`;
    return html`<ul class="history">${this.runs.map(run => (this.naming === run.id ? this.#form(run) : this.#row(run)))}</ul>`;
  }

  #row(run) {
    const title = run.title || run.summary || "Untitled";
    const isHere = this.run.run?.id === run.id;
    const when = moment.format(new Date(run.created_at));
    return html`<li>
      <a href="?run=${run.id}" aria-current=${isHere ? "true" : nothing} dir="auto">${title}</a>
      <span class="hint">${when} · ${run.done} ${run.done === 1 ? "result" : "results"}${isHere ? " · open now" : ""}</span>
      <button class="icon-button" type="button" title="Name it" aria-label="Name ${title}" @click=${() => this.#name(run)}>${icon("pencil")}</button>
      <button class="icon-button" type="button" title="Delete" aria-label="Delete ${title}" @click=${() => this.#delete(run)}>${icon("trash-2")}</button>
    </li>`;
  }

  #form(run) {
    return html`<li><form class="playlist-new" @submit=${event => this.#save(event, run)}>
      <input class="input" name="title" maxlength="100" .value=${run.title} placeholder=${run.summary} aria-label="Name" dir="auto">
      <button class="button" type="submit">Save</button>
    </form></li>`;
  }

  async #load() {
    try {
      this.runs = await api.fetchHistory(this.app.id);
    } catch (error) {
      this.querySelector("dialog").close();
      complain(error);
    }
  }

  async #name(run) {
    this.naming = run.id;
    await this.updateComplete;
    this.querySelector("form input").focus();
  }

  async #save(event, run) {
    event.preventDefault();
    try {
      const named = await api.nameRun(run.id, new FormData(event.target).get("title"));
      this.runs = this.runs.map(one => (one.id === run.id ? named : one));
      this.naming = null;
    } catch (error) {
      complain(error);
    }
  }

  async #delete(run) {
    try {
      await api.deleteRun(run.id);
      this.runs = this.runs.filter(one => one.id !== run.id);
      const undo = () => api.restoreRun(run.id).then(() => this.#load());
      toast("Deleted from your history.", { action: "Undo", run: undo });
    } catch (error) {
      complain(error);
    }
  }
}

customElements.define("history-dialog", HistoryDialog);
