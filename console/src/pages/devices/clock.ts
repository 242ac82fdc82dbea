/** How far a device's clock is off, in words. */
export function clockWords(offset: number | null): string {
  if (offset === null) return "没有记下";
  if (offset === 0) return "准确";
  return offset > 0 ? `快 ${offset} 秒` : `慢 ${-offset} 秒`;
}
