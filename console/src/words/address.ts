/** The part of the address after `?`, as plain names and values: a list's address can be read and sent to a colleague. */

export function parseAddress(text: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(text));
}

export function writeAddress(search: Record<string, unknown>): string {
  const pairs = Object.entries(search).flatMap(([name, value]) =>
    value === undefined || value === null || value === "" ? [] : [[name, String(value)]],
  );
  const text = new URLSearchParams(pairs).toString();
  return text ? `?${text}` : "";
}

/** An address inside the console to go on to after signing in; never a foreign one. */
export function safeNext(next: string | undefined): string {
  const inside = next?.startsWith("/console/") ? next.slice("/console".length) : next;
  return inside?.startsWith("/") && !inside.startsWith("//") && !inside.includes("\\") ? inside : "/";
}
