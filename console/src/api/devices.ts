/** Recording devices: the ledger, the life of one, and how many there ought to be. Part of the contract. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { get } from "./client";
import type { CanStep, LifeStep } from "./officers";
import type { Named } from "./terms";

/** What a device can be, as the ledger calls it. */
export const DEVICE_KINDS = [
  "执法记录仪",
  "手持终端",
  "照相机",
  "录音机",
  "摄像机",
  "视频监控",
  "采集存储设备",
  "其他",
] as const;

export interface LedgerDevice {
  id: string;
  name: string;
  kind: string;
  model: string;
  serial: string;
  agency: Named;
  state: "available" | "on_loan" | "repair" | "scrapped";
  state_title: string;
  holder: Named | null;
  since: string | null;
  room: Named | null;
  /** Day of the last look at it. */
  looked: string | null;
  /** Seconds that its clock was ahead then. */
  offset: number | null;
}

export interface DeviceList {
  items: LedgerDevice[];
  total: number;
  counts: Record<string, number>;
  kinds: Record<string, number>;
  can_purchase: boolean;
}

export interface Look {
  at: string;
  battery: number | null;
  storage: number | null;
  offset: number | null;
  sound: boolean;
}

export interface LoanLine {
  officer: Named;
  out: string;
  back: string | null;
  check_out: Look;
  check_back: Look | null;
}

export interface DevicePage {
  line: LedgerDevice;
  bought: string | null;
  /** 分 */
  price: number | null;
  loans: LoanLine[];
  look: Look | null;
  life: LifeStep[];
  can: CanStep[];
  limits: { battery: number; storage: number; clock: number };
  seen: number;
}

export interface DeviceStep {
  id: string;
  state: string;
  state_title: string;
  seen: number;
  said: string;
}

export interface AgencyEquipment {
  agency: Named;
  class: string | null;
  officers: number;
  /** None while the class is not set. */
  needed: number | null;
  usable: number;
  repair: number;
  short: number;
  can_classify: boolean;
  seen: number;
}

export interface StandardLine {
  class: string;
  each: number | null;
  basis: string;
  label: string;
  certainty: "read" | "excerpt" | "unverified";
}

export interface Equipment {
  agencies: AgencyEquipment[];
  standards: StandardLine[];
  day: string;
  short: number;
}

export const devicesQuery = (filter: string) =>
  queryOptions({
    queryKey: ["devices", filter],
    queryFn: ({ signal }) => get<DeviceList>(`/api/devices${filter ? `?${filter}` : ""}`, { signal }),
    placeholderData: keepPreviousData,
  });

export const deviceQuery = (id: string) =>
  queryOptions({
    queryKey: ["devices", "one", id],
    queryFn: ({ signal }) => get<DevicePage>(`/api/devices/${encodeURIComponent(id)}`, { signal }),
  });

export const equipmentQuery = queryOptions({
  queryKey: ["devices", "equipment"],
  queryFn: ({ signal }) => get<Equipment>("/api/equipment", { signal }),
});

export const deviceStepAddress = (id: string, step: string) =>
  `/api/devices/${encodeURIComponent(id)}/steps/${step}`;

/** The sheet that asks for the money, as PDF or as a table; `price` in yuan, or left open. */
export const budgetAddress = (form: "pdf" | "xlsx", price: string) =>
  `/api/equipment.${form}${price ? `?price=${encodeURIComponent(price)}` : ""}`;
