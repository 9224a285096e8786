// <save-state>: whether everything is saved, in a word; and the question before a tab with unsaved work is closed.
import { html, nothing } from "lit";
import { Element } from "../element.js";
import { icon } from "../icons.js";
import { Observe } from "../state/observe.js";

// Only trouble is spoken: each pause in typing is saved.
const WORDS = {
  saved: ["check", "Saved"],
  saving: ["refresh-cw", "Saving…"],
  offline: ["wifi-off", "Not saved: offline"],
  conflict: ["triangle-alert", "Changed elsewhere"],
  refused: ["triangle-alert", "Not saved"],
};

const ELSEWHERE = ["check", "Updated from elsewhere"];

class SaveState extends Element {
  static properties = { app: { attribute: false } };

  constructor() {
    super();
    new Observe(this, "app");
  }

  connectedCallback() {
    super.connectedCallback();
    addEventListener("beforeunload", this.#onLeave);
    addEventListener("online", this.#onOnline);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener("beforeunload", this.#onLeave);
    removeEventListener("online", this.#onOnline);
  }

  render() {
    if (!this.app?.canEdit) return nothing;
    const { saving, refusal, elsewhere } = this.app;
    const [symbol, words] = elsewhere && saving === "saved" ? ELSEWHERE : WORDS[saving];
    const title =
      refusal ?? (saving === "offline" ? "Kept in this browser. It is saved as soon as the server answers." : words);
    const isWell = saving === "saved" || saving === "saving";
    return html`<span class="save-state is-${saving}" title=${title}>
      ${icon(symbol)}<span class="save-words" aria-hidden=${!isWell}>${words}</span>
      <span class="visually-hidden" role="status">${isWell && words !== ELSEWHERE[1] ? "" : title}</span>
    </span>`;
  }

  #onLeave = event => {
    const { canEdit, saving, isShutOut } = this.app ?? {};
    if (canEdit && saving !== "saved" && !isShutOut) event.preventDefault();
  };

  #onOnline = () => this.app?.saving === "offline" && this.app.save();
}

customElements.define("save-state", SaveState);
