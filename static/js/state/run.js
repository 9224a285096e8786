// RunState: one visitor's sitting with the app, and what they do in it: fill in, play, stop, talk, judge, start over.
// Knows no page; the server is the `api` that is handed in.

import { ApiError } from "./api.js";
import { SILENCE } from "./conversations.js";
import { Sitting } from "./sitting.js";
import { Following } from "./socket.js";
import { Told } from "./told.js";
import { Uploads } from "./uploads.js";

const NOT_SAVED = "Your last changes could not be saved, so they cannot be played yet. Save them first, then play.";

export class RunState extends Sitting {
  #told;
  #following = null;
  #turn = Promise.resolve(); // the last of what is done one after the other

  /** `app` is an AppState, `run` the visitor's newest Run or null, `api` the server as in api.js. */
  constructor({ app, run = null, api, storage, follow = (...all) => new Following(...all) }) {
    super({ app, storage, files: () => this.uploads.known });
    Object.assign(this, { api, follow });
    this.uploads = new Uploads({ api, values: this, megabytes: app.limits?.upload_mb });
    this.uploads.addEventListener("change", () => this.#say());
    this.#told = new Told(this);
    this.connection = "idle"; // idle, connecting, open, lost, gone
    this.asking = false; // whether a play is on its way to the server
    if (run) this.#adopt(run);
  }

  /** JSON, as the kind of the widget takes it; null takes back what was given. */
  setInput(id, value) {
    this.inputs.set(id, value);
    this.#say();
  }

  /** Brings what is stale up to date; only `widgets` (ids) if given; with `force` also what is up to date. */
  async play({ widgets = null, force = false } = {}) {
    if (this.asking) return;
    this.asking = true;
    this.#say();
    try {
      await this.#inTurn(() => this.#play({ widgets, force }));
    } finally {
      this.asking = false;
      this.#say();
    }
  }

  /** Says something in a chat. It is shown at once, and taken back where the server does not take it. */
  async tell(id, text) {
    const takeBack = this.conversations.say(id, text, this.results.get(id)?.value ?? "");
    this.#say();
    try {
      await this.#inTurn(() => this.#play({ widgets: [id], said: { id, value: { say: text } } }));
    } finally {
      takeBack();
      this.#say();
    }
  }

  /** Empties a chat. Answers what takes that back. */
  async hush(id) {
    const before = this.conversations.of(id);
    const hold = value => this.#inTurn(() => this.#play({ widgets: [], said: { id, value } }));
    await hold(SILENCE);
    return () => hold(before);
  }

  /**
   * What one thinks of the newest result of a widget: thumbs up (1), down (-1) or neither (0), and what it should be.
   * `told`: whether the page said before that it may teach models.
   */
  async rate(id, thumbs, correction = "", told = false) {
    const { id: result, thumbs: before } = this.status(id);
    this.#mark(result, thumbs);
    try {
      await this.api.rateResult(this.run.id, result, { thumbs, correction, told });
    } catch (error) {
      this.#mark(result, before);
      throw error;
    }
  }

  /** Plays a widget anew, and those below it that were skipped because it did not come. */
  again(id) {
    const skipped = this.skippedBelow(id).map(widget => widget.id);
    return this.play({ widgets: [id, ...skipped], force: true });
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
      const typed = this.inputs.clear({ drafts: true }); // at once: what is typed from here on is for the other run
      this.#say();
      if (run) await this.#restart(typed);
      return () => this.#inTurn(() => this.#return(run, typed));
    });
  }

  async #restart(typed) {
    try {
      this.#adopt(await this.#start({}));
    } catch (error) {
      this.inputs.putBack(typed);
      this.#say();
      throw error;
    }
  }

  async #return(run, typed) {
    if (run) this.#adopt(await this.#start({ previous: run.id }));
    for (const [id, text] of Object.entries(typed)) this.inputs.set(id, text);
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

  /** Sees to it that there is a run of the newest revision. */
  async #sit() {
    if (!this.isBehind) return;
    const run = await this.#start(this.run ? { previous: this.run.id } : {});
    if (!this.app.canEdit && run.revision !== this.app.revision) await this.#look();
    this.#adopt(run);
  }

  /** Visitors: the app was changed since the page was loaded. */
  async #look() {
    this.app.adopt(await this.api.fetchApp(this.app.app.id));
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

  /** `said`: {id, value} of what a chat holds from now on. */
  async #play({ widgets = null, force = false, said = null }) {
    if (this.app.canEdit && !(await this.app.save())) throw new ApiError("unsaved", NOT_SAVED);
    await this.#sit();
    try {
      await this.#ask({ widgets, force, said });
    } catch (error) {
      if (error.code !== "outdated_run") throw error;
      await this.#look();
      await this.#sit();
      await this.#ask({ widgets, force, said });
    }
  }

  async #ask({ widgets, force, said }) {
    const inputs = { ...this.typed, ...(said && { [this.app.widget(said.id).title]: said.value }) };
    const body = { inputs, force, ...(widgets && { widgets: this.#titles(widgets) }) };
    this.#answer(await this.api.playRun(this.run.id, body));
  }

  #adopt(run) {
    this.#following?.close();
    this.inputs.clear();
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
    this.results.abandon();
    this.inputs.putBack(this.inputs.clear());
  }

  #know(run) {
    this.run = { id: run.id, revision: run.revision };
    this.#told.replace(run);
    this.#say();
  }

  /** What a command answered. The log may have told newer things by then; those stay. */
  #answer(run) {
    if (run.id === this.run?.id && !this.#told.isOld(run)) this.#know(run);
  }

  #hear(event) {
    const wasPlaying = this.isPlaying;
    if (!this.#told.hear(event)) return;
    if (wasPlaying && !this.isPlaying) this.#refresh();
    this.#say();
  }

  /** One result says nothing of the others: what became stale is asked for once everything rests. */
  async #refresh() {
    const { id } = this.run;
    const run = await this.api.fetchRun(id).catch(() => null);
    if (run) this.#answer(run);
  }

  #mark(result, thumbs) {
    this.results.mark(result, { thumbs });
    this.#say();
  }

  #titles(ids) {
    return ids.map(id => this.app.widget(id)?.title).filter(Boolean);
  }

  #say() {
    this.values.forget();
    this.say();
  }
}
