//! What the learners with tables share: how they try things out, what they keep, and their parameters. They differ in
//! one thing, which is data: the [`Rule`] by which they reckon what follows a step.

use super::course::Course;
use super::discount::{GAMMA, GAMMA_COURSE, GAMMA_RISE, GAMMA_START, discount};
use super::exploration::{
    ALPHA, ALPHA_COURSE, ALPHA_END, ALPHA_POWER, EPSILON_SHARE, EPSILON_START, EXPLORE, EXPLORE_COURSE, Exploring,
    TEMPERATURE_END, TEMPERATURE_START, epsilon_end,
};
use super::table::Table;
use super::{Agent, Case, Lesson, Mode, Note, Opinion, Seen, Transition};
use crate::base::{Action, ParamRow, Rng, Text, Trouble};
use crate::sim::Status;
use crate::trouble;
use libm::exp;

pub const ROWS: usize = 15;

/// The parameters of every learner with a table; the best end of ε differs.
pub const fn rows(end: f64) -> [ParamRow; ROWS] {
    [
        ALPHA,
        ALPHA_POWER,
        ALPHA_COURSE,
        ALPHA_END,
        GAMMA,
        GAMMA_START,
        GAMMA_RISE,
        GAMMA_COURSE,
        EXPLORE,
        EPSILON_START,
        epsilon_end(end),
        TEMPERATURE_START,
        TEMPERATURE_END,
        EPSILON_SHARE,
        EXPLORE_COURSE,
    ]
}

/// One list for all of them but one: each weighs something on the page.
pub static USUAL: [ParamRow; ROWS] = rows(0.1);

/// What a learner reckons to follow a step: nothing after a terminated one, whatever the rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// max Q(s′, ·).
    Best,
    /// Q(s′, a′), a′ the action that is played next.
    Played,
    /// Σ π(a′|s′)·Q(s′, a′).
    Expected,
    /// What one table says of the choice that the other thinks best.
    Double,
}

pub struct Tabular {
    rule: Rule,
    table: Table,
    /// Only the double rule has two.
    second: Option<Table>,
    discount: Course,
    exploring: Exploring,
    steps: u64,
    /// The action that `learn` has drawn for the state that comes next, in each lane: whoever plays another seat may
    /// want several.
    drawn: Vec<Option<usize>>,
    /// A buffer: the chance of each choice.
    chances: Vec<f64>,
}

impl Tabular {
    pub fn new(case: &Case<'_>, rule: Rule) -> Tabular {
        let table = || Table::new(case.spec, case.seat, case.params, case.steps);
        Tabular {
            rule,
            chances: vec![0.0; case.spec.seats[case.seat].actions.choices().unwrap_or(0)],
            second: (rule == Rule::Double).then(table),
            table: table(),
            discount: discount(case.params, case.steps),
            exploring: Exploring::new(case.params, case.steps),
            steps: 0,
            drawn: Vec::new(),
        }
    }

    /// By what it plays: its table, or the mean of both.
    #[inline]
    fn value(&self, row: usize, choice: usize) -> f64 {
        let value = self.table.value(row, choice);
        self.second.as_ref().map_or(value, |second| 0.5 * (value + second.value(row, choice)))
    }

    /// The allowed choice of the largest value, the first among equals; the first choice where none is allowed.
    #[inline]
    fn best(&self, row: usize, mask: &[bool]) -> usize {
        let Some(second) = &self.second else { return self.table.best(row, mask).0 };
        let (mut best, mut most) = (0, f64::NEG_INFINITY);
        for (choice, (one, other)) in self.table.values(row).iter().zip(second.values(row)).enumerate() {
            let value = 0.5 * (one + other);
            if value > most && self.table.allows(mask, choice) {
                (best, most) = (choice, value);
            }
        }
        best
    }

    /// The chance of each choice while it learns, at a step.
    fn weigh(&self, row: usize, mask: &[bool], step: u64, chances: &mut [f64]) {
        let (best, amount) = (self.best(row, mask), self.exploring.at(step));
        let most = self.value(row, best);
        let mut total = 0.0;
        for (choice, chance) in chances.iter_mut().enumerate() {
            *chance = match (self.table.allows(mask, choice), self.exploring.softmax) {
                (false, _) => 0.0,
                (true, true) => exp((self.value(row, choice) - most) / amount),
                (true, false) => 1.0,
            };
            total += *chance;
        }
        let share = if self.exploring.softmax { 1.0 } else { amount };
        chances.iter_mut().for_each(|chance| *chance *= share / f64::max(total, 1.0));
        // Where nothing is allowed the first choice counts as the best, and is played.
        chances[best] += if total == 0.0 { 1.0 } else { 1.0 - share };
    }

