/** A week: a row for each room, a column for each day. On a phone each day is a list. */
import type { BookingLine } from "../../api/rooms";
import { monthDay, weekdayWord } from "../../words/dates";
import { clock } from "./hours";
import { RoomName } from "./RoomName";
import type { CalendarProps } from "./RoomsPage";

export function WeekView({ data, today, onBook, onLook, onStep }: CalendarProps) {
  return (
    <section className="panel" aria-label="一周的预约">
      <div className="scroll-x">
        <table className="room-week">
          <caption className="unseen">各间一周的预约</caption>
          <thead>
            <tr>
              <th scope="col">场所</th>
              {data.days.map((day) => (
                <th key={day} scope="col" className={day === today ? "room-today" : undefined}>
                  {weekdayWord(day)}
                  <span className="small room-under tabular">{monthDay(day)}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {data.rooms.map((room) => (
              <tr key={room.id}>
                <th scope="row">
                  <RoomName room={room} onStep={onStep} />
                </th>
                {data.days.map((day) => {
                  const here = data.bookings.filter((each) => each.room.id === room.id && each.day === day);
                  const free = day >= today && room.can.some((each) => each.id === "book");
                  return (
                    <td
                      key={day}
                      className={[
                        day === today ? "room-today" : "",
                        here.length === 0 && !free ? "room-nothing" : "",
                      ].join(" ")}
                      data-label={`${monthDay(day)} ${weekdayWord(day)}`}
                    >
                      {here.map((each) => (
                        <Chip key={each.id} booking={each} onLook={onLook} />
                      ))}
                      {free ? (
                        <button type="button" className="room-book" onClick={() => onBook(room, day)}>
                          ＋ 预约
                          <span className="unseen">
                            ：{room.name} {monthDay(day)}
                          </span>
                        </button>
                      ) : null}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

const SHAPES: Record<BookingLine["state"], string> = { booked: "○", held: "●", unused: "✕", cancelled: "✕" };

export function Chip({ booking, onLook }: { booking: BookingLine; onLook: (booking: BookingLine) => void }) {
  return (
    <button type="button" className={`room-chip room-chip-${booking.state}`} onClick={() => onLook(booking)}>
      <span className="tabular">
        {clock(booking.from)}–{clock(booking.to)}
      </span>
      <span>
        {booking.purpose} <span className="soft small">{booking.by.name}</span>
      </span>
      {booking.state === "booked" ? null : (
        <span className="small">
          {SHAPES[booking.state]} {booking.state_title}
        </span>
      )}
    </button>
  );
}
