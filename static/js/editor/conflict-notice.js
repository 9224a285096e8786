// <conflict-notice>: the app was changed elsewhere too. Both versions are there; one of them is chosen.
// Also says when work of an earlier visit was put back.
import { html, nothing } from "lit";
import { Element } from "../element.js";
import { icon } from "../icons.js";
import { Observe } from "../state/observe.js";
import { toast } from "../toast.js";

class ConflictNotice extends Element {
  static properties = { app: { attribute: false } };

  constructor() {
    super();
    new Observe(this, "app");
  }

  firstUpdated() {
    if (!this.app.restored || this.app.saving === "conflict") return;
    toast("Changes that an earlier visit could not save were put back.", {
      action: "Undo",
      run: () => this.app.undo(),
    });
  }

  render() {
    if (this.app?.saving !== "conflict") return nothing;
    const { author } = this.app.theirs;
    return html`<div class="conflict floating" role="alert">
      ${icon("triangle-alert")}
      <div>
        <h2>This app was changed elsewhere</h2>
        <p>
          ${author ? `${author.username} saved` : "Somebody saved"} another version, perhaps you in another tab. Yours is not
          lost: keep it as the newest version, or take the other one and find yours again with Undo.
        </p>
      </div>
      <div class="conflict-buttons">
        <button class="button" type="button" @click=${() => this.app.takeTheirs()}>Take theirs</button>
        <button class="button primary" type="button" @click=${() => this.app.keepMine()}>Keep mine</button>
      </div>
    </div>`;
  }
}

customElements.define("conflict-notice", ConflictNotice);
