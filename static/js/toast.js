// Short words at the edge of the page, with what takes the act back: toast("App deleted", {action: "Undo", run}).
import { html } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { Element } from "./element.js";
import { icon } from "./icons.js";

const SHOWN_FOR = 8000; // milliseconds; longer while one points at it or is in it

class ToastShelf extends Element {
  #toasts = [];
  #last = 0;
  #before = null; // what had the focus before one went to a toast

  constructor() {
    super();
    this.addEventListener("focusin", ({ relatedTarget }) => {
      if (!this.contains(relatedTarget)) this.#before = relatedTarget;
    });
  }

  add(toast) {
    this.#last += 1;
    const one = { ...toast, key: this.#last };
    this.#toasts = [...this.#toasts.slice(-2), one];
    this.requestUpdate();
    this.#expire(one);
    return () => this.#drop(one);
  }

  render() {
    return html`<div class="toasts" role="status" aria-live="polite">
      ${repeat(
        this.#toasts,
        toast => toast.key,
        toast => this.#draw(toast),
      )}
    </div>`;
  }

  #draw(toast) {
    return html`<div class="toast floating ${toast.bad ? "bad" : ""}" data-key=${toast.key}>
      ${toast.bad ? icon("circle-alert") : ""}
      <p>${toast.text}</p>
      ${toast.action && html`<button class="button quiet" type="button" @click=${() => this.#act(toast)}>${toast.action}</button>`}
      <button class="icon-button" type="button" title="Close" aria-label="Close" @click=${() => this.#drop(toast)}>
        ${icon("x")}
      </button>
    </div>`;
  }

  #act(toast) {
    this.#drop(toast);
    Promise.resolve(toast.run()).catch(complain);
  }

  #drop(toast) {
    if (this.#find(toast)?.contains(document.activeElement)) this.#leave();
    this.#toasts = this.#toasts.filter(one => one !== toast);
    this.requestUpdate();
  }

  #leave() {
    const back = this.#before?.isConnected ? this.#before : document.querySelector("main");
    back.focus({ preventScroll: true });
  }

  #find(toast) {
    return this.querySelector(`[data-key="${toast.key}"]`);
  }

  #expire(toast) {
    setTimeout(() => {
      if (this.#find(toast)?.matches(":hover, :focus-within")) this.#expire(toast);
      else this.#drop(toast);
    }, SHOWN_FOR);
  }
}

customElements.define("toast-shelf", ToastShelf);

/** Says `text`; with `action` (a word) and `run` (what it does) there is a button. Answers what takes the words away. */
export function toast(text, { action = null, run = null, bad = false } = {}) {
  return document.querySelector("toast-shelf").add({ text, action, run, bad });
}

/** Says what went wrong. */
export function complain(error, more = {}) {
  const known = error.name === "ApiError" || error.code;
  toast(known ? error.message : "Something went wrong on this page. Reload it and try again.", { ...more, bad: true });
  if (!known) console.error(error);
}
