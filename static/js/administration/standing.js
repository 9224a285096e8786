// How a model stands, in words; sizes and times as people read them. Pure.

const UNITS = [
  [1e9, "GB"],
  [1e6, "MB"],
  [1e3, "KB"],
];

export function size(bytes) {
  const [unit, name] = UNITS.find(([unit]) => bytes >= unit) ?? [1, "bytes"];
  const number = bytes / unit;
  return `${unit === 1e9 || (unit === 1e6 && number < 10) ? number.toFixed(1) : Math.round(number)} ${name}`;
}

export function duration(seconds) {
  if (seconds < 60) return `${Math.max(1, Math.round(seconds))} s`;
  if (seconds < 3600) return `${Math.round(seconds / 60)} min`;
  return `${Math.floor(seconds / 3600)} h ${Math.round((seconds % 3600) / 60)} min`;
}

const UNFINISHED = ["queued", "running"];

export const isInstalling = ({ installation }) => UNFINISHED.includes(installation?.state);

/** {state, words}: of the many things that can be said of a model, the one that matters most just now. */
export function standing(model) {
  if (isInstalling(model)) return { state: "busy", words: installing(model.installation) };
  if (model.retired_at)
    return { state: "off", words: model.replacement ? `Retired for ${model.replacement}` : "Retired" };
  if (!model.installed) return missing(model);
  if (!model.enabled) return { state: "off", words: "Switched off" };
  if (model.unserved) return { state: "bad", words: `No worker of ${model.pools.join(" or ")} is running` };
  return loaded(model);
}

function installing({ state, stopping, phase, done, total, speed, seconds_left: left }) {
  if (stopping) return "Stopping…";
  if (state === "queued") return "Waits to be installed…";
  const share = total ? ` ${Math.floor((100 * done) / total)}%` : "";
  const rest = [speed && `${size(speed)}/s`, left && `${duration(left)} left`].filter(Boolean);
  return [`${phase || "Beginning"}${share}`, ...rest].join(" · ");
}

function missing({ installation, kept }) {
  if (installation?.state === "failed") return { state: "bad", words: installation.failure.message };
  if (installation?.state === "cancelled")
    return { state: "off", words: kept ? "Cancelled; what was downloaded is kept" : "Cancelled" };
  return { state: "off", words: "Not installed" };
}

function loaded({ places }) {
  const failed = places.find(place => place.state === "failed");
  const here = places.filter(place => place.state === "loaded");
  if (here.length) {
    const busy = here.reduce((sum, place) => sum + place.busy, 0);
    const where = here.map(place => `${place.worker} (${size(place.memory)})`).join(", ");
    return { state: busy ? "busy" : "good", words: `Loaded by ${where}${busy ? `, ${busy} at work` : ""}` };
  }
  if (places.some(place => place.state === "loading")) return { state: "busy", words: "Loading…" };
  if (places.some(place => place.state === "unloading")) return { state: "busy", words: "Unloading…" };
  if (failed) return { state: "bad", words: failed.failure?.message ?? "It could not be loaded" };
  return { state: "plain", words: "Installed, not in memory" };
}

/** "93 MB to download · about 320 MB of memory", of a model that can be installed. */
export function needed(model) {
  const memory = model.memory && `about ${size(model.memory)} of memory`;
  return [download(model), memory, ...model.missing_lenders.map(title => `install ${title} first`)]
    .filter(Boolean)
    .join(" · ");
}

function download({ size: bytes, shipped }) {
  if (shipped) return "shipped with this product";
  return bytes === null ? "size unknown until it is asked for" : `${size(bytes)} to download`;
}

/** Why one would think twice before installing it, in sentences. `room`: bytes of memory that a worker has at most. */
export function doubts(model, room) {
  const unknown = model.shipped || model.size !== null ? "" : "How much is downloaded is known only when it has begun.";
  return [unknown, tooBig(model, room)].filter(Boolean);
}

/** A sentence where no worker has so much memory, else "". */
export function tooBig({ memory }, room) {
  if (!memory || room === null || memory <= room) return "";
  return `It takes about ${size(memory)} of memory, and no worker here has more than ${size(room)} for models.`;
}

/** "34 tokens/s · first token 0.21 s, slowest 5 % 0.6 s · 12 done, 1 failed today", of what was measured. */
export function measured({ speed, first_token_p50: usual, first_token_p95: slow, done, failed }) {
  const parts = [];
  if (speed) parts.push(`${speed.toFixed(speed < 10 ? 1 : 0)} tokens/s`);
  if (usual !== null && slow !== null)
    parts.push(`first token ${usual.toFixed(2)} s, at worst ${slow.toFixed(2)} s (p95)`);
  if (done || failed) parts.push(`today ${done} done${failed ? `, ${failed} failed` : ""}`);
  return parts.join(" · ");
}
