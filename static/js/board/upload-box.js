// <upload-box>: gives files to a widget, by button, by keyboard or by dropping them; shows how far each is and what it holds.
import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { Element } from "../element.js";
import { icon } from "../icons.js";
import { Observe } from "../state/observe.js";
import { mostOf } from "../state/uploads.js";
import { toast } from "../toast.js";
import { counted, size } from "../words.js";

class UploadBox extends Element {
  static properties = {
    run: { attribute: false },
    widget: { attribute: false },
    accept: {},
    label: {}, // the id of the element that names the widget
    invitation: {}, // what the button says
    hint: {}, // what may be given
    isOver: { state: true },
  };

  constructor() {
    super();
    this.isOver = false;
    new Observe(this, "run");
  }

  render() {
    const files = this.run.uploads.of(this.widget.id);
    const most = mostOf(this.widget);
    const isFull = most > 1 && files.filter(one => one.state !== "failed").length >= most;
    return html`
      ${files.length ? html`<ul class="files">${repeat(files, keyOf, one => this.#file(one))}</ul>` : nothing}
      ${isFull ? html`<p class="help">${most} files are the most that are taken here.</p>` : this.#zone(files, most)}
      <p class="visually-hidden" role="status">${this.run.uploads.said(this.widget.id)}</p>
    `;
  }

  updated() {
    this.run.uploads.watch(this.widget.id);
  }

  #zone(files, most) {
    const id = `files-${this.widget.id}`;
    return html`<div class="drop-zone ${this.isOver ? "is-over" : ""} ${files.length ? "is-small" : ""}"
      @dragover=${this.#over} @dragleave=${() => (this.isOver = false)} @drop=${this.#drop}>
      <input class="visually-hidden" type="file" id=${id} accept=${this.accept} ?multiple=${most > 1}
        aria-labelledby="${this.label} ${id}-words" @change=${this.#choose}>
      <label class="button" for=${id} id="${id}-words">${icon("upload")}${this.#words(files, most)}</label>
      <p class="help">
        <span class="by-mouse">or drop ${most > 1 && !files.length ? "them" : "it"} here</span>
        ${files.length ? nothing : html`<br class="by-mouse">${this.hint}`}
      </p>
    </div>`;
  }

  #words(files, most) {
    if (!files.length) return this.invitation;
    return most > 1 ? "Add another file" : "Choose another file";
  }

  #file(one) {
    return html`<li class="file is-${one.state}">
      ${icon(symbolOf(one))}
      <div class="file-about">
        <p class="file-name" dir="auto" title=${one.name}>${one.name || "A file"}</p>
        ${about(one)}
      </div>
      <button class="icon-button small" type="button" title=${wordOf(one)} aria-label="${wordOf(one)}: ${one.name}"
        @click=${() => this.#remove(one)}>${icon("x")}</button>
    </li>`;
  }

  #remove(one) {
    if (one.key) return this.run.uploads.dismiss(one.key);
    const undo = this.run.uploads.remove(this.widget, one.id);
    toast(`“${one.name || "A file"}” was removed.`, { action: "Undo", run: undo });
  }

  #over = event => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    this.isOver = true;
  };

  #drop = event => {
    event.preventDefault();
    this.isOver = false;
    this.#give(dropped(event.dataTransfer));
  };

  #choose = event => {
    this.#give([...event.target.files]);
    event.target.value = ""; // so that the same file can be chosen again
  };

  #give(files) {
    this.run.uploads.give(this.widget, files);
  }
}

const keyOf = ({ key, id }) => key ?? id;

const symbolOf = ({ state, width }) => (state === "failed" ? "circle-alert" : width ? "image-up" : "file-text");

const wordOf = ({ state }) => (state === "queued" || state === "sending" ? "Stop" : "Remove");

/** What is dropped may be folders, which cannot be sent. */
const dropped = ({ items }) =>
  [...items].flatMap(item => {
    const file = item.getAsFile();
    if (!file) return [];
    const isFolder = item.webkitGetAsEntry?.()?.isDirectory ?? false;
    return [isFolder ? { name: file.name, size: 0, isFolder } : file];
  });

function about(one) {
  if (one.state === "failed") return html`<p class="error">${one.failure.message}</p>`;
  if (one.state === "queued") return html`<p class="help">Waits for its turn…</p>`;
  if (one.state === "sending") return sending(one);
  if (one.state === "ready") return html`<p class="help">${measure(one)}</p>`;
  return html`<p class="help">${[one.size ? size(one.size) : "", "Reading…"].filter(Boolean).join(" · ")}</p>`;
}

/** "2.3 MB · 54,000 characters · 12,300 tokens", or of a picture "120 KB · 640 × 480". */
function measure({ size: bytes, characters, tokens, width, height }) {
  const text = characters === null ? [] : [counted(characters, "character")];
  const read = tokens === null ? [] : [counted(tokens, "token")];
  return [size(bytes), ...text, ...read, ...(width ? [`${width} × ${height}`] : [])].join(" · ");
}

function sending({ name, done }) {
  const percent = Math.round(done * 100);
  return html`<progress max="100" value=${percent} aria-label="Uploading ${name}"></progress>
    <p class="help">${percent < 100 ? `Uploading, ${percent}%` : "Looking at it…"}</p>`;
}

customElements.define("upload-box", UploadBox);
