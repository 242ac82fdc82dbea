/** Ledgers told from the matters that a person may see. Part of the contract. */

export interface LedgerKind {
  id: string;
  title: string;
  help: string;
}

export interface Ledger {
  id: string;
  title: string;
  columns: string[];
  rows: { cells: string[]; matter: string | null; mark: boolean }[];
  matters: number;
  cut: boolean;
}
