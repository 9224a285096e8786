// <describe-bar>: what a model does to the app at somebody's words. A box to say them, how far it is, and its proposal.
import { html, nothing } from "lit";
import { Element } from "../element.js";
import { icon } from "../icons.js";
import { Observe } from "../state/observe.js";
import { complain, toast } from "../toast.js";
import { nextStep } from "./progress.js";

class DescribeBar extends Element {
  static properties = {
    app: { attribute: false },
    composing: { attribute: false },
    isAsking: { state: true },
    refusal: { state: true },
  };

  constructor() {
    super();
    this.isAsking = false;
    this.refusal = "";
    new Observe(this, "app", "composing");
  }

  render() {
    const { composing } = this;
    const view = composing.proposal
      ? this.#proposal(composing.proposal)
      : composing.isWorking
        ? this.#work()
        : this.#box();
    return html`${view}<p class="visually-hidden" role="status">${composing.said}</p>`;
  }

  #work() {
    const { composition, stopping } = this.composing;
    const { done, of } = composition.progress;
    return html`<div class="describe-bar is-working">
      ${icon("sparkles")}
      <div class="describe-progress">
        <p>${nextStep(this.composing)}</p>
        <progress aria-label="How far it is" max=${of + (done ? 0 : 1)} value=${done || nothing}></progress>
      </div>
      <button class="button quiet bordered" type="button" ?disabled=${stopping} @click=${this.#stop}>
        ${icon("circle-stop")}<span>${stopping ? "Stopping…" : "Stop"}</span>
      </button>
    </div>`;
  }

  #proposal({ description, differences, problems }) {
    return html`<section class="describe-bar is-proposal" aria-labelledby="proposal-title">
      ${icon("sparkles")}
      <div class="describe-words">
        <h2 id="proposal-title" tabindex="-1">Proposed: “${description}”</h2>
        ${
          differences.length
            ? html`<ul>${differences.map(one => html`<li>${one}</li>`)}</ul>`
            : html`<p>Nothing would change. Try other words.</p>`
        }
        ${problems.length ? html`<p class="describe-problem">${problems[0].message}</p>` : nothing}
      </div>
      <div class="describe-choice">
        <button class="button quiet bordered" type="button" @click=${this.#discard}>${icon("x")}<span>Discard</span></button>
        ${
          differences.length
            ? html`<button class="button primary" type="button" data-accept @click=${this.#accept}>
                ${icon("check")}<span>Accept</span>
              </button>`
            : nothing
        }
      </div>
    </section>`;
  }

  #box() {
    const sentence = this.refusal || this.composing.failure?.message;
    return html`<form class="describe-bar" @submit=${this.#ask}>
      ${icon("sparkles")}
      <label class="visually-hidden" for="describe-change">Describe a change</label>
      <input id="describe-change" type="text" autocomplete="off" maxlength="1000" dir="auto"
        placeholder="Describe a change: add a summary, shorten the story…"
        aria-describedby=${sentence ? "describe-refusal" : nothing} @input=${this.#forgive}>
      <button class="button quiet bordered" type="submit" ?disabled=${this.isAsking}>
        <span>${this.isAsking ? "Asking…" : "Propose"}</span>
      </button>
      ${sentence ? html`<p class="describe-refusal" id="describe-refusal" role="alert">${sentence}</p>` : nothing}
    </form>`;
  }

  #forgive = () => {
    this.refusal = "";
    if (this.composing.failure) this.composing.dismiss();
  };

  #ask = async event => {
    event.preventDefault();
    const box = event.target.querySelector("input");
    const words = box.value.trim();
    if (!words || this.isAsking) return box.focus();
    this.isAsking = true;
    this.refusal = "";
    try {
      await this.composing.ask(words);
    } catch (error) {
      this.refusal = error.message;
    } finally {
      this.isAsking = false;
    }
  };

  updated() {
    const { proposal } = this.composing;
    if (proposal && proposal.id !== this.shown) this.querySelector("#proposal-title").focus();
    this.shown = proposal?.id;
  }

  #stop = () => this.composing.stop().catch(complain);

  #accept = () => {
    this.composing.accept();
    toast("The change was made.", { action: "Undo", run: () => this.app.undo() });
    this.#return();
  };

  #discard = async () => {
    await this.composing.discard().catch(complain);
    this.#return();
  };

  /** The buttons that were pressed are gone: the box has the focus again. */
  async #return() {
    await this.updateComplete;
    this.querySelector("#describe-change")?.focus();
  }
}

customElements.define("describe-bar", DescribeBar);
