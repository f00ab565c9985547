//! The model as XML, element by element in the order of the BPMN 2.0 schema.

use super::ids;
use super::picture::picture;
use super::plan::{Flow, Node, Otherwise, Plan, Sort, Span};
use crate::regulation::Regulation;
use maud::{Markup, PreEscaped, html};
use nabat_domain::procedure::{Kind, Step};

/// The collaboration, which the picture shows.
pub const LANES: &str = "Collaboration";
/// The one participant.
pub const POOL: &str = "Pool";
const PROCESS: &str = "Process";

/// A lane's id.
pub fn lane(plan: &Plan, number: usize) -> String {
    number.checked_sub(1).map_or_else(|| "Lane_bot".to_owned(), |role| format!("Lane_{}", plan.roles[role].as_str()))
}

/// The id of a stage's group.
pub fn group(span: &Span) -> String {
    ids::stage("Group", &span.stage.id)
}

pub fn document(regulation: &Regulation, plan: &Plan) -> String {
    let procedure = regulation.procedure;
    let process = format!("{PROCESS}_{}", ids::step(&procedure.id.as_str().into()));
    let title = format!("{}: {}", regulation.say("regulation-sort", &[]), regulation.subject());
    let whole = html! {
        (PreEscaped("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"))
        bpmn:definitions
            xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
            xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"
            xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"
            xmlns:di="http://www.omg.org/spec/DD/20100524/DI"
            xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
            id="Definitions" name=(title) targetNamespace="urn:nabat:regulation" exporter="Nabat" {
            bpmn:category id="Category" {
                @for span in &plan.spans {
                    bpmn:categoryValue id=(ids::stage("Stage", &span.stage.id)) value=(regulation.stage(&span.stage.id)) {}
                }
            }
            bpmn:collaboration id=(LANES) {
                bpmn:participant id=(POOL) name=(title) processRef=(process) {}
            }
            bpmn:process id=(process) name=(title) isExecutable="false" {
                bpmn:documentation { (facts(regulation)) }
                (lanes(regulation, plan))
                @for (number, node) in plan.nodes.iter().enumerate() { (element(regulation, plan, number, node)) }
                @for flow in &plan.flows { (sequence(regulation, plan, flow)) }
                @for span in &plan.spans {
                    bpmn:group id=(group(span)) categoryValueRef=(ids::stage("Stage", &span.stage.id)) {}
                }
            }
            (picture(plan))
        }
    };
    without_controls(whole.into_string())
}

/// Version, approver, dates, line by line.
fn facts(regulation: &Regulation) -> String {
    let paper = regulation.paper(String::new(), String::new(), Vec::new());
    let lines = paper.facts.into_iter().map(|(name, value)| format!("{name}: {value}"));
    lines.chain([regulation.say("regulation-source", &[])]).collect::<Vec<_>>().join("\n")
}

fn lanes(regulation: &Regulation, plan: &Plan) -> Markup {
    html! {
        bpmn:laneSet id="Lanes" {
            @for number in 0..plan.rows.len() {
                @let name = number.checked_sub(1).map_or_else(
                    || regulation.say("regulation-bot", &[]),
                    |role| regulation.role_title(plan.roles[role]),
                );
                bpmn:lane id=(lane(plan, number)) name=(name) {
                    @for node in plan.nodes.iter().filter(|node| node.lane == number) { bpmn:flowNodeRef { (node.id) } }
                }
            }
        }
    }
}

