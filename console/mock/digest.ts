/** A stand-in for a digest. No cryptography: a number that changes with the text is all that a mock needs. */
export function digestOf(value: unknown): string {
  let state = 0x811c9dc5;
  let hex = "";
  const text = JSON.stringify(value);
  for (let round = 0; round < 8; round += 1) {
    for (const unit of text)
      state = Math.imul(state ^ ((unit.codePointAt(0) ?? 0) + round), 0x01000193) >>> 0;
    hex += state.toString(16).padStart(8, "0");
  }
  return hex;
}
