// RunState: one visitor's sitting with the app. Inputs, results, what is stale, missing or waited for; play and stop.
// Knows no page: elements draw it when it says `change`; the server is the `api` that is handed in.

import { fold } from "../graph/references.js";
import { ApiError } from "./api.js";
import { Inputs } from "./inputs.js";
import { Obstacles } from "./obstacles.js";
import { Results, UNFINISHED } from "./results.js";
import { Following } from "./socket.js";
import { State } from "./state.js";
import { isInput, Values } from "./values.js";

const NOT_SAVED = "Your last changes could not be saved, so they cannot be played yet. Save them first, then play.";
const ORIGIN = "0-0";

/** Entry ids are two numbers, the time and a count: compared as such. */
function isBefore(a, b) {
  const [[time, count], [otherTime, otherCount]] = [a, b].map(id => (id || ORIGIN).split("-").map(Number));
  return time < otherTime || (time === otherTime && (count || 0) < (otherCount || 0));
}

export class RunState extends State {
  #results = new Results();
  #inputs;
  #values;
  #following = null;
  #turn = Promise.resolve(); // the last of what is done one after the other
  #cursor = ORIGIN; // the last event that is included in what is known

  /** `app` is an AppState, `run` the visitor's newest Run or null. `api`: startRun, fetchRun, playRun, cancelRun. */
  constructor({ app, run = null, api, storage, follow = (...all) => new Following(...all) }) {
    super();
    Object.assign(this, { app, api, follow });
    this.#inputs = new Inputs({ storage, key: app.asideKey("inputs") });
    this.#values = new Values({ app, inputs: this.#inputs, results: this.#results });
    this.obstacles = new Obstacles({ app, inputs: this.#inputs, values: this.#values });
    this.run = null; // {id, revision}
    this.connection = "idle"; // idle, connecting, open, lost, gone
    this.asking = false; // whether a play is on its way to the server
    if (run) this.#adopt(run);
  }

  // Looking -------------------------------------------------------------------------------

  /** What stands in the box of an input widget. */
  input(id) {
    return this.#inputs.typed(this.app.widget(id));
  }

  /** What a widget shows to those that refer to it: an input's text, the newest that a model wrote, a note filled in. */
  value(id) {
    return this.#values.of(id);
  }

  /**
   * All that a card says of a widget: {state, value, usage, finish, failure, stopping, stale, attempt, id} of its newest
   * result, what Obstacles says, and by title: what it `waitsFor`, and what it is `blockedBy`.
   */
  status(id) {
    const result = this.#results.get(id);
    const above = this.#values.above(id);
    const titles = isOne => above.filter(isOne).map(widget => widget.title);
    return {
      ...(result ?? { id: null, state: "idle", value: "", usage: null, failure: null, stopping: false }),
      stale: this.#isStale(id, result),
      ...this.obstacles.of(id),
      waitsFor: titles(one => this.#isIn(one, UNFINISHED)),
      blockedBy: titles(one => this.#isIn(one, ["failed", "cancelled"])),
    };
  }

  get isPlaying() {
    return this.#results.unfinished.length > 0;
  }

  get isStopping() {
    const { unfinished } = this.#results;
    return unfinished.length > 0 && unfinished.every(result => result.stopping);
  }

  get progress() {
    return this.#results.progress;
  }

  /** Whether a play would do nothing: all is done, nothing is stale. */
  get isUpToDate() {
    const all = this.app.players.map(widget => this.status(widget.id));
    return (
      this.app.isSaved &&
      !this.#isBehind &&
      all.length > 0 &&
      all.every(({ state, stale }) => state === "done" && !stale)
    );
  }

  /** How many values are out of date that a play would bring up to date. */
  get staleCount() {
    const isOne = ({ id }) => this.#isStale(id, this.#results.get(id)) && !this.obstacles.isBlocked(id);
    return this.app.players.filter(isOne).length;
  }

  /** Whether anything could be played at all. */
  get isPlayable() {
    return this.app.players.some(widget => !this.obstacles.isBlocked(widget.id));
  }

  /** Whether there is anything that starting over would take away. */
  get isUntouched() {
    return !this.#results.all.length && !Object.keys(this.#typed).length;
  }

  // Acting --------------------------------------------------------------------------------

  setInput(id, text) {
    this.#inputs.set(id, text);
    this.#say();
  }

  /** Brings what is stale up to date; only `widgets` (ids) if given; with `force` also what is up to date. */
  async play({ widgets = null, force = false } = {}) {
    if (this.asking) return;
    this.asking = true;
    this.#say();
    try {
      await this.#inTurn(() => this.#play(widgets, force));
    } finally {
      this.asking = false;
      this.#say();
    }
  }

  /** Plays a widget anew, and those below it that were skipped because it did not come. */
  again(id) {
    const isBelow = widget => this.#values.above(widget.id).some(above => above.id === id);
    const skipped = this.app.graph.widgets.filter(widget => this.#isIn(widget, ["skipped"]) && isBelow(widget));
    return this.play({ widgets: [id, ...skipped.map(widget => widget.id)], force: true });
  }

  /** Stops everything, or only `widgets` (ids). */
  async stop(widgets = null) {
    if (!this.run) return;
    this.#answer(await this.api.cancelRun(this.run.id, widgets ? { widgets: this.#titles(widgets) } : {}));
  }

  /** Empties inputs and results by starting another run. Answers what takes that back. */
  restart() {
    return this.#inTurn(async () => {
      const { run } = this;
      const fresh = run && (await this.#start({}));
      const typed = this.#inputs.clear({ drafts: true });
      if (fresh) this.#adopt(fresh);
      this.#say();
      return () => this.#inTurn(() => this.#return(run, typed));
    });
  }

  async #return(run, typed) {
    if (run) this.#adopt(await this.#start({ previous: run.id }));
    for (const [id, text] of Object.entries(typed)) this.#inputs.set(id, text);
    this.#say();
  }

  /**
   * After an edit: carries inputs and results over to a run of the newest revision, so that what is stale shows.
   * Not while something is being written: that would be left behind.
   */
  async renew() {
    if (this.run) await this.#inTurn(() => this.isPlaying || this.#sit());
  }

  /** The network came back: try now. */
  reconnect() {
    this.#following?.hurry();
  }

  close() {
    this.#following?.close();
  }

  // Within --------------------------------------------------------------------------------

  /** What stands in the boxes, by title. */
  get #typed() {
    return this.#inputs.byTitle(this.app.graph.widgets.filter(isInput));
  }

  /** Whether there is yet to be a run of the page's revision or of a newer one. */
  get #isBehind() {
    return !this.run || this.run.revision < this.app.revision;
  }

  /** Sees to it that there is a run of the newest revision. */
  async #sit() {
    if (this.#isBehind) this.#adopt(await this.#start(this.run ? { previous: this.run.id } : {}));
  }

  /** A run to take the place of this one, which then has nobody to write for. */
  async #start(body) {
    if (this.isPlaying) await this.stop();
    return this.api.startRun(this.app.app.id, body);
  }

