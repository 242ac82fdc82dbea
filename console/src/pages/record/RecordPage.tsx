/** 记录核验: how long the record is, its root, its signed checkpoint, and how anybody can check it without trusting us. */
import { useQuery } from "@tanstack/react-query";
import { recordQuery } from "../../api/queries";
import type { RecordHead } from "../../api/types";
import { PageHead } from "../../parts/PageHead";
import { Waiting } from "../../parts/Waiting";
import { momentWords } from "../../words/dates";
import { CopyButton } from "./CopyButton";
import "./record.css";

export function RecordPage() {
  const record = useQuery(recordQuery);
  return (
    <>
      <PageHead
        title="记录核验"
        lead="每一次办理都写进一本只增不改的记录。这里是它此刻的样子，任何人都可以核对。"
      />
      <Waiting query={record}>
        {(head) => (
          <>
            <Head head={head} />
            <HowTo />
          </>
        )}
      </Waiting>
    </>
  );
}

function Head({ head }: { head: RecordHead }) {
  return (
    <section className="panel record" aria-labelledby="head">
      <h2 id="head">此刻的记录</h2>
      <div className="panel-body">
        <p className="record-size">
          <strong>{head.size.toLocaleString("zh-CN")}</strong> 条
        </p>
        <dl className="pairs">
          <dt>记录名称</dt>
          <dd>{head.origin}</dd>
          <dt>算法</dt>
          <dd>{head.suite}</dd>
          <dt>根摘要</dt>
          <dd className="mono">{head.root}</dd>
          <dt>上次核对</dt>
          <dd>{momentWords(head.checked_at)}</dd>
        </dl>
        <div className="panel-head record-checkpoint-head">
          <h3>签名检查点</h3>
          <CopyButton text={head.checkpoint} />
        </div>
        <pre className="mono record-checkpoint">{head.checkpoint}</pre>
      </div>
    </section>
  );
}

function HowTo() {
  return (
    <section className="panel record" aria-labelledby="how">
      <h2 id="how">怎样核验</h2>
      <ol className="panel-body record-how">
        <li>
          <strong>核一件事。</strong>在事项的“办理经过”里展开一步，下载存证。在任何一台电脑上运行
          <code className="mono">zhiheng verify --bundle 存证文件</code>，不需要联网，也不需要登录本平台。
          回答“完整”，说明这一步的内容从写入起没有改过一个字。
        </li>
        <li>
          <strong>核全部。</strong>在服务器上运行<code className="mono">zhiheng verify --data 数据目录</code>
          ，从第一条重新计算到最后一条；有一处不符，就指出是哪一条、哪个文件、哪个签名。
        </li>
        <li>
          <strong>核没有换过。</strong>把上面的检查点保存下来，或者请司法行政机关、档案馆作见证。
          日后的记录如果不是在它后面接着写的，两份检查点就对不上。
        </li>
        <li>
          <strong>核是否合法。</strong>运行<code className="mono">zhiheng audit --data 数据目录</code>
          ，把每件事项从头重放一遍，看每一步在当时是不是法律允许的。
        </li>
      </ol>
    </section>
  );
}
