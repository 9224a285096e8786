// What an app has beside its graph, such as its title: shown at once, sent one after the other. Knows no server.

export class Details {
  #stored; // what the server has
  #newest = {}; // by field, the last change of it
  #sent = Promise.resolve();

  /** `send(change)` resolves to what the server then has; `show(values)` is called with what stands on the page. */
  constructor({ stored, send, show }) {
    this.#stored = { ...stored };
    Object.assign(this, { send, show });
  }

  /** A field that was changed again meanwhile is left to that change, whether this one could be saved or not. */
  async change(change) {
    const fields = Object.keys(change);
    for (const field of fields) this.#newest[field] = change;
    this.show(change);
    this.#sent = this.#sent.catch(() => {}).then(() => this.send(change));
    try {
      const answer = await this.#sent;
      for (const field of fields) this.#stored[field] = answer[field];
    } finally {
      const own = fields.filter(field => this.#newest[field] === change);
      this.show(Object.fromEntries(own.map(field => [field, this.#stored[field]])));
    }
  }
}
