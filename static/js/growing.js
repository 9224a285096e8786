// Elements that follow a text while it grows: only what differs is touched, so that nothing flickers and what the
// reader selected stays selected. Knows no Markdown.

/** Makes `shown` hold what `wanted` holds. What they begin with in common stays, and a text that goes on is added to. */
export function become(shown, wanted) {
  const [old, now] = [[...shown.childNodes], [...wanted.childNodes]];
  let same = 0;
  while (same < old.length && same < now.length && old[same].isEqualNode(now[same])) same += 1;
  if (same < old.length && same < now.length && grew(old[same], now[same])) same += 1;
  for (const node of old.slice(same)) node.remove();
  shown.append(...now.slice(same));
}

/** Makes `old` as `now` if only what is in it has to change; else false. */
function grew(old, now) {
  const goesOn = old.nodeName === "#text" && now.nodeName === "#text" && now.data.startsWith(old.data);
  if (goesOn) old.appendData(now.data.slice(old.data.length));
  else if (old.cloneNode().isEqualNode(now.cloneNode())) become(old, now);
  else return false;
  return true;
}

/** The one child of `parent`, an element `tag`. */
export function only(parent, tag) {
  if (parent.firstChild?.localName !== tag) parent.replaceChildren(document.createElement(tag));
  return parent.firstChild;
}

/** Gives `parent` a child for each of `parts`, {tag, mark, draw(child)}; one whose mark is as it was is left alone. */
export function fill(parent, parts) {
  const old = [...parent.children];
  parts.forEach(({ tag, mark, draw }, index) => {
    const part = old[index] ?? parent.appendChild(document.createElement(tag));
    if (part.mark !== mark) draw(part);
    part.mark = mark;
  });
  for (const left of old.slice(parts.length)) left.remove();
}
