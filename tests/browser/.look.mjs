import { chromium } from "playwright-core";
import { readFileSync } from "node:fs";
const [user, ...pages] = process.argv.slice(2);
const acc = JSON.parse(readFileSync("/tmp/d1/demo-accounts.json")).find(a=>a.username===user);
const b = await chromium.launch({executablePath: process.env.CHROMIUM||"/usr/bin/chromium", args:["--no-sandbox"]});
const base = process.env.BASE || "http://127.0.0.1:8090";
for (const [w,h,tag] of [[1440,900,"d"],[390,844,"p"]]) {
  const c = await b.newContext({baseURL: base, locale:"zh-CN", viewport:{width:w,height:h}});
  const p = await c.newPage();
  if (user !== "-") {
    await p.goto("/console/"); 
    await p.getByLabel("用户名").fill(acc.username); await p.getByLabel("密码").fill(acc.password);
    await p.getByRole("button",{name:/登录/}).click(); await p.waitForTimeout(1500);
  }
  for (const [i,path] of pages.entries()) {
    await p.goto(path); await p.waitForLoadState("networkidle"); await p.waitForTimeout(600);
    await p.screenshot({path:`/tmp/look/${user}-${i}-${tag}.png`, fullPage: process.env.FULL==="1"});
  }
  await c.close();
}
await b.close();
