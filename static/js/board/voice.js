// What those who listen hear of a card: what changed, once. Not each word, and not what was so when the page opened.

const PAUSE = 5000; // milliseconds between two words of how far it is

const USUAL = {
  running: (title, _, past) => `${title} is being ${past}`,
  done: title => `${title} is ready`,
  failed: (title, { failure }) => `${title} failed. ${failure?.message ?? ""}`,
  cancelled: title => `${title} was stopped`,
};

export class Voice {
  words = "";
  #state = null;
  #last = 0; // when something was said

  /** Looks at a card again. `kind.spoken` has what its kind says otherwise; `now` is in milliseconds. */
  hear({ title }, status, { past = "made", spoken = {} }, now = Date.now()) {
    const { state } = status;
    if (state !== this.#state) {
      const isFirst = this.#state === null;
      this.#state = state;
      const say = { ...USUAL, ...spoken }[state];
      return this.#say(isFirst ? "" : (say?.(title, status, past) ?? ""), now);
    }
    const { words } = status.progress ?? {};
    if (state === "running" && words && now - this.#last >= PAUSE) this.#say(`${title}: ${words}`, now);
  }

  #say(words, now) {
    this.words = words;
    this.#last = now;
  }
}
