/** 法审目录对照: the superior's review catalogue beside an agency's own, and for a superior every agency below on one screen. */
import { useQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { type Adaptation, adaptationQuery, belowQuery } from "../../api/catalogue";
import { Article } from "../../parts/Article";
import { EmptyNote } from "../../parts/EmptyNote";
import { PageHead } from "../../parts/PageHead";
import { Waiting } from "../../parts/Waiting";
import { useMe } from "../../session/session";
import { Below } from "./Below";
import { Row } from "./Row";
import "../../forms/forms.css";
import "./catalogue.css";

export function CataloguePage() {
  const me = useMe();
  const { agency = me.agency.id } = useSearch({ from: "/inside/catalogue" });
  const shown = useQuery(adaptationQuery(agency));
  const below = useQuery(belowQuery);
  return (
    <>
      <PageHead
        title="法审目录对照"
        lead="上级公布的重大执法决定目录与本级逐条对照。本级可以照搬、改得更严、另行增加，不得删去或者放宽。"
      >
        <Link className="button" to="/registers/$register" params={{ register: "catalogue" }}>
          目录清单
        </Link>
        {me.powers.some((power) => ["register", "handle", "publish"].includes(power)) ? (
          <Link className="button" to="/registers/$register/propose" params={{ register: "catalogue" }}>
            新增一条
          </Link>
        ) : null}
      </PageHead>
      {below.data && below.data.length > 0 ? <Below rows={below.data} shown={agency} /> : null}
      <Waiting query={shown} rows={6}>
        {(data) => <Beside data={data} />}
      </Waiting>
    </>
  );
}

function Beside({ data }: { data: Adaptation }) {
  return (
    <section aria-labelledby="beside" className="catalogue-beside">
      <h2 id="beside">
        {data.agency.name}
        {data.upper ? <span className="soft">，对照{data.upper.name}</span> : null}
      </h2>
      <p className="catalogue-counts">
        {data.counts
          .filter((count) => count.count > 0)
          .map((count) => (
            <span key={count.relation} className={`relation relation-${count.relation}`}>
              {count.title} <b>{count.count}</b>
            </span>
          ))}
        <Article cite="国办发〔2018〕118号（十二）" />
      </p>
      {data.rows.length === 0 ? (
        <EmptyNote title="上级和本级都还没有公布目录">
          在“目录清单”里采集、审核、公布以后，这里逐条对照；在此以前，只按全国目录判断是否重大。
        </EmptyNote>
      ) : (
        data.rows.map((row) => <Row key={row.upper?.id ?? row.own?.id ?? row.name} row={row} of={data} />)
      )}
    </section>
  );
}
