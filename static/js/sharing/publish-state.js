// <publish-state>: under the toolbar, while visitors see another revision than the one that its owner is at.
import { html, nothing } from "lit";
import { Element } from "../element.js";
import { icon } from "../icons.js";
import { Observe } from "../state/observe.js";
import { complain, toast } from "../toast.js";
import { publish } from "./publishing.js";

class PublishState extends Element {
  static properties = { app: { attribute: false } };

  constructor() {
    super();
    new Observe(this, "app");
  }

  render() {
    const { app } = this;
    if (!app?.canEdit) return nothing;
    const { published, visibility, hidden } = app.app;
    if (published === null || published === app.revision || visibility === "private" || hidden) return nothing;
    return html`<p class="publish-state">
      ${icon("eye")}<span>Visitors see revision ${published}</span>
      <button class="button quiet small" type="button" @click=${this.#publish}>Publish the draft</button>
    </p>`;
  }

  async #publish() {
    const before = this.app.app.published;
    try {
      await publish(this.app);
      const { published } = this.app.app;
      const undo = () => publish(this.app, before);
      if (published !== before) toast(`Visitors see revision ${published} now.`, { action: "Undo", run: undo });
    } catch (error) {
      complain(error);
    }
  }
}

customElements.define("publish-state", PublishState);
