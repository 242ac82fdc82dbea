//! The words that whoever finds the package reads first.

use std::fmt::Write as _;

use crate::application::App;
use crate::dossier::DossierPage;

/// The README of a package.
pub(super) fn text(app: &App, page: &DossierPage, lost: &[String]) -> Vec<u8> {
    let mut out =
        String::from("这是一件行政执法（信访）事项的归档包，不用任何专门的软件就可以阅读。\n\n");
    let _ = writeln!(out, "全宗：{}", page.agency);
    let _ = writeln!(out, "编号：{}", page.number.as_deref().unwrap_or("（未编号）"));
    let _ = writeln!(out, "题名：{}", page.title);
    let _ = writeln!(out, "归档号：{}", page.archive_number.as_deref().unwrap_or("（未归档）"));
    let _ = writeln!(out, "保管期限：{}", page.keeping.period);
    let _ = writeln!(out, "件数页数：{} 件 {} 页\n", page.pieces, page.pages);
    out.push_str(
        "内容\n\
         data/volumes   装订好的各卷：封面、卷内目录、材料、备考表（PDF）\n\
         data/papers    逐件的文书（PDF/A-2b），文件名是卷号-件号-文书\n\
         data/files     收入的原始文件，文件名是它在记录里的摘要\n\
         data/metadata  描述：metadata.xml（仿 DA/T 46 的元数据）、metadata.json\n\
         data/record    本件的每一个行为（JSON）和它在记录里的证明；checkpoint 是签名的检查点，policy 是日志的公钥\n\
         bag-info.txt   交接信息；manifest-*.txt 每个文件的摘要\n\
         zhiheng        digests.txt 原始文件在记录里的摘要；sealed.proof.json 封包的证明；properties.json 四性检测\n\n\
         怎样核对\n\
         一、完整：任何支持 BagIt（RFC 8493）的工具都可以核对，例如 bagit.py --validate 本文件夹；\n\
         也可以用 sha512sum -c manifest-sha512.txt。\n\
         二、真实：zhiheng-verify --bundle 本文件夹 --policy 事先得到的信任策略。每一个行为都在签名的日志里；\n\
         原始文件是行为所引用的（摘要是 1 MiB 一块、按 RFC 6962 的树合成的）；清单是封包时记录在案的。不给 --policy 时采用包里的公钥，只能证明前后一致。\n\
         三、证明的格式：C2SP tlog-proof、tlog-checkpoint；",
    );
    let _ = writeln!(out, "本日志的算法是 {}。\n", app.suite());
    for lack in &page.lacks {
        let state = if lack.explained { "经批准缺漏归档" } else { "尚缺" };
        let _ = writeln!(out, "缺漏：{}（{state}；{}）", lack.title, lack.basis);
    }
    for file in lost {
        let _ = writeln!(out, "文件已不在文件库中：{file}");
    }
    out.into_bytes()
}
