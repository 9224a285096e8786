// Editing together: who else has the app open, and taking over what was saved elsewhere while nothing is unsaved here.
// What both changed is a conflict, which the next save finds: see merging.js.

import { Desk } from "./desk.js";
import { State } from "./state.js";

export class Together extends State {
  #newest = 0; // the newest revision that was heard of
  #hasNews = false; // whether the app's details changed
  #looking = false;

  /** `app` is an AppState, `api` has fetchApp. */
  constructor({ app, api, listen = (...all) => new Desk(...all) }) {
    super();
    Object.assign(this, { app, api });
    this.others = []; // the names of those who edit it on other pages
    this.desk = listen(app.app.id, { onEvent: event => this.#hear(event), onGone: () => this.#meet([]) });
    app.addEventListener("change", () => this.#catchUp());
  }

  close() {
    this.desk.close();
  }

  #hear(event) {
    if (event.type === "presence") this.#meet(event.others);
    else if (event.type === "revision.saved") this.#newest = Math.max(this.#newest, event.revision);
    else if (event.type === "details.changed") this.#hasNews = true;
    this.#catchUp();
  }

  #meet(others) {
    this.others = others;
    this.say();
  }

  get #isBehind() {
    return this.#hasNews || this.#newest > this.app.revision;
  }

  async #catchUp() {
    if (!this.#isBehind || !this.app.isSaved || this.app.held || this.#looking) return;
    this.#looking = true;
    this.#hasNews = false;
    this.#newest = 0; // what is heard from now on is newer than the answer
    const found = await this.api.fetchApp(this.app.app.id).catch(() => null);
    this.#looking = false;
    if (!found) return; // the next word from the desk, or the next save, finds out
    this.app.adopt(found);
    this.#catchUp();
  }
}
