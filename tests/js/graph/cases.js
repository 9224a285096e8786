/* Cases that the tests in Python and those in JavaScript both read. A widget is written [id, title, prompt]. */

import { readFileSync } from "node:fs";

export function cases(file) {
  return JSON.parse(readFileSync(new URL(`../../cases/${file}`, import.meta.url), "utf8"));
}

export function graph(widgets) {
  return { widgets: widgets.map(([id, title, prompt]) => ({ id, kind: "text", title, settings: { prompt } })) };
}
