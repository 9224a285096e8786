// The page of an app: puts together what is true (AppState, RunState) and the elements that draw it.
import { html, nothing } from "lit";
import "../board/app-board.js";
import "../board/app-menu.js";
import "../board/play-pill.js";
import "../community/like-button.js";
import "../composer/describe-bar.js";
import "../editor/add-widget.js";
import "../editor/app-title.js";
import "../editor/conflict-notice.js";
import "../editor/history-buttons.js";
import "../editor/logged-out.js";
import "../editor/save-state.js";
import "../editor/settings-panel.js";
import "../map/graph-map.js";
import "../porting/app-lineage.js";
import "../revisions/revision-history.js";
import "../sharing/company-mark.js";
import "../sharing/publish-state.js";
import "../sharing/share-dialog.js";
import { fitting, saysEdit } from "../address.js";
import { Composing } from "../composer/composing.js";
import { Element } from "../element.js";
import { icon } from "../icons.js";
import { remixButton } from "../porting/remix-button.js";
import { Quota } from "../quota/quota.js";
import { hiddenNotice } from "../sharing/hidden-notice.js";
import { isToBeTold, TEACHES } from "../sharing/ratings.js";
import * as api from "../state/api.js";
import { AppState } from "../state/app.js";
import { Merging } from "../state/merging.js";
import { Observe } from "../state/observe.js";
import { RunState } from "../state/run.js";
import { sendFile } from "../state/sending.js";
import { Together } from "../state/together.js";
import { complain, toast } from "../toast.js";
import { list } from "../words.js";

class AppPage extends Element {
  constructor() {
    super();
    const page = JSON.parse(document.getElementById("page").textContent);
    this.user = page.user;
    this.app = new AppState(page, { api, storage: localStorage });
    this.run = new RunState({ app: this.app, run: page.run, api: { ...api, sendFile }, storage: localStorage });
    this.quota = new Quota({ api, levels: page.quota });
    this.quota.follow(this.run, () => this.run.asking || this.run.isPlaying);
    if (this.app.canEdit) this.#meetOthers();
    if (this.app.canEdit) this.#meetComposer(page.composition);
    new Observe(this, "app", "run");
    this.#carryOver();
  }

  #meetOthers() {
    this.together = new Together({ app: this.app, api });
    this.merging = new Merging({ app: this.app, api, merged: author => this.#sayMerged(author) });
  }

  #meetComposer(composition) {
    this.composing = new Composing({ app: this.app, api, composition, ended: () => this.#carryOver() });
    this.quota.follow(this.composing, () => this.composing.isWorking);
    if (composition) this.app.setMode("edit");
  }

  #sayMerged(author) {
    const who = author && author.username !== this.user.username ? author.username : "you";
    toast(`What ${who} saved elsewhere was merged with your changes.`);
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
      ${isToBeTold(app.app) ? html`<p class="about">${TEACHES}</p>` : nothing}
      ${isEditing ? nothing : html`<app-lineage .app=${app.app}></app-lineage>`}
      ${isEditing ? html`<describe-bar .app=${app} .composing=${this.composing}></describe-bar>` : nothing}
      <div class="stage" data-mode=${app.mode} ?inert=${app.held}>
        <div class="stage-main">${this.#view()}</div>
        ${isEditing ? this.#aside() : nothing}
      </div>
      ${app.held ? nothing : html`<play-pill .app=${app} .run=${run} .quota=${this.quota}></play-pill>`}
    `;
  }

  #aside() {
    const { app, run } = this;
    return app.aside === "history"
      ? html`<revision-history .app=${app}></revision-history>`
      : html`<settings-panel .app=${app} .run=${run}></settings-panel>`;
  }

  #view() {
    const { app, run } = this;
    return app.view === "map"
      ? html`<graph-map .app=${app} .run=${run}></graph-map>`
      : html`<app-board .app=${app} .run=${run}></app-board>`;
  }

  #toolbar(isEditing) {
    const { app, run } = this;
    const { owner } = app.app;
    return html`<div class="toolbar" role="group" aria-label="App">
      <div class="toolbar-title">
        <app-title .app=${app}></app-title>
        ${app.canEdit ? nothing : html`<p class="toolbar-by">${this.#by(owner)}</p>`}
        ${
          app.canEdit
            ? html`<save-state .app=${app} ?hidden=${!isEditing && app.saving === "saved"}></save-state>
                <company-mark .together=${this.together} .username=${this.user.username}></company-mark>`
            : nothing
        }
      </div>
      <div class="toolbar-tools" ?inert=${app.held}>
        ${
          isEditing
            ? html`<add-widget .app=${app}></add-widget> <history-buttons .app=${app}></history-buttons> ${this.#history()}`
            : this.#restart()
        }
        <span class="push"></span>
        ${this.#views()}
        ${app.canEdit ? this.#modes() : nothing}
        ${this.#remix()}
        ${isEditing ? nothing : html`<like-button .app=${app.app} .user=${this.user}></like-button>`}
        <share-dialog .app=${app}></share-dialog>
        <app-menu .app=${app.app} .run=${run} .user=${this.user} .save=${() => app.save()}
          .showHistory=${isEditing ? () => app.setAside("history") : null}></app-menu>
      </div>
    </div>
    ${app.app.hidden ? hiddenNotice(app.app) : nothing}
    ${
      app.canEdit
        ? html`<publish-state .app=${app}></publish-state>
            <conflict-notice .app=${app} .merging=${this.merging}></conflict-notice>
            <logged-out .app=${app}></logged-out>`
        : nothing
    }`;
  }

  #by(owner) {
    return owner
      ? html`by <a href="/people/${encodeURIComponent(owner.username)}/">${owner.username}</a>`
      : "an example";
  }

  /** For its owner a copy is in the menu. */
  #remix() {
    const { rights } = this.app.app;
    if (!rights.remix || rights.edit) return nothing;
    return remixButton(this.app.app, { label: "Remix", style: "button quiet" });
  }

  #restart() {
    return html`<button class="button quiet" type="button" title="Start over: clear all inputs and results"
      aria-disabled=${this.run.isUntouched} @click=${() => this.run.isUntouched || this.#startOver()}>
      ${icon("refresh-cw")}<span class="label-wide">Start over</span>
    </button>`;
  }

  #history() {
    const { app } = this;
    const isOpen = app.aside === "history";
    return html`<button class="icon-button" type="button" data-history title="History" aria-label="History"
      aria-pressed=${isOpen} @click=${() => app.setAside(isOpen ? "settings" : "history")}>${icon("history")}</button>`;
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
      toast("Inputs and results were cleared.", { action: "Undo", run: undo });
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
    card
      ?.querySelector(".card-body :is(input, textarea, select, button):not([tabindex])")
      ?.focus({ preventScroll: true });
  }
}

customElements.define("app-page", AppPage);
