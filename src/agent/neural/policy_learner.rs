//! What REINFORCE and PPO have in common: an actor, a critic beside it, and a rollout that fills up.

use super::actor::{Actor, How};
use super::rollout::{Done, Rollout};
use super::{
    Bounds, GRADIENT, GRADIENTS, Inputs, OF_CRITIC, OF_POLICY, Rates, Reader, RewardScale, Trainer, Writer, mind,
    ran_away,
};
use crate::agent::course::Course;
use crate::agent::discount::discount;
use crate::agent::history::History;
use crate::agent::picture::Picture;
use crate::agent::{Case, Note, Opinion, Seen, Transition, Values};
use crate::base::{Action, Rng, Text, Trouble};
use crate::nn::Activation;
use crate::nn::loss::mean_square;
use crate::sim::Seat;

/// How much a policy lives through before it learns, and what from.
#[derive(Clone, Copy, Debug)]
pub struct Practice {
    /// Worlds at once.
    pub lanes: usize,
    /// Steps of a rollout, of all lanes together.
    pub steps: usize,
    /// Rows of a batch.
    pub rows: usize,
    pub lambda: f64,
    /// Whether a critic's estimates are taken off the returns.
    pub critic: bool,
    /// Gradients are cut to this length.
    pub most: f32,
}

pub struct PolicyLearner {
    pub practice: Practice,
    inputs: Inputs,
    pub actor: Actor,
    critic: Option<Trainer>,
    pub rollout: Rollout,
    scale: RewardScale,
    discount: Course,
    pub rates: Rates,
    pub steps: u64,
    done: Done,
    /// What is seen while nothing is learned.
    seen: Vec<f32>,
    targets: Vec<f32>,
    order: Vec<u32>,
    seat: Seat,
    history: History,
}

/// What is kept of every update; a method that clips nothing has no share of it, nor who has no critic its loss.
const HISTORY: [Text; 5] = [
    ENTROPY,
    POLICY_LOSS,
    GRADIENTS,
    Text::new("loss of the critic", "评价网络的损失"),
    Text::new("share held by the clip", "被裁剪的比例"),
];
const ENTROPY: Text = Text::new("entropy of the policy", "策略的熵");
const POLICY_LOSS: Text = Text::new("loss of the policy", "策略的损失");
const CRITIC_LOSS: usize = 3;
const CLIPPED: usize = 4;

impl PolicyLearner {
    pub fn new(case: &Case<'_>, practice: Practice) -> PolicyLearner {
        let seat = &case.spec.seats[case.seat];
        let inputs = Inputs::new(&seat.observation);
        let (n, units) = (inputs.width(), case.params.whole("hidden"));
        let mut rng = case.weights();
        let actor = Actor::new(seat, n, units, practice.rows, practice.most, &mut rng);
        let discount = discount(case.params, case.steps);
        let bounds = Bounds::of_values(practice.most, discount.end());
        let critic = practice
            .critic
            .then(|| Trainer::new((n, units, 1), Activation::Tanh, 1.0, (0, 0.0), practice.rows, bounds, &mut rng));
        let width = if actor.drawn() > 0 { actor.drawn() } else { actor.width };
        let rollout_width = if actor.drawn() > 0 || actor.masked { width } else { 0 };
        PolicyLearner {
            practice,
            rollout: Rollout::new(practice.steps, n, rollout_width, actor.masked),
            done: actor.done(n),
            seen: vec![0.0; n],
            targets: vec![0.0; practice.rows],
            order: (0..practice.steps as u32).collect(),
            scale: RewardScale::new(case.spec.objective, discount.end()),
            discount,
            rates: Rates::new(case.params, case.steps),
            steps: 0,
            actor,
            critic,
            inputs,
            seat: seat.clone(),
            history: History::new(&HISTORY),
        }
    }

