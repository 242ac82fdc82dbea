/** A plain flow chart, enough to see where the picture will stand. */
import { procedureOf } from "./procedures";

export function chartOf(id: string): string {
  const procedure = procedureOf(id);
  let y = 20;
  const parts: string[] = [];
  for (const stage of procedure.stages) {
    const acts = procedure.acts.filter((act) => act.stage === stage.id);
    const rows = Math.ceil(acts.length / 3);
    parts.push(
      `<rect x="10" y="${y}" width="980" height="${rows * 84 + 24}" rx="6" fill="#f3efe6"/><text x="30" y="${y + 34}" font-size="20" fill="#23211c">${stage.title}</text>`,
    );
    acts.forEach((act, index) => {
      const x = 130 + (index % 3) * 285;
      const top = y + 16 + Math.floor(index / 3) * 84;
      parts.push(
        `<rect x="${x}" y="${top}" width="255" height="64" rx="5" fill="#fffdf8" stroke="#1d5c5a"/><text x="${x + 14}" y="${top + 27}" font-size="16" fill="#23211c">${act.title}</text><text x="${x + 14}" y="${top + 50}" font-size="13" fill="#67625a">${act.basis.join("、")}</text>`,
      );
    });
    y += rows * 84 + 40;
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 ${y}" font-family="sans-serif"><title>${procedure.title}流程图</title>${parts.join("")}</svg>`;
}
