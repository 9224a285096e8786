// <trial-answer>: one answer of a trial: words, code or a picture as they come, then how long it took.
import { html, nothing } from "lit";
import "../board/prose-text.js";
import "../board/texts/code-text.js";
import { copy } from "../clipboard.js";
import { Element } from "../element.js";
import { icon } from "../icons.js";
import { measured } from "./questions.js";
import { isOpen } from "./trial.js";

const ENDINGS = { length: "Cut off at the longest answer.", cancelled: "Stopped." };

class TrialAnswer extends Element {
  static properties = {
    answer: { attribute: false },
    heading: {}, // which model, or which parameters
    work: {},
    canMake: { type: Boolean },
  };

  render() {
    const { answer } = this;
    const open = isOpen(answer);
    return html`<section class="trial-answer" data-state=${answer.state} aria-label=${this.heading} aria-busy=${open}>
      <h3>${this.heading}</h3>
      <div class="trial-value">${this.#value(answer, open)}</div>
      <footer class="trial-foot">
        <p class="help">${open ? this.#waiting(answer) : (ENDINGS[answer.finish] ?? "")} ${measured(answer)}</p>
        ${answer.state === "done" ? this.#tools(answer) : nothing}
      </footer>
    </section>`;
  }

  #value(answer, open) {
    if (answer.failure) return html`<p class="error" role="alert">${answer.failure.message}</p>`;
    const [file] = answer.files;
    if (file)
      return html`<img src=${file.url} width=${file.width ?? nothing} height=${file.height ?? nothing} alt="What ${this.heading} drew">`;
    if (answer.preview)
      return html`<img class="is-preview" alt="" src="data:${answer.preview.media_type};base64,${answer.preview.data}">`;
    if (this.work === "code") return html`<code-text .growing=${open} .text=${answer.value}></code-text>`;
    return html`<prose-text .growing=${open} .text=${answer.value}></prose-text>`;
  }

  #waiting(answer) {
    if (answer.stopping) return "Stopping…";
    if (answer.progress) return `${answer.progress.words}…`;
    if (answer.value) return "Writing…";
    return answer.begun || answer.state === "running" ? "Reading…" : "Waits for its turn…";
  }

  #tools(answer) {
    return html`<span class="trial-tools">
      ${
        answer.value
          ? html`<button class="icon-button small" type="button" title="Copy" aria-label="Copy the answer of ${this.heading}"
              @click=${() => copy(answer.value)}>${icon("copy")}</button>`
          : nothing
      }
      ${
        this.canMake
          ? html`<button class="button small" type="button" @click=${this.#make}>${icon("plus")}Make this a widget</button>`
          : nothing
      }
    </span>`;
  }

  #make = () => this.dispatchEvent(new CustomEvent("make-widget", { bubbles: true, detail: this.answer.id }));
}

customElements.define("trial-answer", TrialAnswer);
