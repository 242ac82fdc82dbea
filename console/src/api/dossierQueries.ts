/** Reads about dossiers, with the key each is cached under, and the addresses of what is taken out. */
import { queryOptions } from "@tanstack/react-query";
import { get } from "./client";
import { path } from "./queries";
import type { DossierPage, PropertyReport } from "./types";

export const dossierQuery = (matter: string) =>
  queryOptions({
    queryKey: ["matter", matter, "dossier"],
    queryFn: ({ signal }) => get<DossierPage>(path("matters", matter, "dossier"), { signal }),
  });

export const propertiesQuery = (matter: string) =>
  queryOptions({
    queryKey: ["matter", matter, "dossier", "properties"],
    queryFn: ({ signal }) =>
      get<PropertyReport>(path("matters", matter, "dossier", "properties"), { signal }),
  });

export const dossierPdfPath = (matter: string, edition: "full" | "open") =>
  `${path("matters", matter, "dossier.pdf")}?edition=${edition}`;

export const dossierZipPath = (matter: string) => path("matters", matter, "dossier.zip");

export const packagePath = (matter: string) => path("matters", matter, "dossier", "package");
