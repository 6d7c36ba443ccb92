//! The pool of workers: tasks are spread over them, and a dead worker's tasks are begun again by another.
//!
//! Where workers cannot be had, a clerk on the page does the same between the browser's frames.

use super::clerk::Clerk;
use super::frames::OncePerFrame;
use super::hand::Hand;
use crate::run::protocol::{FromWorker, Job, ToWorker};
use crate::run::{inside::Ask, schedule::Leash};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;

/// Tasks that one worker has at once: enough that all curves of a usual scenario grow side by side.
const MOST_AT_ONCE: usize = 24;
/// A task that so many workers died of is given up.
const MOST_TRIES: u32 = 3;
/// After so many workers that died before they were ready, the page does the work.
const MOST_FALSE_STARTS: u32 = 3;
/// Milliseconds in which a worker is to say that it has forgotten what was taken back. Whoever is deep in a plan
/// hears nothing, and is let go.
const TIME_TO_FORGET: i32 = 300;

/// Something that a worker is asked to do, from its message to its last answer.
pub struct Task {
    pub job: Job,
    message: ToWorker,
    tries: u32,
}

impl Task {
    fn is_kept(&self) -> bool {
        matches!(self.message, ToWorker::Start { keep: true, .. })
    }

    /// Holds its run on a leash, also one that is still to begin.
    fn hold(&mut self, held: Leash) {
        if let ToWorker::Start { leash, .. } = &mut self.message {
            *leash = held;
        }
    }
}

/// A handle on the pool; clones are the same pool.
#[derive(Clone)]
pub struct Pool(Rc<Inner>);

struct Inner {
    state: RefCell<State>,
    /// Is told every answer.
    say: Box<dyn Fn(FromWorker)>,
}

struct State {
    size: usize,
    hands: Vec<Hand>,
    next_id: u32,
    waiting: VecDeque<Task>,
    false_starts: u32,
    /// Workers that died at work.
    lost: u32,
    here: Option<Here>,
    /// How far all runs may go for now.
    leash: Leash,
}

/// The page's own clerk.
struct Here {
    clerk: Rc<RefCell<Clerk>>,
    next_frame: OncePerFrame,
    jobs: Vec<Job>,
    /// Finished tasks, some of whose runs the clerk keeps.
    kept: Vec<Job>,
}

impl Pool {
    /// A pool of as many workers as there are cores, for the page itself works seldom. Of its own it starts none before
    /// there is work.
    pub fn new(say: impl Fn(FromWorker) + 'static) -> Pool {
        let cores = web_sys::window().map_or(1.0, |w| w.navigator().hardware_concurrency());
        let state = State {
            size: f64::max(cores, 1.0) as usize,
            hands: Vec::new(),
            next_id: 0,
            waiting: VecDeque::new(),
            false_starts: 0,
            lost: 0,
            here: None,
            leash: Leash::Free,
        };
        Pool(Rc::new(Inner { state: RefCell::new(state), say: Box::new(say) }))
    }

    /// How many workers have said that they are ready.
    pub fn workers(&self) -> usize {
        self.0.state.borrow().hands.iter().filter(|h| h.ready).count()
    }

    /// How many workers died at work; others do it again.
    pub fn lost(&self) -> u32 {
        self.0.state.borrow().lost
    }

    /// Whether the page itself does the work.
    pub fn on_page(&self) -> bool {
        self.0.state.borrow().here.is_some()
    }

    pub fn submit(&self, tasks: Vec<(Job, ToWorker)>) {
        let task = |(job, message): (Job, ToWorker)| Task { job, message, tries: 0 };
        let mut state = self.0.state.borrow_mut();
        state.waiting.extend(tasks.into_iter().map(task));
        {
            let leash = state.leash;
            state.waiting.iter_mut().for_each(|task| task.hold(leash));
        }
        drop(state);
        self.spread();
    }

    /// Forgets all tasks; the workers stay, unless they do not hear of it.
    pub fn cancel_all(&self) {
        let mut state = self.0.state.borrow_mut();
        state.waiting.clear();
        state.lost = 0;
        state.hands.iter_mut().for_each(Hand::cancel);
        if let Some(latest) = state.hands.iter().filter_map(Hand::latest_cancelled).max() {
            let pool = self.clone();
            later(TIME_TO_FORGET, move || pool.dismiss_the_deaf(latest));
        }
        if let Some(here) = &mut state.here {
            let jobs = std::mem::take(&mut here.jobs);
            let jobs = jobs.into_iter().chain(std::mem::take(&mut here.kept));
            for job in jobs {
                here.clerk.borrow_mut().take(&ToWorker::Cancel { job }.encode());
            }
        }
    }

