//! A discrete-event simulation of shards on machines: a queue, longest first; machines that are slow, fail and come back; second
//! copies of tasks that take too long. Times are whole milliseconds and every choice has one answer, so that a plan always gives the same
//! outcome.

use gleaner::random::Random;
use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

/// One shard: how long it is expected to take on one core, and how long it will.
#[derive(Clone, Copy, Debug)]
pub struct Shard {
    pub expected: u64,
    pub actual: u64,
}

/// When machines fail, and for how long they are away.
#[derive(Clone, Debug)]
pub enum Faults {
    None,
    /// Machine, time, time away (`u64::MAX`: for good).
    Given(Vec<(usize, u64, u64)>),
    /// Failures an hour and machine, exponentially distributed.
    Random {
        an_hour: f64,
        away: u64,
        seed: u64,
    },
}

#[derive(Clone, Debug)]
pub struct Plan {
    /// Speed of each machine; 1 is what `actual` is measured on.
    pub speeds: Vec<f64>,
    pub cores: usize,
    pub shards: Vec<Shard>,
    pub faults: Faults,
    /// A shard that was lost so often is given up.
    pub attempts: u32,
    /// A second copy of what runs longer than this many times the expected, once nothing waits; `None`: no copies.
    pub copies: Option<f64>,
}

/// What became of it; milliseconds of the clock, or of cores.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    pub makespan: u64,
    /// Core time of runs that gave a result.
    pub useful: u64,
    /// Core time that died with machines.
    pub lost: u64,
    /// Core time of copies that came second.
    pub second: u64,
    pub failures: u64,
    pub given_up: usize,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    Finish(usize),
    /// A run that takes too long.
    Overdue(usize),
    Fail(usize),
    Back(usize),
}

struct Run {
    shard: usize,
    machine: usize,
    start: u64,
    alive: bool,
}

#[derive(Clone, Default)]
struct Task {
    runs: Vec<usize>,
    lost: u32,
    settled: bool,
}

struct Machine {
    up: bool,
    runs: Vec<usize>,
    random: Random,
}

struct World<'p> {
    plan: &'p Plan,
    now: u64,
    number: u64,
    events: BinaryHeap<Reverse<(u64, u64, Event)>>,
    waiting: BinaryHeap<(u64, Reverse<usize>)>,
    /// Machines with idle cores, by how many of their cores are busy.
    idle: BTreeSet<(usize, usize)>,
    overdue: BTreeSet<usize>,
    runs: Vec<Run>,
    tasks: Vec<Task>,
    machines: Vec<Machine>,
    open: usize,
    outcome: Outcome,
}

/// Runs a plan to its end, which comes also if all machines are gone: what is left then is given up.
pub fn simulate(plan: &Plan) -> Outcome {
    let mut world = World::new(plan);
    world.assign();
    while world.open > 0 {
        let Some(Reverse((now, _, event))) = world.events.pop() else { break };
        world.now = now;
        match event {
            Event::Finish(run) => world.finish(run),
            Event::Overdue(run) => world.overdue(run),
            Event::Fail(machine) => world.fail(machine),
            Event::Back(machine) => world.back(machine),
        }
        world.assign();
    }
    world.outcome.given_up += world.open;
    world.outcome.makespan = world.now;
    world.outcome
}

impl<'p> World<'p> {
    fn new(plan: &'p Plan) -> Self {
        let seed = if let Faults::Random { seed, .. } = plan.faults { seed } else { 0 };
        let machine = |at| Machine { up: false, runs: Vec::new(), random: Random::new(seed.wrapping_mul(1_000_003) + at as u64) };
        let mut world = Self {
            plan,
            now: 0,
            number: 0,
            events: BinaryHeap::new(),
            waiting: plan.shards.iter().enumerate().map(|(at, shard)| (shard.expected, Reverse(at))).collect(),
            idle: BTreeSet::new(),
            overdue: BTreeSet::new(),
            runs: Vec::new(),
            tasks: vec![Task::default(); plan.shards.len()],
            machines: (0..plan.speeds.len()).map(machine).collect(),
            open: plan.shards.len(),
            outcome: Outcome::default(),
        };
        (0..plan.speeds.len()).for_each(|machine| world.back(machine));
        if let Faults::Given(faults) = &plan.faults {
            faults.iter().for_each(|&(machine, at, _)| world.at(at, Event::Fail(machine)));
        }
        world
    }

    fn at(&mut self, time: u64, event: Event) {
        self.number += 1;
        self.events.push(Reverse((time, self.number, event)));
    }

