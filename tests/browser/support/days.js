/** Days and moments as a clerk in Changzhi writes them, whatever the time zone of this machine. */

const MINUTE = 60_000;
const written = new Intl.DateTimeFormat("sv-SE", {
  timeZone: "Asia/Shanghai",
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
});

/** `YYYY-MM-DD HH:mm` in China. */
function moment(time) {
  return written.format(new Date(time)).replace(",", "");
}

/** Today in China, `YYYY-MM-DD`. */
export function today() {
  return moment(Date.now()).slice(0, 10);
}

/** The day so many days before today in China, `YYYY-MM-DD`. */
export function daysAgo(days) {
  return moment(Date.now() - days * 24 * 60 * MINUTE).slice(0, 10);
}

/**
 * `count` moments in order, some minutes apart, all past and all on one day: what happened just now, or late
 * yesterday where today has hardly begun.
 */
export function momentsJustPassed(count, apart = 4) {
  const back = (from) =>
    Array.from({ length: count }, (_, index) => moment(from - (count - index) * apart * MINUTE));
  const now = Date.now();
  const recent = back(now);
  if (recent[0].slice(0, 10) === moment(now).slice(0, 10)) return recent;
  return back(now - (count + 1) * apart * MINUTE);
}
