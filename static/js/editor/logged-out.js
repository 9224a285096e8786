// <logged-out>: who edits is not logged in any more; what they changed is kept until they are again.
import { html, nothing } from "lit";
import { Element } from "../element.js";
import { icon } from "../icons.js";
import { Observe } from "../state/observe.js";

class LoggedOut extends Element {
  static properties = { app: { attribute: false } };

  constructor() {
    super();
    new Observe(this, "app");
  }

  render() {
    if (!this.app.isShutOut) return nothing;
    const back = encodeURIComponent(`${location.pathname}?edit`);
    return html`<div class="conflict floating" role="alert">
      ${icon("triangle-alert")}
      <div>
        <h2>You are logged out here</h2>
        <p>Log in, then reload; your changes are kept.</p>
      </div>
      <div class="conflict-buttons">
        <a class="button" href="/account/login/?next=${back}">Log in</a>
        <button class="button primary" type="button" @click=${() => location.reload()}>Reload</button>
      </div>
    </div>`;
  }
}

customElements.define("logged-out", LoggedOut);