    /// Holds all runs on a leash, those that run and those that wait.
    pub fn set_leash(&self, leash: Leash) {
        let mut state = self.0.state.borrow_mut();
        let state = &mut *state;
        state.leash = leash;
        state.waiting.iter_mut().for_each(|task| task.hold(leash));
        for hand in &mut state.hands {
            for task in &mut hand.tasks {
                task.hold(leash);
            }
            for task in &hand.tasks {
                hand.say(&ToWorker::Leash { job: task.job, leash }.encode());
            }
        }
        if let Some(here) = &state.here {
            for &job in &here.jobs {
                here.clerk.borrow_mut().take(&ToWorker::Leash { job, leash }.encode());
            }
            here.next_frame.ask();
        }
    }

    /// Looks into a run, wherever it is.
    pub fn look(&self, job: Job, ask: Ask) {
        self.tell(job, &ToWorker::Look { job, ask });
    }

    /// Tells whoever has a run something; nothing happens where nobody has it.
    pub fn tell(&self, job: Job, message: &ToWorker) {
        let message = message.encode();
        let state = self.0.state.borrow();
        if let Some(here) = &state.here {
            if !here.jobs.contains(&job) && !here.kept.contains(&job) {
                return;
            }
            let answers = here.clerk.borrow_mut().take(&message);
            drop(state);
            self.hear_here(answers);
            return;
        }
        let has = |hand: &&Hand| hand.kept.iter().chain(&hand.tasks).any(|task| task.job == job);
        if let Some(hand) = state.hands.iter().find(has) {
            hand.say(&message);
        }
    }

    /// Lets the workers go that have not yet forgotten the jobs up to this one; later ones have time still.
    fn dismiss_the_deaf(&self, latest: Job) {
        self.0.state.borrow_mut().hands.retain(|h| h.cancelling.iter().all(|&job| job > latest));
        self.spread();
    }

    /// Gives waiting tasks to whoever has the fewest, and starts workers where more are of use.
    fn spread(&self) {
        self.start_missing();
        let mut state = self.0.state.borrow_mut();
        if let Some(here) = &state.here {
            here.next_frame.ask();
            return;
        }
        let given: usize = state.hands.iter().map(|h| h.tasks.len()).sum();
        // Workers that are still starting will want their share too.
        let share = (given + state.waiting.len()).div_ceil(usize::max(state.hands.len(), 1));
        let most = usize::min(share, MOST_AT_ONCE);
        while let Some(task) = state.waiting.pop_front() {
            let ready = state.hands.iter_mut().filter(|h| h.is_free() && h.tasks.len() < most);
            let Some(hand) = ready.min_by_key(|h| h.tasks.len()) else {
                state.waiting.push_front(task);
                return;
            };
            hand.say(&task.message.encode());
            hand.tasks.push(task);
        }
    }

    fn start_missing(&self) {
        let mut state = self.0.state.borrow_mut();
        if state.waiting.is_empty() || state.here.is_some() {
            return;
        }
        let given: usize = state.hands.iter().map(|h| h.tasks.len()).sum();
        let wanted = usize::min(state.size, given + state.waiting.len());
        while state.hands.len() < wanted && state.false_starts < MOST_FALSE_STARTS {
            let id = state.next_id;
            state.next_id += 1;
            match self.start_one(id) {
                Ok(hand) => state.hands.push(hand),
                Err(_) => state.false_starts = MOST_FALSE_STARTS,
            }
        }
        if state.hands.is_empty() {
            state.here = Some(self.here());
        }
    }

    fn start_one(&self, id: u32) -> Result<Hand, wasm_bindgen::JsValue> {
        let (hearing, dying) = (Rc::downgrade(&self.0), Rc::downgrade(&self.0));
        let hear = move |bytes: Vec<u8>| {
            if let Some(inner) = hearing.upgrade() {
                Pool(inner).hear(id, &bytes);
            }
        };
        let died = move || {
            if let Some(inner) = dying.upgrade() {
                Pool(inner).died(id);
            }
        };
        Hand::start(id, hear, died)
    }

    /// An answer of a worker.
    fn hear(&self, id: u32, bytes: &[u8]) {
        let Ok(answer) = FromWorker::decode(bytes) else { return self.died(id) };
        {
            let mut state = self.0.state.borrow_mut();
            let Some(hand) = state.hands.iter_mut().find(|h| h.id == id) else { return };
            match about(&answer) {
                About::Ready => hand.ready = true,
                About::Forgotten(job) => hand.cancelling.retain(|&j| j != job),
                About::Job { job, last, finished } => {
                    let Some(at) = hand.tasks.iter().position(|t| t.job == job) else { return };
                    if last {
                        let task = hand.tasks.remove(at);
                        if finished && task.is_kept() {
                            hand.kept.push(task);
                        }
                    }
                }
                About::Nothing => {}
            }
        }
        (self.0.say)(answer);
        self.spread();
    }

