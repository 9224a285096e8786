// <play-pill>: floats at the bottom. Play, Stop, how far it is, what is missing, whether the server is there, and when a
// quota is nearly used up.
import { html, nothing } from "lit";
import { Element } from "../element.js";
import { icon } from "../icons.js";
import "../quota/quota-near.js";
import { isChat } from "../state/conversations.js";
import { Observe } from "../state/observe.js";
import { complain, toast } from "../toast.js";
import { list } from "../words.js";

const shortcut = /Mac|iP/.test(navigator.platform) ? "⌘ Enter" : "Ctrl + Enter";

const DOES = {
  ...{ image: "draws pictures", translate: "translates", summarise: "sums up texts", code: "writes code" },
  ...{ classify: "classifies texts", search: "searches texts" },
};

/** The rest plays. */
function withoutModel(widgets) {
  const [first, ...others] = new Set(widgets.map(({ kind }) => DOES[kind] ?? "writes texts"));
  const titles = list(widgets.map(({ title }) => title));
  return `${titles} ${widgets.length > 1 ? "are" : "is"} left out: no model ${others.length ? "plays them" : first} here yet`;
}

/** Boxes that are read when they are left are read now. */
function settle(box) {
  if (!box.matches?.("input, textarea")) return;
  box.blur();
  box.focus({ preventScroll: true });
}

class PlayPill extends Element {
  static properties = { app: { attribute: false }, run: { attribute: false }, quota: { attribute: false } };

  constructor() {
    super();
    new Observe(this, "app", "run");
  }

  connectedCallback() {
    super.connectedCallback();
    window.addEventListener("keydown", this.#onKey, { capture: true });
    window.addEventListener("online", this.#onOnline);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    window.removeEventListener("keydown", this.#onKey, { capture: true });
    window.removeEventListener("online", this.#onOnline);
  }

  willUpdate() {
    this.hadFocus = this.contains(document.activeElement);
  }

  /** A button that was just used may be gone. */
  updated() {
    if (this.hadFocus && !this.contains(document.activeElement)) this.querySelector(".pill-play")?.focus();
  }

  render() {
    const { players } = this.app;
    if (!this.run || !players.length) return nothing;
    return html`<div class="pill-dock">
      ${this.run.connection === "lost" ? this.#lost() : nothing}
      ${this.run.connection === "gone" ? this.#gone() : nothing}
      <quota-near .quota=${this.quota} ?tokens=${players.some(one => one.kind !== "image")}
        ?images=${players.some(one => one.kind === "image")}></quota-near>
      ${this.#hasWork ? this.#pill() : nothing}
    </div>`;
  }

  #pill() {
    return html`<div class="pill floating">
      <p class="pill-words" role="status">${this.#words}</p>
      ${this.run.isPlaying && this.run.staleCount ? this.#button(this.#more) : nothing}
      ${this.#button(this.run.isPlaying ? this.#stop : this.#play)}
    </div>`;
  }

  /** Whether there is anything to play: a chat answers by itself. */
  get #hasWork() {
    return this.app.players.some(widget => !isChat(widget));
  }

  get #words() {
    const { run } = this;
    if (run.isStopping) return "Stopping…";
    if (run.progress) return `${run.progress.done} of ${run.progress.of} done`;
    const { toMend, missing, leftOut } = run.obstacles;
    if (toMend.length) return this.app.canEdit ? `Fix ${list(toMend)} first` : `${list(toMend)} cannot be played`;
    if (missing.length) return `Fill in ${list(missing)}`;
    if (leftOut.length) return withoutModel(leftOut);
    if (run.staleCount) return `${run.staleCount} out of date`;
    return run.isUpToDate ? "Up to date" : "";
  }

  #lost() {
    return html`<p class="pill-lost floating" role="status">
      ${icon("wifi-off")} Connection lost. Trying again…
      <button class="button quiet" type="button" @click=${() => this.run.reconnect()}>Try now</button>
    </p>`;
  }

  #gone() {
    return html`<p class="pill-lost floating" role="status">
      ${icon("lock")} This run is no longer open to you. Copy what you want to keep, then reload the page.
    </p>`;
  }

  get #play() {
    const again = this.run.isUpToDate;
    return {
      ...{ style: "primary", symbol: again ? "rotate-ccw" : "play", word: again ? "Play again" : "Play" },
      title: `${again ? "Play everything again" : "Play"} (${shortcut})`,
      isOff: this.run.asking,
      act: () => this.#begin(again),
    };
  }

  /** While something is being written: what became out of date and is not on its way itself. */
  get #more() {
    return {
      ...{ name: "pill-more", style: "primary", symbol: "play", word: "Play" },
      title: `Play what is out of date (${shortcut})`,
      isOff: this.run.asking,
      act: () => this.#begin(false),
    };
  }

  get #stop() {
    return {
      ...{ style: "", symbol: "circle-stop", word: "Stop", title: "Stop everything" },
      isOff: this.run.isStopping,
      act: () => this.run.stop().catch(complain),
    };
  }

  /** Play and Stop are one button, and never `disabled`: else it would lose the focus. A held key presses it once. */
  #button({ name = "pill-play", style, symbol, word, title, isOff, act }) {
    return html`<button class="button ${name} ${style}" type="button" title=${title} aria-disabled=${isOff}
      @click=${() => isOff || act()} @keydown=${event => event.repeat && event.preventDefault()}>
      ${icon(symbol)} ${word}
    </button>`;
  }

  /** Plays; when nothing can be played, it says why, or leads to the first box that wants filling in. */
  async #begin(force) {
    const { run } = this;
    if (run.asking) return;
    try {
      if (run.isPlayable) await run.play({ force });
      if (!run.isPlaying) this.#sayWhyNot();
    } catch (error) {
      complain(error);
    }
  }

  #sayWhyNot() {
    const { trouble, missing } = this.run.obstacles;
    if (trouble) toast(trouble, { bad: true });
    else if (missing.length)
      this.dispatchEvent(new CustomEvent("fill-in", { bubbles: true, detail: { title: missing[0] } }));
  }

  #onKey = event => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
    if (!this.run || !this.#hasWork) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.repeat) return;
    settle(event.target);
    if (!this.run.isPlaying || this.run.staleCount) this.#begin(false);
  };

  #onOnline = () => this.run?.reconnect();
}

customElements.define("play-pill", PlayPill);
