// A picture as large as the window allows.
import { html, render } from "lit";
import { icon } from "../icons.js";
import { fileName } from "../keeping/saving.js";

const close = event => event.currentTarget.closest("dialog").close();

/** `file`: {url, width, height}; `alt` says what it shows. */
export function openPicture({ url, width, height }, alt) {
  const dialog = document.createElement("dialog");
  dialog.className = "large-picture floating";
  dialog.setAttribute("aria-label", "Picture");
  render(
    html`<img src=${url} alt=${alt} width=${width} height=${height} @click=${close}>
    <div class="large-picture-foot">
      <p dir="auto" title=${alt}>${alt}</p>
      <a class="button" href=${url} download=${fileName(alt, "png")}>${icon("download")} Download</a>
      <button class="icon-button" type="button" title="Close" aria-label="Close" autofocus @click=${close}>${icon("x")}</button>
    </div>`,
    dialog,
  );
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", event => event.target === dialog && dialog.close());
  document.body.append(dialog);
  dialog.showModal();
}
