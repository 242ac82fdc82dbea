/** The next four weeks as a calendar of due days. A day that holds duties can be pressed; the same numbers stand in its table. */
import type { Desk, DutyRow } from "../../api/types";
import { LightShape } from "../../parts/LightMark";
import { fourWeeks, monthDay, weekdayWord } from "../../words/dates";
import { meaningOf, mostUrgent } from "../../words/lights";
import { ALL, type Narrowing } from "./narrowing";

interface Props {
  desk: Desk;
  narrowing: Narrowing;
  onNarrow: (narrowing: Narrowing) => void;
}

export function DutyCalendar({ desk, narrowing, onNarrow }: Props) {
  const weeks = fourWeeks(desk.today);
  const byDay = new Map<string, DutyRow[]>();
  for (const duty of desk.duties) if (duty.due) byDay.set(duty.due, [...(byDay.get(duty.due) ?? []), duty]);
  const days = weeks.flat().filter((day) => byDay.has(day));
  const chosen = narrowing.by === "day" ? narrowing.day : null;
  return (
    <section className="panel" aria-labelledby="calendar">
      <div className="panel-head">
        <h2 id="calendar">四周期限</h2>
        <p className="small soft">数字是当天到期的件数</p>
      </div>
      <div className="panel-body">
        <table className="calendar">
          <caption className="unseen">今后四周每天到期的待办件数</caption>
          <thead>
            <tr>
              {["一", "二", "三", "四", "五", "六", "日"].map((word) => (
                <th key={word} scope="col">
                  {word}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {weeks.map((week) => (
              <tr key={week[0]}>
                {week.map((day) => (
                  <td
                    key={day}
                    className={day === desk.today ? "is-today" : day < desk.today ? "is-past" : undefined}
                  >
                    <Day
                      day={day}
                      today={desk.today}
                      rows={byDay.get(day) ?? []}
                      chosen={chosen === day}
                      onChoose={() => onNarrow(chosen === day ? ALL : { by: "day", day })}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        <details className="calendar-table">
          <summary>看成表格</summary>
          {days.length > 0 ? (
            <table className="list-table">
              <thead>
                <tr>
                  <th scope="col">日期</th>
                  <th scope="col">件数</th>
                  <th scope="col">应办</th>
                </tr>
              </thead>
              <tbody>
                {days.map((day) => (
                  <tr key={day}>
                    <td className="nowrap">{day}</td>
                    <td>{byDay.get(day)?.length}</td>
                    <td>{[...new Set(byDay.get(day)?.map((row) => row.title))].join("、")}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          ) : (
            <p className="soft">今后四周没有到期的待办。</p>
          )}
        </details>
      </div>
    </section>
  );
}

interface DayProps {
  day: string;
  today: string;
  rows: DutyRow[];
  chosen: boolean;
  onChoose: () => void;
}

function Day({ day, today, rows, chosen, onChoose }: DayProps) {
  const number = day.endsWith("-01") ? monthDay(day).replace("月1日", "月") : String(Number(day.slice(8)));
  const worst = mostUrgent(rows.map((row) => row.light));
  if (!worst) return <span className="day">{day === today ? "今" : number}</span>;
  const meaning = meaningOf(worst.state);
  return (
    <button
      type="button"
      className={`day day-held light-${worst.state}`}
      aria-pressed={chosen}
      onClick={onChoose}
    >
      <span className="unseen">{`${monthDay(day)}${weekdayWord(day)}，${rows.length} 件，${meaning.word}`}</span>
      <span aria-hidden="true">{day === today ? "今" : number}</span>
      <span className="day-count" aria-hidden="true">
        <LightShape shape={meaning.shape} />
        {rows.length}
      </span>
    </button>
  );
}