    /// A worker failed: its tasks wait again, each for a limited number of times.
    fn died(&self, id: u32) {
        let mut given_up = Vec::new();
        {
            let mut state = self.0.state.borrow_mut();
            let Some(at) = state.hands.iter().position(|h| h.id == id) else { return };
            let mut hand = state.hands.remove(at);
            if !hand.ready {
                state.false_starts += 1;
            } else if !(hand.tasks.is_empty() && hand.kept.is_empty()) {
                state.lost += 1;
            }
            let (finished, leash) = (hand.kept.len(), state.leash);
            // What had finished is computed again too: the page may want to look into it. Its results are known.
            let mut tasks = std::mem::take(&mut hand.kept);
            tasks.append(&mut hand.tasks);
            while let Some(mut task) = tasks.pop() {
                task.tries += 1;
                task.hold(leash);
                if task.tries < MOST_TRIES {
                    state.waiting.push_front(task);
                } else if tasks.len() >= finished {
                    given_up.push(task.job);
                }
            }
        }
        for job in given_up {
            (self.0.say)(FromWorker::Failed {
                job: Some(job),
                en: format!("Run {job} was begun {MOST_TRIES} times, and the browser ended its worker each time."),
                zh: format!("第 {job} 个运行开始了 {MOST_TRIES} 次，每次浏览器都终止了它的后台线程。"),
            });
        }
        self.spread();
    }

    fn here(&self) -> Here {
        let (pool, clerk) = (Rc::downgrade(&self.0), Rc::new(RefCell::new(Clerk::default())));
        let working = clerk.clone();
        let next_frame = OncePerFrame::new(move || {
            let Some(inner) = pool.upgrade() else { return };
            let pool = Pool(inner);
            let mut answers = pool.begin_here();
            answers.extend(working.borrow_mut().work());
            pool.hear_here(answers);
        });
        Here { clerk, next_frame, jobs: Vec::new(), kept: Vec::new() }
    }

    /// Begins one of the tasks that wait for the page: one a frame, because each may have a plan to work out.
    fn begin_here(&self) -> Vec<FromWorker> {
        let mut state = self.0.state.borrow_mut();
        let state = &mut *state;
        let (Some(task), Some(here)) = (state.waiting.pop_front(), &mut state.here) else { return Vec::new() };
        here.jobs.push(task.job);
        here.clerk.borrow_mut().take(&task.message.encode())
    }

    fn hear_here(&self, answers: Vec<FromWorker>) {
        for answer in answers {
            if let About::Job { job, last, finished } = about(&answer) {
                let mut state = self.0.state.borrow_mut();
                let Some(here) = &mut state.here else { return };
                if !here.jobs.contains(&job) {
                    continue;
                }
                here.jobs.retain(|&j| j != job || !last);
                if finished {
                    here.kept.push(job);
                }
            }
            (self.0.say)(answer);
        }
        let state = self.0.state.borrow();
        if let Some(here) = state.here.as_ref().filter(|here| !state.waiting.is_empty() || here.clerk.borrow().busy()) {
            here.next_frame.ask();
        }
    }
}

/// Calls after so many milliseconds.
pub fn later(milliseconds: i32, call: impl FnOnce() + 'static) {
    if let Some(window) = web_sys::window() {
        let call = Closure::once_into_js(call);
        // Only a window that is closing refuses, and then there is nobody to wait.
        let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(call.unchecked_ref(), milliseconds);
    }
}

/// What an answer is about.
enum About {
    Ready,
    /// A task that was taken back.
    Forgotten(Job),
    /// A task, whether this is its last answer, and whether its run has come to its end.
    Job {
        job: Job,
        last: bool,
        finished: bool,
    },
    Nothing,
}

fn about(answer: &FromWorker) -> About {
    match answer {
        FromWorker::Ready { .. } => About::Ready,
        FromWorker::Frame { job, frame } => About::Job { job: *job, last: frame.finished, finished: frame.finished },
        FromWorker::Measured { job, .. } | FromWorker::Failed { job: Some(job), .. } => {
            About::Job { job: *job, last: true, finished: false }
        }
        FromWorker::Cancelled { job } => About::Forgotten(*job),
        FromWorker::Failed { job: None, .. } => About::Nothing,
        FromWorker::Inside { .. } | FromWorker::Learned { .. } | FromWorker::Refused { .. } => About::Nothing,
    }
}
