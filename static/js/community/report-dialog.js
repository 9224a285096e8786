// <report-dialog>: what is wrong with an app, said to those who run the site. Opened with `open()`.
import { html } from "lit";
import { Element } from "../element.js";
import * as api from "../state/api.js";
import { complain, toast } from "../toast.js";

const REASONS = [
  ["spam", "Spam or misleading"],
  ["harm", "Harmful or hateful"],
  ["rights", "Violates someone’s rights"],
  ["other", "Something else"],
];

class ReportDialog extends Element {
  static properties = { app: { attribute: false } };

  open() {
    this.querySelector("form").reset();
    this.querySelector("dialog").showModal();
  }

  render() {
    return html`<dialog class="dialog floating" aria-labelledby="report-title">
      <form method="dialog" @submit=${this.#send}>
        <h2 id="report-title">Report this app</h2>
        <p class="help">A moderator of this site looks at it. The owner is not told who reported it.</p>
        <fieldset>
          <legend class="label">What is wrong with it</legend>
          ${REASONS.map(
            ([name, words]) =>
              html`<label class="choice"><input type="radio" name="reason" value=${name} required><span>${words}</span></label>`,
          )}
        </fieldset>
        <label class="label" for="report-words">What should they look at? (optional)</label>
        <textarea class="input" id="report-words" name="words" maxlength="1000" rows="3" dir="auto"></textarea>
        <p class="dialog-buttons">
          <button class="button quiet" type="button" @click=${() => this.querySelector("dialog").close()}>Cancel</button>
          <button class="button primary" type="submit">Send report</button>
        </p>
      </form>
    </dialog>`;
  }

  async #send(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    try {
      await api.reportApp(this.app.id, { reason: form.get("reason"), words: form.get("words") });
      this.querySelector("dialog").close();
      toast("Thank you. A moderator will look at it.");
    } catch (error) {
      complain(error);
    }
  }
}

customElements.define("report-dialog", ReportDialog);
