// How an input plays: a box to type in, in one line or many.
import { html, nothing } from "lit";
import { live } from "lit/directives/live.js";
import { given } from "../../state/given.js";

export const icon = "text-cursor-input";
export const name = "Input";
export const inEditing = "Visitors type here"; // the box is then only looked at

const LONGEST = 5000; // characters, where the settings say nothing
const SHOWN = 40; // characters of a default
const NEAR = 0.8; // of the longest: from here on the counter shows

function counter(text, most) {
  if (text.length < most * NEAR) return nothing;
  return html`<p class="counter">${text.length.toLocaleString()} of ${most.toLocaleString()}</p>`;
}

/** Says what is played while nothing but blanks is typed. */
function instead(id, text, initial) {
  const words = text.trim() ? nothing : html`Empty: “<bdi>${cut(initial)}</bdi>” will be played.`;
  return html`<p class="input-empty" id=${id} role="status">${words}</p>`;
}

function cut(text) {
  const signs = [...text]; // an emoji is not halved
  return signs.length > SHOWN ? `${signs.slice(0, SHOWN).join("").trimEnd()}…` : text;
}

function box({ app, widget, run, label }, text, most, about) {
  const { multiline = false, placeholder = "", default: initial = "", required = true } = widget.settings;
  const type = event => run.setInput(widget.id, event.target.value);
  const hint = placeholder || initial || (app.mode === "edit" ? inEditing : "Type here…");
  return multiline
    ? html`<textarea class="input" dir="auto" aria-labelledby=${label} aria-describedby=${about ?? nothing} aria-required=${required}
        maxlength=${most} placeholder=${hint} .value=${live(text)} @input=${type}></textarea>`
    : html`<input class="input" dir="auto" aria-labelledby=${label} aria-describedby=${about ?? nothing} aria-required=${required}
        maxlength=${most} placeholder=${hint} autocomplete="off" .value=${live(text)} @input=${type}>`;
}

/** `at`: {app, run, widget, status, label}; `label` is the id of the element that names the widget. */
export function body(at) {
  const text = at.run.input(at.widget.id);
  const most = at.widget.settings.max_length ?? LONGEST;
  const initial = given(at.widget, null).trim();
  const about = at.app.mode === "play" && initial ? `${at.label}-empty` : null;
  return html`<div class="input-body">
    ${box(at, text, most, about)}${about ? instead(about, text, initial) : nothing}${counter(text, most)}
  </div>`;
}

export const mark = ({ widget }) => ((widget.settings.required ?? true) ? "" : "optional");
