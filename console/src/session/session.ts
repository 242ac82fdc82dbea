/** Who is signed in: beginning, reading and ending a session, with what each must remember or forget. */
import { useSuspenseQuery } from "@tanstack/react-query";
import { post, remove, setCsrf } from "../api/client";
import { Refused } from "../api/problem";
import { client, sessionQuery } from "../api/queries";
import type { Me, Session } from "../api/types";
import { DraftStore } from "../forms/drafts";

export const drafts = new DraftStore(window.localStorage);

/** The session the cookie stands for; throws `Refused` where there is none. */
export async function currentSession(): Promise<Session> {
  const session = await client.fetchQuery(sessionQuery);
  setCsrf(session.csrf);
  return session;
}

export async function signIn(username: string, password: string): Promise<void> {
  const session = await post<Session>("/api/session", { username, password });
  setCsrf(session.csrf);
  // Another person may have sat here before: nothing of theirs may show.
  client.clear();
  client.setQueryData(sessionQuery.queryKey, { csrf: session.csrf, me: session.me });
}

/** Ends the session and goes to sign-in; what this person left in the browser is forgotten. */
export async function signOut(username: string, goToSignIn: () => Promise<void>): Promise<void> {
  try {
    await remove("/api/session");
  } catch (error) {
    // A session that has already ended is as good as signed out; anything else must be told.
    if (!(error instanceof Refused && error.problem.status === 401)) throw error;
  }
  drafts.clearUser(username);
  setCsrf("");
  await goToSignIn();
  // Only now: pages still on the screen would ask for what was forgotten.
  client.clear();
}

export function useMe(): Me {
  return useSuspenseQuery(sessionQuery).data.me;
}
