// What keeps widgets from being played: what can be seen in the graph at once, and what the server said of a graph.
// What it said of a setting that was changed since counts no more. Knows no page and no server.

import { problems } from "../graph/problems.js";

const SEEN_HERE = new Set(["duplicate_title", "dangling_reference", "cycle"]);

export class Found {
  #checked = null; // {graph, problems}: looked for once a graph

  constructor(told = [], graph = null) {
    this.tell(told, graph);
  }

  /** What the server said of `graph`. */
  tell(told, graph) {
    Object.assign(this, { told, graph });
    this.#checked = null;
  }

  in(graph) {
    if (this.#checked?.graph !== graph) this.#checked = { graph, problems: this.#look(graph) };
    return this.#checked.problems;
  }

  #look(graph) {
    const [now, then] = [graph, this.graph].map(one => new Map((one?.widgets ?? []).map(each => [each.id, each])));
    const holds = ({ widget, field }) =>
      !widget || (now.has(widget) && now.get(widget).settings[field] === then.get(widget)?.settings[field]);
    return [...problems(graph), ...this.told.filter(one => !SEEN_HERE.has(one.code) && holds(one))];
  }
}
