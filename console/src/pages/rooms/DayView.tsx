/** A day: a strip of hours for each room with what is taken, and the bookings beneath it as a list. */
import type { BookingLine } from "../../api/rooms";
import { clock, FIRST, LAST, shareOf } from "./hours";
import { RoomName } from "./RoomName";
import type { CalendarProps } from "./RoomsPage";
import { Chip } from "./WeekView";

/** Width of the strip in its own units. */
const WIDE = 1000;

export function DayView({ data, today, onBook, onLook, onStep }: CalendarProps) {
  const day = data.days[0] ?? "";
  return (
    <div className="room-days">
      {data.rooms.map((room) => {
        const here = data.bookings.filter((each) => each.room.id === room.id);
        const free = day >= today && room.can.some((each) => each.id === "book");
        return (
          <section key={room.id} className="panel room-day" aria-label={room.name}>
            <div className="room-day-name">
              <RoomName room={room} onStep={onStep} />
            </div>
            <div>
              <Strip bookings={here} />
              <div className="room-day-list">
                {here.map((each) => (
                  <Chip key={each.id} booking={each} onLook={onLook} />
                ))}
                {here.length === 0 ? <p className="soft small">这一天没有预约。</p> : null}
                {free ? (
                  <button type="button" className="button button-small" onClick={() => onBook(room, day)}>
                    预约<span className="unseen">：{room.name}</span>
                  </button>
                ) : null}
              </div>
            </div>
          </section>
        );
      })}
    </div>
  );
}

function Strip({ bookings }: { bookings: BookingLine[] }) {
  const hours = Array.from({ length: (LAST - FIRST) / 2 + 1 }, (_, n) => FIRST + n * 2);
  const words = bookings.map((each) => `${clock(each.from)} 至 ${clock(each.to)} ${each.purpose}`).join("；");
  const at = (hour: number) => ((hour - FIRST) / (LAST - FIRST)) * WIDE;
  return (
    <>
      <svg
        className="room-strip"
        role="img"
        aria-label={words || "没有预约"}
        viewBox={`0 0 ${WIDE} 40`}
        preserveAspectRatio="none"
      >
        <rect className="strip-free" x="0" y="0" width={WIDE} height="40" />
        {hours.map((hour) => (
          <line key={hour} className="strip-hour" x1={at(hour)} x2={at(hour)} y1="0" y2="40" />
        ))}
        {bookings.map((each) => {
          const from = shareOf(each.from) * WIDE;
          return (
            <rect
              key={each.id}
              className={`strip-${each.state}`}
              x={from}
              y="5"
              width={Math.max(4, shareOf(each.to) * WIDE - from)}
              height="30"
              rx="3"
            />
          );
        })}
      </svg>
      <div className="room-hours small soft tabular" aria-hidden="true">
        {hours.map((hour) => (
          <span key={hour}>{hour}</span>
        ))}
      </div>
    </>
  );
}