  /** What may start a run is done one after the other: two at once would leave one of their runs behind. */
  #inTurn(work) {
    this.#turn = this.#turn.catch(() => {}).then(work);
    return this.#turn;
  }

  async #play(widgets, force) {
    if (this.app.canEdit && !(await this.app.save())) throw new ApiError("unsaved", NOT_SAVED);
    await this.#sit();
    const body = { inputs: this.#typed, force, ...(widgets && { widgets: this.#titles(widgets) }) };
    this.#answer(await this.api.playRun(this.run.id, body));
  }

  #adopt(run) {
    this.#following?.close();
    this.#inputs.clear();
    this.connection = "connecting";
    this.#following = this.follow(run.id, {
      first: run,
      fetchRun: id => this.api.fetchRun(id),
      onRun: fetched => this.#know(fetched),
      onEvent: event => this.#hear(event),
      onState: state => this.#connected(state),
    });
    this.#know(run);
  }

  #connected(state) {
    this.connection = state;
    if (state === "gone") this.#lose();
    this.#say();
  }

  /** The run is no longer there: nothing more comes, and what was typed is kept for the next one. */
  #lose() {
    this.run = null;
    this.#results.abandon();
    for (const [id, text] of Object.entries(this.#inputs.clear())) this.#inputs.set(id, text);
  }

  #know(run) {
    this.run = { id: run.id, revision: run.revision };
    this.#cursor = run.cursor || ORIGIN;
    this.#results.replace(run.results);
    const ids = new Map(this.app.graph.widgets.map(widget => [fold(widget.title), widget.id]));
    const known = Object.entries(run.inputs).filter(([title]) => ids.has(fold(title)));
    this.#inputs.receive(Object.fromEntries(known.map(([title, text]) => [ids.get(fold(title)), text])));
    this.#say();
  }

  /** What a command answered. The log may have told newer things by then; those stay. */
  #answer(run) {
    if (run.id === this.run?.id && !isBefore(run.cursor, this.#cursor)) this.#know(run);
  }

  #hear(event) {
    if (!isBefore(this.#cursor, event.id)) return;
    this.#cursor = event.id;
    const wasPlaying = this.isPlaying;
    this.#take(event);
    if (wasPlaying && !this.isPlaying) this.#refresh();
    this.#say();
  }

  #take(event) {
    if (event.type === "run.played") this.#inputs.receive(event.inputs);
    else if (event.type === "result.changed") this.#results.take(event.result);
    else if (event.type === "generation.started") this.#results.start(event.result, event.attempt);
    else if (event.type === "generation.delta") this.#results.append(event.result, event.attempt, event.text);
  }

  /** One result says nothing of the others: what became stale is asked for once everything rests. */
  async #refresh() {
    const { id } = this.run;
    const run = await this.api.fetchRun(id).catch(() => null);
    if (run) this.#answer(run);
  }

  #isIn(widget, states) {
    return states.includes(this.#results.get(widget.id)?.state);
  }

  #isStale(id, result) {
    if (result?.state !== "done") return false;
    return result.stale || this.#values.above(id).some(one => isInput(one) && this.#inputs.isUnsent(one));
  }

  #titles(ids) {
    return ids.map(id => this.app.widget(id).title);
  }

  #say() {
    this.#values.forget();
    this.say();
  }
}
