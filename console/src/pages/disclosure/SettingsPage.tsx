/** 公示设置: the six settings of each kind of decision, the classes of the public period, what each channel hides. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { disclosureSettingsQuery } from "../../api/queries";
import type { DisclosureSettings } from "../../api/types";
import { Article } from "../../parts/Article";
import { PageHead } from "../../parts/PageHead";
import { Waiting } from "../../parts/Waiting";
import { certaintyWord } from "../../words/law";
import "./disclosure.css";

const TREATED: Record<string, string> = { hide: "隐去", surname: "只留姓", keep: "保留" };

export function SettingsPage() {
  const settings = useQuery(disclosureSettingsQuery);
  return (
    <>
      <PageHead
        title="公示设置"
        lead="决定作出以后公示什么、怎样公示、公示多久。国家没有规定的，由本机关的公示办法定。"
      />
      <p className="disclosure-links">
        <Link to="/registers/$register" params={{ register: "publicity" }}>
          本机关公布的公示设置
        </Link>
        <Link to="/parameters">公开期限的月数</Link>
      </p>
      <Waiting query={settings} rows={10}>
        {(data) => (
          <>
            {data.decisions.map((decision) => (
              <Decision key={decision.id} decision={decision} />
            ))}
            <Classes classes={data.classes} />
            <Channels channels={data.channels} />
          </>
        )}
      </Waiting>
    </>
  );
}

function Decision({ decision }: { decision: DisclosureSettings["decisions"][number] }) {
  return (
    <section className="panel disclosure-setting" aria-labelledby={`setting-${decision.id}`}>
      <h2 id={`setting-${decision.id}`}>{decision.title}</h2>
      <dl className="disclosure-six">
        {decision.items.map((item) => (
          <div key={item.title}>
            <dt>{item.title}</dt>
            <dd>
              {item.text} <Article cite={item.basis} />{" "}
              <span className="small soft">{certaintyWord(item.certainty)}</span>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Classes({ classes }: { classes: DisclosureSettings["classes"] }) {
  return (
    <section className="panel disclosure-setting" aria-labelledby="classes">
      <h2 id="classes">处罚决定的公开期限</h2>
      <div className="scroll-x">
        <table className="list-table stacks">
          <caption className="unseen">公开期限的类别</caption>
          <thead>
            <tr>
              <th scope="col">类别</th>
              <th scope="col">处罚种类</th>
              <th scope="col">最短</th>
              <th scope="col">最长</th>
              <th scope="col">本机关</th>
              <th scope="col">依据</th>
            </tr>
          </thead>
          <tbody>
            {classes.map((row) => (
              <tr key={row.title}>
                <th scope="row">{row.title}</th>
                <td data-label="处罚种类">{row.sanctions.join("、")}</td>
                <td data-label="最短">{row.min} 个月</td>
                <td data-label="最长">{row.max} 个月</td>
                <td data-label="本机关">{row.months} 个月</td>
                <td data-label="依据">
                  <Article cite={row.basis} />{" "}
                  <span className="small soft">
                    {row.from} 起的决定；{certaintyWord(row.certainty)}
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="small soft">自决定之日起算；简易程序的处罚归入最轻的一类；最长期满自动停止公示。</p>
    </section>
  );
}

function Channels({ channels }: { channels: DisclosureSettings["channels"] }) {
  const kinds = [...new Map(channels.flatMap((c) => c.treatments).map((t) => [t.kind, t.title]))];
  return (
    <section className="panel disclosure-setting" aria-labelledby="channels">
      <h2 id="channels">各渠道隐去什么</h2>
      <div className="scroll-x">
        <table className="list-table">
          <caption className="unseen">各渠道隐去什么</caption>
          <thead>
            <tr>
              <th scope="col">内容</th>
              {channels.map((channel) => (
                <th key={channel.id} scope="col" title={channel.help}>
                  {channel.title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {kinds.map(([kind, title]) => (
              <tr key={kind}>
                <th scope="row">{title}</th>
                {channels.map((channel) => {
                  const rule = channel.treatments.find((each) => each.kind === kind);
                  return (
                    <td
                      key={channel.id}
                      title={rule ? `${rule.basis}，${certaintyWord(rule.certainty)}` : ""}
                    >
                      {TREATED[rule?.treatment ?? "hide"]}
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
