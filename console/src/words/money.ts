/**
 * Money: people write 元, the API speaks integer 分. No floating point on the way.
 * 大写 follows the usage of bank instruments (正确填写票据和结算凭证的基本规定).
 */

/** `"1,234.5"` → 123450; null where it is no amount of money. */
export function fenFromYuan(text: string): number | null {
  const plain = text.replace(/[,，\s]/g, "").replace(/^[¥￥]/, "");
  const match = /^(\d{1,12})(?:\.(\d{1,2}))?$/.exec(plain);
  if (!match) return null;
  return Number(match[1]) * 100 + Number((match[2] ?? "").padEnd(2, "0"));
}

/** 123450 → `"1,234.50"`; whole amounts without decimals. */
export function yuanFromFen(fen: number): string {
  const sign = fen < 0 ? "-" : "";
  const whole = Math.floor(Math.abs(fen) / 100);
  const rest = Math.abs(fen) % 100;
  const grouped = String(whole).replace(/\B(?=(\d{3})+$)/g, ",");
  return `${sign}${grouped}${rest ? `.${String(rest).padStart(2, "0")}` : ""}`;
}

const DIGITS = "零壹贰叁肆伍陆柒捌玖";
const PLACES = ["", "拾", "佰", "仟"];
const GROUPS = ["", "万", "亿"];

/** 123450 → `壹仟贰佰叁拾肆元伍角整`, as a decision writes it. */
export function capitalYuan(fen: number): string {
  const whole = Math.floor(fen / 100);
  const jiao = Math.floor((fen % 100) / 10);
  const cent = fen % 10;
  let text = whole > 0 ? `${capitalWhole(whole)}元` : "";
  if (jiao === 0 && cent === 0) return `${text || "零元"}整`;
  if (jiao > 0) text += `${DIGITS[jiao]}角`;
  else if (text) text += "零";
  return text + (cent > 0 ? `${DIGITS[cent]}分` : "整");
}

function capitalWhole(whole: number): string {
  let text = "";
  let pendingZero = false;
  for (let group = GROUPS.length - 1; group >= 0; group -= 1) {
    const four = Math.floor(whole / 10_000 ** group) % 10_000;
    if (four === 0) {
      pendingZero = text !== "";
      continue;
    }
    for (let place = PLACES.length - 1; place >= 0; place -= 1) {
      const digit = Math.floor(four / 10 ** place) % 10;
      if (digit === 0) {
        pendingZero = text !== "";
        continue;
      }
      text += `${pendingZero ? "零" : ""}${DIGITS[digit]}${PLACES[place]}`;
      pendingZero = false;
    }
    text += GROUPS[group];
    pendingZero = false;
  }
  return text;
}
