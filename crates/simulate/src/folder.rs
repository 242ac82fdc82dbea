//! A data folder for a simulation: law from a pack folder, an empty store, a log of its own, and a clock that is put by hand.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use jiff::civil::date;
use zhiheng_app::follower::Follower;
use zhiheng_app::ports::Entropy;
use zhiheng_app::record_home::RecordHome;
use zhiheng_app::{App, Parts};
use zhiheng_calendar::{Calendar, YearNotice};
use zhiheng_demo::ManualClock;
use zhiheng_demo::dice::Dice;
use zhiheng_evidence::LocalBlobs;
use zhiheng_law::Pack;
use zhiheng_record::Suite;
use zhiheng_store::SqliteStore;

use crate::world::{Texts, World};

/// Name of the simulation's log: it can never be taken for a real one.
const ORIGIN: &str = "simulation.zhiheng.invalid/record";

/// Whatever hinders.
pub type Hindrance = Box<dyn std::error::Error + Send + Sync>;

/// Law as it lies in a folder.
pub struct Law {
    /// The pack.
    pub pack: Pack,
    /// The calendar.
    pub calendar: Calendar,
    /// What the second calculator reads.
    pub texts: Texts,
    files: Vec<(String, String)>,
}

impl Law {
    /// Reads a pack folder: `national/`, `registers/`, `calendar/`.
    ///
    /// # Errors
    /// A file cannot be read, or the pack has faults.
    pub fn read(folder: &Path) -> Result<Self, Hindrance> {
        let mut files = Vec::new();
        gather(folder, "", &mut files)?;
        files.sort();
        let pack = Pack::load(&files).map_err(|faults| {
            faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
        })?;
        let is_notice = |name: &str| name.starts_with("calendar/") && ends(name, "json");
        let notices: Vec<(String, String)> =
            files.iter().filter(|(name, _)| is_notice(name)).cloned().collect();
        let mut years = Vec::new();
        for (name, text) in &notices {
            years.push(YearNotice::parse(name, text)?);
        }
        let periods = files.iter().find(|(name, _)| name == "national/periods.toml");
        let texts = Texts {
            periods: periods.map(|(_, text)| text.clone()).unwrap_or_default(),
            notices: notices.into_iter().map(|(_, text)| text).collect(),
        };
        Ok(Self { pack, calendar: Calendar::new(years), texts, files })
    }
}

/// Randomness that repeats. Keys and salts made of it are good for nothing else.
struct Thrown(Mutex<Dice>);

impl Entropy for Thrown {
    fn fill(&self, buffer: &mut [u8]) {
        if let Ok(mut dice) = self.0.lock() {
            for part in buffer.chunks_mut(8) {
                for (place, byte) in part.iter_mut().zip(dice.throw().to_le_bytes()) {
                    *place = byte;
                }
            }
        }
    }
}

/// A fresh data folder with the people of a simulation, and the follower that publishes its record.
///
/// # Errors
/// The folder holds something already, or cannot be written.
pub async fn found(folder: &Path, law: Law, seed: u64) -> Result<(World, Follower), Hindrance> {
    if fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(format!("{} 不是空目录", folder.display()).into());
    }
    fs::create_dir_all(folder)?;
    let Law { pack, calendar, texts, files } = law;
    // The law lies beside the record, so that an audit judges by the same.
    for (name, text) in &files {
        let path = folder.join("packs").join(name);
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        fs::write(path, text)?;
    }
    let clock = Arc::new(ManualClock::at(zhiheng_calendar::china_timestamp(
        date(2018, 1, 1).at(8, 0, 0, 0),
    )));
    let store = SqliteStore::open(folder.join("zhiheng.db"))?;
    let suite = Suite::National;
    let entropy = Thrown(Mutex::new(Dice::new(seed ^ 0x5EED)));
    let mut key = [0_u8; 32];
    entropy.fill(&mut key);
    // The highest bytes may make it no key; a zero in front always makes one.
    if let Some(first) = key.first_mut() {
        *first = 0;
    }
    let app = App::new(Parts {
        store: Arc::new(store),
        blobs: Arc::new(LocalBlobs::open(&folder.join("blobs"), suite)?),
        clock: clock.clone(),
        entropy: Arc::new(entropy),
        pack: Arc::new(pack),
        calendar: Arc::new(calendar),
        suite,
    });
    let home = RecordHome::create(folder, suite, ORIGIN, &key)?;
    let follower = Follower::start(app.clone(), home).await?;
    let world = World::settle(app, clock, &texts).await.map_err(|error| format!("{error:?}"))?;
    Ok((world, follower))
}

fn gather(
    root: &Path,
    under: &str,
    files: &mut Vec<(String, String)>,
) -> Result<(), std::io::Error> {
    let folder: PathBuf = root.join(under);
    for entry in fs::read_dir(&folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let name = if under.is_empty() { name } else { format!("{under}/{name}") };
        if entry.file_type()?.is_dir() {
            gather(root, &name, files)?;
        } else if ["toml", "json", "md"].iter().any(|kind| ends(&name, kind)) {
            files.push((name, fs::read_to_string(entry.path())?));
        }
    }
    Ok(())
}

fn ends(name: &str, ending: &str) -> bool {
    Path::new(name).extension().is_some_and(|found| found == ending)
}
