// <app-lineage>: what an app was made of, and what others made of it.
import { html, nothing } from "lit";
import { Element } from "../element.js";
import { icon } from "../icons.js";
import * as api from "../state/api.js";
import { complain } from "../toast.js";
import { counted } from "../words.js";

const IMPORTED = { file: "Imported from a file", partyrock: "Imported from PartyRock" };

class AppLineage extends Element {
  static properties = { app: { attribute: false }, remixes: { state: true } };

  constructor() {
    super();
    this.remixes = null; // fetched when somebody wants to see them
  }

  render() {
    const { lineage, remixes } = this.app;
    if (!lineage && !remixes) return nothing;
    return html`<p class="lineage">
        ${lineage ? html`<span>${icon("git-fork")} ${this.#source(lineage)}</span>` : nothing}
        ${
          remixes
            ? html`<button class="link" type="button" @click=${this.#open}>${counted(remixes, "remix", "remixes")}</button>`
            : nothing
        }
      </p>
      ${remixes ? this.#dialog() : nothing}`;
  }

  #source({ title, author, source, path }) {
    const name = path ? html`<a href=${path} dir="auto">${title}</a>` : html`“<bdi>${title}</bdi>”`;
    const by = author ? html` by <bdi>${author}</bdi>` : nothing;
    if (source === "remix") return html`Remix of ${name}${by}`;
    const isOther = title && (title !== this.app.title || author);
    return html`${IMPORTED[source]}${isOther ? html`: ${name}${by}` : nothing}`;
  }

  #dialog() {
    return html`<dialog class="dialog floating" aria-labelledby="remixes-title">
      <h2 id="remixes-title">Remixes of “${this.app.title}”</h2>
      ${this.remixes ? this.#list() : html`<p role="status">Looking them up…</p>`}
      <p class="dialog-buttons">
        <button class="button" type="button" @click=${() => this.querySelector("dialog").close()}>Close</button>
      </p>
    </dialog>`;
  }

  #list() {
    if (!this.remixes.length) return html`<p>None of them is public now.</p>`;
    return html`<ul class="remixes">
      ${this.remixes.map(
        one =>
          html`<li><a href=${one.path} dir="auto">${one.title}</a> ${one.owner ? html`<small>by ${one.owner.username}</small>` : nothing}</li>`,
      )}
    </ul>`;
  }

  #open = async () => {
    this.querySelector("dialog").showModal();
    try {
      this.remixes = await api.fetchRemixes(this.app.id);
    } catch (error) {
      this.querySelector("dialog").close();
      complain(error);
    }
  };
}

customElements.define("app-lineage", AppLineage);
