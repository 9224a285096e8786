// Whether the board is one column: narrower than this, everything stands in reading order. The same width as in board.css.

export const narrow = matchMedia("(max-width: 767px)");
