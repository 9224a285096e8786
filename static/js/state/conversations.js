// What was said in each chat: what the run has, and what was just said here and is on its way. Knows no server.

export const isChat = widget => widget?.kind === "chat";

export const SILENCE = { turns: [], say: "" };

const isSame = (a, b) => a.say === b.say && a.turns.length === b.turns.length;

/** All turns of a conversation, with what was said last and what came of it: how the server will have them. */
export function withAnswer({ turns, say }, answer) {
  if (!say) return turns;
  const last = [{ role: "user", content: say }];
  return [...turns, ...last, ...(answer.trim() ? [{ role: "assistant", content: answer }] : [])];
}

export class Conversations {
  #known = new Map(); // by widget id: {turns, say}
  #saying = new Map(); // by widget id: the same, with what the server has yet to hear

  /** {turns, say}: the last thing said stands in `say`, all before it in `turns`. */
  of(id) {
    return this.#saying.get(id) ?? this.#heard(id);
  }

  /** Whether something was said here that the server has yet to hear. */
  isSaying(id) {
    return this.#saying.has(id);
  }

  /** Shows what was said before the server hears it, after the last `answer`. Answers what takes that back. */
  say(id, text, answer) {
    this.#saying.set(id, { turns: withAnswer(this.of(id), answer), say: text });
    return () => this.#saying.delete(id);
  }

  /** News by widget id. Answers the ids of those that go on otherwise now: what answered them before does not count. */
  receive(values) {
    return Object.keys(values).filter(id => this.#learn(id, values[id]));
  }

  /** All that the run has. */
  replace(values) {
    for (const id of this.#known.keys()) if (!(id in values)) this.#learn(id, SILENCE);
    this.receive(values);
  }

  #heard(id) {
    return this.#known.get(id) ?? SILENCE;
  }

  /** Whether that is news: then what was being said here has been heard, or another tab was faster. */
  #learn(id, value) {
    const now = { ...SILENCE, ...value };
    const isNews = !isSame(now, this.#heard(id));
    if (isNews) this.#saying.delete(id);
    this.#known.set(id, now);
    return isNews;
  }
}
