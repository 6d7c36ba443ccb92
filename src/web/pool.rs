//! The pool of workers: tasks are spread over them, and a dead worker's tasks are begun again by another.
//!
//! Where workers cannot be had, a clerk on the page does the same between the browser's frames.

use super::clerk::Clerk;
use super::frames::OncePerFrame;
use super::hand::Hand;
use crate::run::protocol::{FromWorker, Job, ToWorker};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

/// Tasks that one worker has at once: enough that all curves of a usual scenario grow side by side.
const MOST_AT_ONCE: usize = 24;
/// A task that so many workers died of is given up.
const MOST_TRIES: u32 = 3;
/// After so many workers that died before they were ready, the page does the work.
const MOST_FALSE_STARTS: u32 = 3;

/// Something that a worker is asked to do, from its message to its last answer.
pub struct Task {
    pub job: Job,
    message: Vec<u8>,
    tries: u32,
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
    here: Option<Here>,
}

/// The page's own clerk.
struct Here {
    clerk: Rc<RefCell<Clerk>>,
    next_frame: OncePerFrame,
    jobs: Vec<Job>,
}

impl Pool {
    /// A pool of one worker less than there are cores, at least one; none is started before there is work.
    pub fn new(say: impl Fn(FromWorker) + 'static) -> Pool {
        let cores = web_sys::window().map_or(1.0, |w| w.navigator().hardware_concurrency());
        let state = State {
            size: usize::max((cores as usize).saturating_sub(1), 1),
            hands: Vec::new(),
            next_id: 0,
            waiting: VecDeque::new(),
            false_starts: 0,
            here: None,
        };
        Pool(Rc::new(Inner { state: RefCell::new(state), say: Box::new(say) }))
    }

    /// How many workers have said that they are ready.
    pub fn workers(&self) -> usize {
        self.0.state.borrow().hands.iter().filter(|h| h.ready).count()
    }

    /// Whether the page itself does the work.
    pub fn on_page(&self) -> bool {
        self.0.state.borrow().here.is_some()
    }

    pub fn submit(&self, tasks: Vec<(Job, ToWorker)>) {
        let task = |(job, message): (Job, ToWorker)| Task { job, message: message.encode(), tries: 0 };
        self.0.state.borrow_mut().waiting.extend(tasks.into_iter().map(task));
        self.spread();
    }

    /// Forgets all tasks; the workers stay.
    pub fn cancel_all(&self) {
        let mut state = self.0.state.borrow_mut();
        state.waiting.clear();
        for hand in &mut state.hands {
            let tasks = std::mem::take(&mut hand.tasks);
            tasks.iter().for_each(|t| hand.say(&ToWorker::Cancel { job: t.job }.encode()));
        }
        if let Some(here) = &mut state.here {
            for job in std::mem::take(&mut here.jobs) {
                here.clerk.borrow_mut().take(&ToWorker::Cancel { job }.encode());
            }
        }
    }

    /// Gives waiting tasks to whoever has the fewest, and starts workers where more are of use.
    fn spread(&self) {
        self.start_missing();
        let mut state = self.0.state.borrow_mut();
        if state.here.is_some() {
            drop(state);
            self.work_here();
            return;
        }
        let given: usize = state.hands.iter().map(|h| h.tasks.len()).sum();
        // Workers that are still starting will want their share too.
        let share = (given + state.waiting.len()).div_ceil(usize::max(state.hands.len(), 1));
        let most = usize::min(share, MOST_AT_ONCE);
        while let Some(task) = state.waiting.pop_front() {
            let ready = state.hands.iter_mut().filter(|h| h.ready && h.tasks.len() < most);
            let Some(hand) = ready.min_by_key(|h| h.tasks.len()) else {
                state.waiting.push_front(task);
                return;
            };
            hand.say(&task.message);
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
                About::Job { job, last } => {
                    let Some(at) = hand.tasks.iter().position(|t| t.job == job) else { return };
                    if last {
                        hand.tasks.remove(at);
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
            }
            for mut task in hand.tasks.drain(..).rev() {
                task.tries += 1;
                if task.tries < MOST_TRIES {
                    state.waiting.push_front(task);
                } else {
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
            let answers = working.borrow_mut().work();
            Pool(inner).hear_here(answers);
        });
        Here { clerk, next_frame, jobs: Vec::new() }
    }

    fn work_here(&self) {
        let mut answers = Vec::new();
        {
            let mut state = self.0.state.borrow_mut();
            let waiting = std::mem::take(&mut state.waiting);
            let Some(here) = &mut state.here else { return };
            for task in waiting {
                here.jobs.push(task.job);
                answers.extend(here.clerk.borrow_mut().take(&task.message));
            }
        }
        self.hear_here(answers);
    }

    fn hear_here(&self, answers: Vec<FromWorker>) {
        for answer in answers {
            if let About::Job { job, last } = about(&answer) {
                let mut state = self.0.state.borrow_mut();
                let Some(here) = &mut state.here else { return };
                if !here.jobs.contains(&job) {
                    continue;
                }
                here.jobs.retain(|&j| j != job || !last);
            }
            (self.0.say)(answer);
        }
        let state = self.0.state.borrow();
        if let Some(here) = state.here.as_ref().filter(|here| here.clerk.borrow().busy()) {
            here.next_frame.ask();
        }
    }
}

/// What an answer is about.
enum About {
    Ready,
    /// A task, and whether this is its last answer.
    Job {
        job: Job,
        last: bool,
    },
    Nothing,
}

fn about(answer: &FromWorker) -> About {
    match answer {
        FromWorker::Ready { .. } => About::Ready,
        FromWorker::Frame { job, frame } => About::Job { job: *job, last: frame.finished },
        FromWorker::Measured { job, .. } | FromWorker::Failed { job: Some(job), .. } => {
            About::Job { job: *job, last: true }
        }
        FromWorker::Failed { job: None, .. } => About::Nothing,
    }
}
