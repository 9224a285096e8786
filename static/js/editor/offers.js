// The kinds of widgets that can be added: in groups, and those that what one types finds. No DOM here.

const GROUPS = { inputs: "Inputs", ai: "AI", other: "Other" };

/** [{group, name, kinds}] of the groups in which there are any. */
export function grouped(kinds, query = "") {
  const sought = query.trim().toLowerCase();
  const isFound = kind => `${kind.title} ${kind.summary} ${GROUPS[kind.group]}`.toLowerCase().includes(sought);
  const found = kinds.filter(isFound).toSorted((a, b) => begins(b, sought) - begins(a, sought));
  const groups = Object.entries(GROUPS).map(([group, name]) => ({
    group,
    name,
    kinds: found.filter(kind => kind.group === group),
  }));
  return groups.filter(group => group.kinds.length);
}

/** What one searches by name comes before what only speaks of it. */
const begins = (kind, sought) => Number(sought !== "" && kind.title.toLowerCase().includes(sought));
