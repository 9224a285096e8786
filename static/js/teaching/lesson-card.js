// <lesson-card>: one model that learned, learns or will learn.
import { html, nothing } from "lit";
import { ask } from "../asking.js";
import { Element } from "../element.js";
import { icon } from "../icons.js";
import { complain, toast } from "../toast.js";
import "./blind-vote.js";
import "./loss-curve.js";
import { lasting, percent, samples, verdict } from "./shaping.js";

const USED = {
  classification: "a Classification",
  translation: "a Translation",
  summarization: "a Summary",
  text: "an AI text or a Chat",
};

class LessonCard extends Element {
  static properties = { lesson: { attribute: false }, teaching: { attribute: false } };

  render() {
    const { lesson } = this;
    return html`<article class="lesson" aria-label=${lesson.title}>
      <header><h3>${lesson.title}</h3><p class="help">From ${lesson.base}, ${lesson.version ? `version ${lesson.version} of the examples` : "examples that were deleted"}</p></header>
      <p role="status">${this.#said()}</p>
      ${this.#far()}
      ${lesson.moments.length > 1 ? html`<loss-curve .moments=${lesson.moments}></loss-curve>` : nothing}
      ${this.#samples()}
      ${lesson.figures?.measure === "chrF" ? html`<blind-vote .answers=${lesson.figures.answers}></blind-vote>` : nothing}
      ${lesson.figures ? this.#compared() : nothing}
      <div class="model-actions">${this.#actions()}</div>
    </article>`;
  }

  #said() {
    const { state, stopping, phase, failure, figures } = this.lesson;
    if (state === "queued") return "Waits for its turn.";
    if (state === "cancelled") return "Stopped before it learned anything.";
    if (state === "failed") return failure.message;
    if (state === "done" && figures) return verdict(figures);
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

  /** The newest stands open while it learns, those before it are folded away. */
  #samples() {
    const asked = samples(this.lesson.moments);
    if (!asked.length) return nothing;
    return html`<dl class="samples">${asked.map(
      ({ asked, said }) => html`<dt>${asked}</dt><dd>${said.at(-1).text}</dd>`,
    )}</dl>
    ${
      asked[0].said.length > 1
        ? html`<details><summary>What it said on its way</summary>
      <ol class="samples-before">${asked[0].said.map(({ step, text }) => html`<li><b>Step ${step}</b> ${text}</li>`)}</ol></details>`
        : nothing
    }`;
  }

  #compared() {
    const { measure, before, after, exact, loss, answers } = this.lesson.figures;
    const isFree = measure === "chrF"; // there are other right answers than the one in the examples
    const mark = isFree ? (name, text) => html`<td data-name=${name}>${text}</td>` : marked;
    const figures = [
      [isFree ? "Agrees with your answers" : "Right", percent(before), percent(after)],
      ...(isFree && exact[1] ? [["The very same answer", ...exact.map(percent)]] : []),
      ...(loss ? [["Loss", ...loss.map(value => value.toFixed(2))]] : []),
    ];
    return html`<details>
      <summary>Side by side, on examples it has not seen</summary>
      <table class="compared"><thead><tr><th></th><th scope="col">Before</th><th scope="col">After</th></tr></thead>
        <tbody>${figures.map(([name, was, is]) => html`<tr><th scope="row">${name}</th><td>${was}</td><td>${is}</td></tr>`)}</tbody></table>
      <table class="compared answers">
        <thead><tr><th scope="col">Asked</th><th scope="col">Right</th><th scope="col">Before</th><th scope="col">After</th></tr></thead>
        <tbody>${answers.map(([text, right, was, is]) => html`<tr><td data-name="Asked">${text}</td><td data-name="Right">${right}</td>${mark("Before", was, right)}${mark("After", is, right)}</tr>`)}</tbody>
      </table>
    </details>`;
  }

  #actions() {
    const { id, state, stopping, made, shared, task } = this.lesson;
    if (state === "queued" || (state === "running" && !stopping))
      return html`<button type="button" class="button" @click=${() => this.teaching.stop(this.lesson).catch(complain)}>${icon("square")}Stop</button>`;
    const remove = html`<button type="button" class="button danger" @click=${this.#remove}>Delete</button>`;
    if (!made) return state === "running" ? nothing : remove;
    return html`<p class="used">It is among the models of every app of yours: choose it in the settings of ${USED[task]}.</p>
      <label class="check"><input type="checkbox" .checked=${shared} @change=${event => this.#share(event.target.checked)}>
        <span>Others may use it<small>Visitors of an app that uses it need this.</small></span></label>
      <a class="button quiet" href="/api/lessons/${id}/model" download>${icon("download")}Download it</a>${remove}
`;
  }

  #remove = async () => {
    const { made, title } = this.lesson;
    const isSure = await ask({
      title: `Delete “${title}” for good?`,
      words: made ? "Widgets that name this model cannot be played then." : "Nothing came of this attempt.",
      yes: made ? "Delete the model" : "Delete the attempt",
    });
    if (isSure) this.teaching.forget(this.lesson).catch(complain);
  };

  async #share(shared) {
    try {
      await this.teaching.share(this.lesson, shared);
      toast(shared ? "Everybody here can use this model now." : "Only you can use this model now.");
    } catch (error) {
      complain(error);
    }
  }
}

const marked = (name, said, right) =>
  html`<td data-name=${name} class=${said === right ? "is-right" : "is-wrong"}>${said === right ? "✓" : "✗"} ${said}</td>`;

customElements.define("lesson-card", LessonCard);
