// Words made of several.

/** "Topic, Outline and Story". */
export const list = titles => new Intl.ListFormat("en", { type: "conjunction" }).format(titles);
