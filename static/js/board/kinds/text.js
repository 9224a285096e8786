// How AI text plays: what the model wrote so far, or why there is nothing yet.
import { html, nothing } from "lit";
import { list } from "../../words.js";

export const icon = "sparkles";
export const name = "AI text";

/** What is to be mended before it can be played. */
function obstacle({ problem, mend }) {
  return problem ?? (mend.length ? `Mend ${list(mend)} first.` : null);
}

/** The sentence that stands where the text will be. */
function hint({ status }) {
  const { state, missing, waitsFor, blockedBy } = status;
  if (state === "waiting") return waitsFor.length ? `Waits for ${list(waitsFor)}.` : "Waits for its turn.";
  if (state === "queued") return "Up next.";
  if (state === "running") return "Thinking…";
  if (obstacle(status)) return obstacle(status);
  if (missing.length) return `Fill in ${list(missing)} to get started.`;
  if (state === "skipped")
    return blockedBy.length ? `Not written, because ${list(blockedBy)} did not come.` : "Not written.";
  if (state === "cancelled") return "Stopped before it began.";
  if (state === "done") return "The model had nothing to say. Play it again, or change its prompt.";
  return "Press Play.";
}

const failure = ({ status, again }) => html`<div class="failure">
  <p dir="auto">${status.failure?.message ?? "This did not work. Try again."}</p>
  <button class="button" type="button" @click=${again}>Try again</button>
</div>`;

/** Beside a text or a failure, only what is to be mended is worth saying. */
function shown(at) {
  const { status } = at;
  return status.value || status.state === "failed" ? obstacle(status) : hint(at);
}

export function body(at) {
  const { status } = at;
  const text = html`<prose-text .growing=${status.state === "running"} .text=${status.value}></prose-text>`;
  return html`${status.value ? text : nothing}
    ${status.state === "failed" ? failure(at) : nothing}
    ${shown(at) ? html`<p class="hint" dir="auto">${shown(at)}</p>` : nothing}`;
}

const WORDS = {
  waiting: "waiting",
  queued: "queued",
  running: "writing…",
  cancelled: "stopped",
  skipped: "skipped",
  failed: "failed",
};

export const mark = ({ status }) => {
  if (status.stopping && status.state === "running") return "stopping…";
  if (status.stale) return "out of date";
  return WORDS[status.state] ?? "";
};

/** What it took, quietly. */
export function foot({ status }) {
  const { state, usage, finish, value } = status;
  if (!usage?.output_tokens || !value || !["done", "cancelled", "failed"].includes(state)) return "";
  const tokens = `${usage.output_tokens.toLocaleString()} ${usage.output_tokens === 1 ? "token" : "tokens"}`;
  const parts = [tokens, `${usage.seconds.toFixed(1)} s`];
  if (finish === "length") parts.push("cut at the length limit");
  return parts.join(" · ");
}
