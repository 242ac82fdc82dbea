/** Where the system under test is and who may sign in to it, as `scripts/browser.sh` tells by the environment. */
import { readFileSync } from "node:fs";

/** The value of a variable without which nothing here can run. */
function told(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run scripts/browser.sh`);
  return value;
}

export const BASE = told("ZHIHENG_URL").replace(/\/$/, "");
export const BINARY = told("ZHIHENG_BIN");
export const CHROMIUM = told("CHROMIUM");
export const SHOTS = process.env.SHOTS === "1";

/**
 * Accounts by username: `{username, password, role, agency, agency_name, name}` of the demonstration, and one person
 * with two posts whom the script adds.
 */
const accounts = new Map(
  [...JSON.parse(readFileSync(told("ZHIHENG_ACCOUNTS"), "utf8")), JSON.parse(told("ZHIHENG_BOTH"))].map(
    (account) => [account.username, account],
  ),
);

export function account(username) {
  const found = accounts.get(username);
  if (!found) throw new Error(`there is no account ${username}`);
  return found;
}