    fn draw(&mut self, seen: Seen<'_>, rng: &mut Rng) -> usize {
        let (uniform, row) = (rng.uniform(), self.table.row(seen.observation));
        if !self.exploring.softmax {
            let tries = uniform < self.exploring.at(self.steps);
            return if tries { self.table.any(seen.mask, rng) } else { self.best(row, seen.mask) };
        }
        let mut chances = std::mem::take(&mut self.chances);
        self.weigh(row, seen.mask, self.steps, &mut chances);
        let mut left = uniform;
        let passed = |chance: &f64| {
            left -= chance;
            left < 0.0
        };
        // What rounding leaves over goes to the best choice.
        let drawn = chances.iter().position(passed).unwrap_or_else(|| self.best(row, seen.mask));
        self.chances = chances;
        drawn
    }

    /// The action that is played next, which the following `act` hands out; none is where an episode was cut.
    fn draw_ahead(&mut self, lane: usize, step: &Transition<'_>, rng: &mut Rng) -> usize {
        let next = self.draw(step.next, rng);
        if self.drawn.len() <= lane {
            self.drawn.resize(lane + 1, None);
        }
        self.drawn[lane] = (step.status == Status::Running).then_some(next);
        next
    }

    /// Σ π(a′|s′)·Q(s′, a′) with the policy π of a step.
    fn expected(&self, next: Seen<'_>, step: u64, chances: &mut [f64]) -> f64 {
        let row = self.table.row(next.observation);
        self.weigh(row, next.mask, step, chances);
        chances.iter().enumerate().map(|(choice, chance)| chance * self.value(row, choice)).sum()
    }

    /// What the second table, or in its turn the first, says of the choice that the other thinks best.
    fn judged(&self, next: Seen<'_>, turn: bool) -> f64 {
        let second = self.second.as_ref().unwrap_or(&self.table);
        let (chooses, judges) = if turn { (second, &self.table) } else { (&self.table, second) };
        let row = self.table.row(next.observation);
        judges.value(row, chooses.best(row, next.mask).0)
    }
}

impl Agent for Tabular {
    fn act(&mut self, lane: usize, seen: Seen<'_>, rng: &mut Rng, mode: Mode, action: &mut Action) {
        action.choice = match mode {
            Mode::Exploit => self.best(self.table.row(seen.observation), seen.mask),
            Mode::Explore => {
                let drawn = self.drawn.get_mut(lane).and_then(Option::take);
                drawn.unwrap_or_else(|| self.draw(seen, rng))
            }
        };
    }

    fn learn(&mut self, lane: usize, step: &Transition<'_>, rng: &mut Rng) {
        let now = self.steps;
        self.steps += 1;
        // Whose turn it is.
        let turn = self.second.is_some() && rng.below(2) == 1;
        let follows = match (step.status, self.rule) {
            (Status::Terminated, _) => 0.0,
            (_, Rule::Best) => self.table.best_after(step),
            (_, Rule::Played) => {
                let next = self.draw_ahead(lane, step, rng);
                self.table.value(self.table.row(step.next.observation), next)
            }
            (_, Rule::Expected) => {
                let mut chances = std::mem::take(&mut self.chances);
                let expected = self.expected(step.next, self.steps, &mut chances);
                self.chances = chances;
                expected
            }
            (_, Rule::Double) => self.judged(step.next, turn),
        };
        let target = step.reward + self.discount.at(now) * follows;
        let row = self.table.row(step.seen.observation);
        let learner = self.second.as_mut().filter(|_| turn).unwrap_or(&mut self.table);
        learner.update(row, step.action.choice, target, now);
    }

    fn learns(&self) -> bool {
        true
    }

    fn diagnostics(&self) -> Vec<Note> {
        let shares = [Some(&self.table), self.second.as_ref()];
        let shares: Vec<f64> = shares.into_iter().flatten().map(Table::visited).collect();
        let visited = 100.0 * shares.iter().sum::<f64>() / shares.len() as f64;
        vec![self.exploring.note(self.steps), (Text::new("table visited, %", "访问过的表格，%"), visited)]
    }

    /// The table, or one after the other.
    fn save(&self) -> Vec<u8> {
        let second = self.second.as_ref().map_or_else(Vec::new, |second| second.save(self.steps));
        [self.table.save(self.steps), second].concat()
    }

