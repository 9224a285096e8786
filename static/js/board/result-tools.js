// <result-tools>: what one does with a result. Thumbs up or down, what it should have been, and taking it along.
import { html, nothing } from "lit";
import { Element } from "../element.js";
import { icon } from "../icons.js";
import { painted } from "../keeping/painting.js";
import * as keep from "../keeping/results.js";
import { fileName, saveBlob, saveFile, saveJSON, saveText } from "../keeping/saving.js";
import { isToBeTold, purpose, TEACHES } from "../sharing/ratings.js";
import { complain, toast } from "../toast.js";
import { askForCorrection } from "./correcting.js";

class ResultTools extends Element {
  static properties = { at: { attribute: false } };

  disconnectedCallback() {
    super.disconnectedCallback();
    window.removeEventListener("scroll", this.#close, { capture: true });
  }

  render() {
    const { widget, status } = this.at;
    const told = this.#isToBeTold;
    const thumb = (value, symbol, words) => html`<button class="icon-button small" type="button" title=${words}
      aria-label="${words}: ${widget.title}" aria-pressed=${status.thumbs === value}
      @click=${() => this.#rate(value, told)}>${icon(symbol)}</button>`;
    return html`${told ? html`<small title=${TEACHES}>Ratings may teach models</small>` : nothing}
      ${thumb(1, "thumbs-up", "Good")} ${thumb(-1, "thumbs-down", "Bad")}
      <details class="menu" @toggle=${this.#onToggle}>
        <summary class="icon-button small" title="Keep or correct" aria-label="Keep or correct: ${widget.title}">
          ${icon("download")}
        </summary>
        <div class="menu-sheet floating is-fixed">${this.#ways()}</div>
      </details>`;
  }

  #ways() {
    const { kind } = this.at.widget;
    const item = (words, act, symbol = "download") =>
      html`<button class="menu-item" type="button" @click=${() => this.#do(act)}>${icon(symbol)}${words}</button>`;
    return html`${item(kind === "image" ? "Picture (.png)" : "Picture of the card (.png)", () => this.#savePicture())}
      ${item("Markdown (.md)", () => this.#saveMarkdown())}
      ${kind === "image" ? nothing : item("Text (.txt)", () => this.#saveWords())}
      ${item("Data (.json)", () => saveJSON(keep.data(this.at), this.#name("json")))}
      ${kind === "image" ? nothing : item("Say what it should have been…", () => this.#correct(), "pencil")}`;
  }

  get #teaches() {
    return this.at.app.teaches(this.at.widget);
  }

  get #isToBeTold() {
    return this.#teaches && isToBeTold(this.at.app.app);
  }

  #name(ending) {
    return fileName(this.at.widget.title, ending);
  }

  #saveMarkdown() {
    const { title } = this.at.widget;
    saveText(`# ${title}\n\n${keep.markdown(this.at)}\n`, this.#name("md"), "text/markdown");
  }

  #saveWords() {
    saveText(`${keep.text(this.at)}\n`, this.#name("txt"), "text/plain");
  }

  async #savePicture() {
    const [file] = this.at.status.files ?? [];
    if (file) return saveFile(file.url, this.#name("png"));
    saveBlob(await painted(this.closest(".card")), this.#name("png"));
  }

  /** `told`: what stood beside the thumbs when they were pressed. */
  async #rate(value, told) {
    const { run, widget, status } = this.at;
    const thumbs = status.thumbs === value ? 0 : value;
    await this.#send(() => run.rate(widget.id, thumbs, "", told));
    if (thumbs === -1 && widget.kind !== "image")
      toast("Thank you. You can also say what it should have been.", {
        action: "Correct it",
        run: () => this.#correct(),
      });
  }

  async #correct() {
    const { run, widget } = this.at;
    const told = this.#isToBeTold; // as the box says it, whatever the app says by the time that it is closed
    const correction = await askForCorrection(
      widget.title,
      keep.answer(this.at),
      purpose(this.at.app.app, this.#teaches),
    );
    if (correction === null) return;
    await this.#send(() => run.rate(widget.id, -1, correction, told));
    toast("Thank you. It was saved.");
  }

  async #send(rate) {
    await rate().catch(complain);
  }

  #do(act) {
    this.querySelector("details").open = false;
    Promise.resolve(act()).catch(complain);
  }

  /** Over everything, for the card cuts off what reaches beyond it: below its button, or above where there is no room. */
  #onToggle = ({ currentTarget: menu }) => {
    if (!menu.open) return window.removeEventListener("scroll", this.#close, { capture: true });
    const button = menu.querySelector("summary").getBoundingClientRect();
    const sheet = menu.querySelector(".menu-sheet");
    const { width, height } = sheet.getBoundingClientRect();
    const isBelow = button.bottom + height + 12 < window.innerHeight;
    sheet.style.left = `${Math.max(8, button.right - width)}px`;
    sheet.style.top = `${isBelow ? button.bottom + 6 : Math.max(8, button.top - height - 6)}px`;
    window.addEventListener("scroll", this.#close, { capture: true });
  };

  #close = () => {
    const menu = this.querySelector("details");
    if (menu) menu.open = false;
  };
}

customElements.define("result-tools", ResultTools);
