const WIDTH = 900;
const HEIGHT = 160;
const MARGIN = 40;

/** Lines over pushes as SVG, each in a field of its own with its own scale. */
export function lineChart(lines: Readonly<Record<string, readonly number[]>>): string {
  const fields = Object.entries(lines).map(([name, values], index) => field(name, values, index * HEIGHT));
  const height = fields.length * HEIGHT;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="12">
<rect width="100%" height="100%" fill="#fff"/>
${fields.join('\n')}
</svg>
`;
}

function field(name: string, values: readonly number[], top: number): string {
  const highest = Math.max(...values, 1);
  const x = (index: number) => MARGIN + (index / Math.max(values.length - 1, 1)) * (WIDTH - 2 * MARGIN);
  const y = (value: number) => top + HEIGHT - MARGIN - (value / highest) * (HEIGHT - 2 * MARGIN);
  const points = values.map((value, index) => `${x(index).toFixed(1)},${y(value).toFixed(1)}`).join(' ');
  const base = y(0);
  return `<text x="${MARGIN}" y="${top + 24}">${name}: ${shown(values[0])} to ${shown(values.at(-1))}, highest ${shown(highest)}</text>
<line x1="${MARGIN}" y1="${base}" x2="${WIDTH - MARGIN}" y2="${base}" stroke="#bbb"/>
<polyline points="${points}" fill="none" stroke="#1668dc" stroke-width="1.5"/>`;
}

const shown = (value = 0) => String(Math.round(value * 10) / 10);
