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
    this.failures = 0; // tries since the server last said anything
    this.attempt = 0; // the newest; what an earlier one brings is ignored
    this.#connect(first);
  }

  close() {
    this.closed = true;
    clearTimeout(this.timer);
    this.socket?.close();
  }

  /** Connects anew at once, as when the network came back: a connection that broke silently still seems open. */
  hurry() {
    if (this.closed) return;
    this.failures = 0;
    clearTimeout(this.timer);
    this.#leave();
    this.#connect();
  }

  async #connect(first = null) {
    this.attempt += 1;
    const { attempt } = this;
    const isOver = () => this.closed || attempt !== this.attempt;
    try {
      const run = first ?? (await this.fetchRun(this.id));
      if (isOver()) return;
      if (!first) this.onRun(run);
      this.#listen(run.cursor);
    } catch (error) {
      if (isOver()) return;
      if (HOPELESS.includes(error.status)) this.#give();
      else this.#retry();
    }
  }

  #listen(cursor) {
    const socket = this.open(address(this.id, cursor));
    this.socket = socket;
    socket.onopen = () => socket === this.socket && this.onState("open");
    socket.onmessage = message => {
      if (this.closed || socket !== this.socket) return;
      this.failures = 0;
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
    socket?.close();
  }

  #give() {
    this.closed = true;
    this.onState("gone");
  }

  #retry() {
    if (this.closed) return;
    this.onState("lost");
    const pause = Math.min(LONGEST, SHORTEST * 2 ** this.failures) * (0.75 + Math.random() / 2);
    this.failures += 1;
    this.timer = setTimeout(() => this.#connect(), pause);
  }
}
