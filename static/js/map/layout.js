// The graph as a drawing: where nodes stand and how edges run, by dagre. Pure.
import dagre from "@dagrejs/dagre";
import { dependencies } from "../graph/order.js";

const HEIGHT = 56; // px of a node
const ACROSS = { direction: "LR", width: 200, air: 24 };
const DOWN = { direction: "TB", width: 150, air: 12 }; // two side by side fit a phone

/** {width, height, nodes: [{id, x, y, width, height}] by their corner, edges: [{from, to, points}]}. */
export function layOut(graph, isNarrow = false) {
  const { direction, width, air } = isNarrow ? DOWN : ACROSS;
  const drawing = new dagre.graphlib.Graph();
  drawing.setGraph({ rankdir: direction, nodesep: 24, ranksep: 64, marginx: air, marginy: air });
  for (const { id } of graph.widgets) drawing.setNode(id, { width, height: HEIGHT });
  for (const [to, needs] of dependencies(graph)) for (const from of needs) drawing.setEdge(from, to, {});
  dagre.layout(drawing);
  const size = drawing.graph();
  return { width: size.width, height: size.height, nodes: nodes(drawing), edges: edges(drawing) };
}

const nodes = drawing =>
  drawing.nodes().map(id => {
    const { x, y, width, height } = drawing.node(id);
    return { id, x: x - width / 2, y: y - height / 2, width, height };
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
