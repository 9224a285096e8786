// How a picture plays: it is seen growing, fills the card, opens large. Its place is there before it is.
import { html, nothing } from "lit";
import { openPicture } from "../large-picture.js";
import { answering } from "./answer.js";

export const icon = "image";
export const name = "AI image";

const SIDE = 512; // pixels, where nobody says

const sizeOf = ({ width, height }) => ({ width: width ?? SIDE, height: height ?? SIDE });

/** What was asked for, for who cannot see it. */
const said = ({ status, widget }) => status.value || widget.title;

function draw(at) {
  const [file] = at.status.files;
  const { width, height } = sizeOf(file);
  const alt = said(at);
  return html`<button class="drawn" type="button" title="Open large" aria-label="Open large: ${alt}"
    @click=${() => openPicture(file, alt)}>
    <img src=${file.url} alt=${alt} width=${width} height=${height}>
  </button>`;
}

/** While it is drawn: what there is of it, or its empty place. */
function preview({ status, widget }) {
  if (status.state !== "running") return nothing;
  const { width, height } = sizeOf(widget.settings);
  const { preview: seen } = status;
  return html`<div class="drawn">${
    seen
      ? html`<img src="data:${seen.media_type};base64,${seen.data}" alt="" width=${width} height=${height}>`
      : html`<svg viewBox="0 0 ${width} ${height}" aria-hidden="true"></svg>`
  }</div>`;
}

function more({ status, widget }) {
  const [file] = status.files ?? [];
  if (!file) return [];
  const { seed = null } = widget.settings;
  return [...(file.width ? [`${file.width} × ${file.height}`] : []), ...(seed === null ? [] : [`seed ${seed}`])];
}

export const { body, mark, foot, isThere, past, words } = answering({
  ...{ draw, preview, more, doing: "drawing…", past: "drawn" },
  words: () => "",
  isThere: status => Boolean(status.files?.length),
  nothingCame: "No picture was drawn. Play it again, or change what it describes.",
});
