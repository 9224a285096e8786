// <chat-box>: a conversation. What one says stands there at once; answers come word by word; the view follows their end
// only while the reader is there. Who listens hears that an answer came from the card, not each word.
import { html, nothing } from "lit";
import { live } from "lit/directives/live.js";
import { copy } from "../clipboard.js";
import { Element } from "../element.js";
import { icon } from "../icons.js";
import { Observe } from "../state/observe.js";
import { UNFINISHED } from "../state/results.js";
import { complain, toast } from "../toast.js";
import { End } from "./end.js";
import { failure, lack, notNeeded, obstacle } from "./kinds/answer.js";

const LONGEST = 20_000; // characters at once
const SPEAKERS = { user: "You", assistant: "Assistant" };

class ChatBox extends Element {
  static properties = {
    app: { attribute: false },
    run: { attribute: false },
    widgetId: { attribute: false },
    label: { attribute: false },
    text: { state: true },
  };

  constructor() {
    super();
    this.text = "";
    new Observe(this, "app", "run");
    this.end = new End(this, () => this.querySelector(".turns"));
  }

  render() {
    const widget = this.app?.widget(this.widgetId);
    if (!widget) return nothing; // it was just removed
    const status = this.run.status(widget.id);
    const isBusy = UNFINISHED.includes(status.state);
    return html`${this.#turns(widget, status, isBusy)} ${this.#saying(status, isBusy)}`;
  }

  // The conversation ----------------------------------------------------------------------

  #turns(widget, status, isBusy) {
    const { first_message: first = "", placeholder = "" } = widget.settings;
    const turns = this.run.said(widget.id);
    const last = turns.length - 1;
    return html`<div class="turns" role="log" aria-live="off" aria-labelledby=${this.label} tabindex="0">
      <ol>
        ${first.trim() ? this.#turn({ role: "assistant", content: first }, { isFirst: true }) : nothing}
        ${turns.map((turn, index) => this.#turn(turn, { isLast: index === last, isBusy }))}
        ${isBusy && turns[last]?.role === "user" ? this.#thinking(status) : nothing}
      </ol>
      ${turns.length || first.trim() ? nothing : html`<p class="hint" dir="auto">${placeholder || "Say something to begin."}</p>`}
      ${status.state === "failed" ? failure({ status, again: this.#again }) : nothing}
      ${this.#beneath(status, turns, isBusy)}
    </div>`;
  }

  #turn({ role, content }, { isFirst = false, isLast = false, isBusy = false }) {
    const isGrowing = isLast && isBusy;
    return html`<li class="turn is-${role}">
      <span class="visually-hidden">${SPEAKERS[role]}:</span>
      ${
        role === "user"
          ? html`<p class="bubble" dir="auto">${content}</p>`
          : html`<prose-text class="bubble" .growing=${isGrowing} .text=${content}></prose-text>`
      }
      ${isGrowing || isFirst ? nothing : this.#tools(role, content, isLast)}
    </li>`;
  }

  #tools(role, content, isLast) {
    const button = (symbol, words, act) => html`<button class="icon-button small" type="button" title=${words}
      aria-label=${words} @click=${act}>${icon(symbol)}</button>`;
    return html`<span class="turn-tools">
      ${button("copy", "Copy", () => copy(content))}
      ${isLast && role === "assistant" ? button("rotate-ccw", "Answer again", this.#again) : nothing}
    </span>`;
  }

  #thinking({ progress }) {
    return html`<li class="turn is-assistant"><p class="bubble is-thinking"><span class="dots" aria-hidden="true"></span>
      <span class=${progress ? "" : "visually-hidden"}>${progress?.words ?? "Thinking…"}</span></p></li>`;
  }

  /** What keeps it from answering, and what was not answered. */
  #beneath(status, turns, isBusy) {
    if (isBusy || status.state === "failed") return nothing;
    const why = obstacle(status) ?? lack(status);
    const isOpen = turns.at(-1)?.role === "user";
    const isOff = status.finish === "condition";
    const isEmpty = status.state === "done" && isOpen && !isOff;
    const words =
      why ?? (isOff ? notNeeded(this.app.widget(this.widgetId)) : isEmpty ? "The model wrote nothing." : null);
    const again = isEmpty ? "Try again" : "Answer";
    return html`${words ? html`<p class="hint" dir="auto">${words}</p>` : nothing}
      ${isOpen && !why ? html`<button class="button chat-answer" type="button" @click=${this.#again}>${again}</button>` : nothing}`;
  }

  // Saying something ----------------------------------------------------------------------

  #saying(status, isBusy) {
    const isOff = !this.text.trim() || Boolean(obstacle(status) ?? lack(status));
    return html`<form class="say" @submit=${this.#onSubmit}>
      <textarea class="input" rows="1" dir="auto" maxlength=${LONGEST} aria-label="Your message" enterkeyhint="send"
        placeholder="Say something…" .value=${live(this.text)} @input=${this.#onInput} @keydown=${this.#onKey}></textarea>
      ${
        isBusy
          ? html`<button class="icon-button say-button" type="button" title="Stop" aria-label="Stop"
              aria-disabled=${status.stopping} @click=${this.#stop}>${icon("circle-stop")}</button>`
          : html`<button class="icon-button say-button is-send" type="submit" title="Send (Enter)" aria-label="Send"
              aria-disabled=${isOff}>${icon("send-horizontal")}</button>`
      }
    </form>`;
  }

  #onInput = event => {
    this.text = event.target.value;
  };

  /** Not while a word is being composed, as in Japanese: Enter then ends the word. */
  #onKey = event => {
    if (event.key !== "Enter" || event.shiftKey || event.ctrlKey || event.metaKey || event.isComposing) return;
    event.preventDefault();
    this.#send();
  };

  #onSubmit = event => {
    event.preventDefault();
    this.#send();
  };

  /** What the server does not take goes back into the box. */
  async #send() {
    const { text, widgetId } = this;
    const status = this.run.status(widgetId);
    if (!text.trim() || UNFINISHED.includes(status.state)) return;
    const why = obstacle(status) ?? lack(status);
    if (why) return toast(why, { bad: true });
    this.text = "";
    this.end.go();
    try {
      await this.run.tell(widgetId, text.trim());
    } catch (error) {
      this.text ||= text;
      complain(error);
    }
  }

  #again = () => this.run.again(this.widgetId).catch(complain);

  #stop = () => this.run.stop([this.widgetId]).catch(complain);
}

customElements.define("chat-box", ChatBox);
