// <share-dialog>: the button and the dialog with an app's link; for its owner also who may open it, what they see, and
// which revision.
import { html, nothing } from "lit";
import { live } from "lit/directives/live.js";
import { Element } from "../element.js";
import { icon } from "../icons.js";
import { exportApp, FORMS } from "../porting/exports.js";
import { Observe } from "../state/observe.js";
import { hiddenNotice } from "./hidden-notice.js";
import { LEVELS, levelOf } from "./levels.js";
import { publish, unpublish } from "./publishing.js";

const HIDDEN = { icon: "eye-off", title: "hidden by an administrator" };

class ShareDialog extends Element {
  static properties = {
    app: { attribute: false },
    wanted: { state: true }, // a level that waits for its password
    isChanging: { state: true }, // whether the password is written anew
    said: { state: true }, // {text, isBad}: toasts lie beneath a dialog
  };

  constructor() {
    super();
    this.#rest();
    new Observe(this, "app");
  }

  render() {
    if (!this.app) return nothing;
    const { app, canEdit } = this.app;
    const level = app.hidden ? HIDDEN : levelOf(app);
    return html`<button class="button quiet" type="button" title="Share: ${level.title}" @click=${this.#open}>
        ${icon(canEdit ? level.icon : "share-2")}<span class="label-wide">Share</span>
      </button>
      <dialog class="dialog floating share" aria-labelledby="share-title" @close=${this.#rest}
        @cancel=${this.#cancel}>
        <h2 id="share-title" dir="auto">Share “${app.title}”</h2>
        ${app.hidden ? hiddenNotice(app) : nothing}
        ${canEdit ? [this.#levels(app), this.#password(app), this.#prompts(app), this.#ratings(app), this.#published(app)] : nothing}
        ${this.#link(app)}
        ${app.rights.prompts ? this.#files(app) : nothing}
        ${this.said ? html`<p class=${this.said.isBad ? "error" : "help"} role="alert">${this.said.text}</p>` : nothing}
        <div class="dialog-buttons">
          <button class="button primary" type="button" @click=${this.#done}>Done</button>
        </div>
      </dialog>`;
  }

  #levels({ visibility }) {
    return html`<fieldset>
      <legend class="label">Who may open it</legend>
      ${LEVELS.map(
        ({ name, icon: symbol, title, about }) => html`<label class="choice">
          <input type="radio" name="visibility" value=${name} .checked=${live(name === (this.wanted ?? visibility))}
            @change=${() => this.#choose(name)}>
          ${icon(symbol)}<span>${title} <small>${about}</small></span>
        </label>`,
      )}
    </fieldset>`;
  }

