/** A chain of persons under the headings of their parts, in the order in which the API gives them. */
import type { ChainLine } from "../../api/types";

export function parts(chain: ChainLine[]): [string, ChainLine[]][] {
  const found: [string, ChainLine[]][] = [];
  for (const line of chain) {
    const last = found.at(-1);
    if (last && last[0] === line.part.title) last[1].push(line);
    else found.push([line.part.title, [line]]);
  }
  return found;
}
