/** The first two acts of a penalty case, which more than one scene needs. */

/** The form of 登记线索. */
export function clue(party, cause, day) {
  return {
    线索名称: `${party}涉嫌${cause}`,
    线索来源: "监督检查发现",
    收到日期: day,
    线索内容: "日常巡查发现人行道上摆放桌椅营业。",
    涉嫌违法的人或者单位: party,
  };
}

/** The form of 立案 against a person. */
export function filing(party, cause, day, address) {
  return {
    案件名称: `${party}${cause}案`,
    当事人: party,
    当事人类型: "自然人",
    当事人地址: address,
    案由: cause,
    有证据初步证明存在违法行为: true,
    依法应当给予行政处罚: true,
    属于本机关管辖: true,
    违法行为终了之日: day,
    "涉及公民生命健康安全、金融安全且有危害后果": false,
  };
}
