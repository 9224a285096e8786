// How AI text plays: what the model wrote so far, or why there is nothing yet.
import { html, nothing } from "lit";
import { list } from "../../words.js";

export const icon = "sparkles";
export const name = "AI text";

/** The sentence that stands where the text will be. */
function hint({ app, widget, status }) {
  const { state, missing, waitsFor, blockedBy } = status;
  if (state === "waiting") return waitsFor.length ? `Waits for ${list(waitsFor)}.` : "Waits for its turn.";
  if (state === "queued") return "Up next.";
  if (state === "running") return "Thinking…";
  if (missing.length) return `Fill in ${list(missing)} to get started.`;
  if (state === "skipped")
    return blockedBy.length ? `Not written, because ${list(blockedBy)} did not come.` : "Not written.";
  if (state === "cancelled") return "Stopped before it began.";
  if (state === "done") return "The model had nothing to say. Play it again, or change its prompt.";
  const problem = app.problemsOf?.(widget.id)[0];
  return problem?.message ?? "Press Play.";
}

const failure = ({ status, again }) => html`<div class="failure">
  <p dir="auto">${status.failure?.message ?? "This did not work. Try again."}</p>
  <button class="button" type="button" @click=${again}>Try again</button>
</div>`;

export function body(at) {
  const { status } = at;
  const text = html`<prose-text .growing=${status.state === "running"} .text=${status.value}></prose-text>`;
  return html`${status.value ? text : nothing}
    ${status.state === "failed" ? failure(at) : nothing}
    ${status.value || status.state === "failed" ? nothing : html`<p class="hint" dir="auto">${hint(at)}</p>`}`;
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
