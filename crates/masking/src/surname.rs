//! Surnames in use, for telling a name from other words.
//!
//! What this is not: every surname there is; a name that is known is found without this list.

/// Surnames of one character, most common first.
const SINGLE: &str = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟栗匡宗应台巫鞠僧桑荆谌银扬明沙薄伏岑习胥保和蔺宿闫肖代付师郄逯暴亓牛原权姬茅尚";

/// Surnames of two characters.
const COMPOUND: [&str; 25] = [
    "欧阳", "上官", "司马", "诸葛", "皇甫", "东方", "尉迟", "公孙", "令狐", "慕容", "宇文", "长孙",
    "司徒", "夏侯", "南宫", "端木", "轩辕", "百里", "呼延", "澹台", "闻人", "独孤", "淳于", "赫连",
    "鲜于",
];

/// How many characters of the surname stand at the beginning; none where there is none.
pub(crate) fn length(name: &[char]) -> Option<usize> {
    if let [first, second, ..] = name
        && COMPOUND.iter().any(|held| held.chars().eq([*first, *second]))
    {
        return Some(2);
    }
    name.first().filter(|first| SINGLE.contains(**first)).map(|_| 1)
}
