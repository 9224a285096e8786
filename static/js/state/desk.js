// Listens at the desk of an app's editors: who else is there, what was saved. Connects again until closed or shut out.

const SHORTEST = 1000; // milliseconds before trying again
const LONGEST = 30_000;
const SHUT_OUT = 4404;

const address = id => {
  const { protocol, host } = globalThis.location;
  return `${protocol === "https:" ? "wss" : "ws"}://${host}/ws/apps/${id}/`;
};

export class Desk {
  #failures = 0;
  #closed = false;

  /** `onEvent(event)` for each event; `onGone()` whenever the connection breaks. */
  constructor(id, { onEvent, onGone, open = url => new WebSocket(url) }) {
    Object.assign(this, { id, onEvent, onGone, open });
    this.#connect();
  }

  close() {
    this.#closed = true;
    clearTimeout(this.timer);
    this.socket?.close();
  }

  #connect() {
    this.socket = this.open(address(this.id));
    this.socket.onmessage = message => {
      this.#failures = 0;
      this.onEvent(JSON.parse(message.data));
    };
    this.socket.onclose = ({ code }) => this.#again(code);
  }

  #again(code) {
    if (this.#closed) return;
    this.onGone();
    if (code === SHUT_OUT) return;
    const pause = Math.min(LONGEST, SHORTEST * 2 ** this.#failures) * (0.75 + Math.random() / 2);
    this.#failures += 1;
    this.timer = setTimeout(() => this.#connect(), pause);
  }
}
