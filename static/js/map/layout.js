// The graph as a drawing: where nodes stand and how edges run, by dagre. Pure.
import dagre from "@dagrejs/dagre";
import { dependencies } from "../graph/order.js";

export const NODE = { width: 200, height: 56 };
const AIR = 24; // px around everything

/** {width, height, nodes: [{id, x, y}] by their corner, edges: [{from, to, points}]}; `direction` "LR" or "TB". */
export function layOut(graph, direction) {
  const drawing = new dagre.graphlib.Graph();
  drawing.setGraph({ rankdir: direction, nodesep: 24, ranksep: 64, marginx: AIR, marginy: AIR });
  for (const { id } of graph.widgets) drawing.setNode(id, { ...NODE });
  for (const [to, needs] of dependencies(graph)) for (const from of needs) drawing.setEdge(from, to, {});
  dagre.layout(drawing);
  const { width, height } = drawing.graph();
  return {
    width: Math.max(width, 0) || 0,
    height: Math.max(height, 0) || 0,
    nodes: nodes(drawing),
    edges: edges(drawing),
  };
}

const nodes = drawing =>
  drawing.nodes().map(id => {
    const { x, y } = drawing.node(id);
    return { id, x: x - NODE.width / 2, y: y - NODE.height / 2 };
  });

const edges = drawing => drawing.edges().map(({ v, w }) => ({ from: v, to: w, points: drawing.edge(v, w).points }));

/** A path through the points of an edge, rounded at each that is between. */
export function path([first, ...rest]) {
  const round = ({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`;
  const bends = rest.slice(0, -1).map((point, index) => {
    const next = rest[index + 1];
    const end = index === rest.length - 2 ? next : { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 };
    return `Q ${round(point)} ${round(end)}`;
  });
  return `M ${round(first)} ${bends.join(" ") || `L ${round(rest.at(-1))}`}`;
}
