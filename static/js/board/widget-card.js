// <widget-card>: one widget as it plays. Its edge shows its state; what is in it, its kind says.
import { html, nothing } from "lit";
import { copy } from "../clipboard.js";
import { Element } from "../element.js";
import { icon } from "../icons.js";
import { Observe } from "../state/observe.js";
import { UNFINISHED } from "../state/results.js";
import { complain } from "../toast.js";
import { playing } from "./kinds/index.js";
import "./prose-text.js";

const ENDED = ["done", "failed", "cancelled", "skipped"];

const SPOKEN = {
  running: title => `${title} is being written`,
  done: title => `${title} is ready`,
  failed: (title, { failure }) => `${title} failed. ${failure?.message ?? ""}`,
  cancelled: title => `${title} was stopped`,
};

class WidgetCard extends Element {
  static properties = { app: { attribute: false }, run: { attribute: false }, widgetId: { attribute: false } };

  #spoken = { state: null, words: "" };

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
    this.#speak(widget, status);
    return html`<section class=${this.#classes(widget, status)} aria-labelledby=${label} data-state=${status.state}
      data-widget=${widget.title} title=${(isEditing && kind.inEditing) || nothing}>
      <header class="card-head">
        <span class="card-kind" title=${kind.name}>${icon(kind.icon)}</span>
        <h2 class="card-title" id=${label} dir="auto" title=${widget.title}>${widget.title}</h2>
        <span class="card-mark">${kind.mark(at)}</span>
        ${isEditing ? nothing : this.#actions(widget, status)}
      </header>
      <div class="card-body" ?inert=${isEditing}>${kind.body(at)}</div>
      ${this.#foot(kind.foot?.(at))}
      <p class="visually-hidden" role="status">${this.#spoken.words}</p>
    </section>`;
  }

  #classes(widget, status) {
    const state = status.stale ? "stale" : status.state;
    return `card kind-${widget.kind} is-${state}${status.stopping ? " is-stopping" : ""}`;
  }

  #foot(words) {
    return words ? html`<footer class="card-foot">${words}</footer>` : nothing;
  }

  #actions(widget, status) {
    const button = (name, words, act) =>
      html`<button class="icon-button small" type="button" title=${words} aria-label="${words}: ${widget.title}"
        @click=${act}>${icon(name)}</button>`;
    return html`<span class="card-actions">
      ${UNFINISHED.includes(status.state) && !status.stopping ? button("circle-stop", "Stop", () => this.#stop()) : nothing}
      ${ENDED.includes(status.state) ? button("rotate-ccw", "Play again", () => this.#again()) : nothing}
      ${status.value && widget.kind !== "input" ? button("copy", "Copy", () => copy(status.value)) : nothing}
    </span>`;
  }

  /** Says what changed, once, to those who listen; not each token, and not what was so when the page opened. */
  #speak({ title }, status) {
    const { state } = status;
    const { state: before } = this.#spoken;
    if (state === before) return;
    this.#spoken = { state, words: before === null ? "" : (SPOKEN[state]?.(title, status) ?? "") };
  }

  #again() {
    this.run.again(this.widgetId).catch(complain);
  }

  #stop() {
    this.run.stop([this.widgetId]).catch(complain);
  }
}

customElements.define("widget-card", WidgetCard);
