/** One booking, opened: which matter, by whom, and what may be done with it. */
import { Link } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { post } from "../../api/client";
import { client } from "../../api/queries";
import { type Booked, type BookingLine, bookingStepAddress } from "../../api/rooms";
import { Ask } from "../../parts/Ask";
import { ProblemNote } from "../../parts/ProblemNote";
import { monthDay, weekdayWord } from "../../words/dates";
import { clock } from "./hours";
import "../../parts/ask.css";

interface Props {
  booking: BookingLine;
  onDone: (said: string) => void;
  onClose: () => void;
}

export function BookingCard({ booking, onDone, onClose }: Props) {
  const [cancelling, setCancelling] = useState(false);
  const change = async (step: string, reason: string) => {
    const done = await post<Booked>(bookingStepAddress(booking, step), { reason });
    await client.invalidateQueries({ queryKey: ["rooms"] });
    onDone(done.said);
  };
  if (cancelling)
    return (
      <Ask
        title={`取消预约：${booking.room.name} ${clock(booking.from)}`}
        lead="取消以后，这段时间别人可以预约。"
        label="原因"
        button="取消预约"
        onDo={(reason) => change("cancel", reason)}
        onClose={onClose}
      />
    );
  return (
    <Opened
      booking={booking}
      onHold={() => change("hold", "")}
      onCancel={() => setCancelling(true)}
      onClose={onClose}
    />
  );
}

interface OpenedProps {
  booking: BookingLine;
  onHold: () => Promise<void>;
  onCancel: () => void;
  onClose: () => void;
}

function Opened({ booking, onHold, onCancel, onClose }: OpenedProps) {
  const box = useRef<HTMLDialogElement>(null);
  const [error, setError] = useState<unknown>(null);
  useEffect(() => {
    const dialog = box.current;
    if (dialog && !dialog.open) dialog.showModal();
  }, []);
  return (
    <dialog ref={box} className="ask" aria-labelledby="booking-title" onClose={onClose}>
      <div className="room-card">
        <h2 id="booking-title">
          {booking.room.name} {clock(booking.from)} 至 {clock(booking.to)}
        </h2>
        <dl className="pairs">
          <dt>哪一天</dt>
          <dd>
            {monthDay(booking.day)} {weekdayWord(booking.day)}
          </dd>
          <dt>做什么</dt>
          <dd>{booking.purpose}</dd>
          <dt>哪一件</dt>
          <dd>
            {booking.matter ? (
              <Link to="/matters/$matter" params={{ matter: booking.matter.id }}>
                {booking.matter.number ?? booking.matter.title}
              </Link>
            ) : (
              "不在您的查看范围内，或者与案件无关"
            )}
          </dd>
          <dt>谁预约</dt>
          <dd>{booking.by.name}</dd>
          <dt>状态</dt>
          <dd>{booking.state_title}</dd>
          <dt>在哪里</dt>
          <dd>{booking.place}</dd>
        </dl>
        {error ? <ProblemNote error={error} /> : null}
        <div className="ask-foot">
          {booking.can_hold ? (
            <button
              type="button"
              className="button button-main"
              onClick={() => {
                onHold()
                  .then(() => box.current?.close())
                  .catch(setError);
              }}
            >
              登记使用
            </button>
          ) : null}
          {booking.can_cancel ? (
            <button type="button" className="button" onClick={onCancel}>
              取消预约
            </button>
          ) : null}
          <button type="button" className="button" onClick={() => box.current?.close()}>
            关闭
          </button>
        </div>
      </div>
    </dialog>
  );
}
