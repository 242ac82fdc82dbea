/** Acts by kind and month, in the order of the law. Money is not drawn and nobody is ranked (处罚法74). */
import type { AnnualReport } from "../../api/types";

const HEIGHT = 100;

export function Months({ charts }: { charts: AnnualReport["charts"] }) {
  const drawn = charts.filter((chart) => chart.months.some((count) => count > 0));
  const zero = charts.filter((chart) => !drawn.includes(chart)).map((chart) => chart.title);
  return (
    <section className="panel" aria-labelledby="months">
      <div className="panel-head">
        <h2 id="months">各月的数</h2>
      </div>
      <div className="panel-body">
        <div className="report-charts">
          {drawn.map((chart) => (
            <figure key={chart.title}>
              <figcaption>
                {chart.title}{" "}
                <span className="soft">
                  全年 {chart.months.reduce((sum, count) => sum + count, 0)} {chart.unit}
                </span>
              </figcaption>
              <Bars months={chart.months} unit={chart.unit} title={chart.title} />
            </figure>
          ))}
        </div>
        {zero.length > 0 ? <p className="small soft">全年为零：{zero.join("、")}。</p> : null}
      </div>
    </section>
  );
}

function Bars({ months, unit, title }: { months: number[]; unit: string; title: string }) {
  const most = Math.max(1, ...months);
  const words = months.map((count, place) => `${place + 1}月${count}${unit}`).join("，");
  return (
    <svg className="report-bars" viewBox="0 0 240 128" role="img" aria-label={`${title}：${words}`}>
      {months.map((count, place) => {
        const height = (count / most) * HEIGHT;
        const x = place * 20 + 3;
        const name = `${place + 1}`;
        return (
          <g key={name}>
            <rect x={x} y={12 + HEIGHT - height} width={14} height={height} />
            {count > 0 ? (
              <text x={x + 7} y={9 + HEIGHT - height} textAnchor="middle">
                {count}
              </text>
            ) : null}
            <text x={x + 7} y={125} textAnchor="middle" className="report-month">
              {name}
            </text>
          </g>
        );
      })}
    </svg>
  );
}
