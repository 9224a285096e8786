// What was used, shaped for a plot, its legend and its table. Pure; knows neither a page nor who draws.

const DASHES = [[], [8, 4], [2, 3], [10, 3, 2, 3]];
const COLOURS = 6; // twelve lines have each a colour and a dash that no other one has both of

const sum = numbers => numbers.reduce((total, number) => total + number, 0);

/**
 * A chart as the server tells it, in "tokens" or "images": the lines that are not zero all the time.
 * A line keeps its number and its look whatever the unit.
 */
export function shaped({ days, series }, unit) {
  const lines = series.map(({ label, [unit]: values }, index) => {
    const look = { colour: index % COLOURS, dash: DASHES[index % DASHES.length] };
    return { number: index + 1, label, values, total: sum(values), ...look };
  });
  return { days, lines: lines.filter(({ total }) => total > 0) };
}

/** Columns of the same length, as uPlot takes them: the number of each day, then the values of each line. */
export const columns = ({ days, lines }) => [days.map((_, index) => index), ...lines.map(({ values }) => values)];

/** Where a line has its number: at the first of its highest values. */
export const peak = values => values.indexOf(Math.max(...values));

/** The days as rows, the latest first: [{day, values}]. */
export const rows = ({ days, lines }) =>
  days.map((day, index) => ({ day, values: lines.map(({ values }) => values[index]) })).reverse();

const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });
const EXACT = new Intl.NumberFormat("en");
const SHORT = new Intl.NumberFormat("en", { notation: "compact" });

/** "5 Mar" of "2026-03-05", wherever one is. */
export const dayName = day => DAY.format(new Date(`${day}T00:00:00Z`));
export const exactly = number => EXACT.format(number);
export const shortly = number => SHORT.format(number);
