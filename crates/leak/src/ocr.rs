//! Reading words off pictures, by a program of the machine where there is one.
//!
//! What this is not: a judgement. What was read goes the way of every other text. Where no program is there, the checker says
//! so and stops copies whose pictures it cannot look into (see `docs/adr/0019-leak-checker.md`).

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The longest that one picture may take.
const LONGEST: Duration = Duration::from_mins(1);

/// Reads the words of a picture.
pub trait Ocr: Send + Sync {
    /// The words on a picture, given as PNG; none where it could not be read.
    fn read(&self, png: &[u8]) -> Option<String>;
}

/// The program `tesseract` with its Chinese model.
#[derive(Debug, Clone)]
pub struct Tesseract {
    program: PathBuf,
}

impl Tesseract {
    /// The program, where it is there and knows simplified Chinese.
    pub fn found() -> Option<Self> {
        let program = PathBuf::from("tesseract");
        let said = Command::new(&program).arg("--list-langs").output().ok()?;
        let knows = |out: &[u8]| String::from_utf8_lossy(out).lines().any(|line| line == "chi_sim");
        (knows(&said.stdout) || knows(&said.stderr)).then_some(Self { program })
    }
}

impl Ocr for Tesseract {
    fn read(&self, png: &[u8]) -> Option<String> {
        let mut child = Command::new(&self.program)
            .args(["stdin", "stdout", "-l", "chi_sim", "--psm", "6"])
            .env("OMP_THREAD_LIMIT", "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let mut input = child.stdin.take()?;
        let picture = png.to_vec();
        // Written by another hand: a program that does not read would otherwise hold this one for ever.
        let writer = std::thread::spawn(move || input.write_all(&picture).is_ok());
        let mut output = child.stdout.take()?;
        let reader = std::thread::spawn(move || {
            let mut said = Vec::new();
            std::io::Read::read_to_end(&mut output, &mut said).ok().map(|_| said)
        });
        let begun = Instant::now();
        let ended = loop {
            match child.try_wait().ok()? {
                Some(status) => break status.success(),
                None if begun.elapsed() > LONGEST => {
                    let _ = child.kill();
                    let _ = child.wait();
                    break false;
                }
                None => std::thread::sleep(Duration::from_millis(5)),
            }
        };
        let _ = writer.join();
        let said = reader.join().ok().flatten()?;
        ended.then(|| String::from_utf8_lossy(&said).into_owned())
    }
}
