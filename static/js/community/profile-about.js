// <profile-about>: a few words about oneself, written in place.
import { html } from "lit";
import { Element } from "../element.js";
import { icon } from "../icons.js";
import * as api from "../state/api.js";
import { complain, toast } from "../toast.js";

class ProfileAbout extends Element {
  static properties = { about: { attribute: "data-about" }, writing: { state: true } };

  render() {
    if (this.writing) return this.#form();
    return html`<p class="person-about" dir="auto">${this.about || "Say a few words about yourself."}</p>
      <button class="button quiet" type="button" @click=${this.#write}>${icon("pencil")} Edit</button>`;
  }

  #form() {
    return html`<form class="person-form" @submit=${this.#save}>
      <textarea class="input" name="about" maxlength="500" rows="3" dir="auto" aria-label="About you" .value=${this.about}></textarea>
      <p><button class="button primary" type="submit">Save</button>
        <button class="button quiet" type="button" @click=${() => (this.writing = false)}>Cancel</button></p>
    </form>`;
  }

  async #write() {
    this.writing = true;
    await this.updateComplete;
    this.querySelector("textarea").focus();
  }

  async #save(event) {
    event.preventDefault();
    try {
      ({ about: this.about } = await api.saveProfile({ about: new FormData(event.target).get("about") }));
      this.writing = false;
      toast("Saved.");
    } catch (error) {
      complain(error);
    }
  }
}

customElements.define("profile-about", ProfileAbout);
