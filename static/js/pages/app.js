// The page of an app: puts together what is true (AppState, RunState) and the elements that draw it.
import { html, nothing } from "lit";
import "../board/app-board.js";
import "../board/play-pill.js";
import "../board/share-menu.js";
import "../editor/add-widget.js";
import "../editor/app-title.js";
import "../editor/conflict-notice.js";
import "../editor/history-buttons.js";
import "../editor/save-state.js";
import "../editor/settings-panel.js";
import "../map/graph-map.js";
import { fitting, saysEdit } from "../address.js";
import { Element } from "../element.js";
import { icon } from "../icons.js";
import * as api from "../state/api.js";
import { AppState } from "../state/app.js";
import { Observe } from "../state/observe.js";
import { RunState } from "../state/run.js";
import { complain, toast } from "../toast.js";
import { list } from "../words.js";

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
    if (saysEdit(location.search)) this.app.setMode("edit");
  }

  updated() {
    document.title = `${this.app.app.title} · PartyRock Clone`;
    const address = fitting(this.app.mode, location);
    if (address) history.replaceState(history.state, "", address);
  }

  render() {
    const { app, run } = this;
    const isEditing = app.mode === "edit";
    return html`
      ${this.#toolbar(isEditing)}
      ${app.app.description && !isEditing ? html`<p class="about" dir="auto">${app.app.description}</p>` : nothing}
      <div class="stage" data-mode=${app.mode}>
        <div class="stage-main">${this.#view()}</div>
        ${isEditing ? html`<settings-panel .app=${app}></settings-panel>` : nothing}
      </div>
      <play-pill .app=${app} .run=${run}></play-pill>
    `;
  }

  #view() {
    const { app, run } = this;
    return app.view === "map"
      ? html`<graph-map .app=${app} .run=${run}></graph-map>`
      : html`<app-board .app=${app} .run=${run}></app-board>`;
  }

  #toolbar(isEditing) {
    const { app } = this;
    const { owner } = app.app;
    return html`<div class="toolbar" role="group" aria-label="App">
      <div class="toolbar-title">
        <app-title .app=${app}></app-title>
        ${app.canEdit ? nothing : html`<p class="toolbar-by">${owner ? `by ${owner.username}` : "an example"}</p>`}
        ${
          app.canEdit
            ? html`<save-state .app=${app} ?hidden=${!isEditing && app.saving === "saved"}></save-state>`
            : nothing
        }
      </div>
      <div class="toolbar-tools">
        ${
          isEditing
            ? html`<add-widget .app=${app}></add-widget> <history-buttons .app=${app}></history-buttons>`
            : this.#restart()
        }
        <span class="push"></span>
        ${this.#views()}
        ${app.canEdit ? this.#modes() : nothing}
        <share-menu .app=${app}></share-menu>
      </div>
    </div>
    ${app.canEdit ? html`<conflict-notice .app=${app}></conflict-notice>` : nothing}`;
  }

  #restart() {
    return html`<button class="button quiet" type="button" title="Start over: empty all boxes and results"
      aria-disabled=${this.run.isUntouched} @click=${() => this.run.isUntouched || this.#startOver()}>
      ${icon("refresh-cw")}<span class="label-wide">Start over</span>
    </button>`;
  }

  #modes() {
    const choices = [
      ["play", "play", "Play"],
      ["edit", "pencil", "Edit"],
    ];
    return this.#choice("Mode", this.app.mode, choices, mode => this.#setMode(mode));
  }

  #views() {
    const choices = [
      ["board", "layout-grid", "Board"],
      ["map", "workflow", "Map"],
    ];
    return this.#choice("View", this.app.view, choices, view => this.app.setView(view));
  }

  #choice(label, chosen, choices, choose) {
    const button = ([name, symbol, word]) =>
      html`<button type="button" title=${word} aria-pressed=${chosen === name} @click=${() => choose(name)}>
        ${icon(symbol)}<span class="label-wide">${word}</span>
      </button>`;
    return html`<div class="segments" role="group" aria-label=${label}>${choices.map(button)}</div>`;
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

  async #startOver() {
    try {
      const undo = await this.run.restart();
      toast("Boxes and results were emptied.", { action: "Undo", run: undo });
    } catch (error) {
      complain(error);
    }
  }

  async #focusInput(title) {
    if (this.app.mode === "edit") toast(`Fill in ${list(this.run.obstacles.missing)}, then press Play.`);
    this.app.setView("board");
    await this.#setMode("play");
    await new Promise(requestAnimationFrame);
    const card = [...this.querySelectorAll(".card")].find(one => one.dataset.widget === title);
    card?.scrollIntoView({ block: "center" });
    card?.querySelector("input, textarea")?.focus({ preventScroll: true });
  }
}

customElements.define("app-page", AppPage);
