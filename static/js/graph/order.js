/* Who waits for whom: dependencies, a topological order, cycles, what lies up and down the stream.
   The twin of widgets/graph/order.py: both read tests/cases/order.json. */

import { fold, references } from "./references.js";

/** A Map by widget id: the ids that it refers to, its own included. Titles that no widget has are left out.
    Where the prompts are kept from the visitor, each widget says in `needs` what its references would. */
export function dependencies(graph) {
  const ids = new Map();
  for (const { id, title } of graph.widgets) {
    if (!ids.has(fold(title))) ids.set(fold(title), id);
  }
  return new Map(
    graph.widgets.map(widget => [
      widget.id,
      widget.needs ??
        references(widget)
          .map(title => ids.get(fold(title)))
          .filter(id => id !== undefined),
    ]),
  );
}

/** Each widget's id after all that it needs, otherwise as in the graph. What needs a cycle is left out. */
export function order(graph) {
  const waiting = dependencies(graph);
  const placed = new Set();
  for (;;) {
    const ready = [...waiting].find(([, needs]) => needs.every(need => placed.has(need)));
    if (!ready) return [...placed];
    placed.add(ready[0]);
    waiting.delete(ready[0]);
  }
}

/** Groups of ids of widgets that all need each other, or one that needs itself, in the graph's order. */
export function cycles(graph) {
  const needs = dependencies(graph);
  const ids = [...needs.keys()];
  const reach = new Map(ids.map(id => [id, reachable(needs, [id])]));
  const groups = new Map();
  for (const id of ids) {
    if (!reach.get(id).has(id)) continue;
    const first = ids.find(other => reach.get(id).has(other) && reach.get(other).has(id));
    groups.set(first, [...(groups.get(first) ?? []), id]);
  }
  return [...groups.values()];
}

/** A Set of all that these widgets need, directly or not. They are in it themselves only if one of them needs them. */
export function upstream(graph, ids) {
  return reachable(dependencies(graph), ids);
}

/** A Set of all that need these widgets, directly or not. They are in it themselves only if they need one of them. */
export function downstream(graph, ids) {
  const dependants = new Map();
  for (const [id, needs] of dependencies(graph)) {
    for (const need of needs) dependants.set(need, [...(dependants.get(need) ?? []), id]);
  }
  return reachable(dependants, ids);
}

/** A Set of all that can be come to from `starts` along `edges`, a Map of ids by id. */
export function reachable(edges, starts) {
  const found = new Set();
  const ahead = [...starts].flatMap(start => edges.get(start) ?? []);
  while (ahead.length > 0) {
    const id = ahead.pop();
    if (found.has(id)) continue;
    found.add(id);
    ahead.push(...(edges.get(id) ?? []));
  }
  return found;
}
