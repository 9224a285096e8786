// <playlist-dialog>: in which of one's playlists an app is, and a new one. Opened with `open()`.
import { html, nothing } from "lit";
import { Element } from "../element.js";
import { icon } from "../icons.js";
import * as api from "../state/api.js";
import { complain, toast } from "../toast.js";

class PlaylistDialog extends Element {
  static properties = { app: { attribute: false }, lists: { state: true } };

  async open() {
    try {
      this.lists = null;
      this.querySelector("dialog").showModal();
      this.lists = await api.fetchPlaylists();
    } catch (error) {
      this.#close();
      complain(error);
    }
  }

  render() {
    return html`<dialog class="dialog floating" aria-labelledby="playlist-title">
      <h2 id="playlist-title">Save to a playlist</h2>
      ${this.lists ? this.lists.map(list => this.#row(list)) : html`<p class="hint" role="status">Looking at your playlists…</p>`}
      ${this.lists?.length === 0 ? html`<p class="hint">You have none yet. Name the first one.</p>` : nothing}
      <form class="playlist-new" @submit=${this.#create}>
        <input class="input" name="title" required maxlength="100" placeholder="A new playlist" aria-label="Title of a new playlist" dir="auto">
        <button class="button" type="submit">${icon("plus")} Add</button>
      </form>
      <p class="dialog-buttons"><button class="button primary" type="button" @click=${this.#close}>Done</button></p>
    </dialog>`;
  }

  #row(list) {
    return html`<label class="choice">
      <input type="checkbox" .checked=${list.apps.includes(this.app.id)} @change=${event => this.#put(list, event.target)}>
      <span dir="auto">${list.title} <small>${list.public ? "public" : "only you"} · ${list.apps.length}</small></span>
    </label>`;
  }

  async #put(list, box) {
    try {
      this.#know(await (box.checked ? api.addToPlaylist : api.takeOutOfPlaylist)(list.id, this.app.id));
    } catch (error) {
      box.checked = !box.checked;
      complain(error);
    }
  }

  async #create(event) {
    event.preventDefault();
    const form = event.target;
    try {
      const made = await api.createPlaylist({ title: new FormData(form).get("title") });
      form.reset();
      this.lists = [made, ...this.lists];
      this.#know(await api.addToPlaylist(made.id, this.app.id));
      toast(`Saved to “${made.title}”.`);
    } catch (error) {
      complain(error);
    }
  }

  #know(list) {
    this.lists = this.lists.map(one => (one.id === list.id ? list : one));
  }

  #close = () => this.querySelector("dialog").close();
}

customElements.define("playlist-dialog", PlaylistDialog);
