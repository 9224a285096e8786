// <lesson-card>: one model that learned, learns or will learn.
import { html, nothing } from "lit";
import { Element } from "../element.js";
import { icon } from "../icons.js";
import { complain, toast } from "../toast.js";
import "./loss-curve.js";
import { lasting, percent, verdict } from "./shaping.js";

class LessonCard extends Element {
  static properties = { lesson: { attribute: false }, teaching: { attribute: false } };

  render() {
    const { lesson } = this;
    return html`<article class="lesson" aria-label=${lesson.title}>
      <header><h3>${lesson.title}</h3><p class="help">From ${lesson.base}, version ${lesson.version} of the examples</p></header>
      <p role="status">${this.#said()}</p>
      ${this.#far()}
      ${lesson.moments.length > 1 ? html`<loss-curve .moments=${lesson.moments}></loss-curve>` : nothing}
      ${lesson.figures ? this.#compared() : nothing}
      <div class="model-actions">${this.#actions()}</div>
    </article>`;
  }

  #said() {
    const { state, stopping, phase, failure, figures } = this.lesson;
    if (state === "queued") return "Waits for its turn.";
    if (state === "cancelled") return "Stopped before it learned anything.";
    if (state === "failed") return failure.message;
    if (state === "done") return figures ? verdict(figures) : "It has learned. Its examples were deleted.";
    if (stopping) return "Stopping: what it learned so far is kept.";
    return `${phase || "Beginning"}…`;
  }

  /** Changes all the time, so it is not read out. */
  #far() {
    const { state, done, total, seconds_left: left } = this.lesson;
    if (state !== "running" || !total) return nothing;
    return html`<progress max=${total} value=${done} aria-label="How far it is"></progress>
      <p class="help">Step ${done} of ${total}${left ? `, about ${lasting(left)} left` : ""}</p>`;
  }

  #compared() {
    const { before, after, answers } = this.lesson.figures;
    return html`<details>
      <summary>Side by side, on examples it has not seen</summary>
      <div class="scroll"><table class="compared">
        <thead><tr><th scope="col">Text</th><th scope="col">Right</th><th scope="col">Before: ${percent(before)}</th><th scope="col">After: ${percent(after)}</th></tr></thead>
        <tbody>${answers.map(([text, right, was, is]) => html`<tr><td>${text}</td><td>${right}</td>${mark(was, right)}${mark(is, right)}</tr>`)}</tbody>
      </table></div>
    </details>`;
  }

  #actions() {
    const { state, stopping, made, shared, base } = this.lesson;
    if (state === "queued" || (state === "running" && !stopping))
      return html`<button type="button" class="button" @click=${() => this.teaching.stop(this.lesson).catch(complain)}>${icon("square")}Stop</button>`;
    if (!made) return nothing;
    return html`<label class="check"><input type="checkbox" .checked=${shared} @change=${event => this.#share(event.target.checked)}>
        <span>Others may use it<small>Apps that you share need this: ${base} stays as it is.</small></span></label>
      <p class="help">Choose it as the model of a Classify widget.</p>`;
  }

  async #share(shared) {
    try {
      await this.teaching.share(this.lesson, shared);
      toast(shared ? "Everybody here can use this model now." : "Only you can use this model now.");
    } catch (error) {
      complain(error);
    }
  }
}

const mark = (said, right) =>
  html`<td class=${said === right ? "is-right" : "is-wrong"}>${said === right ? "✓" : "✗"} ${said}</td>`;

customElements.define("lesson-card", LessonCard);