    pub fn explore(&mut self, seen: Seen<'_>, rng: &mut Rng, action: &mut Action) {
        self.inputs.write(seen.observation, &mut self.done.inputs);
        if self.actor.masked {
            self.done.mask.copy_from_slice(seen.mask);
        }
        self.actor.draw(&mut self.done, rng);
        self.actor.play(&self.done, action);
    }

    pub fn exploit(&mut self, seen: Seen<'_>, action: &mut Action) {
        self.inputs.write(seen.observation, &mut self.seen);
        let mask = if self.actor.masked { seen.mask } else { &[] };
        self.actor.best(&self.seen, mask, action);
    }

    /// Adds a step to the rollout; true where that has filled it.
    pub fn live(&mut self, lane: usize, step: &Transition<'_>) -> bool {
        self.steps += 1;
        self.scale.see(lane, step.reward, step.status);
        let inputs = &self.inputs;
        let write = |end: &mut [f32]| inputs.write(step.next.observation, end);
        self.rollout.push(lane, &self.done, step.reward, step.status, write);
        self.rollout.is_full()
    }

    /// Works out advantages and targets with today's critic and discount.
    pub fn judge(&mut self) {
        let n = self.rollout.held();
        self.rollout.values.clear();
        self.rollout.values.resize(n, 0.0);
        if let Some(critic) = &mut self.critic {
            let mut at = 0;
            while at < n {
                let rows = usize::min(self.practice.rows, n - at);
                critic.tape.begin(rows);
                (0..rows).for_each(|row| critic.tape.input_mut(row).copy_from_slice(self.rollout.begin(at + row)));
                critic.network.forward(&mut critic.tape);
                (0..rows).for_each(|row| self.rollout.values[at + row] = critic.tape.output(row)[0]);
                at += rows;
            }
        }
        let (centre, size) = (self.scale.centre(), self.scale.size());
        let critic = &mut self.critic;
        let value_of_end = |end: &[f32]| critic.as_mut().map_or(0.0, |critic| critic.answer(end)[0]);
        let factors = (self.discount.at(self.steps), self.practice.lambda);
        self.rollout.judge(factors, |reward| (reward - centre) / size, value_of_end);
    }

    /// All steps of the rollout in a new order.
    pub fn shuffle(&mut self, rng: &mut Rng) {
        for last in (1..self.order.len()).rev() {
            self.order.swap(last, rng.below(last as u32 + 1) as usize);
        }
    }

    /// How many batches a pass over the rollout has.
    pub fn batches(&self) -> usize {
        self.rollout.held().div_ceil(self.practice.rows)
    }

    /// The policy and the critic learn from one batch; `how` is told its advantages' mean and deviation.
    pub fn improve(&mut self, batch: usize, how: impl FnOnce(f32, f32) -> How) {
        let (from, rows) = (batch * self.practice.rows, self.practice.rows);
        let rows = &self.order[from..usize::min(from + rows, self.order.len())];
        let (mean, deviation) = spread(rows.iter().map(|at| self.rollout.advantages[*at as usize]));
        let how = how(mean, deviation);
        self.actor.improve(&self.rollout, rows, how);
        if let Some(critic) = &mut self.critic {
            critic.tape.begin(rows.len());
            for (row, &at) in rows.iter().enumerate() {
                critic.tape.input_mut(row).copy_from_slice(self.rollout.begin(at as usize));
                self.targets[row] = self.rollout.targets[at as usize];
            }
            critic.network.forward(&mut critic.tape);
            let loss = mean_square(critic.tape.outputs(), &self.targets[..rows.len()]);
            critic.improve(loss, how.rate);
        }
        let (heard, update) = (self.actor.heard, self.actor.last());
        let critic = self.critic.as_ref().map_or(0.0, |critic| critic.last.loss);
        self.history.note(&[heard.entropy, update.loss, update.gradient, critic, heard.clipped]);
    }

