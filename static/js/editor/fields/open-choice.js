// <open-choice>: one of a list, or a word of one's own where the list has not what one wants.
import { html, nothing } from "lit";
import { live } from "lit/directives/live.js";
import { Element } from "../../element.js";
import { about, described, idOf, isWrong } from "../fields.js";

const OWN = " own"; // no choice begins with a space

class OpenChoice extends Element {
  static properties = {
    value: { attribute: false },
    choices: { attribute: false }, // {value, label}, or groups of them: {label, choices}
    own: { attribute: false }, // "Another language…"
    box: { attribute: false }, // {id, isWrong, about, label}
    isOwn: { state: true },
  };

  willUpdate() {
    const all = this.choices.flatMap(one => one.choices ?? one);
    if (this.value && !all.some(one => one.value === this.value)) this.isOwn = true;
  }

  render() {
    const chosen = this.isOwn ? OWN : this.value;
    return html`<select class="input" id=${this.box.id} aria-invalid=${this.box.isWrong} aria-describedby=${this.box.about}
        @change=${event => this.#choose(event.target.value)}>
        ${options([...this.choices, { value: OWN, label: this.own }], chosen)}
      </select>
      ${this.isOwn ? this.#box() : nothing}`;
  }

  #box() {
    return html`<input class="input" dir="auto" autocomplete="off" maxlength="60" aria-label=${this.box.label}
      .value=${live(this.value)} @input=${event => this.#say(event.target.value)}>`;
  }

  async #choose(value) {
    this.isOwn = value === OWN;
    if (!this.isOwn) return this.#say(value);
    await this.updateComplete;
    this.querySelector("input").select();
  }

  #say(value) {
    this.value = value;
    this.dispatchEvent(new CustomEvent("choose", { detail: value }));
  }
}

const options = (choices, chosen) =>
  choices.map(({ value, label, choices: within }) =>
    within
      ? html`<optgroup label=${label}>${options(within, chosen)}</optgroup>`
      : html`<option value=${value} .selected=${live(value === chosen)}>${label}</option>`,
  );

customElements.define("open-choice", OpenChoice);

export function openChoice(at, field, label, choices, { value = "", own, help = "" }) {
  const box = { id: idOf(at, field), isWrong: isWrong(at, field), about: described(at, field, help), label };
  return html`<div class="field">
    <label for=${box.id}>${label}</label>
    <open-choice .value=${at.widget.settings[field] ?? value} .choices=${choices} .own=${own} .box=${box}
      @choose=${event => at.set({ [field]: event.detail })}></open-choice>
    ${about(at, field, help)}
  </div>`;
}
