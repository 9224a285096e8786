// What scrolls can be reached by keyboard, and what does not scroll is no stop on the way.

export function reach(element) {
  const { scrollHeight, clientHeight, scrollWidth, clientWidth } = element;
  if (scrollHeight > clientHeight + 1 || scrollWidth > clientWidth + 1) element.tabIndex = 0;
  else element.removeAttribute("tabindex");
}

/** Looks again whenever the element gets another size; `null` where a browser is only pretended. */
export const sizes = globalThis.ResizeObserver
  ? new ResizeObserver(entries => {
      for (const { target } of entries) reach(target);
    })
  : null;
