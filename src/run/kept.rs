//! A trained team as a file: its scenario, its seed and what each seat has learned. It plays the same wherever it is
//! opened.
//!
//! The file begins with a word that says what it is; then come the encoded parts and four bytes of a checksum, so that
//! a file that was cut or changed is told from one that was made, and from one of another program.

use crate::base::Trouble;
use crate::base::hash::Fingerprint;
use crate::run::scenario::{self, Checked, Entrant, Scenario};
use crate::run::seats::Player;
use crate::run::{Run, Shop};
use crate::trouble;
use serde::{Deserialize, Serialize};

const WORD: &[u8] = b"emporium team\n";
const CHECK: usize = 4;

/// What the team of a run has learned.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Learned {
    pub seed: u64,
    /// After so many steps.
    pub steps: u64,
    /// What each seat has learned.
    pub seats: Vec<Vec<u8>>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    /// With the one contestant whose team it is.
    pub scenario: Scenario,
    pub learned: Learned,
}

/// A kept team that can be played.
pub struct Opened {
    pub checked: Checked,
    pub players: Vec<Player>,
    pub seed: u64,
    pub steps: u64,
}

impl Opened {
    pub fn shop(&self) -> &Shop {
        &self.checked.shop
    }
}

impl Learned {
    /// What the team of a run has learned. What has run away is refused.
    pub fn of(run: &Run) -> Result<Learned, Trouble> {
        if let Some(Trouble { en, zh }) = run.trouble() {
            return Err(trouble!("a run that stopped is not kept: {en}", "中止的运行不予存档：{zh}"));
        }
        play_by_themselves(run.players())?;
        let learned = |player: &Player| player.agent().map_or_else(Vec::new, |agent| agent.save());
        Ok(Learned { seed: run.seed(), steps: run.steps(), seats: run.players().iter().map(learned).collect() })
    }

    /// Builds the team anew and hands each seat what it had learned.
    pub fn players(&self, shop: &Shop, team: &Entrant, steps: u64) -> Result<Vec<Player>, Trouble> {
        let (seats, wanted) = (self.seats.len(), shop.spec().seats.len());
        if seats != wanted {
            return Err(trouble!(
                "the file holds {seats} seats, but must hold one team of {wanted}",
                "文件中有 {seats} 个席位，应为一个有 {wanted} 个席位的团队"
            ));
        }
        let mut players = team.players(shop, steps, self.seed)?;
        play_by_themselves(&players)?;
        for (seat, (player, learned)) in players.iter_mut().zip(&self.seats).enumerate() {
            if let Player::Agent(agent) = player {
                agent.load(learned).map_err(|Trouble { en, zh }| {
                    trouble!("seat {seat} of the file: {en}", "文件的席位 {seat}：{zh}")
                })?;
            }
        }
        Ok(players)
    }
}

impl Kept {
    /// What a contestant of a scenario has learned, with all that it needs to be played.
    pub fn of(scenario: &Scenario, contestant: usize, learned: Learned) -> Kept {
        let mut scenario = scenario.clone();
        scenario.contestants = scenario.contestants.get(contestant).cloned().into_iter().collect();
        scenario.seeds.first = learned.seed;
        scenario.seeds.count = 1;
        Kept { scenario, learned }
    }

    pub fn write(&self) -> Result<Vec<u8>, Trouble> {
        let failed = |e: postcard::Error| trouble!("the team cannot be written: {e}", "无法写出存档：{e}");
        let mut file = WORD.to_vec();
        file.push(scenario::VERSION as u8);
        file.extend(postcard::to_allocvec(self).map_err(failed)?);
        let check = checksum(&file);
        file.extend(check);
        Ok(file)
    }

    /// Reads what [`Kept::write`] has written. The scenario is not yet checked.
    pub fn read(file: &[u8]) -> Result<Kept, Trouble> {
        let Some(rest) = file.strip_prefix(WORD) else {
            return Err(trouble!(
                "the file is not a team that was kept: it must begin with “emporium team”",
                "该文件不是存档：应以“emporium team”开头"
            ));
        };
        let damaged =
            || trouble!("the file is damaged: a part of it is missing or changed", "文件已损坏：缺少或改动了一部分");
        let (Some(&version), Some(end)) = (rest.first(), file.len().checked_sub(CHECK)) else { return Err(damaged()) };
        let known = scenario::VERSION;
        if u32::from(version) != known {
            return Err(trouble!(
                "the file is of version {version}, but this engine reads version {known}",
                "文件的版本是 {version}，本引擎只读版本 {known}"
            ));
        }
        if end <= WORD.len() || checksum(&file[..end]) != file[end..] {
            return Err(damaged());
        }
        let (kept, left) = postcard::take_from_bytes(&file[WORD.len() + 1..end]).map_err(|_| damaged())?;
        if left.is_empty() { Ok(kept) } else { Err(damaged()) }
    }

    /// The scenario, checked, with its one contestant.
    pub fn check(&self) -> Result<Checked, Trouble> {
        let checked = self.scenario.check()?;
        let teams = checked.entrants.len();
        if teams == 1 {
            return Ok(checked);
        }
        Err(trouble!("the file holds {teams} teams, but must hold one", "文件中有 {teams} 个团队，应为一个"))
    }

    /// The team as it was.
    pub fn open(&self) -> Result<Opened, Trouble> {
        let checked = self.check()?;
        let players = self.learned.players(&checked.shop, &checked.entrants[0], checked.schedule.steps)?;
        Ok(Opened { checked, players, seed: self.learned.seed, steps: self.learned.steps })
    }
}

/// A team in which the visitor sits cannot be played from a file.
fn play_by_themselves(players: &[Player]) -> Result<(), Trouble> {
    match players.iter().position(|player| matches!(player, Player::Visitor)) {
        None => Ok(()),
        Some(seat) => Err(trouble!(
            "seat {seat} is the visitor's, who plays by hand, but a team that is kept must play by itself",
            "席位 {seat} 由访客手动操作，而存档的团队必须能自己运行"
        )),
    }
}

fn checksum(bytes: &[u8]) -> [u8; CHECK] {
    let mut hash = Fingerprint::default();
    bytes.iter().for_each(|b| hash.add(u64::from(*b)));
    (hash.value() as u32).to_le_bytes()
}
