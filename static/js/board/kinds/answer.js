// What all cards have in common that a model fills: what stands there before, beside and after what it makes.
import { html, nothing } from "lit";
import { named } from "../../graph/references.js";
import { list } from "../../words.js";

const ENDED = ["done", "cancelled", "failed"];

/** What is to be mended before it can be played. */
export function obstacle({ problem, mend, without = [] }) {
  if (problem) return problem;
  if (mend.length) return `Fix ${list(mend)} first.`;
  return without.length ? `Needs ${list(without)}, which no model plays here yet.` : null;
}

/** What visitors are to fill in before it can be played. */
export const lack = ({ missing }) => (missing.length ? `Fill in ${list(missing)} to get started.` : null);

const CONDITIONS = {
  filled: titles => `${titles} is filled`,
  empty: titles => `${titles} is empty`,
  equals: (titles, value) => `${titles} is “${value}”`,
  differs: (titles, value) => `${titles} is not “${value}”`,
  contains: (titles, value) => `${titles} contains “${value}”`,
};

/** When a widget plays, in words: "Topic is filled". Its builder may keep that to themselves. */
function condition({ when = "", when_is = "filled", when_value = "" }) {
  return when ? CONDITIONS[when_is](list(named(when)), when_value) : "its condition is met";
}

export const notNeeded = ({ settings }) => `Not needed just now: plays when ${condition(settings)}.`;

/** Its builder may keep to themselves what it works on. */
function nothingToWorkOn({ settings: { source = "" } }) {
  const titles = named(source);
  const what = titles.length ? list(titles) : "what it works on";
  return `Not needed just now: ${what} ${titles.length > 1 ? "are" : "is"} empty.`;
}

/** The sentence that stands where the answer will be. */
function hint({ status, widget }, { past, nothingCame }) {
  const { state, waitsFor, blockedBy, finish } = status;
  const { placeholder } = widget.settings;
  if (state === "waiting") return waitsFor.length ? `Waits for ${list(waitsFor)}.` : "Waits for its turn.";
  if (state === "queued") return "Up next.";
  if (state === "running") return status.progress ? null : "Thinking…";
  if (obstacle(status)) return obstacle(status);
  if (lack(status)) return lack(status);
  if (state === "skipped")
    return blockedBy.length ? `Not ${past}, because ${list(blockedBy)} did not finish.` : `Not ${past}.`;
  if (state === "cancelled") return "Stopped before anything came.";
  if (finish === "condition") return notNeeded(widget);
  if (finish === "empty") return nothingToWorkOn(widget);
  if (state === "done") return nothingCame;
  return placeholder || "Press Play.";
}

export const failure = ({ status, again }) => html`<div class="failure">
  <p dir="auto">${status.failure?.message ?? "This did not work. Try again."}</p>
  <button class="button" type="button" @click=${again}>Try again</button>
</div>`;

/** How far it is, where no words stream; who listens hears it from the card. */
function bar({ state, progress }) {
  if (state !== "running" || !progress) return nothing;
  return html`<div class="progress">
    <progress max=${progress.of} .value=${progress.done} aria-label=${progress.words}></progress>
    <p>${progress.words}</p>
  </div>`;
}

function example({ settings }) {
  if (!settings.example?.trim()) return nothing;
  return html`<figure class="example">
    <figcaption>Example output</figcaption>
    <prose-text .text=${settings.example}></prose-text>
  </figure>`;
}

/** Beside an answer or a failure, only what is to be mended is worth saying. */
function shown(at, words) {
  const { status } = at;
  return words.isThere(status) || status.state === "failed" ? obstacle(status) : hint(at, words);
}

const WORDS = { waiting: "waiting", queued: "queued", cancelled: "stopped", skipped: "skipped", failed: "failed" };

function mark({ status }, doing) {
  if (status.stopping && status.state === "running") return "stopping…";
  if (status.stale) return "out of date";
  return status.state === "running" ? doing : (WORDS[status.state] ?? "");
}

/** What it took, quietly. */
export function took({ status }) {
  const { state, usage, finish } = status;
  if (!usage || !ENDED.includes(state)) return [];
  const { output_tokens: tokens, unread_tokens: unread, seconds } = usage;
  const parts = tokens ? [counted(tokens)] : [];
  const cut = finish === "length" ? ["cut at the length limit"] : [];
  return [
    ...parts,
    `${seconds.toFixed(1)} s`,
    ...(unread ? [`${counted(unread)} of the prompt not read`] : []),
    ...cut,
  ];
}

const counted = tokens => `${tokens.toLocaleString()} ${tokens === 1 ? "token" : "tokens"}`;

/** What stood there until it was played again and nothing came. */
function earlier(at, draw) {
  const { before } = at.status;
  if (!before) return nothing;
  return html`<p class="hint">From before:</p>${draw({ ...at, status: { ...at.status, ...before, state: "done" } })}`;
}

const USUAL = {
  nothingCame: "The model had nothing to say. Play it again, or change its prompt.",
  isThere: status => Boolean(status.value),
  more: () => [],
  preview: () => nothing,
  words: ({ run, widget }) => run.value(widget.id),
};

/**
 * What a card of such a kind shows. `draw(at)` what came, also while it grows; `preview(at)` stands there until then;
 * `doing` is its mark meanwhile, `past` what was done when it is there ("written"); `more(at)` are words for the foot,
 * `words(at)` those that are copied.
 */
export function answering(kind) {
  const { draw, preview, doing, past, more, isThere, words, nothingCame } = { ...USUAL, ...kind };
  return {
    past,
    words,
    isThere: at => isThere(at.status),
    mark: at => mark(at, doing),
    foot: at => (isThere(at.status) ? [...more(at), ...took(at)].join(" · ") : ""),
    body(at) {
      const { status, widget } = at;
      const sentence = shown(at, { past, isThere, nothingCame });
      return html`${isThere(status) ? draw(at) : preview(at)}
        ${bar(status)}
        ${status.state === "failed" ? failure(at) : nothing}
        ${sentence ? html`<p class="hint ${sentence === obstacle(status) ? "obstacle" : ""}" dir="auto">${sentence}</p>` : nothing}
        ${isThere(status) ? nothing : earlier(at, draw)}
        ${status.state === "idle" ? example(widget) : nothing}`;
    },
  };
}