    fn back(&mut self, machine: usize) {
        self.machines[machine].up = true;
        self.busy(machine, |_| ());
        if let Faults::Random { an_hour, .. } = self.plan.faults {
            let hours = -libm::log(1.0 - self.machines[machine].random.unit()) / an_hour;
            self.at(self.now + (hours * 3_600_000.0) as u64, Event::Fail(machine));
        }
    }

    fn fail(&mut self, machine: usize) {
        let now = self.now;
        if !std::mem::replace(&mut self.machines[machine].up, false) {
            return;
        }
        self.outcome.failures += 1;
        let mut runs = Vec::new();
        self.busy(machine, |own| runs = std::mem::take(own));
        for run in runs {
            self.runs[run].alive = false;
            self.outcome.lost += now - self.runs[run].start;
            self.lose(run);
        }
        let away = match &self.plan.faults {
            Faults::Random { away, .. } => *away,
            Faults::Given(faults) => faults.iter().find(|fault| (fault.0, fault.1) == (machine, now)).map_or(u64::MAX, |fault| fault.2),
            Faults::None => u64::MAX,
        };
        if away < u64::MAX {
            self.at(now + away, Event::Back(machine));
        }
    }

    fn overdue(&mut self, run: usize) {
        if self.runs[run].alive && self.tasks[self.runs[run].shard].runs.len() == 1 {
            self.overdue.insert(self.runs[run].shard);
        }
    }

    /// A run died with its machine: its shard waits again, unless a copy runs on, or it was lost too often.
    fn lose(&mut self, run: usize) {
        let shard = self.runs[run].shard;
        let task = &mut self.tasks[shard];
        task.runs.retain(|&other| other != run);
        task.lost += 1;
        self.overdue.remove(&shard);
        if !task.runs.is_empty() {
            return;
        }
        if task.lost >= self.plan.attempts {
            task.settled = true;
            self.open -= 1;
            self.outcome.given_up += 1;
        } else {
            self.waiting.push((self.plan.shards[shard].expected, Reverse(shard)));
        }
    }

    fn finish(&mut self, run: usize) {
        if !self.runs[run].alive {
            return;
        }
        let shard = self.runs[run].shard;
        self.outcome.useful += self.now - self.runs[run].start;
        self.tasks[shard].settled = true;
        self.open -= 1;
        self.overdue.remove(&shard);
        for other in std::mem::take(&mut self.tasks[shard].runs) {
            let Run { machine, start, .. } = self.runs[other];
            self.runs[other].alive = false;
            self.outcome.second += if other == run { 0 } else { self.now - start };
            self.busy(machine, |runs| runs.retain(|&own| own != other));
        }
    }

    /// Changes what a machine runs.
    fn busy(&mut self, machine: usize, change: impl FnOnce(&mut Vec<usize>)) {
        let own = &mut self.machines[machine];
        self.idle.remove(&(own.runs.len(), machine));
        change(&mut own.runs);
        if own.up && own.runs.len() < self.plan.cores {
            self.idle.insert((own.runs.len(), machine));
        }
    }

    /// Gives idle cores work: first what waits, then copies of what is overdue, on another machine.
    fn assign(&mut self) {
        while let (Some(&(_, machine)), Some(&(_, Reverse(shard)))) = (self.idle.first(), self.waiting.peek()) {
            self.waiting.pop();
            self.start(shard, machine);
        }
        if self.waiting.is_empty() && !self.idle.is_empty() && !self.overdue.is_empty() {
            self.copy_overdue();
        }
    }

    fn copy_overdue(&mut self) {
        for shard in self.overdue.clone() {
            let task = &self.tasks[shard];
            let slow = task.runs.first().map(|&run| self.runs[run].machine);
            let other = self.idle.iter().map(|(_, machine)| *machine).find(|machine| Some(*machine) != slow);
            let Some(machine) = other.filter(|_| task.runs.len() == 1) else { continue };
            self.overdue.remove(&shard);
            self.start(shard, machine);
        }
    }

    fn start(&mut self, shard: usize, machine: usize) {
        let run = self.runs.len();
        self.runs.push(Run { shard, machine, start: self.now, alive: true });
        self.busy(machine, |runs| runs.push(run));
        self.tasks[shard].runs.push(run);
        let Shard { expected, actual } = self.plan.shards[shard];
        let takes = (actual as f64 / self.plan.speeds[machine]) as u64;
        self.at(self.now + takes, Event::Finish(run));
        let limit = self.plan.copies.map(|factor| (expected as f64 * factor) as u64).filter(|&limit| limit < takes);
        if let Some(limit) = limit.filter(|_| self.tasks[shard].runs.len() == 1) {
            self.at(self.now + limit, Event::Overdue(run));
        }
    }
}