  #password({ visibility, has_password }) {
    if ((this.wanted ?? visibility) !== "password") return nothing;
    if (has_password && !this.isChanging)
      return html`<p class="share-password">${icon("key-round")} A password is set.
        <button class="button quiet small" type="button" @click=${this.#changePassword}>Change it</button></p>`;
    const help = has_password
      ? "A new one locks out everyone who came in with the old one."
      : `Takes effect when the password is set; until then it is open to: ${this.#openTo}. Send it separately from the link.`;
    return html`<form class="field" @submit=${this.#submit}>
      <label for="share-password">Password</label>
      <div class="share-link">
        <input class="input" id="share-password" name="password" required minlength="6" maxlength="100" autocomplete="off"
          autocapitalize="none" spellcheck="false" aria-describedby="share-password-about">
        <button class="button" type="submit">Set</button>
      </div>
      <p class="help" id="share-password-about">${help}</p>
    </form>`;
  }

  #prompts({ open_source, visibility }) {
    if (visibility === "private") return nothing;
    return html`<label class="check">
      <input type="checkbox" role="switch" .checked=${live(open_source)}
        @change=${event => this.#change({ open_source: event.target.checked })}>
      <span>They may see the prompts and remix it
        <small>Without this they can play it, but not see its prompts, copy or export it.</small></span>
    </label>`;
  }

  #ratings({ id, ratings_teach, visibility }) {
    const link = html`<p class="share-teach"><a href="/models/teach/?app=${id}">Teach a model with what was rated</a></p>`;
    const choice = html`<label class="check">
      <input type="checkbox" role="switch" .checked=${live(ratings_teach)}
        @change=${event => this.#change({ ratings_teach: event.target.checked })}>
      <span>What they rate may teach models
        <small>They are told so first. What they rated without this is never collected; what you rate always may be.</small></span>
    </label>`;
    return [visibility === "private" ? nothing : choice, this.#teaches ? link : nothing];
  }

  #published({ published, visibility }) {
    if (visibility === "private") return nothing;
    const { revision } = this.app;
    const words =
      published === null
        ? "Visitors see every change as soon as it is saved."
        : `Visitors see revision ${published}${published === revision ? ", the newest" : `. You are at revision ${revision}`}.`;
    const button = (label, act) =>
      html`<button class="button" type="button" @click=${() => this.#try(act)}>${label}</button>`;
    return html`<div class="field">
      <p class="label">What they see</p>
      <p class="help">${words}</p>
      <div class="share-publish">
        ${published === revision ? nothing : button("Publish the draft", () => publish(this.app))}
        ${published === null ? nothing : button("Show them every change", () => unpublish(this.app))}
      </div>
      ${published === null ? html`<p class="help">Publish it, and visitors do not see your later changes until you publish again.</p>` : nothing}
    </div>`;
  }

  #link({ path, visibility }) {
    const address = location.origin + path;
    const isShut = visibility === "private" && this.app.canEdit;
    return html`<div class="field">
      <label for="share-link">Link</label>
      <div class="share-link">
        <input class="input" id="share-link" readonly .value=${address} @focus=${event => event.target.select()}>
        <button class="button" type="button" @click=${() => this.#copy(address)}>${icon("copy")} Copy</button>
      </div>
      ${isShut ? html`<p class="help">Only you can open it while the app is private. Results that were shared stay open.</p>` : nothing}
    </div>`;
  }

  #files({ id }) {
    const save = async form => {
      if (await this.app.save()) await exportApp(id, form);
    };
    return html`<div class="field">
      <p class="label">As a file</p>
      <div class="share-publish">
        ${FORMS.map(
          ([form, symbol, words]) => html`<button class="button quiet small" type="button"
            @click=${() => this.#try(() => save(form))}>${icon(symbol)} ${words}</button>`,
        )}
      </div>
    </div>`;
  }

  #open() {
    this.querySelector("dialog").showModal();
  }

  /** Whether any of its widgets can. Whether anything of them was rated yet is said where one collects it. */
  get #teaches() {
    return this.app.graph.widgets.some(widget => this.app.teaches(widget));
  }

  /** A password that was typed is set first; the dialog stays where that fails, or where none was typed. */
  async #done() {
    const form = this.querySelector("form");
    if (form?.elements.password.value) {
      if (!form.reportValidity() || !(await this.#setPassword(form))) return;
    } else if (form && this.wanted) return this.#leaveOpen();
    this.querySelector("dialog").close();
  }

  /** Escape: what was typed goes, and is said to be gone. */
  #cancel(event) {
    const isTyped = this.isChanging && this.querySelector("form").elements.password.value;
    if (!this.wanted && !isTyped) return;
    event.preventDefault();
    this.#leaveOpen();
  }

  #leaveOpen() {
    const text = this.wanted
      ? `No password was set. It is still open to: ${this.#openTo}.`
      : "The password was not changed. The one before still opens the app.";
    this.#rest();
    this.said = { text, isBad: true };
  }

  get #openTo() {
    const { title } = levelOf(this.app.app);
    return title[0].toLowerCase() + title.slice(1);
  }

  #rest() {
    Object.assign(this, { wanted: null, isChanging: false, said: null });
  }

  async #choose(visibility) {
    this.said = null;
    this.wanted = visibility === "password" && !this.app.app.has_password ? visibility : null;
    if (this.wanted) return this.#focusPassword();
    return this.#change({ visibility });
  }

  #changePassword() {
    this.isChanging = true;
    this.#focusPassword();
  }

  async #focusPassword() {
    await this.updateComplete;
    this.querySelector("#share-password").focus();
  }

  #submit(event) {
    event.preventDefault();
    this.#setPassword(event.target);
  }

  /** Whether it is set now. */
  #setPassword(form) {
    const { value } = form.elements.password;
    return this.#try(async () => {
      await this.app.share({ visibility: "password", password: value });
      this.#rest();
      this.said = { text: "The password is set." };
    });
  }

  #change(change) {
    return this.#try(() => this.app.share(change));
  }

  #copy(text) {
    return this.#try(async () => {
      await navigator.clipboard.writeText(text).catch(() => {
        throw new Error("The browser does not allow copying here. Select the link and copy it yourself.");
      });
      this.said = { text: "The link is copied." };
    });
  }

  /** Whether it went well. */
  async #try(act) {
    this.said = null;
    try {
      await act();
      return true;
    } catch (error) {
      this.said = { text: error.message, isBad: true };
      return false;
    } finally {
      this.requestUpdate();
    }
  }
}

customElements.define("share-dialog", ShareDialog);
