// Exports: files of an app, fetched first, so that what cannot be exported is said and not saved.
import { ApiError, failure } from "../state/api.js";

/** [form, icon, words] of each file that an app can be had as. */
export const FORMS = [
  ["json", "braces", "Export as JSON"],
  ["png", "image", "Export as share card (PNG)"],
  ["python", "terminal", "Export as Python program"],
];

export async function exportApp(app, form) {
  const answer = await fetch(`/api/apps/${app}/export?as=${form}`).catch(() => {
    throw new ApiError("offline", "The server cannot be reached. Check your connection and try again.");
  });
  if (!answer.ok) throw failure(answer, await answer.json().catch(() => null));
  save(await answer.blob(), nameOf(answer.headers.get("content-disposition") ?? "") ?? `app.${form}`);
}

const nameOf = disposition => disposition.match(/filename="([^"]+)"/)?.[1] ?? null;

function save(blob, name) {
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
