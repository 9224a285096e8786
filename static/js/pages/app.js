// The page of an app: puts together what is true (AppState, RunState) and the elements that draw it.
import { html, nothing } from "lit";
import "../board/play-pill.js";
import "../board/share-menu.js";
import "../board/widget-card.js";
import { Element } from "../element.js";
import { icon } from "../icons.js";
import * as api from "../state/api.js";
import { AppState } from "../state/app.js";
import { Observe } from "../state/observe.js";
import { RunState } from "../state/run.js";
import { complain, toast } from "../toast.js";

class AppPage extends Element {
  constructor() {
    super();
    const page = JSON.parse(document.getElementById("page").textContent);
    this.app = new AppState(page, { api, storage: localStorage });
    this.run = new RunState({ app: this.app, run: page.run, api, storage: localStorage });
    new Observe(this, "app", "run");
    this.#carryOver();
  }

  connectedCallback() {
    this.replaceChildren(); // the words that stood here until the script came
    super.connectedCallback();
    this.addEventListener("fill-in", event => this.#focusInput(event.detail.title));
    if (new URLSearchParams(location.search).has("edit")) this.app.setMode("edit");
  }

  updated() {
    document.title = `${this.app.app.title} · PartyRock Clone`;
  }

  render() {
    const { app, run } = this;
    const isEditing = app.mode === "edit";
    return html`
      ${this.#toolbar(isEditing)}
      ${app.app.description && !isEditing ? html`<p class="about" dir="auto">${app.app.description}</p>` : nothing}
      <div class="stage" data-mode=${app.mode}>
        <div class="stage-main">${this.#view()}</div>
        ${isEditing ? html`<settings-panel .app=${app} .run=${run}></settings-panel>` : nothing}
      </div>
      <play-pill .app=${app} .run=${run}></play-pill>
    `;
  }

  #view() {
    const { app, run } = this;
    if (app.view === "map") return html`<graph-map .app=${app} .run=${run}></graph-map>`;
    if (app.mode === "play" && !app.graph.widgets.length) return this.#nothingYet();
    return html`<app-board .app=${app} .run=${run}></app-board>`;
  }

  #nothingYet() {
    return html`<div class="empty">
      ${icon("layout-grid")}
      <p>There is nothing on this board yet.</p>
      ${
        this.app.canEdit
          ? html`<button class="button primary" type="button" @click=${() => this.#setMode("edit")}>Add the first widget</button>`
          : nothing
      }
    </div>`;
  }

  #toolbar(isEditing) {
    const { app, run } = this;
    const { title, owner } = app.app;
    return html`<div class="toolbar" role="toolbar" aria-label="App">
      <div class="toolbar-title">
        <h1 dir="auto" title=${title}>${title}</h1>
        ${owner && !app.canEdit ? html`<p class="toolbar-by">by ${owner.username}</p>` : nothing}
      </div>
      <div class="toolbar-tools">
        ${app.canEdit ? this.#modes() : nothing}
        ${this.#views()}
        <span class="push"></span>
        ${
          isEditing
            ? nothing
            : html`<button class="button quiet" type="button" title="Start over: empty all boxes and results"
              ?disabled=${run.isUntouched} @click=${this.#startOver}>
              ${icon("refresh-cw")}<span class="label-wide">Start over</span>
            </button>`
        }
        <share-menu .app=${app}></share-menu>
      </div>
    </div>`;
  }

  #modes() {
    const mode = (name, symbol, word) => html`<button type="button" aria-pressed=${this.app.mode === name}
      @click=${() => this.#setMode(name)}>${icon(symbol)} ${word}</button>`;
    return html`<div class="segments" role="group" aria-label="Mode">
      ${mode("play", "play", "Play")} ${mode("edit", "pencil", "Edit")}
    </div>`;
  }

  #views() {
    const view = (name, symbol, word) => html`<button type="button" aria-pressed=${this.app.view === name}
      aria-label=${word} title=${word} @click=${() => this.app.setView(name)}>
      ${icon(symbol)}<span class="label-wide">${word}</span></button>`;
    return html`<div class="segments" role="group" aria-label="View">
      ${view("board", "layout-grid", "Board")} ${view("map", "workflow", "Map")}
    </div>`;
  }

  async #setMode(mode) {
    this.app.setMode(mode);
    if (mode === "play" && this.app.canEdit) {
      await this.app.save();
      await this.#carryOver();
    }
  }

  /** After an edit the run moves to the newest revision, so that what is out of date shows before Play is pressed. */
  async #carryOver() {
    await this.run.renew().catch(complain);
  }

  #startOver = async () => {
    try {
      const undo = await this.run.restart();
      toast("Boxes and results were emptied.", { action: "Undo", run: undo });
    } catch (error) {
      complain(error);
    }
  };

  async #focusInput(title) {
    this.app.setView("board");
    await this.#setMode("play");
    await new Promise(requestAnimationFrame);
    const card = [...this.querySelectorAll(".card")].find(one => one.dataset.widget === title);
    card?.scrollIntoView({ block: "center", behavior: "smooth" });
    card?.querySelector("input, textarea")?.focus({ preventScroll: true });
  }
}

customElements.define("app-page", AppPage);
