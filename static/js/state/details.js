// What an app has beside its graph, such as its title: shown at once, sent one after the other. Knows no server.

const FOLLOWING = ["path", "has_password"]; // what only the server changes, when other fields change

export class Details {
  #stored; // what the server has
  #newest = {}; // by field, the last change of it
  #sent = Promise.resolve();
  #waiting = 0; // changes that the server has not answered yet

  /** `send(change)` resolves to what the server then has; `show(values)` is called with what stands on the page. */
  constructor({ stored, send, show }) {
    this.#stored = { ...stored };
    Object.assign(this, { send, show });
  }

  /** What the server has by now; a change that is on its way stays as it is shown. */
  learn(details) {
    Object.assign(this.#stored, details);
    if (!this.#waiting) this.show(details);
  }

  /** A field that was changed again meanwhile is left to that change, whether this one could be saved or not. */
  async change(change) {
    const fields = Object.keys(change);
    for (const field of fields) this.#newest[field] = change;
    this.#waiting += 1;
    this.show(change);
    this.#sent = this.#sent.catch(() => {}).then(() => this.send(change));
    try {
      const answer = await this.#sent;
      for (const field of [...fields, ...FOLLOWING]) this.#stored[field] = answer[field];
    } finally {
      this.#waiting -= 1;
      const own = fields.filter(field => this.#newest[field] === change);
      this.show(Object.fromEntries([...own, ...FOLLOWING].map(field => [field, this.#stored[field]])));
    }
  }
}
