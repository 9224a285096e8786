// What is known of one visitor's sitting with an app, and what follows from it: what each widget holds, what is stale,
// missing or waited for. Changes nothing; elements draw it when it says `change`.

import { Conversations, isChat, withAnswer } from "./conversations.js";
import { Inputs } from "./inputs.js";
import { Needs } from "./needs.js";
import { Obstacles } from "./obstacles.js";
import { Results, UNFINISHED } from "./results.js";
import { State } from "./state.js";
import { isInput, Values } from "./values.js";

const IDLE = { id: null, state: "idle", value: "", files: [], usage: null, failure: null, stopping: false };

export class Sitting extends State {
  results = new Results();
  conversations = new Conversations();

  /** `app` is an AppState; `files()` are the Uploads that are known, by id. */
  constructor({ app, storage, files }) {
    super();
    this.app = app;
    this.inputs = new Inputs({ storage, key: app.asideKey("inputs") });
    const known = { app, inputs: this.inputs, results: this.results };
    this.values = new Values({ ...known, files, said: id => this.said(id) });
    const needs = new Needs({ app, value: one => this.#held(one), rests: one => isChat(one) && !this.isAsked(one.id) });
    this.obstacles = new Obstacles({ ...known, values: this.values, needs });
    this.run = null; // {id, revision}
  }

  /** What stands in the box of an input widget. */
  input(id) {
    return this.inputs.typed(this.app.widget(id));
  }

  /** What a widget shows to those that refer to it: an input's text, the newest that a model wrote, a note filled in. */
  value(id) {
    return this.values.of(id);
  }

  /** All turns of a chat, the newest last. */
  said(id) {
    return withAnswer(this.conversations.of(id), this.#result(id)?.value ?? "");
  }

  /** Whether something was said in a chat that is to be answered, or was. */
  isAsked(id) {
    return this.conversations.of(id).say !== "";
  }

  /**
   * All that a card says of a widget: {state, value, files, usage, finish, failure, stopping, stale, attempt, id, progress,
   * preview, thumbs} of its newest result, what Obstacles says, and by title: what it `waitsFor`, and what it is `blockedBy`.
   */
  status(id) {
    const result = this.#result(id);
    const above = this.values.above(id);
    const titles = isOne => above.filter(isOne).map(widget => widget.title);
    return {
      ...(result ?? IDLE),
      stale: this.#isStale(id, result),
      ...this.obstacles.of(id),
      waitsFor: titles(one => this.#isIn(one, UNFINISHED)),
      blockedBy: titles(one => this.#isIn(one, ["failed", "cancelled"])),
    };
  }

  get isPlaying() {
    return this.results.unfinished.length > 0;
  }

  get isStopping() {
    const { unfinished } = this.results;
    return unfinished.length > 0 && unfinished.every(result => result.stopping);
  }

  get progress() {
    return this.results.progress;
  }

  /** Whether a play would do nothing: all is done, nothing is stale. */
  get isUpToDate() {
    const able = this.#players.filter(widget => !this.obstacles.isLeftOut(widget.id));
    const all = able.map(widget => this.status(widget.id));
    return (
      this.app.isSaved &&
      !this.isBehind &&
      all.length > 0 &&
      all.every(({ state, stale }) => state === "done" && !stale)
    );
  }

  /** How many values are out of date that a play would bring up to date. */
  get staleCount() {
    const isOne = ({ id }) => this.#isStale(id, this.results.get(id)) && !this.obstacles.isBlocked(id);
    return this.#players.filter(isOne).length;
  }

  /** Whether anything could be played at all. */
  get isPlayable() {
    return this.#players.some(widget => !this.obstacles.isBlocked(widget.id));
  }

  /** Whether there is anything that starting over would take away. */
  get isUntouched() {
    return !this.results.all.length && !Object.keys(this.typed).length;
  }

  /** What stands in the boxes, by title. */
  get typed() {
    return this.inputs.byTitle(this.app.graph.widgets.filter(one => isInput(this.app, one)));
  }

  /** Whether there is yet to be a run of the page's revision or of a newer one. */
  get isBehind() {
    if (!this.run) return true;
    // Visitors are shown what is published, and that may be an older one by now.
    return this.app.canEdit ? this.run.revision < this.app.revision : this.run.revision !== this.app.revision;
  }

  /** The widgets below this one that were skipped because it did not come. */
  skippedBelow(id) {
    const isBelow = widget => this.values.above(widget.id).some(above => above.id === id);
    return this.app.graph.widgets.filter(widget => this.#isIn(widget, ["skipped"]) && isBelow(widget));
  }

  // Within --------------------------------------------------------------------------------

  /** The newest result. What was just said is on its way to be answered. */
  #result(id) {
    return this.conversations.isSaying(id) ? { ...IDLE, state: "queued" } : this.results.get(id);
  }

  /** How it reads, or null as long as a model has yet to make it. */
  #held(widget) {
    const isOpen = this.app.players.includes(widget) && this.results.get(widget.id)?.state !== "done";
    return isOpen ? null : this.value(widget.id);
  }

  /** The widgets that a play brings up to date: a chat in which nobody said anything is none of them. */
  get #players() {
    return this.app.players.filter(widget => !isChat(widget) || this.isAsked(widget.id));
  }

  #isIn(widget, states) {
    return states.includes(this.results.get(widget.id)?.state);
  }

  #isStale(id, result) {
    if (result?.state !== "done") return false;
    return result.stale || this.values.above(id).some(one => isInput(this.app, one) && this.inputs.isUnsent(one));
  }
}
