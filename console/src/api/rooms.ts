/** Rooms in which cases are handled, and their bookings. Part of the contract. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { get } from "./client";
import type { CanStep } from "./officers";
import type { Named } from "./terms";

export const ROOM_KINDS = ["询问室", "听证室", "接谈室"] as const;
export const PURPOSES = ["询问", "听证", "陈述申辩", "接谈", "集体讨论", "其他"] as const;

export interface RoomLine {
  id: string;
  name: string;
  kind: string;
  place: string;
  agency: Named;
  closed: boolean;
  cameras: Named[];
  can: CanStep[];
  seen: number;
}

export interface BookingLine {
  id: string;
  room: Named;
  place: string;
  day: string;
  from: string;
  to: string;
  purpose: string;
  /** None where the caller may not know which. */
  matter: { id: string; number: string | null; title: string } | null;
  by: Named;
  state: "booked" | "held" | "unused" | "cancelled";
  state_title: string;
  can_cancel: boolean;
  can_hold: boolean;
  /** Acts done there during the booking; only in the list of one matter. */
  held: { version: number; title: string; from: string; to: string }[];
}

export interface RoomCalendar {
  from: string;
  days: string[];
  rooms: RoomLine[];
  bookings: BookingLine[];
  can_open: boolean;
}

export interface Booked {
  room: string;
  id: string;
  day: string;
  state: string;
  said: string;
}

export const roomCalendarQuery = (from: string, days: number, agency: string) =>
  queryOptions({
    queryKey: ["rooms", from, days, agency],
    queryFn: ({ signal }) => {
      const asked = new URLSearchParams({ from, days: String(days) });
      if (agency) asked.set("agency", agency);
      return get<RoomCalendar>(`/api/rooms/calendar?${asked.toString()}`, { signal });
    },
    placeholderData: keepPreviousData,
  });

export const matterRoomsQuery = (matter: string) =>
  queryOptions({
    queryKey: ["rooms", "matter", matter],
    queryFn: ({ signal }) =>
      get<BookingLine[]>(`/api/matters/${encodeURIComponent(matter)}/rooms`, { signal }),
  });

export const roomStepAddress = (id: string, step: string) =>
  `/api/rooms/${encodeURIComponent(id)}/steps/${step}`;
export const bookingAddress = (room: string) => `/api/rooms/${encodeURIComponent(room)}/bookings`;
export const bookingStepAddress = (booking: BookingLine, step: string) =>
  `${bookingAddress(booking.room.id)}/${booking.day}/${encodeURIComponent(booking.id)}/${step}`;
