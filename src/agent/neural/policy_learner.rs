//! What REINFORCE and PPO have in common: an actor, a critic beside it, and a rollout that fills up.

use super::actor::{Actor, How};
use super::rollout::{Done, Rollout};
use super::{
    GRADIENT, GRADIENTS, Inputs, OF_CRITIC, OF_POLICY, Rates, Reader, RewardScale, Trainer, Writer, mind, ran_away,
};
use crate::agent::course::Course;
use crate::agent::discount::discount;
use crate::agent::history::History;
use crate::agent::picture::Picture;
use crate::agent::{Case, Note, Opinion, Seen, Transition};
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
        let critic = practice.critic.then(|| {
            Trainer::new((n, units, 1), Activation::Tanh, 1.0, (0, 0.0), practice.rows, practice.most, &mut rng)
        });
        let discount = discount(case.params, case.steps);
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

    /// Mean and deviation of all advantages of the rollout.
    pub fn spread(&self) -> (f32, f32) {
        spread(self.rollout.advantages.iter().copied())
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

    /// The probability of each choice; for a box the numbers it would name. What the critic expects, in rewards.
    pub fn explain(&self, seen: Seen<'_>) -> Opinion {
        let mut inputs = vec![0.0; self.inputs.width()];
        self.inputs.write(seen.observation, &mut inputs);
        let network = &self.actor.trainer.network;
        let outputs = network.answer(&inputs);
        let mut opinion = Opinion::default();
        if self.actor.drawn() == 0 {
            let mut probabilities = vec![0.0; outputs.len()];
            let mask = if self.actor.masked { seen.mask } else { &[] };
            crate::nn::policy::softmax(&outputs, mask, &mut probabilities);
            opinion.choice = Some(super::actor::best_of(&outputs, mask));
            opinion.values = probabilities.iter().map(|p| f64::from(*p)).collect();
        }
        if let Some(critic) = &self.critic {
            let expected = f64::from(critic.network.answer(&inputs)[0]) * self.scale.size();
            opinion.notes.push((Text::new("what the critic expects from here", "评价网络预计的回报"), expected));
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
