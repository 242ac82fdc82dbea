/** antd in our colours and in Chinese. Only the routes whose forms need antd load it. */
import { ConfigProvider } from "antd";
import zhCN from "antd/locale/zh_CN";
import dayjs from "dayjs";
import "dayjs/locale/zh-cn";
import type { ReactNode } from "react";

dayjs.locale("zh-cn");

const THEME = {
  token: {
    colorPrimary: "#1b5a58",
    colorLink: "#1b5a58",
    colorText: "#22201b",
    colorTextPlaceholder: "#6f6a5f",
    colorBorder: "#8f8774",
    colorBgContainer: "#fffdf9",
    colorBgElevated: "#fffdf9",
    borderRadius: 6,
    fontSize: 16,
    controlHeight: 40,
    fontFamily: "inherit",
    motion: false,
  },
};

export function Look({ children }: { children: ReactNode }) {
  // antd would set two-character buttons apart as 确 定; hanzi are not letter-spaced here.
  return (
    <ConfigProvider theme={THEME} locale={zhCN} button={{ autoInsertSpace: false }}>
      {children}
    </ConfigProvider>
  );
}
