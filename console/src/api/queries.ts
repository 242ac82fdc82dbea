/** Every read of the console, with the key it is cached under. Writes are made where they are meant, in the pages. */
import { keepPreviousData, QueryClient, queryOptions } from "@tanstack/react-query";
import { get, post } from "./client";
import { Refused } from "./problem";
import type {
  ActForm,
  Agency,
  Authority,
  Desk,
  DisclosureProposal,
  DisclosureQueue,
  DisclosureSettings,
  MatterList,
  MatterPage,
  PaperText,
  PersonRow,
  Procedure,
  ProcedureRow,
  RecordHead,
  Reread,
  ReviewDesk,
  ReviewDossier,
  Session,
} from "./types";

export const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      // A refusal stays a refusal; only silence is worth asking again.
      retry: (failures, error) => failures < 2 && error instanceof Refused && error.problem.status === 0,
    },
  },
});

/** An address of the API from its parts. */
export const path = (...parts: string[]) => `/api/${parts.map(encodeURIComponent).join("/")}`;

export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: ({ signal }) => get<Session>("/api/session", { signal }),
  staleTime: Number.POSITIVE_INFINITY,
  retry: false,
});

export const deskQuery = queryOptions({
  queryKey: ["desk"],
  queryFn: ({ signal }) => get<Desk>("/api/desk", { signal }),
});

/** `filter` is the query string of the list, in the API's own names. */
export const mattersQuery = (filter: string) =>
  queryOptions({
    queryKey: ["matters", filter],
    queryFn: ({ signal }) => get<MatterList>(`/api/matters${filter ? `?${filter}` : ""}`, { signal }),
    placeholderData: keepPreviousData,
  });

export const matterQuery = (id: string) =>
  queryOptions({
    queryKey: ["matter", id],
    queryFn: ({ signal }) => get<MatterPage>(path("matters", id), { signal }),
  });

export const paperQuery = (matter: string, paper: string) =>
  queryOptions({
    queryKey: ["matter", matter, "paper", paper],
    queryFn: ({ signal }) => get<PaperText>(path("matters", matter, "papers", paper), { signal }),
  });

export const actFormQuery = (matter: string, act: string) =>
  queryOptions({
    queryKey: ["matter", matter, "form", act],
    queryFn: ({ signal }) => get<ActForm>(path("matters", matter, "acts", act, "form"), { signal }),
  });

/** `about`: the matter from which the form is filled in beforehand, where it is about one. */
export const openingFormQuery = (procedure: string, about?: string) =>
  queryOptions({
    queryKey: ["procedure", procedure, "form", about ?? ""],
    queryFn: ({ signal }) =>
      get<ActForm>(
        `${path("procedures", procedure, "form")}${about ? `?about=${encodeURIComponent(about)}` : ""}`,
        { signal },
      ),
  });

export const proceduresQuery = queryOptions({
  queryKey: ["procedures"],
  queryFn: ({ signal }) => get<ProcedureRow[]>("/api/procedures", { signal }),
  staleTime: 300_000,
});

export const procedureQuery = (id: string) =>
  queryOptions({
    queryKey: ["procedure", id],
    queryFn: ({ signal }) => get<Procedure>(path("procedures", id), { signal }),
    staleTime: 300_000,
  });

export const reviewDeskQuery = queryOptions({
  queryKey: ["review"],
  queryFn: ({ signal }) => get<ReviewDesk>("/api/review/desk", { signal }),
});

export const reviewDossierQuery = (matter: string) =>
  queryOptions({
    queryKey: ["matter", matter, "review"],
    queryFn: ({ signal }) => get<ReviewDossier>(path("matters", matter, "review"), { signal }),
  });

export const disclosureQueueQuery = queryOptions({
  queryKey: ["disclosure"],
  queryFn: ({ signal }) => get<DisclosureQueue>("/api/disclosure/queue", { signal }),
});

export const disclosureQuery = (matter: string) =>
  queryOptions({
    queryKey: ["matter", matter, "disclosure"],
    queryFn: ({ signal }) => get<DisclosureProposal>(path("matters", matter, "disclosure"), { signal }),
  });

export const rereadQuery = (matter: string, fields: Record<string, string>) =>
  queryOptions({
    queryKey: ["matter", matter, "reread", fields],
    queryFn: () => post<Reread>(path("matters", matter, "disclosure", "reread"), { fields }),
  });

export const disclosureSettingsQuery = queryOptions({
  queryKey: ["disclosure", "settings"],
  queryFn: ({ signal }) => get<DisclosureSettings>("/api/disclosure/settings", { signal }),
});

export const agenciesQuery = queryOptions({
  queryKey: ["agencies"],
  queryFn: ({ signal }) => get<Agency[]>("/api/agencies", { signal }),
});

export const peopleQuery = (agency: string) =>
  queryOptions({
    queryKey: ["people", agency],
    queryFn: ({ signal }) => get<PersonRow[]>(`/api/people?agency=${encodeURIComponent(agency)}`, { signal }),
  });

export const authorityQuery = queryOptions({
  queryKey: ["authority"],
  queryFn: ({ signal }) => get<Authority>("/api/authority", { signal }),
});

export const recordQuery = queryOptions({
  queryKey: ["record"],
  queryFn: ({ signal }) => get<RecordHead>("/api/record", { signal }),
});

export const chartPath = (procedure: string) => `${path("procedures", procedure)}/chart.svg`;
export const proofPath = (matter: string, version: number) =>
  path("matters", matter, "events", String(version), "proof");
export const blobPath = (digest: string, matter: string) =>
  `${path("blobs", digest)}?matter=${encodeURIComponent(matter)}`;
export const actPath = (matter: string, act: string) => path("matters", matter, "acts", act);
