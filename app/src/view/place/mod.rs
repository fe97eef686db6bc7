//! Auto-place: the question at the left, the search with its best so far, and the proposal beside today's placement;
//! accepted as one undoable edit or discarded.

mod ask;
mod picture;
mod proposal;
mod way;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use egui::{Align, Layout, Ui, UiBuilder, vec2};
use evenkeel_model::catalogue::Catalogue;
use evenkeel_model::check;
use evenkeel_model::facts::{Case, Cx, derive};
use evenkeel_model::ids::{EntityId, HostId, VmId};
use evenkeel_model::place::{Answer, MayMove, Objective, Progress, Question, place};
use evenkeel_model::plan::Plan;
use evenkeel_model::solve::Budget;
use evenkeel_model::units::{pretty, with_unit};

use super::ViewCx;
use super::canvas::scene::Scene;
use crate::ui::widgets;

/// What a person does with auto-place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Start,
    /// Takes the best so far.
    Stop,
    Accept,
    Discard,
}

/// Which VMs may be moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Which {
    #[default]
    All,
    Unplaced,
    Selected,
}

/// The question as entered.
#[derive(Clone, Debug)]
pub struct Asked {
    pub objective: Objective,
    pub which: Which,
    pub across_pools: bool,
    /// None takes the plan's own numbers.
    pub host_failures: Option<u32>,
    pub year: u32,
    pub seconds: u32,
    pub prices: BTreeMap<HostId, u64>,
}

impl Default for Asked {
    fn default() -> Self {
        Self {
            objective: Objective::default(),
            which: Which::default(),
            across_pools: false,
            host_failures: None,
            year: 0,
            seconds: 10,
            prices: BTreeMap::new(),
        }
    }
}

impl Asked {
    /// The question that the placer gets.
    pub fn question(&self, selection: &[EntityId]) -> Question {
        let vms = selection.iter().filter_map(|id| match id {
            EntityId::Vm(vm) => Some(vm.clone()),
            _ => None,
        });
        Question {
            objective: self.objective,
            may_move: match self.which {
                Which::All => MayMove::All,
                Which::Unplaced => MayMove::Unplaced,
                Which::Selected => MayMove::Only(vms.collect::<std::collections::BTreeSet<VmId>>()),
            },
            across_pools: self.across_pools,
            host_failures: self.host_failures,
            year: self.year,
            prices: self.prices.clone(),
            seed: 0,
        }
    }
}

/// An answer, what it answers, and the pictures of before and after.
#[derive(Debug)]
pub struct Answered {
    pub plan: Arc<Plan>,
    pub answer: Answer,
    pub before: Arc<Scene>,
    pub after: Option<Arc<Scene>>,
}

/// A search that runs.
#[derive(Clone, Debug)]
pub struct Running {
    pub since: Instant,
    pub limit: Duration,
    pub objective: Objective,
    pub told: Arc<Mutex<Option<Progress>>>,
}

impl Running {
    pub fn new(asked: &Asked) -> Self {
        Self {
            since: Instant::now(),
            limit: Duration::from_secs(u64::from(asked.seconds)),
            objective: asked.objective,
            told: Arc::default(),
        }
    }

    fn latest(&self) -> Option<Progress> {
        self.told.lock().ok().and_then(|p| *p)
    }
}

/// What the page remembers while the program runs.
#[derive(Clone, Debug, Default)]
pub struct State {
    pub asked: Asked,
    pub running: Option<Running>,
    pub answered: Option<Arc<Answered>>,
}

fn scene(plan: &Plan, catalogue: &Catalogue) -> Arc<Scene> {
    let cx = Cx::new(plan, catalogue);
    let facts = derive(&cx, &Case::normal());
    let findings = check::run(&cx, &facts);
    let places = Arc::new(super::canvas::layout::place(plan));
    Arc::new(super::canvas::scene::build(&cx, &facts, &findings, places))
}

/// Answers a question within its time, or until it should stop.
pub fn answer(
    plan: Arc<Plan>,
    catalogue: &Catalogue,
    question: &Question,
    running: &Running,
    should_stop: &dyn Fn() -> bool,
) -> Answered {
    let end = running.since + running.limit;
    let stop = || should_stop() || Instant::now() >= end;
    let budget = Budget {
        work: Budget::UNLIMITED,
        should_stop: &stop,
    };
    let answer = place(&plan, catalogue, question, &budget, &mut |progress| {
        if let Ok(mut told) = running.told.lock() {
            *told = Some(*progress);
        }
    });
    let after = match &answer {
        Answer::Proposal(p) => Some(scene(&p.plan, catalogue)),
        Answer::Infeasible(_) => None,
    };
    Answered {
        before: scene(&plan, catalogue),
        plan,
        answer,
        after,
    }
}

