// <revision-history>: beside the board, what was saved when and by whom; each revision can be looked at, named, restored
// and published.
import { html, nothing } from "lit";
import { Element } from "../element.js";
import { icon } from "../icons.js";
import { smallMap } from "../porting/small-map.js";
import { publish } from "../sharing/publishing.js";
import { Observe } from "../state/observe.js";
import { complain, toast } from "../toast.js";
import "./change-list.js";
import { byDay, grouped } from "./grouping.js";

const PAGE = 30; // as many as the server gives at once
const time = new Intl.DateTimeFormat(undefined, { timeStyle: "short" });
const day = new Intl.DateTimeFormat(undefined, { dateStyle: "full" });

class RevisionHistory extends Element {
  static properties = {
    app: { attribute: false },
    revisions: { state: true }, // the newest first; null while they are fetched
    hasMore: { state: true },
    open: { state: true }, // the whole revision that is looked at
    naming: { state: true }, // the number of the one that is being named
  };

  #known = null; // what the list was fetched for

  constructor() {
    super();
    Object.assign(this, { revisions: null, hasMore: false, open: null, naming: null });
    new Observe(this, "app");
    this.addEventListener("keydown", event => this.#onKey(event));
  }

  connectedCallback() {
    super.connectedCallback();
    this.setAttribute("data-open", "");
  }

  firstUpdated() {
    this.querySelector("h2").focus({ preventScroll: true });
  }

  /** What is saved or published while one looks shows at once. */
  updated() {
    const known = `${this.app.revision} ${this.app.app.published}`;
    if (known === this.#known) return;
    this.#known = known;
    this.#load();
  }

  render() {
    return html`<aside class="panel" aria-label="History of the app">
      <header class="panel-head">
        ${icon("history")}<h2 tabindex="-1">History</h2>
        <button class="icon-button" type="button" title="Close (Esc)" aria-label="Close the history"
          @click=${this.#close}>${icon("x")}</button>
      </header>
      <div class="panel-body">
        ${this.revisions ? this.#days() : html`<p class="panel-hint" role="status">Looking…</p>`}
        ${this.hasMore ? html`<button class="button" type="button" @click=${this.#loadMore}>Show older ones</button>` : nothing}
      </div>
    </aside>`;
  }

  #days() {
    return byDay(grouped(this.revisions), date => day.format(date)).map(
      ({ day: title, steps }) => html`<section class="days">
        <h3 class="label">${title}</h3>
        <ol class="steps">${steps.map(step => this.#step(step))}</ol>
      </section>`,
    );
  }

  #step({ revisions, newest, changes }) {
    const older = revisions.slice(1);
    return html`<li class="step">
      ${this.#revision(newest, changes)}
      ${
        older.length
          ? html`<details class="fold">
              <summary>${older.length} ${older.length === 1 ? "save" : "saves"} before it</summary>
              <ol class="steps">${older.map(one => html`<li>${this.#revision(one, { said: one.changes, more: 0 })}</li>`)}</ol>
            </details>`
          : nothing
      }
    </li>`;
  }

  #revision(revision, { said, more }) {
    const { number, name, author, created_at, map } = revision;
    const isOpen = this.open?.number === number;
    return html`<button class="revision" type="button" aria-expanded=${isOpen} @click=${() => this.#look(number)}>
        ${smallMap(map)}
        <span class="revision-words">
          <span class="revision-name" dir="auto">${name || `Revision ${number}`} ${this.#marks(revision)}</span>
          <span class="revision-when">${time.format(new Date(created_at))}${author ? ` · ${author.username}` : ""}</span>
          ${said.map(sentence => html`<span class="revision-change" dir="auto">${sentence}</span>`)}
          ${more ? html`<span class="revision-change">And ${more} more.</span>` : nothing}
        </span>
      </button>
      ${isOpen ? this.#whole(revision) : nothing}`;
  }

  #marks({ number, published }) {
    return html`${number === this.app.revision ? html`<span class="badge">now</span>` : nothing}
      ${published ? html`<span class="badge is-published">visitors see it</span>` : nothing}`;
  }

  #whole({ number, name, published }) {
    const button = (label, act, style = "") =>
      html`<button class="button small ${style}" type="button" @click=${act}>${label}</button>`;
    const isNow = number === this.app.revision;
    return html`<div class="revision-whole">
      ${this.naming === number ? this.#form(number, name) : nothing}
      ${
        isNow
          ? nothing
          : html`<div class="segments" role="group" aria-label="Compare">
              ${this.#compare("With the one before", null)} ${this.#compare("With now", this.app.revision)}
            </div>`
      }
      <change-list .found=${this.open.differences}></change-list>
      <div class="revision-acts">
        ${this.naming === number ? nothing : button(name ? "Rename" : "Name it", () => this.#name(number), "quiet")}
        ${isNow ? nothing : button("Restore", () => this.#restore(), "quiet")}
        ${published ? nothing : button("Publish", () => this.#publish(number), "quiet")}
      </div>
    </div>`;
  }

  /** `against` is the newest revision for "what restoring would take back", null for "what changed then". */
  #compare(label, against) {
    const isChosen = (this.open.asked ?? null) === against;
    return html`<button type="button" aria-pressed=${isChosen} @click=${() => this.#fetch(this.open.number, against)}>
      ${label}
    </button>`;
  }

  #form(number, name) {
    return html`<form class="share-link" @submit=${event => this.#save(event, number)}>
      <input class="input" name="name" maxlength="100" dir="auto" autocomplete="off" aria-label="Name of revision ${number}"
        placeholder="Before the French version" .value=${name}>
      <button class="button" type="submit">Save</button>
    </form>`;
  }

  async #load() {
    const count = Math.max(this.revisions?.length ?? 0, PAGE);
    await this.#try(async () => {
      let found = await this.app.api.fetchRevisions(this.app.app.id);
      while (found.length < count && found.at(-1).number > 1) found = [...found, ...(await this.#older(found))];
      this.#show(found);
    });
  }

  #loadMore() {
    return this.#try(async () => this.#show([...this.revisions, ...(await this.#older(this.revisions))]));
  }

  #older(found) {
    return this.app.api.fetchRevisions(this.app.app.id, found.at(-1).number);
  }

  #show(found) {
    this.revisions = found;
    this.hasMore = found.at(-1).number > 1;
  }

