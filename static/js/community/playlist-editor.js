// <playlist-editor>: title, words, who sees it; and on the cards beneath, their order. Everything is saved at once.
import { html } from "lit";
import { Element } from "../element.js";
import { icon } from "../icons.js";
import * as api from "../state/api.js";
import { complain, toast } from "../toast.js";

class PlaylistEditor extends Element {
  static properties = { data: { state: true } };

  connectedCallback() {
    super.connectedCallback();
    const { id, title, description } = this.dataset;
    this.data ??= { id, title, description, public: "public" in this.dataset };
    for (const card of this.#cards) this.#dress(card);
  }

  get #cards() {
    return [...document.querySelectorAll("[data-playlist] .app-card")];
  }

  render() {
    const { title, description, public: isPublic } = this.data;
    const field = name => event => this.#change({ [name]: event.target.value });
    return html`<div class="playlist-editor">
      <label class="label">Title <input class="input" .value=${title} maxlength="100" required dir="auto" @change=${field("title")}></label>
      <label class="label">About <input class="input" .value=${description} maxlength="1000" dir="auto" @change=${field("description")}></label>
      <label class="check"><input type="checkbox" .checked=${isPublic} @change=${event => this.#change({ public: event.target.checked })}>
        Everyone: it stands on your profile</label>
      <button class="button quiet" type="button" @click=${this.#delete}>${icon("trash-2")} Delete the playlist</button>
    </div>`;
  }

  async #change(change) {
    try {
      this.data = await api.patchPlaylist(this.data.id, change);
      document.querySelector("h1").textContent = this.data.title;
      toast("Saved.");
    } catch (error) {
      complain(error);
      this.requestUpdate();
    }
  }

  async #delete() {
    try {
      await api.deletePlaylist(this.data.id);
      document.querySelector("[data-playlist]")?.setAttribute("hidden", "");
      const undo = async () => {
        await api.restorePlaylist(this.data.id);
        document.querySelector("[data-playlist]")?.removeAttribute("hidden");
      };
      toast(`“${this.data.title}” was deleted.`, { action: "Undo", run: undo });
    } catch (error) {
      complain(error);
    }
  }

  /** Buttons on a card: earlier, later, out. */
  #dress(card) {
    const title = card.querySelector("h3").textContent;
    const foot = card.querySelector(".app-card-counts");
    for (const [name, words, act] of [
      ["arrow-left", `Move ${title} earlier`, () => this.#move(card, -1)],
      ["arrow-right", `Move ${title} later`, () => this.#move(card, 1)],
      ["x", `Take ${title} out`, () => this.#takeOut(card)],
    ]) {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "icon-button", title: words, onclick: act });
      button.setAttribute("aria-label", words);
      button.innerHTML = `<span class="icon icon-${name}" aria-hidden="true"></span>`;
      foot.append(button);
    }
  }

  async #move(card, by) {
    const cards = this.#cards;
    const at = cards.indexOf(card);
    const other = cards[at + by];
    if (!other) return;
    if (by < 0) other.before(card);
    else other.after(card);
    document.activeElement?.scrollIntoView({ block: "nearest" });
    await this.#try(() => this.#arrange());
  }

  async #takeOut(card) {
    if (!(await this.#try(() => api.takeOutOfPlaylist(this.data.id, card.dataset.app)))) return;
    const next = card.nextElementSibling;
    const shelf = card.parentElement;
    card.remove();
    (next ?? shelf).querySelector("a")?.focus();
    const undo = () =>
      this.#try(async () => {
        await api.addToPlaylist(this.data.id, card.dataset.app);
        shelf.insertBefore(card, next);
        await this.#arrange();
      });
    toast(`“${card.querySelector("h3").textContent.trim()}” is no longer in this playlist.`, {
      action: "Undo",
      run: undo,
    });
  }

  /** Their order; what others put in or took out meanwhile stays so. */
  #arrange() {
    return api.arrangePlaylist(
      this.data.id,
      this.#cards.map(card => card.dataset.app),
    );
  }

  /** Whether it worked; if not, that is said. */
  async #try(act) {
    try {
      await act();
      return true;
    } catch (error) {
      complain(error);
      return false;
    }
  }
}

customElements.define("playlist-editor", PlaylistEditor);
