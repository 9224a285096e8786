// <share-menu>: the link of an app, and for its owner who may see it.
import { html, nothing } from "lit";
import { copy } from "../clipboard.js";
import { Element } from "../element.js";
import { icon } from "../icons.js";
import { Observe } from "../state/observe.js";
import { complain } from "../toast.js";

const CHOICES = [
  { name: "private", icon: "lock", title: "Only you", about: "Nobody else can open it." },
  { name: "link", icon: "link", title: "Anyone with the link", about: "They can play it, not change it." },
  { name: "public", icon: "globe", title: "Public", about: "It also stands in the gallery." },
];

class ShareMenu extends Element {
  static properties = { app: { attribute: false } };

  constructor() {
    super();
    new Observe(this, "app");
  }

  render() {
    if (!this.app) return nothing;
    const { visibility } = this.app.app;
    const choice = CHOICES.find(one => one.name === visibility);
    return html`<details class="menu">
      <summary class="button quiet" title="Share: ${choice.title}">
        ${icon(this.app.canEdit ? choice.icon : "share-2")}<span class="label-wide">Share</span>
      </summary>
      <div class="menu-sheet wide floating share">
        ${this.app.canEdit ? this.#choices(visibility) : nothing}
        <p class="label" id="share-link">Link</p>
        <div class="share-link">
          <input class="input" readonly aria-labelledby="share-link" .value=${location.origin + location.pathname}
            @focus=${event => event.target.select()}>
          <button class="button" type="button" @click=${() => copy(location.origin + location.pathname)}>${icon("copy")} Copy</button>
        </div>
        ${
          this.app.canEdit && visibility === "private"
            ? html`<p class="help">The link opens for nobody but you, as long as the app is private.</p>`
            : nothing
        }
      </div>
    </details>`;
  }

  #choices(visibility) {
    return html`<fieldset>
      <legend class="label">Who may open it</legend>
      ${CHOICES.map(
        choice => html`<label class="choice">
          <input type="radio" name="visibility" .checked=${choice.name === visibility}
            @change=${() => this.#choose(choice.name)}>
          <span>${choice.title} <small>${choice.about}</small></span>
        </label>`,
      )}
    </fieldset>`;
  }

  async #choose(visibility) {
    try {
      await this.app.setVisibility(visibility);
    } catch (error) {
      complain(error);
      this.requestUpdate();
    }
  }
}

customElements.define("share-menu", ShareMenu);
