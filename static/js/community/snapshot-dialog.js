// <snapshot-dialog>: freezes the run, once one agrees, and gives its link. A model proposes a title; who writes one keeps
// their own.
import { html, nothing } from "lit";
import { copy } from "../clipboard.js";
import { Element } from "../element.js";
import { icon } from "../icons.js";
import * as api from "../state/api.js";
import { complain, toast } from "../toast.js";

const PAUSE = 1000; // milliseconds between two looks whether the title has come

class SnapshotDialog extends Element {
  static properties = {
    run: { attribute: false },
    snapshot: { state: true },
    typed: { state: true },
    making: { state: true },
    refusal: { state: true }, // a sentence: toasts lie beneath a dialog
  };

  /** `run` is a RunState. Nothing is shared before one agrees. */
  async open() {
    if (!this.run.run) {
      toast("There is no result yet. Press Play first.");
      return;
    }
    Object.assign(this, { snapshot: null, typed: null, making: false, refusal: null });
    await this.updateComplete;
    this.querySelector("dialog").showModal();
  }

  render() {
    return html`<dialog class="dialog floating" aria-labelledby="snapshot-title">
      <h2 id="snapshot-title">Share the result</h2>
      <p class="help">Anyone with the link sees these inputs and results as they are now, but not the prompts, even while the
        app is private.</p>
      ${this.snapshot ? this.#made(this.snapshot) : this.#question()}
    </dialog>`;
  }

  #question() {
    return html`${this.refusal ? html`<p class="error" role="alert">${this.refusal}</p>` : nothing}
      <p class="dialog-buttons">
      <button class="button quiet" type="button" @click=${this.#close}>Cancel</button>
      <button class="button primary" type="button" aria-disabled=${this.making} @click=${this.#make}>Make the link</button>
    </p>`;
  }

  #made(snapshot) {
    const link = location.origin + snapshot.path;
    return html`
      <form @submit=${this.#save}>
        <label class="label" for="snapshot-name">Title</label>
        <input class="input" id="snapshot-name" maxlength="100" required dir="auto" .value=${this.typed ?? snapshot.title}
          @input=${event => (this.typed = event.target.value)}>
        <p class="hint" role="status">${snapshot.proposing && this.typed === null ? "A model is thinking of a title…" : nothing}</p>
        <label class="label" for="snapshot-link">Link</label>
        <div class="share-link">
          <input class="input" id="snapshot-link" readonly .value=${link} @focus=${event => event.target.select()}>
          <button class="button" type="button" @click=${() => copy(link)}>${icon("copy")} Copy</button>
        </div>
        <p class="dialog-buttons">
          <button class="button quiet" type="button" @click=${this.#discard}>Delete it</button>
          <a class="button quiet" href=${snapshot.path} target="_blank" rel="noopener">Look at it</a>
          <button class="button primary" type="submit">Done</button>
        </p>
      </form>`;
  }

  #make = async () => {
    if (this.making) return;
    Object.assign(this, { making: true, refusal: null });
    try {
      this.snapshot = await api.takeSnapshot(this.run.run.id);
      this.#await(this.snapshot.id);
    } catch (error) {
      this.refusal = error.message;
    } finally {
      this.making = false;
    }
  };

  async #await(id) {
    while (this.snapshot?.id === id && this.snapshot.proposing && this.isConnected) {
      await new Promise(resolve => setTimeout(resolve, PAUSE));
      const found = await api.fetchSnapshot(id).catch(() => null);
      if (!found) return;
      if (this.snapshot?.id === id) this.snapshot = found;
    }
  }

  #save = async event => {
    event.preventDefault();
    try {
      if (this.typed !== null) await api.nameSnapshot(this.snapshot.id, this.typed);
      this.#close();
    } catch (error) {
      complain(error);
    }
  };

  #discard = async () => {
    const { id } = this.snapshot;
    try {
      await api.deleteSnapshot(id);
      this.#close();
      toast("The snapshot was deleted.", { action: "Undo", run: () => api.restoreSnapshot(id) });
    } catch (error) {
      complain(error);
    }
  };

  #close = () => {
    this.querySelector("dialog").close();
    this.snapshot = null;
  };
}

customElements.define("snapshot-dialog", SnapshotDialog);
