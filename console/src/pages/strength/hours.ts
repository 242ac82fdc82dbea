/** Hours of training as people write them: thousandths without needless zeros. */
export function hoursWord(thousandths: number): string {
  return String(thousandths / 1000);
}
