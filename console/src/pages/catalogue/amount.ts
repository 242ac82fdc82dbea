/** An amount in 元, as people type it, in 分; what is no amount goes to the server as it is, which says so. */
export function fenOf(text: string): number | string {
  const plain = text.replace(/[,，\s元]/g, "");
  const match = /^(\d{1,13})(?:\.(\d{1,2}))?$/.exec(plain);
  if (!match) return text;
  return Number(match[1]) * 100 + Number((match[2] ?? "").padEnd(2, "0"));
}
