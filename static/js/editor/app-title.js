// <app-title>: the app's title; while one edits, it can be written over in place.
import { html, nothing } from "lit";
import { Element } from "../element.js";
import { Observe } from "../state/observe.js";
import { complain } from "../toast.js";

class AppTitle extends Element {
  static properties = { app: { attribute: false } };

  constructor() {
    super();
    new Observe(this, "app");
  }

  render() {
    if (!this.app) return nothing;
    const { title } = this.app.app;
    if (this.app.mode !== "edit") return html`<h1 dir="auto" title=${title}>${title}</h1>`;
    return html`<h1><input class="app-title" dir="auto" aria-label="Title of the app" maxlength="100" autocomplete="off"
      .value=${title} @change=${event => this.#rename(event.target)} @keydown=${event => this.#onKey(event)}></h1>`;
  }

  async #rename(box) {
    const { title } = this.app.app;
    if (!box.value.trim() || box.value.trim() === title) {
      box.value = title;
      return;
    }
    try {
      await this.app.setTitle(box.value);
    } catch (error) {
      complain(error);
    }
  }

  #onKey(event) {
    if (event.key === "Escape") event.target.value = this.app.app.title;
    if (event.key === "Escape" || event.key === "Enter") event.target.blur();
  }
}

customElements.define("app-title", AppTitle);
