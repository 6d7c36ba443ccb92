//! What is measured, natively and in the browser alike.

mod networks;

use emporium::agent::{self, Build, Case};
use emporium::analytics::recommend::measures::judge;
use emporium::analytics::recommend::neighbours::{self, By, Level, Options};
use emporium::analytics::recommend::{Rating, Ratings, similarity::Measure};
use emporium::base::{Action, Params, Rng, Setting, World};
use emporium::nn::Activation;
use emporium::run::scenario::{Budget, Measuring};
use emporium::run::{Run, Scenario};
use emporium::sim;

/// Something that is timed. Its id is its name and what one time is of, as `dqn/step (updates: 0.25)`.
pub struct Work {
    pub name: &'static str,
    pub of: String,
    /// How many of these one call of `run` does, so that the call's own cost does not count.
    pub units: u64,
    pub run: Box<dyn FnMut()>,
}

impl Work {
    fn new(name: &'static str, of: &str, units: u64, run: impl FnMut() + 'static) -> Work {
        Work { name, of: of.into(), units, run: Box::new(run) }
    }
}

/// Steps in a call: as many as one of PPO's rollouts has, so that each call holds all that follows from it.
const STEPS: u64 = 1_024;

pub fn all() -> Vec<Work> {
    let mut works = vec![inventory_steps()];
    works.extend(["q-learning", "sarsa", "expected-sarsa", "double-q"].map(|id| learning(id, id, &[], 1.0)));
    // By their defaults: two layers of 64, batches of 64; ten passes over the rollout for PPO, one for REINFORCE.
    works.push(learning("dqn", "dqn", &[], 0.25));
    works.push(learning("ppo", "ppo", &[], 10.0 / 64.0));
    works.push(learning("reinforce", "reinforce", &[], 1.0 / 64.0));
    works.push(learning("reinforce-no-baseline", "reinforce", &[("baseline", Setting::Switch(false))], 1.0 / 64.0));
    works.extend([
        networks::updates("dqn-update-relu", Activation::Relu),
        networks::updates("dqn-update-tanh", Activation::Tanh),
    ]);
    works.extend([networks::decisions(), networks::dense(), networks::peak(), planning(), neighbours()]);
    works
}

fn inventory_steps() -> Work {
    let entry = sim::find("inventory").unwrap();
    let params = entry.params_of(&entry.preset("everyday").unwrap()).unwrap();
    let mut env = (entry.build)(&params).unwrap();
    env.reset(World::training(1).episode(0));
    let (mut actions, mut rewards) = ([Action::choice(5)], [0.0]);
    let mut observation = [0.0];
    Work::new("inventory", "step", STEPS, move || {
        for _ in 0..STEPS {
            env.observe(0, &mut observation);
            actions[0].choice = if observation[0] < 8.0 { 12 } else { 0 };
            env.step(&actions, &mut rewards);
        }
        std::hint::black_box(rewards[0]);
    })
}

/// Training as on the page: the world's steps, the decisions, and all updates that come of them.
fn learning(name: &'static str, agent: &str, set: &[(&str, Setting)], updates: f64) -> Work {
    const ENDLESS: u64 = 10_000_000_000;
    let mut scenario = Scenario::of("inventory", "everyday", &[agent]);
    scenario.budget = Some(Budget { steps: ENDLESS });
    scenario.evaluation = Some(Measuring { every: ENDLESS, episodes: 1 });
    let given = &mut scenario.contestants[0].seats[0].set;
    for (id, setting) in set {
        given.insert((*id).into(), setting.clone());
    }
    // As after its fall, so that what is timed decides by itself and does not only try things out.
    if agent::find(agent).unwrap().params.iter().any(|row| row.id == "epsilon_start") {
        given.insert("epsilon_start".into(), Setting::Number(0.1));
    }
    let checked = scenario.check().unwrap();
    let mut run = Run::new(&checked.shop, &checked.entrants[0], 1, checked.schedule).unwrap();
    // The first measurement, and what is gathered before the first update. It ends where a rollout ends.
    while run.steps() < 20 * STEPS {
        run.advance(20 * STEPS - run.steps());
    }
    Work::new(name, &format!("step (updates: {updates})"), STEPS, move || {
        run.advance(STEPS);
    })
}

fn planning() -> Work {
    let entry = sim::find("inventory").unwrap();
    let params = entry.params_of(&entry.preset("bursty").unwrap()).unwrap();
    let env = (entry.build)(&params).unwrap();
    Work::new("plan-1081-states", "plan", 1, move || {
        let entry = agent::find("relative-value-iteration").unwrap();
        let none = Params::defaults(&[]);
        let Build::Agent(build) = entry.build else { return };
        std::hint::black_box(build(&Case::of(&*env, 0, &none, 1)).unwrap());
    })
}

/// 1,000 users and items with 100,000 ratings are fitted and 20,000 pairs predicted.
fn neighbours() -> Work {
    let mut rng = Rng::new(1, "bench");
    let line = |user, item, rng: &mut Rng| Rating { user, item, rating: 1.0 + rng.below(5) as f64 };
    let (mut log, mut asked) = (Vec::new(), Vec::new());
    for user in 0..1_000 {
        // A stride without a common divisor with 1,000 meets no item twice.
        let (start, stride) = (rng.below(1_000), [1, 3, 7, 9, 11, 13][rng.below(6) as usize]);
        let item = |n: u32| (start + n * stride) % 1_000;
        log.extend((0..100).map(|n| line(user, item(n), &mut rng)));
        asked.extend((100..120).map(|n| line(user, item(n), &mut rng)));
    }
    let ratings = Ratings::new(1_000, 1_000, (1.0, 5.0), &log).unwrap();
    Work::new("user-cf-100000-ratings", "fit and judgement", 1, move || {
        let options = Options::of(By::User, Measure::Cosine, Level::OwnMean);
        let fitted = neighbours::fit(&ratings, options).unwrap();
        std::hint::black_box(judge(&fitted, &asked));
    })
}
