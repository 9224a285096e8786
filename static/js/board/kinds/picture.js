// How a picture plays: a file to choose, shown once it is there.
import { html, nothing } from "lit";
import { TAKEN } from "../../state/taken.js";
import "../upload-box.js";

export const icon = "image-up";
export const name = "Picture";
export const inEditing = "Visitors give a picture here";

const ACCEPTED = "image/jpeg,image/png,image/webp,image/gif";

const shown = ({ id, name, width, height }) =>
  html`<img class="picture" src="/api/uploads/${id}/file" alt=${name} width=${width} height=${height}>`;

export function body({ run, widget, label }) {
  const ready = run.uploads.of(widget.id).find(one => one.state === "ready");
  return html`<div class="input-body">
    ${ready?.width ? shown(ready) : nothing}
    <upload-box .run=${run} .widget=${widget} .accept=${ACCEPTED} .label=${label} .invitation=${"Choose a picture"}
      .hint=${TAKEN.picture}></upload-box>
  </div>`;
}

export const mark = ({ widget }) => ((widget.settings.required ?? true) ? "" : "optional");
