/** Letters of the public: corrections, complaints, questions, and the answers. Part of the contract. */
import { queryOptions } from "@tanstack/react-query";
import { get, post } from "./client";
import { client, path } from "./queries";
import type { Named, Titled } from "./terms";

export interface Letter {
  id: string;
  kind: Titled;
  /** Address of the page of the public site that it is about. */
  place: string;
  about: Named;
  text: string;
  /** Empty where the writer left none. */
  contact: string;
  sent: string;
  standing: Titled;
  answer: { by: Named; at: string; said: string; corrected: boolean } | null;
}

export interface Letters {
  waiting: Letter[];
  answered: Letter[];
  /** There are more than are listed. */
  more: boolean;
}

export const lettersQuery = queryOptions({
  queryKey: ["letters"],
  queryFn: ({ signal }) => get<Letters>("/api/letters", { signal }),
});

/** Answers a letter; the answer stands on the record and cannot be changed. */
export async function answerLetter(id: string, said: string, corrected: boolean): Promise<void> {
  await post<Letter>(`${path("letters", id)}/answer`, { said, corrected });
  await client.invalidateQueries({ queryKey: ["letters"] });
}