    fn load(&mut self, saved: &[u8]) -> Result<(), Trouble> {
        let tables = 1 + usize::from(self.second.is_some());
        let (n, wanted) = (saved.len(), tables * self.table.saved_length());
        if n != wanted {
            return Err(trouble!(
                "what was saved has {n} bytes, but this table's has {wanted}",
                "存档有 {n} 字节，但这个表格应有 {wanted} 字节"
            ));
        }
        let (first, rest) = saved.split_at(n / tables);
        let (steps, own) = self.table.read(first)?;
        if let Some(second) = &mut self.second {
            let (_, other) = second.read(rest)?;
            second.take(other);
        }
        self.table.take(own);
        self.steps = steps;
        self.drawn.clear();
        Ok(())
    }

    fn explain(&self, seen: Seen<'_>) -> Opinion {
        let row = self.table.row(seen.observation);
        let mut opinion = self.table.opinion(row);
        if let Some(second) = &self.second {
            let visits = second.opinion(row).visits;
            opinion.visits.iter_mut().zip(visits).for_each(|(both, other)| *both += other);
            opinion.values = (0..self.table.choices).map(|choice| self.value(row, choice)).collect();
        }
        let (best, visits) = (self.best(row, seen.mask), opinion.visits.iter().sum());
        opinion.choice = Some(best);
        opinion.notes.push((Text::new("visits of this situation", "到过此情形的次数"), visits));
        if self.exploring.softmax {
            let mut chances = self.chances.clone();
            self.weigh(row, seen.mask, self.steps, &mut chances);
            let chance = Text::new("chance of the best choice while it learns", "学习时选最佳选项的概率");
            opinion.notes.push((chance, chances[best]));
        }
        opinion
    }

    /// Of two tables both turns are told: the coin is only thrown in `learn`.
    fn lesson(&self, step: &Transition<'_>) -> Option<Lesson> {
        let (rule, means) = told(self.rule);
        let now = (self.steps, self.discount.at(self.steps));
        let follows = |turn: bool| match (step.status, self.rule) {
            (Status::Terminated, _) => 0.0,
            // The action that comes next is only drawn in `learn`; here it is the one that is played where nothing
            // is tried.
            (_, Rule::Best | Rule::Played) => self.table.best_after(step),
            (_, Rule::Expected) => self.expected(step.next, self.steps + 1, &mut self.chances.clone()),
            (_, Rule::Double) => self.judged(step.next, turn),
        };
        let mut lesson = self.table.lesson(rule, step, now, (means, follows(false)));
        if let Some(second) = &self.second {
            let other = second.lesson(&rule[OTHER_TURN..], step, now, (means, follows(true)));
            // The reward and the discount are the same.
            lesson.terms.extend(other.terms.into_iter().filter(|term| !["r", "γ"].contains(&term.symbol)));
        }
        Some(lesson)
    }
}

/// Where the rule of two tables tells of the second one's turn.
const OTHER_TURN: usize = 16;

/// The formula of a rule, sign by sign, and what it reckons to follow.
fn told(rule: Rule) -> (&'static [&'static str], Text) {
    match rule {
        Rule::Best => (
            &["Q⁺", "←", "Q", "+", "α", "·", "(", "r", "+", "γ", "·", "max Q′", "−", "Q", ")"],
            Text::new(
                "the best that the next situation is thought to be worth; 0 where nothing follows",
                "下一情形中最高的估值；已结束则为 0",
            ),
        ),
        Rule::Played => (
            &["Q⁺", "←", "Q", "+", "α", "·", "(", "r", "+", "γ", "·", "Q′", "−", "Q", ")"],
            Text::new(
                "what the next decision is thought to be worth, taken to be the best known one and no random try; 0 where nothing follows",
                "下一个决定的估值（取已知最好的，不作随机尝试）；已结束则为 0",
            ),
        ),
        Rule::Expected => (
            &["Q⁺", "←", "Q", "+", "α", "·", "(", "r", "+", "γ", "·", "Σ π′Q′", "−", "Q", ")"],
            Text::new(
                "what the next situation is worth on average, as it plays and tries there; 0 where nothing follows",
                "按它在下一情形的选法（含尝试）求得的平均估值；已结束则为 0",
            ),
        ),
        Rule::Double => (
            &[
                "Q₁⁺", "←", "Q₁", "+", "α₁", "·", "(", "r", "+", "γ", "·", "Q₂′", "−", "Q₁", ")", "∨", //
                "Q₂⁺", "←", "Q₂", "+", "α₂", "·", "(", "r", "+", "γ", "·", "Q₁′", "−", "Q₂", ")",
            ],
            Text::new(
                "what this table says of the choice that the other thinks best next, where a coin lets the other learn; 0 where nothing follows",
                "抛硬币轮到另一张表学习时，它认为下一步最好的选项在本表中的估值；已结束则为 0",
            ),
        ),
    }
}

#[cfg(test)]
#[path = "tabular_tests.rs"]
mod tests;
