// Uploads: the files that a visitor gives to widgets. They are sent one after the other and asked for until they are read.
// Knows no page; what a widget holds (ids of files), its `values` keep.

import { State } from "./state.js";
import { misfit, refusal } from "./taken.js";

const EVERY = 700; // ms between two looks at what is being read
const GONE = { code: "gone", message: "This file is not there any more. Choose it again." };
const MEGABYTE = 1_000_000;

/** How many files a widget takes. */
export const mostOf = ({ kind, settings }) =>
  kind === "document" && (settings.many ?? true) ? (settings.most ?? 5) : 1;

export class Uploads extends State {
  #known = {}; // Uploads by id
  #pending = []; // what is no value of its widget, or not yet: {key, widget, name, size, state, done, failure, stop}
  #said = new Map(); // by widget id: what happened last, for those who listen
  #watched = new Map(); // id of an upload that is not known or is being read → id of its widget
  #line = Promise.resolve(); // the last that is sent: a guest's first file brings the session for the others
  #count = 0;
  #isLooking = false;

  /** `values` has input(id) and setInput(id, ids); `api` has sendFile and fetchUpload; `megabytes`: the largest file. */
  constructor({ api, values, megabytes = Infinity, pause = EVERY }) {
    super();
    Object.assign(this, { api, values, megabytes, pause });
  }

  // Looking -------------------------------------------------------------------------------

  get known() {
    return this.#known;
  }

  /** The files of a widget: Uploads that it holds, then those on their way (`done` from 0 to 1) and those that failed. */
  of(id) {
    const held = this.#held(id).map(one => this.#known[one] ?? { id: one, name: "", size: 0, state: "unknown" });
    return [...held, ...this.#pending.filter(one => one.widget === id)];
  }

  said(id) {
    return this.#said.get(id) ?? "";
  }

  // Acting --------------------------------------------------------------------------------

  /** What the server tells of uploads, by id. */
  learn(uploads) {
    this.#known = { ...this.#known, ...uploads };
    this.say();
  }

  /** Gives files to a widget. What it has no room for is refused; where it takes one, a new one takes its place. */
  give(widget, files) {
    const most = mostOf(widget);
    const old = this.#pending.filter(one => one.widget === widget.id && one.state === "failed");
    for (const file of files) {
      const entry = this.#enter({ widget: widget.id, name: file.name, size: file.size });
      const reason = this.#refusal(widget.id, file, most);
      if (reason) this.#fail(entry, reason);
      else this.#line = this.#line.then(() => this.#send(entry, file, widget, old));
    }
    return this.#line;
  }

  /** Files that were held before and are held again: those that are not known or still read are asked for. */
  watch(id) {
    for (const one of this.#held(id)) {
      const { state } = this.#known[one] ?? {};
      if (!state || state === "reading") this.#watched.set(one, id);
    }
    this.#look();
  }

  /** Takes a file from its widget; answers what puts it back where it was, beside those that came since. */
  remove(widget, one) {
    const before = this.#held(widget.id);
    this.values.setInput(widget.id, without(before, one));
    return () => {
      const now = this.#held(widget.id);
      const back = before.filter(other => other === one || now.includes(other));
      this.values.setInput(widget.id, [...new Set([...back, ...now])].slice(0, mostOf(widget)));
    };
  }

  /** Stops what is being sent, or takes away what failed. */
  dismiss(key) {
    this.#pending.find(one => one.key === key)?.stop.abort();
    this.#drop(key);
  }

  // Within --------------------------------------------------------------------------------

  #held(id) {
    const value = this.values.input(id);
    return Array.isArray(value) ? value : [];
  }

  #enter(more) {
    this.#count += 1;
    const entry = { key: `file-${this.#count}`, state: "queued", done: 0, stop: new AbortController(), ...more };
    this.#pending = [...this.#pending, entry];
    this.say();
    return entry;
  }

  #drop(key) {
    this.#pending = this.#pending.filter(one => one.key !== key);
    this.say();
  }

  #refusal(id, { size, isFolder }, most) {
    const coming = this.#pending.filter(one => one.widget === id && one.state !== "failed").length;
    const held = most > 1 ? this.#held(id).length : 0;
    if (isFolder) return "This is a folder. Open it and choose the files in it.";
    if (size > this.megabytes * MEGABYTE)
      return `A file may have ${this.megabytes} MB at most. Make it smaller, or split it.`;
    if (held + coming > most)
      return most > 1
        ? `At most ${most} files are taken here. Remove one first.`
        : "One file is taken here. Choose one.";
    return null;
  }

  /** `old` are failures of earlier choices: they go once there is something better. */
  async #send(entry, file, { id: widget, kind, settings }, old) {
    const { stop } = entry;
    const most = mostOf({ kind, settings });
    if (stop.signal.aborted) return;
    const progress = done => {
      entry.done = done;
      this.say();
    };
    entry.state = "sending";
    this.say();
    try {
      const upload = await this.api.sendFile(file, { progress, signal: stop.signal });
      this.#pending = this.#pending.filter(one => one !== entry);
      this.#known = { ...this.#known, [upload.id]: upload };
      const reason = misfit(kind, upload);
      if (reason) return this.#fail(this.#enter({ widget, name: upload.name, size: upload.size }), reason);
      this.#pending = this.#pending.filter(one => !old.includes(one));
      this.values.setInput(widget, most > 1 ? [...this.#held(widget), upload.id] : [upload.id]);
      this.#tell(widget, `${upload.name} is being read.`);
      this.watch(widget);
    } catch (error) {
      if (error.code !== "stopped") this.#fail(entry, refusal(kind, error));
    }
  }

  #fail(entry, message) {
    Object.assign(entry, { state: "failed", failure: { message } });
    this.#tell(entry.widget, `${entry.name} cannot be used. ${message}`);
  }

  #tell(widget, words) {
    this.#said.set(widget, words);
    this.say();
  }

  async #look() {
    if (this.#isLooking) return;
    this.#isLooking = true;
    while (this.#watched.size) {
      await Promise.all([...this.#watched].map(([id, widget]) => this.#ask(id, widget)));
      if (this.#watched.size) await new Promise(resolve => setTimeout(resolve, this.pause));
    }
    this.#isLooking = false;
  }

  async #ask(id, widget) {
    let upload;
    try {
      upload = await this.api.fetchUpload(id);
    } catch (error) {
      if (error.status === 404) this.#lose(id, widget, { name: "", size: 0, ...this.#known[id], failure: GONE });
      return; // else the network is away: later
    }
    if (upload.state !== "reading") this.#watched.delete(id);
    if (upload.state === "failed") this.#lose(id, widget, upload);
    else this.#known = { ...this.#known, [id]: upload };
    if (upload.state === "ready") this.#tell(widget, `${upload.name} is ready.`);
  }

  /** What cannot be used is no value; it stays to be seen until somebody takes it away. */
  #lose(id, widget, { name, size, failure }) {
    this.#watched.delete(id);
    if (!this.#held(widget).includes(id)) return;
    this.values.setInput(widget, without(this.#held(widget), id));
    this.#fail(this.#enter({ widget, name, size }), failure.message);
  }
}

const without = (ids, id) => ids.filter(one => one !== id);
