/** 办案场所: the rooms of the agency, by week or by day, and who has them when. */
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import type { CanStep } from "../../api/officers";
import { type BookingLine, type RoomCalendar, type RoomLine, roomCalendarQuery } from "../../api/rooms";
import { EmptyNote } from "../../parts/EmptyNote";
import { PageHead } from "../../parts/PageHead";
import { Prose } from "../../parts/Prose";
import { Views } from "../../parts/Views";
import { Waiting } from "../../parts/Waiting";
import { useMe } from "../../session/session";
import { addDays, monthDay, weekdayOf, weekdayWord } from "../../words/dates";
import { Book } from "./Book";
import { BookingCard } from "./BookingCard";
import { DayView } from "./DayView";
import { isDay } from "./hours";
import { OpenRoom, RoomStepForm } from "./RoomForms";
import { WeekView } from "./WeekView";
import "../../forms/forms.css";
import "./rooms.css";

/** Today as this machine sees it in China; the server judges by its own. */
const today = () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);

export function RoomsPage() {
  const me = useMe();
  const search = useSearch({ from: "/inside/rooms" });
  const navigate = useNavigate();
  const [booking, setBooking] = useState<{ room: RoomLine; day: string } | null>(null);
  const [looking, setLooking] = useState<BookingLine | null>(null);
  const [opening, setOpening] = useState(false);
  const [step, setStep] = useState<{ room: RoomLine; step: CanStep } | null>(null);
  const [said, setSaid] = useState("");
  const byDay = search.view === "day";
  const day = isDay(search.day) ? search.day : today();
  const from = byDay ? day : addDays(day, -weekdayOf(day));
  const calendar = useQuery(roomCalendarQuery(from, byDay ? 1 : 7, me.agency.id));
  const go = (to: string) => void navigate({ to: "/rooms", search: { ...search, day: to }, replace: true });
  const pace = byDay ? 1 : 7;
  return (
    <>
      <PageHead title="办案场所" lead="询问、听证在这里做，全程有录像；同一间的时间不能重叠。">
        {calendar.data?.can_open ? (
          <button type="button" className="button" onClick={() => setOpening(true)}>
            登记场所
          </button>
        ) : null}
      </PageHead>
      <Views
        label="办案场所"
        views={[
          ["week", "按周"],
          ["day", "按日"],
        ]}
      />
      <div className="room-walk">
        <button type="button" className="button button-small" onClick={() => go(addDays(day, -pace))}>
          ‹ {byDay ? "前一天" : "上一周"}
        </button>
        <h2 aria-live="polite">
          {byDay
            ? `${monthDay(day)} ${weekdayWord(day)}`
            : `${monthDay(from)} 至 ${monthDay(addDays(from, 6))}`}
        </h2>
        <button type="button" className="button button-small" onClick={() => go(addDays(day, pace))}>
          {byDay ? "后一天" : "下一周"} ›
        </button>
        <label>
          <span className="unseen">到哪一天</span>
          <input
            type="date"
            className="input"
            value={day}
            onChange={(event) => isDay(event.target.value) && go(event.target.value)}
          />
        </label>
        {day === today() ? null : (
          <button type="button" className="button button-small" onClick={() => go(today())}>
            今天
          </button>
        )}
      </div>
      {search.matter ? (
        <p className="note room-for">
          为一件预约：选好哪一间、哪一天，按“预约”。{" "}
          <Link to="/matters/$matter" params={{ matter: search.matter }}>
            回到这一件
          </Link>
        </p>
      ) : null}
      {said ? (
        <p role="status" className="note room-said">
          <Prose text={said} />
        </p>
      ) : null}
      <Waiting query={calendar} rows={8}>
        {(data) => (
          <Calendar
            data={data}
            byDay={byDay}
            today={today()}
            onBook={(room, on) => setBooking({ room, day: on })}
            onLook={setLooking}
            onStep={(room, each) => setStep({ room, step: each })}
          />
        )}
      </Waiting>
      {booking ? (
        <Book
          room={booking.room}
          day={booking.day}
          {...(search.matter ? { matter: search.matter } : {})}
          onDone={setSaid}
          onClose={() => setBooking(null)}
        />
      ) : null}
      {looking ? <BookingCard booking={looking} onDone={setSaid} onClose={() => setLooking(null)} /> : null}
      {opening ? <OpenRoom onDone={setSaid} onClose={() => setOpening(false)} /> : null}
      {step ? (
        <RoomStepForm room={step.room} step={step.step} onDone={setSaid} onClose={() => setStep(null)} />
      ) : null}
    </>
  );
}

export interface CalendarProps {
  data: RoomCalendar;
  today: string;
  onBook: (room: RoomLine, day: string) => void;
  onLook: (booking: BookingLine) => void;
  onStep: (room: RoomLine, step: CanStep) => void;
}

function Calendar({ byDay, ...props }: CalendarProps & { byDay: boolean }) {
  if (props.data.rooms.length === 0)
    return (
      <section className="panel">
        <EmptyNote title="还没有登记询问室、听证室">
          由场所保管人（档案员）或者科室负责人登记；登记以后就可以预约。
        </EmptyNote>
      </section>
    );
  return byDay ? <DayView {...props} /> : <WeekView {...props} />;
}
