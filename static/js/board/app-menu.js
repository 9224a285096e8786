// <app-menu>: what one does with an app now and then, in one menu at the end of the toolbar.
import { html, nothing } from "lit";
import "../community/history-dialog.js";
import "../community/playlist-dialog.js";
import "../community/report-dialog.js";
import "../community/snapshot-dialog.js";
import { Element } from "../element.js";
import { icon } from "../icons.js";
import * as runs from "../keeping/runs.js";
import { fileName, saveJSON, saveText } from "../keeping/saving.js";
import { exportApp, FORMS } from "../porting/exports.js";
import { remixButton } from "../porting/remix-button.js";
import { complain, toast } from "../toast.js";

class AppMenu extends Element {
  static properties = {
    app: { attribute: false },
    run: { attribute: false },
    user: { attribute: false },
    save: { attribute: false },
    showHistory: { attribute: false }, // null where there is none to show
  };

  render() {
    const { app } = this;
    const item = (symbol, words, act) =>
      html`<button class="menu-item" type="button" @click=${act}>${icon(symbol)}${words}</button>`;
    return html`<details class="menu">
        <summary class="icon-button" title="More" aria-label="More about this app">${icon("ellipsis")}</summary>
        <div class="menu-sheet floating">
          ${this.showHistory ? item("history", "History of the app", () => this.#showHistory()) : nothing}
          ${item("camera", "Share the result…", () => this.#open("snapshot-dialog"))}
          ${item("file-text", "Save results as Markdown", () => this.#keep("md"))}
          ${item("braces", "Save results as JSON", () => this.#keep("json"))}
          ${item("rotate-ccw", "Your earlier runs…", () => this.#open("history-dialog"))}
          ${this.user ? item("list-video", "Save to a playlist…", () => this.#open("playlist-dialog")) : nothing}
          ${app.rights.edit ? remixButton(app, { label: "Make a copy", style: "menu-item" }) : nothing}
          ${app.rights.prompts ? FORMS.map(([form, symbol, words]) => item(symbol, words, () => this.#export(form))) : nothing}
          ${app.rights.edit ? nothing : item("flag", "Report…", () => this.#open("report-dialog"))}
        </div>
      </details>
      <snapshot-dialog .run=${this.run}></snapshot-dialog>
      <history-dialog .app=${app} .run=${this.run}></history-dialog>
      ${this.user ? html`<playlist-dialog .app=${app}></playlist-dialog>` : nothing}
      ${app.rights.edit ? nothing : html`<report-dialog .app=${app}></report-dialog>`}`;
  }

  /** What was put in and what came out, in one file. */
  #keep(ending) {
    this.querySelector("details").open = false;
    const page = { app: this.run.app, run: this.run };
    if (!runs.isWorthKeeping(page)) return toast("There is no result yet. Play the app first.", { bad: true });
    const name = fileName(this.app.title, ending);
    if (ending === "md") saveText(runs.markdown(page), name, "text/markdown");
    else saveJSON(runs.data(page), name);
  }

  async #export(form) {
    this.querySelector("details").open = false;
    try {
      if (await this.save()) await exportApp(this.app.id, form);
      else toast("Your last change could not be saved, so nothing was exported. Try again.", { bad: true });
    } catch (error) {
      complain(error);
    }
  }

  #showHistory() {
    this.querySelector("details").open = false;
    this.showHistory();
  }

  #open(name) {
    this.querySelector("details").open = false;
    this.querySelector(name).open();
  }
}

customElements.define("app-menu", AppMenu);