fn element(regulation: &Regulation, plan: &Plan, number: usize, node: &Node) -> Markup {
    let name = Some(&node.name).filter(|name| !name.is_empty());
    let flows = flows(plan, number);
    let default = plan.flows.iter().find(|flow| flow.from == number && flow.otherwise == Otherwise::Yes);
    let default = default.map(|flow| &flow.id);
    match node.sort {
        Sort::Start => html! { bpmn:startEvent id=(node.id) name=[name] { (flows) } },
        Sort::Milestone => html! { bpmn:intermediateThrowEvent id=(node.id) name=[name] { (flows) } },
        Sort::Ready => html! {
            bpmn:intermediateCatchEvent id=(node.id) name=[name] {
                (flows)
                bpmn:conditionalEventDefinition id=(format!("{}_when", node.id)) {
                    bpmn:condition xsi:type="bpmn:tFormalExpression" { (node.name) }
                }
            }
        },
        Sort::Split | Sort::Join => html! { bpmn:parallelGateway id=(node.id) { (flows) } },
        Sort::JoinTaken => html! { bpmn:inclusiveGateway id=(node.id) { (flows) } },
        Sort::Choose | Sort::Merge => {
            html! { bpmn:exclusiveGateway id=(node.id) name=[name] default=[default] { (flows) } }
        }
        Sort::Step(step) => task(regulation, node, step, &flows),
        Sort::Done | Sort::End => html! { bpmn:endEvent id=(node.id) name=[name] { (flows) } },
    }
}

fn flows(plan: &Plan, number: usize) -> Markup {
    html! {
        @for flow in plan.flows.iter().filter(|flow| flow.to == number) { bpmn:incoming { (flow.id) } }
        @for flow in plan.flows.iter().filter(|flow| flow.from == number) { bpmn:outgoing { (flow.id) } }
    }
}

fn task(regulation: &Regulation, node: &Node, step: &Step, flows: &Markup) -> Markup {
    let block = regulation.step_block(String::new(), step);
    let buttons = block.buttons.iter().map(|button| format!("[{button}]"));
    let lines: Vec<String> = block.question.into_iter().chain(buttons).chain(block.notes).collect();
    let often = repetition(step.kind);
    let optional = regulation.say("regulation-optional-short", &[]);
    let name = if step.mandatory { node.name.clone() } else { format!("{} ({optional})", node.name) };
    html! {
        bpmn:userTask id=(node.id) name=(name) {
            bpmn:documentation { (lines.join("\n")) }
            (flows)
            @match often {
                Often::Once => {}
                Often::Repeated => { bpmn:standardLoopCharacteristics id=(format!("{}_again", node.id)) {} }
                Often::PerSubject => { bpmn:multiInstanceLoopCharacteristics id=(format!("{}_each", node.id)) {} }
            }
        }
    }
}

/// How often a step is asked.
enum Often {
    Once,
    Repeated,
    PerSubject,
}

const fn repetition(kind: Kind) -> Often {
    match kind {
        Kind::Word | Kind::Cause => Often::Repeated,
        Kind::Works
        | Kind::Impact
        | Kind::Recovered
        | Kind::Duplicate
        | Kind::Linked
        | Kind::Provided
        | Kind::HandBack
        | Kind::OnContractor => Often::PerSubject,
        Kind::Accept
        | Kind::Began
        | Kind::Restored
        | Kind::Choice
        | Kind::Text
        | Kind::Scope
        | Kind::Fault
        | Kind::Decision
        | Kind::Exit
        | Kind::Person
        | Kind::Day
        | Kind::Fixed
        | Kind::Problem => Often::Once,
    }
}

fn sequence(regulation: &Regulation, plan: &Plan, flow: &Flow) -> Markup {
    let (from, to) = (&plan.nodes[flow.from].id, &plan.nodes[flow.to].id);
    let name = flow
        .condition
        .map(|condition| regulation.say("regulation-if", &[("answers", &regulation.answers_of(condition))]));
    html! {
        bpmn:sequenceFlow id=(flow.id) name=[name] sourceRef=(from) targetRef=(to) {
            @if let Some(condition) = flow.condition {
                bpmn:conditionExpression xsi:type="bpmn:tFormalExpression" {
                    (condition.step) " = " (condition.is.join(", "))
                }
            }
        }
    }
}

/// XML cannot hold control characters at all, escaped or not.
fn without_controls(xml: String) -> String {
    xml.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect()
}
