// <conflict-notice>: the same was changed here and elsewhere. Of each widget one version is chosen; the rest is merged.
// Also says when work of an earlier visit was put back.
import { html, nothing } from "lit";
import { Element } from "../element.js";
import { icon } from "../icons.js";
import "../revisions/change-list.js";
import { Observe } from "../state/observe.js";
import { toast } from "../toast.js";
import { list } from "../words.js";

class ConflictNotice extends Element {
  static properties = { app: { attribute: false }, merging: { attribute: false } };

  constructor() {
    super();
    new Observe(this, "app", "merging");
  }

  firstUpdated() {
    if (!this.app.restored || this.app.saving === "conflict") return;
    toast("Changes that an earlier visit could not save were put back.", {
      action: "Undo",
      run: () => this.app.undo(),
    });
  }

  render() {
    const { merging } = this;
    if (!merging?.isAsking) return nothing;
    return html`<div class="conflict floating" role="alert">
        ${icon("triangle-alert")}
        <div>
          <h2>This app was changed elsewhere</h2>
          <p dir="auto">${merging.failure ?? this.#what()} Yours is not lost: it is kept here until you choose.</p>
        </div>
        <div class="conflict-buttons">
          ${this.#wholes()}
          ${
            merging.failure
              ? html`<button class="button primary" type="button" @click=${() => merging.finish()}>Try again</button>`
              : html`<button class="button primary" type="button" @click=${this.#open}>Choose</button>`
          }
        </div>
      </div>
      ${merging.conflicts.length ? this.#dialog() : nothing}`;
  }

  #what() {
    const { author, conflicts } = this.merging;
    const titles = list(conflicts.map(({ title }) => `“${title}”`));
    return `${author ? author.username : "Somebody"} saved another ${titles}, perhaps you in another tab.`;
  }

  #wholes() {
    return html`<button class="button quiet" type="button" @click=${() => this.app.takeTheirs()}>Take theirs</button>
      <button class="button quiet" type="button" @click=${() => this.app.keepMine()}>Keep mine</button>`;
  }

  #dialog() {
    const { merging } = this;
    return html`<dialog class="dialog floating merge" aria-labelledby="merge-title">
      <h2 id="merge-title">Choose a version</h2>
      <p>Changes that only one of you made are merged. Both of you changed these:</p>
      <form @submit=${this.#finish}>
        ${merging.conflicts.map(conflict => this.#conflict(conflict))}
        <div class="dialog-buttons">
          <button class="button" type="button" @click=${this.#close}>Later</button>
          <button class="button primary" type="submit" aria-disabled=${!merging.isReady}>Merge</button>
        </div>
      </form>
    </dialog>`;
  }

  #conflict({ widget, title, mine, theirs, differences }) {
    const choice = (side, words, isThere) => html`<label class="choice">
      <input type="radio" name=${widget} value=${side} required .checked=${this.merging.choices[widget] === side}
        @change=${() => this.merging.choose(widget, side)}>
      <span>${words} ${isThere ? nothing : html`<small>It was removed there.</small>`}</span>
    </label>`;
    return html`<fieldset class="merge-one">
      <legend dir="auto">${title}</legend>
      <p class="help">From theirs to mine:</p>
      <change-list .found=${differences}></change-list>
      <div class="merge-choices">${choice("mine", "Mine", mine)} ${choice("theirs", "Theirs", theirs)}</div>
    </fieldset>`;
  }

  #open() {
    this.querySelector("dialog").showModal();
  }

  #close() {
    this.querySelector("dialog").close();
  }

  #finish(event) {
    event.preventDefault();
    if (this.merging.isReady) this.merging.finish();
  }
}

customElements.define("conflict-notice", ConflictNotice);
