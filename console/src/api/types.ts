/**
 * The shapes that the console API speaks, one file per subject. Dates are `YYYY-MM-DD`, moments
 * `YYYY-MM-DDTHH:MM:SS+08:00`, money is 分. Nothing here computes: it is the contract, and only the contract.
 */
export type * from "./acting";
export type * from "./desks";
export type * from "./dossiers";
export type * from "./law";
export type * from "./ledgers";
export type * from "./matter";
export type * from "./pack";
export type * from "./papers";
export type * from "./people";
export type * from "./registers";
export type * from "./reports";
export type * from "./responsibility";
export type * from "./terms";
