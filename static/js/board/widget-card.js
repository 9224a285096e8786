// <widget-card>: one widget as it plays. Its edge shows its state; what is in it, its kind says.
import { html, nothing } from "lit";
import { copy } from "../clipboard.js";
import { Element } from "../element.js";
import { icon } from "../icons.js";
import { Observe } from "../state/observe.js";
import { UNFINISHED } from "../state/results.js";
import { complain } from "../toast.js";
import { playing } from "./kinds/index.js";
import { openPrompt } from "./prompt-dialog.js";
import { Voice } from "./voice.js";
import "./prose-text.js";
import "./result-tools.js";

const ENDED = ["done", "failed", "cancelled", "skipped"];

class WidgetCard extends Element {
  static properties = { app: { attribute: false }, run: { attribute: false }, widgetId: { attribute: false } };

  #voice = new Voice();

  constructor() {
    super();
    new Observe(this, "app", "run");
  }

  willUpdate() {
    this.hadFocus = this.contains(document.activeElement);
  }

  /** A button that was just used may be gone; the focus stays on its card. */
  updated() {
    if (this.hadFocus && !this.contains(document.activeElement)) this.closest(".grid-stack-item")?.focus();
  }

  render() {
    const widget = this.app?.widget(this.widgetId);
    if (!widget) return nothing; // it was just removed
    const status = this.run.status(widget.id);
    const kind = playing(widget.kind);
    const isEditing = this.app.mode === "edit";
    const label = `title-${widget.id}`;
    const at = { app: this.app, run: this.run, widget, status, label, again: () => this.#again() };
    this.#voice.hear(widget, status, kind);
    return html`<section class=${this.#classes(widget, status)} aria-labelledby=${label} data-state=${status.state}
      data-widget=${widget.title} title=${(isEditing && kind.inEditing) || nothing}>
      <header class="card-head">
        <span class="card-kind" title=${kind.name}>${icon(kind.icon)}</span>
        <h2 class="card-title" id=${label} dir="auto" title=${widget.title}>${widget.title}</h2>
        <span class="card-mark">${kind.mark(at)}</span>
        ${isEditing ? nothing : this.#actions(at, kind)}
      </header>
      <div class="card-body" ?inert=${isEditing}>${kind.body(at)}</div>
      ${this.#foot(at, kind, isEditing)}
      <p class="visually-hidden" role="status">${this.#voice.words}</p>
    </section>`;
  }

  #classes(widget, status) {
    const state = status.stale ? "stale" : status.state;
    return `card kind-${widget.kind} is-${state}${status.stopping ? " is-stopping" : ""}`;
  }

  /** What it took, and what one does with what came. */
  #foot(at, kind, isEditing) {
    const words = kind.foot?.(at) ?? "";
    const isThere = kind.isThere?.(at) && ENDED.includes(at.status.state);
    if (!words && !isThere) return nothing;
    return html`<footer class="card-foot"><span>${words}</span>
      ${isThere && !isEditing ? html`<result-tools .at=${at}></result-tools>` : nothing}
    </footer>`;
  }

  #actions(at, kind) {
    const button = ([symbol, words, act]) =>
      html`<button class="icon-button small" type="button" title=${words} aria-label="${words}: ${at.widget.title}"
        @click=${act}>${icon(symbol)}</button>`;
    return html`<span class="card-actions">${[
      ...(kind.actions?.(at) ?? this.#usualActions(at, kind)),
      ...this.#reading(at),
    ].map(button)}</span>`;
  }

  /** For those who may look behind the card. */
  #reading(at) {
    const isAsked = this.app.kinds.find(({ name }) => name === at.widget.kind)?.group === "ai";
    return isAsked && this.app.app.rights.prompts ? [["eye", "Show prompt", () => openPrompt(at)]] : [];
  }

  #usualActions(at, kind) {
    const { state, stopping } = at.status;
    const words = kind.isThere?.(at) && kind.words(at);
    return [
      ...(UNFINISHED.includes(state) && !stopping ? [["circle-stop", "Stop", () => this.#stop()]] : []),
      ...(ENDED.includes(state) ? [["rotate-ccw", "Play again", at.again]] : []),
      ...(words ? [["copy", "Copy", () => copy(words)]] : []),
    ];
  }

  #again() {
    this.run.again(this.widgetId).catch(complain);
  }

  #stop() {
    this.run.stop([this.widgetId]).catch(complain);
  }
}

customElements.define("widget-card", WidgetCard);
