// Collections of examples, and the models that learn from one of them. Knows no page; the server is the `api` handed in.
import { State } from "../state/state.js";

const GLANCE = 1000; // milliseconds between two looks at what learns

const isOpen = ({ state }) => state === "queued" || state === "running";

export class Teaching extends State {
  #number = 0; // of what was opened last; what comes late of an earlier one is ignored
  #timer = null;

  /** `after(act, milliseconds)` is setTimeout, or what a test puts in its place. */
  constructor({ api, after = (act, milliseconds) => setTimeout(act, milliseconds) }) {
    super();
    Object.assign(this, { api, after });
    this.datasets = []; // {id, title, version}
    this.alone = []; // lessons whose examples were deleted
    this.open = null; // the one that is looked at, as the API gives it
    this.busy = false;
  }

  get lessons() {
    return this.open?.lessons ?? [];
  }

  async load() {
    this.datasets = await this.api.fetchDatasets();
    this.alone = await this.api.fetchLessonsLeftAlone();
    this.say();
  }

  /** The one to show first: where something learns just now, else the newest. */
  get first() {
    return this.datasets.find(({ learning }) => learning) ?? this.datasets[0];
  }

  look(id, base = "") {
    return this.#showing(() => this.api.fetchDataset(id, base));
  }

  /** Rejects with the sentence why not, as all that follow. */
  async create(title, text) {
    await this.#showing(() => this.api.createDataset({ title, text }));
    await this.load();
  }

  async change(changes) {
    const { id, check } = this.open;
    await this.#showing(() => this.api.changeDataset(id, changes, check?.base));
    await this.load();
  }

  /** Makes a collection of what there is in an app, as Collecting has `asked`. */
  async collect(app, asked) {
    await this.#showing(() => this.api.collectExamples(app, asked));
    await this.load();
  }

  /** Resolves to whether anything has changed since the last time. */
  async collectAgain() {
    const { id, check, version } = this.open;
    await this.#showing(() => this.api.collectAgain(id, check?.base));
    await this.load();
    return this.open?.id === id && this.open.version > version;
  }

  /** What is open may be another one by then. */
  async remove({ id } = this.open) {
    await this.api.deleteDataset(id);
    if (this.open?.id === id) this.#close();
    await this.load();
  }

  async teach(asked) {
    const { id } = this.open;
    const lesson = await this.api.startLesson(id, asked);
    if (this.open?.id !== id) return;
    this.open = { ...this.open, lessons: [lesson, ...this.lessons] };
    this.say();
    this.#follow();
  }

  async stop(lesson) {
    this.#take(await this.api.stopLesson(lesson.id));
  }

  async share(lesson, shared) {
    this.#take(await this.api.shareLesson(lesson.id, shared));
  }

  /** With the model that came of it. */
  async forget(lesson) {
    await this.api.deleteLesson(lesson.id);
    const without = lessons => lessons.filter(({ id }) => id !== lesson.id);
    this.alone = without(this.alone);
    if (this.open) this.open = { ...this.open, lessons: without(this.lessons) };
    this.say();
  }

  #close() {
    this.#number += 1; // what is asked for just now comes too late
    Object.assign(this, { open: null, busy: false });
    this.say();
  }

  async #showing(ask) {
    this.#number += 1;
    const number = this.#number;
    this.busy = true;
    this.say();
    try {
      const open = await ask();
      if (number === this.#number) this.open = open;
    } finally {
      if (number === this.#number) this.busy = false;
      this.say();
    }
    this.#follow();
  }

  /** Looks again at what learns, as long as something does. */
  #follow() {
    if (this.#timer !== null || !this.lessons.some(isOpen)) return;
    this.#timer = this.after(async () => {
      const looked = this.lessons.filter(isOpen).map(({ id }) => this.api.fetchLesson(id));
      for (const result of await Promise.allSettled(looked))
        if (result.status === "fulfilled") this.#take(result.value);
      this.#timer = null;
      this.#follow();
    }, GLANCE);
  }

  #take(lesson) {
    const renewed = lessons => lessons.map(one => (one.id === lesson.id ? lesson : one));
    this.alone = renewed(this.alone);
    if (this.open) this.open = { ...this.open, lessons: renewed(this.lessons) };
    this.say();
  }
}
