// Follows a run: fetches it, then listens from its cursor, over and over until closed. Knows nothing of what a run means.

const SHORTEST = 500; // milliseconds before trying again
const LONGEST = 15_000;
const HOPELESS = [401, 403, 404]; // trying again changes nothing

const address = (id, cursor) => {
  const { protocol, host } = globalThis.location;
  return `${protocol === "https:" ? "wss" : "ws"}://${host}/ws/runs/${id}/?after=${encodeURIComponent(cursor)}`;
};

export class Following {
  /**
   * `fetchRun(id)` → Run; `onRun(run)` after each fetch; `onEvent(event)` for each event;
   * `onState("connecting" | "open" | "lost" | "gone")`. `first` is a Run at hand, which spares the first fetch.
   */
  constructor(id, { fetchRun, onRun, onEvent, onState, first = null, open = url => new WebSocket(url) }) {
    Object.assign(this, { id, fetchRun, onRun, onEvent, onState, open });
    this.closed = false;
    this.failures = 0;
    this.#connect(first);
  }

  close() {
    this.closed = true;
    clearTimeout(this.timer);
    this.socket?.close();
  }

  /** Tries at once instead of waiting, as when the network came back. */
  hurry() {
    if (!this.timer || this.closed) return;
    this.failures = 0;
    clearTimeout(this.timer);
    this.timer = null;
    this.#connect();
  }

  async #connect(first = null) {
    try {
      const run = first ?? (await this.fetchRun(this.id));
      if (this.closed) return;
      if (!first) this.onRun(run);
      this.#listen(run.cursor);
    } catch (error) {
      if (HOPELESS.includes(error.status)) this.#give();
      else this.#retry();
    }
  }

  #listen(cursor) {
    const socket = this.open(address(this.id, cursor));
    this.socket = socket;
    socket.onopen = () => {
      this.failures = 0;
      this.onState("open");
    };
    socket.onmessage = message => {
      if (this.closed || socket !== this.socket) return;
      const event = JSON.parse(message.data);
      if (event.type !== "reset") return this.onEvent(event);
      this.#leave();
      this.#connect();
    };
    socket.onclose = () => {
      if (socket === this.socket) this.#retry();
    };
  }

  #leave() {
    const socket = this.socket;
    this.socket = null;
    socket.close();
  }

  #give() {
    if (this.closed) return;
    this.closed = true;
    this.onState("gone");
  }

  #retry() {
    if (this.closed) return;
    this.onState("lost");
    const pause = Math.min(LONGEST, SHORTEST * 2 ** this.failures) * (0.75 + Math.random() / 2);
    this.failures += 1;
    this.timer = setTimeout(() => {
      this.timer = null;
      this.#connect();
    }, pause);
  }
}