/// A value with what it counts.
pub fn measured(objective: Objective, value: f64) -> String {
    let counted = |one: &str, many: &str| {
        let noun = if value == 1.0 { one } else { many };
        format!("{} {noun}", pretty(value))
    };
    match objective {
        Objective::Hosts => counted("host", "hosts"),
        Objective::Cost => format!("a cost of {}", pretty(value)),
        Objective::Balance => format!("{} on the fullest host", with_unit(value, "share")),
        Objective::Moves => counted("VM moved", "VMs moved"),
    }
}

/// Width of the question, points.
const ASK: f32 = 320.0;

/// Draws it.
pub fn show(ui: &mut Ui, cx: &mut ViewCx<'_>) {
    let area = ui.available_rect_before_wrap();
    let (left, right) = area.split_left_right_at_x(area.left() + ASK);
    let column = |ui: &mut Ui, rect: egui::Rect, salt: &str| {
        ui.new_child(
            UiBuilder::new()
                .max_rect(rect)
                .id_salt(salt)
                .layout(Layout::top_down(Align::Min)),
        )
    };
    let mut at_left = column(ui, left, "question");
    ask::show(&mut at_left, cx);
    ui.painter().vline(
        left.right() + 12.0,
        area.y_range(),
        egui::Stroke::new(1.0, cx.theme.rule),
    );
    let right = egui::Rect::from_min_max(right.min + vec2(24.0, 0.0), right.max);
    let mut at_right = column(ui, right, "answer");
    result(&mut at_right, cx);
    ui.allocate_rect(area, egui::Sense::hover());
}

fn result(ui: &mut Ui, cx: &mut ViewCx<'_>) {
    if let Some(running) = cx.ws.place.running.clone() {
        searching(ui, cx, &running);
        return;
    }
    match cx.ws.place.answered.clone() {
        Some(answered) => match &answered.answer {
            Answer::Proposal(p) => proposal::show(ui, cx, &answered, p),
            Answer::Infeasible(i) => way::show(ui, cx, &answered, i),
        },
        None => nothing(ui, cx),
    }
}

fn nothing(ui: &mut Ui, cx: &ViewCx<'_>) {
    ui.add_space(64.0);
    ui.vertical_centered(|ui| {
        ui.set_max_width(440.0);
        ui.label(widgets::strong(cx.theme, "No proposal yet"));
        ui.add_space(6.0);
        let text = "Every VM gets a host so that all checks of the plan hold, as few or as cheap hosts as can be. The \
                    proposal stands beside today's placement; nothing changes until you accept it, and Undo takes it back.";
        ui.add(
            egui::Label::new(
                crate::ui::fields::muted(cx.theme, text).line_height(Some(20.0)),
            )
            .wrap(),
        );
    });
}

fn searching(ui: &mut Ui, cx: &mut ViewCx<'_>, running: &Running) {
    ui.request_repaint_after(Duration::from_millis(100));
    let theme = cx.theme;
    let spent = running.since.elapsed();
    let told = running.latest();
    ui.add_space(56.0);
    ui.vertical_centered(|ui| {
        ui.set_max_width(420.0);
        let phase = told.map_or("Starting", |p| p.phase.word());
        ui.label(widgets::strong(theme, phase));
        ui.add_space(8.0);
        let share = spent.as_secs_f32() / running.limit.as_secs_f32().max(0.001);
        ui.add(
            egui::ProgressBar::new(share.min(1.0))
                .desired_width(360.0)
                .text(format!(
                    "{} of {} s",
                    spent.as_secs(),
                    running.limit.as_secs()
                )),
        );
        ui.add_space(8.0);
        let text = match told {
            Some(p) => match (p.best, p.gap()) {
                (Some(best), Some(gap)) => format!(
                    "Best so far {}; none has less than {}, a gap of {}.",
                    measured(running.objective, best),
                    measured(running.objective, p.bound),
                    with_unit(gap, "share")
                ),
                _ => format!(
                    "No placement yet; none has less than {}.",
                    measured(running.objective, p.bound)
                ),
            },
            None => String::new(),
        };
        ui.add(egui::Label::new(crate::ui::fields::plain(theme, text)).wrap());
        ui.add_space(10.0);
        if widgets::quiet_button(ui, "Stop and take the best")
            .on_hover_text("Ends the search with what was found so far")
            .clicked()
        {
            cx.send.send(crate::command::Command::Place(Step::Stop));
        }
    });
}