    /// How learning went, and both networks at an observation.
    pub fn pictures(&self, seen: Seen<'_>, clips: bool) -> Vec<Picture> {
        let has = |name: &usize| (*name != CRITIC_LOSS || self.critic.is_some()) && (*name != CLIPPED || clips);
        let mut pictures: Vec<Picture> =
            (0..HISTORY.len()).filter(has).map(|name| self.history.picture(name)).collect();
        let mut add =
            |network, titles| mind(&mut pictures, network, titles, &self.inputs, &self.seat, seen.observation);
        add(&self.actor.trainer.network, OF_POLICY);
        if let Some(critic) = &self.critic {
            add(&critic.network, OF_CRITIC);
        }
        pictures
    }

    pub fn rate(&self) -> f32 {
        self.rates.at(self.steps)
    }

    pub fn trouble(&self) -> Option<Trouble> {
        let sound = self.actor.trainer.sound && self.critic.as_ref().is_none_or(|critic| critic.sound);
        (!sound).then(|| ran_away(self.rates.first))
    }

    pub fn diagnostics(&self) -> Vec<Note> {
        let (update, heard) = (self.actor.last(), self.actor.heard);
        let mut notes = vec![
            (ENTROPY, f64::from(heard.entropy)),
            (POLICY_LOSS, f64::from(update.loss)),
            (GRADIENT, f64::from(update.gradient)),
        ];
        if let Some(critic) = &self.critic {
            notes.push((HISTORY[CRITIC_LOSS], f64::from(critic.last.loss)));
        }
        notes
    }

    /// The probability of each choice; for a box the numbers it would name. What the critic expects.
    pub fn explain(&self, seen: Seen<'_>) -> Opinion {
        let mut inputs = vec![0.0; self.inputs.width()];
        self.inputs.write(seen.observation, &mut inputs);
        let network = &self.actor.trainer.network;
        let outputs = network.answer(&inputs);
        let mut opinion = Opinion { notes: self.actor.notes(&outputs), ..Opinion::default() };
        if self.actor.drawn() == 0 {
            let mut probabilities = vec![0.0; outputs.len()];
            let mask = if self.actor.masked { seen.mask } else { &[] };
            crate::nn::policy::softmax(&outputs, mask, &mut probabilities);
            opinion.choice = Some(super::actor::best_of(&outputs, mask));
            opinion.values = probabilities.iter().map(|p| f64::from(*p)).collect();
            opinion.values_are = Values::Chance;
        }
        if let Some(critic) = &self.critic {
            opinion.notes.extend(self.scale.notes(critic.network.answer(&inputs)[0]));
        }
        opinion
    }

    pub fn save(&self) -> Vec<u8> {
        let file = Writer::new(self.steps, &self.scale).network(&self.actor.trainer.network);
        match &self.critic {
            Some(critic) => file.network(&critic.network).done(),
            None => file.done(),
        }
    }

    pub fn load(&mut self, saved: &[u8]) -> Result<(), Trouble> {
        let mut networks = vec![&self.actor.trainer.network];
        networks.extend(self.critic.as_ref().map(|critic| &critic.network));
        let mut file = Reader::new(saved, &networks)?;
        let actor = file.network(&self.actor.trainer.network)?;
        let critic = self.critic.as_ref().map(|critic| file.network(&critic.network)).transpose()?;
        self.actor.trainer.network = actor;
        self.actor.trainer.start_anew();
        if let (Some(critic), Some(network)) = (&mut self.critic, critic) {
            critic.network = network;
            critic.start_anew();
        }
        self.steps = file.steps;
        self.scale.set_state(file.scale);
        self.rollout.clear();
        self.history.clear();
        Ok(())
    }
}

