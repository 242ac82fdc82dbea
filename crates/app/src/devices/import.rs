//! Devices taken over from a table: what only the platform knows about a row, and the serial numbers that come with it.
//!
//! What this is not: reading the table, and what every register asks (see [`crate::import`]).

use std::collections::BTreeMap;

use serde_json::Value;
use zhiheng_domain::device::{Kind, serial_key};
use zhiheng_sheets::RowFault;
use zhiheng_sheets::mapping::Numbered;

use super::{DEVICES, SERIALS, serial_entry};
use crate::application::App;
use crate::error::Error;
use crate::ports::RegisterFilter;
use crate::registry::Entry;

/// What offices call a device besides the word of the ledger.
const ALSO: [(&str, Kind); 8] = [
    ("记录仪", Kind::Body),
    ("执法仪", Kind::Body),
    ("执法终端", Kind::Handheld),
    ("移动执法终端", Kind::Handheld),
    ("数码相机", Kind::Camera),
    ("录音笔", Kind::Recorder),
    ("监控", Kind::Surveillance),
    ("采集站", Kind::Storage),
];

impl App {
    /// The rows whose kind and serial number are right, and what is wrong with the others.
    pub(crate) async fn device_rows(
        &self,
        rows: Vec<Numbered>,
    ) -> Result<(Vec<Numbered>, Vec<RowFault>), Error> {
        let serial = |row: &Numbered| serial_key(text(row, "serial"));
        let keys: Vec<String> = rows.iter().map(serial).filter(|key| !key.is_empty()).collect();
        let claimed = self.claimed(keys).await?;
        let mut first: BTreeMap<String, usize> = BTreeMap::new();
        let (mut right, mut faults) = (Vec::with_capacity(rows.len()), Vec::new());
        for mut row in rows {
            let number = row.0;
            let mut fault = |column: &str, code: &'static str, reason: String| {
                faults.push(RowFault {
                    sheet: String::new(),
                    row: number,
                    column: column.to_owned(),
                    code,
                    reason,
                });
            };
            let key = serial(&row);
            if !key.is_empty() {
                let shown = text(&row, "serial");
                if let Some(before) = first.get(&key) {
                    let reason = format!("序列号“{shown}”与第 {before} 行重复，一台设备只入一次账");
                    fault("序列号", "import.duplicate_serial", reason);
                    continue;
                }
                if let Some(other) = claimed.get(&key).filter(|held| *held != text(&row, "id")) {
                    let reason = format!("序列号“{shown}”的设备已经入账，编号 {other}");
                    fault("序列号", "import.duplicate_serial", reason);
                    continue;
                }
                first.insert(key, number);
            }
            let word = text(&row, "kind");
            if word.is_empty() {
                row.1.remove("kind");
            } else {
                let also = ALSO.iter().find(|(known, _)| *known == word).map(|(_, kind)| *kind);
                let Some(kind) = Kind::parse(word).or(also) else {
                    let known = Kind::ALL.map(Kind::words).join("、");
                    let reason = format!("类型“{word}”不在设备类型里；写成{known}中的一种");
                    fault("类型", "import.choice", reason);
                    continue;
                };
                row.1.insert("kind".to_owned(), Value::from(kind.words()));
            }
            right.push(row);
        }
        Ok((right, faults))
    }

    /// The serial numbers of these devices that stand in no entry yet, as entries.
    pub(crate) async fn unclaimed(&self, entries: &[Entry]) -> Result<Vec<Entry>, Error> {
        let devices = entries
            .iter()
            .filter(|entry| entry.register == DEVICES)
            .filter_map(|entry| serde_json::from_value(Value::Object(entry.body.clone())).ok());
        let serials: Vec<Entry> = devices.filter_map(|device| serial_entry(&device)).collect();
        let keys = serials.iter().map(|entry| entry.id.clone()).collect();
        let claimed = self.claimed(keys).await?;
        Ok(serials.into_iter().filter(|entry| !claimed.contains_key(&entry.id)).collect())
    }

    /// Codes of the devices that bear these serial numbers.
    async fn claimed(&self, keys: Vec<String>) -> Result<BTreeMap<String, String>, Error> {
        if keys.is_empty() {
            return Ok(BTreeMap::new());
        }
        let filter = RegisterFilter { kind: SERIALS.to_owned(), agencies: None, ids: keys };
        let rows = self.store().register(&filter).await?;
        Ok(rows
            .into_iter()
            .map(|row| {
                let body: Value = serde_json::from_str(&row.body).unwrap_or_default();
                (row.id, body.get("device").and_then(Value::as_str).unwrap_or_default().to_owned())
            })
            .collect())
    }
}

fn text<'a>(row: &'a Numbered, name: &str) -> &'a str {
    row.1.get(name).and_then(Value::as_str).unwrap_or_default().trim()
}
