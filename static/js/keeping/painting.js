// A card as a picture: everything is painted where it stands on the page, unrolled, so that what one would scroll to is
// there too. Knows boxes, words, pictures and bars, which is all that answers are made of.

const SCALE = 2; // pixels of the picture for one of the page
const MARGIN = 24;
const MOST = 16_000; // pixels in height: browsers paint no more

const isSeen = colour => !/^rgba\(.*, 0\)$|^transparent$/.test(colour);

const letters = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** The words of a text node, each where it stands: [{text, box}]. One that is broken itself comes letter by letter. */
function* wordsOf(node) {
  const range = document.createRange();
  const place = (from, to) => {
    range.setStart(node, from);
    range.setEnd(node, to);
    return range.getClientRects();
  };
  for (const { index: start, 0: text } of node.data.matchAll(/\S+\s*/g)) {
    const boxes = place(start, start + text.trimEnd().length);
    if (boxes.length === 1) yield { text, box: boxes[0] };
    else if (boxes.length)
      for (const { segment, index } of letters.segment(text.trimEnd()))
        yield { text: segment, box: place(start + index, start + index + segment.length)[0] };
  }
}

/** Its lines as they were broken. Each begins with a word, which is where it stands. */
function linesOf(node) {
  const lines = [];
  for (const word of wordsOf(node)) {
    const last = lines.at(-1);
    if (last && Math.abs(last.box.top - word.box.top) < 2) last.text += word.text;
    else lines.push(word);
  }
  return lines;
}

function paintWords(pen, node, style) {
  pen.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  pen.fillStyle = style.color;
  pen.direction = style.direction;
  pen.letterSpacing = style.letterSpacing === "normal" ? "0px" : style.letterSpacing;
  for (const { text, box } of linesOf(node)) {
    const words = style.whiteSpace.startsWith("pre")
      ? text.replaceAll("\n", "")
      : text.trimEnd().replaceAll(/\s+/g, " ");
    const { width, fontBoundingBoxAscent: up, fontBoundingBoxDescent: down } = pen.measureText(words);
    const left = style.direction === "rtl" ? box.right - width : box.left;
    pen.fillText(words, left, box.top + (box.height - up - down) / 2 + up);
  }
}

function paintBox(pen, element, style) {
  const { left, top, width, height } = element.getBoundingClientRect();
  if (isSeen(style.backgroundColor)) {
    pen.fillStyle = style.backgroundColor;
    pen.beginPath();
    pen.roundRect(left, top, width, height, Number.parseFloat(style.borderRadius) || 0);
    pen.fill();
  }
  const [below, beside] = [style.borderBottomWidth, style.borderLeftWidth].map(Number.parseFloat);
  pen.fillStyle = style.borderBottomColor;
  if (below) pen.fillRect(left, top + height - below, width, below);
  pen.fillStyle = style.borderLeftColor;
  if (beside) pen.fillRect(left, top, beside, height);
}

/** The point or the number before an item of a list. */
function paintMark(pen, item, style) {
  if (style.display !== "list-item" || style.listStyleType === "none") return;
  const inside = document.createRange();
  inside.selectNodeContents(item);
  const [box] = inside.getClientRects();
  if (!box) return;
  const number = (item.parentElement.start ?? 1) + [...item.parentElement.children].indexOf(item);
  const mark = style.listStyleType === "decimal" ? `${number}.` : "•";
  pen.font = `${style.fontSize} ${style.fontFamily}`;
  pen.fillStyle = style.color;
  pen.fillText(mark, box.left - pen.measureText(`${mark} `).width, box.top + box.height * 0.78);
}

/** The bar is in the colour of its text, on its ground. */
function paintBar(pen, { value, max }, { left, top, width, height }, { color, backgroundColor }) {
  pen.fillStyle = backgroundColor;
  pen.fillRect(left, top, width, height);
  pen.fillStyle = color;
  pen.fillRect(left, top, (width * value) / (max || 1), height);
}

function paint(pen, element) {
  if (!element.checkVisibility()) return;
  const style = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  if (element.localName === "meter") return paintBar(pen, element, box, style);
  paintBox(pen, element, style);
  paintMark(pen, element, style);
  for (const node of element.childNodes) {
    if (node.nodeType === Node.TEXT_NODE && node.data.trim()) paintWords(pen, node, style);
    else if (node.nodeType === Node.ELEMENT_NODE) paint(pen, node);
  }
}

function canvasOf(card) {
  const { left, top, width, height: whole } = card.getBoundingClientRect();
  const height = Math.min(whole, MOST / SCALE - 2 * MARGIN);
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [(width + 2 * MARGIN) * SCALE, (height + 2 * MARGIN) * SCALE];
  const pen = canvas.getContext("2d");
  pen.scale(SCALE, SCALE);
  pen.translate(MARGIN - left, MARGIN - top);
  const { backgroundColor, borderTopColor, borderRadius } = getComputedStyle(card);
  pen.fillStyle = getComputedStyle(document.documentElement).backgroundColor;
  pen.fillRect(left - MARGIN, top - MARGIN, width + 2 * MARGIN, height + 2 * MARGIN);
  pen.fillStyle = backgroundColor;
  pen.strokeStyle = borderTopColor;
  pen.beginPath();
  pen.roundRect(left, top, width, height, Number.parseFloat(borderRadius));
  pen.fill();
  pen.stroke();
  for (const part of card.children) paint(pen, part);
  return canvas;
}

/** Resolves to a PNG of the card. It is unrolled (card.css) and rolled up again before the page is drawn anew. */
export async function painted(card) {
  await document.fonts.ready;
  const scrolled = [...card.querySelectorAll("*")].map(one => [one, one.scrollTop]).filter(([, top]) => top);
  card.classList.add("is-unrolled");
  const canvas = canvasOf(card);
  card.classList.remove("is-unrolled");
  for (const [one, top] of scrolled) one.scrollTop = top;
  return new Promise(resolve => canvas.toBlob(resolve, "image/png"));
}
