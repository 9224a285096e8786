// The address of an app's page: it says whether one edits, so that a reload keeps the mode. Pure.

export const saysEdit = search => new URLSearchParams(search).has("edit");

/** The address that fits the mode, or null where it fits already. */
export function fitting(mode, { pathname, search, hash }) {
  const isEditing = mode === "edit";
  if (saysEdit(search) === isEditing) return null;
  return `${pathname}${isEditing ? "?edit" : ""}${hash}`;
}
