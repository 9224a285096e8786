// <like-button>: a heart and how many like the app. It answers at once, and takes that back when the server does not.
import { html } from "lit";
import { Element } from "../element.js";
import { icon } from "../icons.js";
import * as api from "../state/api.js";
import { complain, toast } from "../toast.js";

class LikeButton extends Element {
  static properties = { app: { attribute: false }, user: { attribute: false }, now: { state: true } };

  willUpdate() {
    this.now ??= { liked: this.app.liked, likes: this.app.likes };
  }

  render() {
    const { liked, likes } = this.now;
    const words = liked ? "Take the like back" : "Like this app";
    return html`<button class="button quiet like ${liked ? "is-liked" : ""}" type="button" title=${words}
      aria-label="${words}, ${likes} ${likes === 1 ? "person likes" : "people like"} it" aria-pressed=${liked} @click=${this.#toggle}>
      ${icon("heart")}<span>${likes || ""}</span>
    </button>`;
  }

  async #toggle() {
    if (!this.user) {
      toast("Log in or sign up to like apps.", { action: "Log in", run: () => location.assign("/account/login/") });
      return;
    }
    const before = this.now;
    this.now = { liked: !before.liked, likes: before.likes + (before.liked ? -1 : 1) };
    try {
      this.now = await (before.liked ? api.unlike : api.like)(this.app.id);
    } catch (error) {
      this.now = before;
      complain(error);
    }
  }
}

customElements.define("like-button", LikeButton);