/// Mean and standard deviation.
fn spread(values: impl Iterator<Item = f32> + Clone) -> (f32, f32) {
    let n = values.clone().count().max(1) as f64;
    let mean = values.clone().map(f64::from).sum::<f64>() / n;
    let variance = values.map(|x| (f64::from(x) - mean) * (f64::from(x) - mean)).sum::<f64>() / n;
    (mean as f32, f64::sqrt(variance) as f32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agent::one_seat::{case, choices, params, spec};
    use crate::base::{Actions, Dimension, ParamRow};
    use crate::sim::{Objective, Status};

    static ROWS: [ParamRow; 8] = [
        super::super::learning_rate(0.01),
        super::super::RATE_END,
        crate::agent::exploration::RATE_COURSE,
        crate::agent::discount::gamma(0.5),
        crate::agent::discount::GAMMA_START,
        crate::agent::discount::GAMMA_RISE,
        crate::agent::discount::GAMMA_COURSE,
        super::super::HIDDEN,
    ];

    fn learner(actions: Actions, critic: bool) -> PolicyLearner {
        let (spec, params) = (spec(actions, true, Objective::Total), params(&ROWS, &[]));
        let practice = Practice { lanes: 1, steps: 4, rows: 4, lambda: 1.0, critic, most: 0.5 };
        PolicyLearner::new(&case(&spec, &params, 100), practice)
    }

    fn live(learner: &mut PolicyLearner, mask: &[bool], reward: f64, status: Status) {
        let (mut rng, mut action) = (Rng::new(1, "live"), Action { choice: 0, values: vec![0.0; 2] });
        let seen = Seen { observation: &[1.0], mask };
        learner.explore(seen, &mut rng, &mut action);
        learner.live(0, &Transition { seen, action: &action, reward, next: seen, status });
    }

    #[test]
    fn without_a_baseline_a_return_is_what_came() {
        let mut learner = learner(choices(2), false);
        for (reward, status) in
            [(8.0, Status::Running), (4.0, Status::Terminated), (2.0, Status::Running), (6.0, Status::Running)]
        {
            live(&mut learner, &[true; 2], reward, status);
        }
        learner.judge();
        let size = learner.scale.size();
        // 8 + γ·4, and behind the end of the rollout stands nothing.
        let expected = [10.0, 4.0, 5.0, 6.0].map(|g| g / size);
        for (got, want) in learner.rollout.advantages.iter().zip(expected) {
            assert!((f64::from(*got) - want).abs() < 1e-5, "{:?}", learner.rollout.advantages);
        }
    }

    #[test]
    fn what_is_shut_or_a_box_with_a_mask_harms_nobody() {
        let text = Text::new("x", "x");
        let numbers =
            Actions::Box(vec![Dimension::real("a", text, 10.0, 30.0, 9), Dimension::real("b", text, 0.0, 1.0, 9)]);
        for (actions, mask) in [(choices(2), &[false; 2][..]), (numbers.clone(), &[]), (numbers, &[false; 2])] {
            let mut learner = learner(actions, true);
            (0..4).for_each(|_| live(&mut learner, mask, 1.0, Status::Running));
            learner.judge();
            learner.improve(0, |_, _| How { clip: None, entropy: 0.1, rate: 0.01, shift: 0.0, scale: 1.0 });
            assert_eq!(learner.trouble(), None);
            let opinion = learner.explain(Seen { observation: &[1.0], mask });
            assert!(opinion.values.iter().chain(opinion.notes.iter().map(|(_, x)| x)).all(|x| x.is_finite()));
            if learner.actor.drawn() > 0 {
                // A mean and a deviation for each: at first about the middle, and 0.6 of half the range.
                let notes: Vec<f64> = opinion.notes.iter().map(|(_, x)| *x).collect();
                assert!((notes[0] - 20.0).abs() < 2.0 && (notes[1] - 6.07).abs() < 0.3, "{notes:?}");
                assert!((notes[2] - 0.5).abs() < 0.1 && (notes[3] - 0.303).abs() < 0.02, "{notes:?}");
            } else {
                assert_eq!(opinion.values_are, Values::Chance);
                assert!((opinion.values.iter().sum::<f64>() - 1.0).abs() < 1e-6);
            }
        }
    }
}
