// The newest result of each widget, kept right whatever order the news comes in. Pure.

export const UNFINISHED = ["waiting", "queued", "running"];

const ORDER = { waiting: 0, queued: 1, running: 2 };
const stage = result => ORDER[result.state] ?? 3;

const NOTHING_YET = { value: "", progress: null, preview: null };

const isUnfinished = result => UNFINISHED.includes(result.state);

/** Whether `news` about the same result is older than what is known, or about a result that was replaced since. */
function isOld(news, known) {
  if (news.id !== known.id) return news.created_at < known.created_at;
  if (news.attempt !== known.attempt) return news.attempt < known.attempt;
  return stage(news) < stage(known);
}

export class Results {
  #byWidget = new Map();
  #together = new Set(); // the widgets that were in work at some moment since everything rested last

  get(widget) {
    return this.#byWidget.get(widget) ?? null;
  }

  get all() {
    return [...this.#byWidget.values()];
  }

  get unfinished() {
    return this.all.filter(isUnfinished);
  }

  /** What a Run says: everything that was known before is forgotten. */
  replace(results) {
    const played = Object.values(results).filter(result => result.state !== "idle");
    this.#byWidget = new Map(played.map(result => [result.widget, result]));
    this.#count();
  }

  /** A `result.changed`. True if it was news. */
  take(result) {
    const known = this.get(result.widget);
    if (result.state === "idle") return this.forget(result.widget);
    if (known && isOld(result, known)) return false;
    const isSame = known?.id === result.id && known.attempt === result.attempt && isUnfinished(result);
    const { value, progress, preview } = known ?? NOTHING_YET;
    this.#byWidget.set(result.widget, isSame ? { ...result, value, progress, preview } : result);
    this.#count();
    return true;
  }

  /** What a widget held does not count any more. True if it held anything. */
  forget(widget) {
    const wasThere = this.#byWidget.delete(widget);
    this.#count();
    return wasThere;
  }

  /** A `generation.started`: what was streamed for it before is void. */
  start(id, attempt) {
    this.#stream(id, attempt, () => NOTHING_YET);
  }

  /** A `generation.delta`. */
  append(id, attempt, text) {
    this.#stream(id, attempt, ({ value }) => ({ value: value + text }));
  }

  /** A `generation.progress`: {done, of, words}. */
  advance(id, attempt, progress) {
    this.#stream(id, attempt, () => ({ progress }));
  }

  /** A `generation.preview`: {media_type, data}. */
  preview(id, attempt, preview) {
    this.#stream(id, attempt, () => ({ preview }));
  }

  /** Changes something about a result that was made, such as what one thinks of it. */
  mark(id, change) {
    const known = this.all.find(result => result.id === id);
    if (known) this.#byWidget.set(known.widget, { ...known, ...change });
  }

  /** Nothing more will be heard: what is unfinished ends here. */
  abandon() {
    for (const result of this.unfinished) this.#byWidget.set(result.widget, { ...result, state: "cancelled" });
    this.#count();
  }

  /** How many of the results that are in work together are finished: {done, of}. Null when nothing is in work. */
  get progress() {
    const { unfinished } = this;
    if (!unfinished.length) return null;
    return { done: this.#together.size - unfinished.length, of: this.#together.size };
  }

  /** What is younger than the oldest in work was played with it, even where a page that was just opened saw it done. */
  #count() {
    const [since] = this.unfinished.map(result => result.created_at).sort();
    const isTogether = result => isUnfinished(result) || result.created_at >= since;
    const before = since ? this.all.filter(result => this.#together.has(result.widget)) : [];
    const now = since ? this.all.filter(isTogether) : [];
    this.#together = new Set([...before, ...now].map(result => result.widget));
  }

  #stream(id, attempt, change) {
    const known = this.all.find(result => result.id === id);
    if (!known || attempt < known.attempt) return;
    const again = attempt > known.attempt;
    if (!again && !isUnfinished(known)) return;
    const before = again ? { ...known, ...NOTHING_YET } : known;
    this.#byWidget.set(known.widget, { ...before, attempt, state: "running", ...change(before) });
    if (again) this.#count();
  }
}
