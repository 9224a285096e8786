// The ports that the states are given in a page: a server of one app, and storage.

const kind = (name, title, group) => ({
  ...{ name, title, group, summary: `About ${title}`, plays: group === "ai" },
  takes_input: group === "inputs" || name === "chat",
});

export const KINDS = [
  kind("input", "Input", "inputs"),
  kind("select", "Select", "inputs"),
  kind("number", "Number", "inputs"),
  kind("toggle", "Toggle", "inputs"),
  kind("document", "Document", "inputs"),
  kind("picture", "Picture", "inputs"),
  kind("text", "AI text", "ai"),
  kind("chat", "Chat", "ai"),
  kind("image", "AI image", "ai"),
  kind("summarise", "Summary", "ai"),
  kind("translate", "Translation", "ai"),
  kind("code", "Code", "ai"),
  kind("classify", "Classification", "ai"),
  kind("search", "Search", "ai"),
  kind("note", "Note", "other"),
  kind("heading", "Heading", "other"),
];

export const widget = (id, title, settings = {}, kind = "text") => ({
  id,
  kind,
  title,
  settings,
  layout: { x: 0, y: 0, w: 6, h: 4 },
});

export const page = (...widgets) => ({
  app: { id: "app1", title: "Robots", tags: [], rights: { edit: true }, revision: 1, problems: [], graph: { widgets } },
  kinds: KINDS,
  models: [],
  user: { username: "ann" },
});

/** A server that keeps every revision of one graph. `away` and `refuses` make it fail. */
export class Server {
  revisions = [];
  away = false;
  refuses = null;

  constructor(graph) {
    this.revisions.push(graph);
  }

  get newest() {
    return this.revisions.at(-1);
  }

  async saveGraph(_, { base_revision, graph }) {
    if (this.away) throw Object.assign(new Error("The server cannot be reached."), { status: 0 });
    if (this.refuses) throw Object.assign(new Error(this.refuses), { status: 422 });
    const revision = this.revisions.length;
    const theirs = { revision, graph: this.newest, author: { username: "ann" } };
    if (base_revision !== revision) throw Object.assign(new Error("Conflict"), { status: 409, body: { theirs } });
    this.revisions.push(structuredClone(graph));
    return { revision: revision + 1, problems: [] };
  }

  async patchApp(_, change) {
    if (this.away) throw new Error("The server cannot be reached.");
    return { title: "Robots", description: "", visibility: "private", tags: [], ...change };
  }
}

export class Storage extends Map {
  getItem = key => this.get(key) ?? null;
  setItem = (key, value) => this.set(key, value);
  removeItem = key => this.delete(key);
}

/** Resolves when `holds()` does, asked after each change that `state` says. */
export function until(state, holds) {
  return new Promise(resolve => {
    const look = () => holds() && resolve();
    state.addEventListener("change", look);
    look();
  });
}