  async #look(number) {
    if (this.open?.number === number) this.open = null;
    else await this.#fetch(number);
  }

  #fetch(number, against = null) {
    return this.#try(async () => {
      this.open = { ...(await this.app.api.fetchRevision(this.app.app.id, number, against)), asked: against };
    });
  }

  async #name(number) {
    this.naming = number;
    await this.updateComplete;
    this.querySelector(".revision-whole input").focus();
  }

  #save(event, number) {
    event.preventDefault();
    const name = event.target.elements.name.value;
    return this.#try(async () => {
      const named = await this.app.api.nameRevision(this.app.app.id, number, name);
      this.revisions = this.revisions.map(one => (one.number === number ? named : one));
      this.naming = null;
    });
  }

  #restore() {
    const { app } = this;
    const { number, graph } = this.open;
    return this.#try(async () => {
      app.change(`Restore revision ${number}`, () => graph);
      const restored = app.graph;
      const undo = () => app.graph === restored && app.undo();
      toast(`Revision ${number} was restored.`, { action: "Undo", run: undo });
      this.open = null;
      await app.save();
    });
  }

  #publish(number) {
    const before = this.app.app.published;
    return this.#try(async () => {
      await publish(this.app, number);
      const undo = () => (before === null ? null : publish(this.app, before));
      toast(`Visitors see revision ${number} now.`, before === null ? {} : { action: "Undo", run: undo });
    });
  }

  async #try(act) {
    await act().catch(complain);
  }

  #close() {
    this.app.setAside("settings");
    document.querySelector("app-menu summary")?.focus();
    document.querySelector("[data-history]")?.focus(); // on a phone it is not there, and the menu keeps the focus
  }

  #onKey(event) {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    if (this.naming) this.naming = null;
    else this.#close();
  }
}

customElements.define("revision-history", RevisionHistory);
