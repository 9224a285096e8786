// What the server tells of a run: all of it at once, or event by event. Whatever comes late or twice changes nothing.
import { fold } from "../graph/references.js";
import { isChat } from "./conversations.js";

const ORIGIN = "0-0";

/** Entry ids are two numbers, the time and a count: compared as such. */
function isBefore(a, b) {
  const [[time, count], [otherTime, otherCount]] = [a, b].map(id => (id || ORIGIN).split("-").map(Number));
  return time < otherTime || (time === otherTime && (count || 0) < (otherCount || 0));
}

export class Told {
  #cursor = ORIGIN; // the last event that is included in what is known

  constructor({ app, inputs, conversations, results, uploads }) {
    Object.assign(this, { app, inputs, conversations, results, uploads });
  }

  /** A Run that was asked for. The log may have told newer things by then. */
  isOld(run) {
    return isBefore(run.cursor, this.#cursor);
  }

  /** A whole Run: what was known before is forgotten. */
  replace(run) {
    this.#cursor = run.cursor || ORIGIN;
    this.results.replace(run.results);
    this.uploads.learn(run.uploads ?? {});
    const { said, given } = this.#sorted(this.#byId(run.inputs));
    this.inputs.receive(given);
    this.conversations.replace(said);
  }

  /** An event. False where it was known. */
  hear(event) {
    if (!isBefore(this.#cursor, event.id)) return false;
    this.#cursor = event.id;
    this.#take(event);
    return true;
  }

  #take({ type, result, attempt, ...data }) {
    const { results } = this;
    if (type === "run.played") this.#receive(data.inputs);
    else if (type === "result.changed") results.take(result);
    else if (type === "generation.started") results.start(result, attempt);
    else if (type === "generation.delta") results.append(result, attempt, data.text);
    else if (type === "generation.progress") results.advance(result, attempt, data);
    else if (type === "generation.preview") results.preview(result, attempt, data);
  }

  /** What answers a conversation that went on is told next. */
  #receive(inputs) {
    const { said, given } = this.#sorted(inputs);
    this.inputs.receive(given);
    for (const id of this.conversations.receive(said)) this.results.forget(id);
  }

  #byId(inputs) {
    const ids = new Map(this.app.graph.widgets.map(widget => [fold(widget.title), widget.id]));
    const known = Object.entries(inputs).filter(([title]) => ids.has(fold(title)));
    return Object.fromEntries(known.map(([title, value]) => [ids.get(fold(title)), value]));
  }

  #sorted(inputs) {
    const isSaid = ([id]) => isChat(this.app.widget(id));
    const all = Object.entries(inputs);
    return {
      said: Object.fromEntries(all.filter(isSaid)),
      given: Object.fromEntries(all.filter(one => !isSaid(one))),
    };
  }
}
