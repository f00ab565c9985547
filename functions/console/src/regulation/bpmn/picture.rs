//! The picture of the model: BPMN's diagram interchange.

use super::place::{Grid, Rect};
use super::plan::{Node, Plan, Sort};
use super::route;
use super::xml::{LANES, POOL, group, lane};
use maud::{Markup, html};

pub fn picture(plan: &Plan) -> Markup {
    let grid = Grid::of(plan);
    html! {
        bpmndi:BPMNDiagram id="Picture" {
            bpmndi:BPMNPlane id="Plane" bpmnElement=(LANES) {
                bpmndi:BPMNShape id=(format!("{POOL}_di")) bpmnElement=(POOL) isHorizontal="true" { (bounds(grid.pool())) }
                @for number in 0..plan.rows.len() {
                    bpmndi:BPMNShape id=(format!("{}_di", lane(plan, number))) bpmnElement=(lane(plan, number)) isHorizontal="true" {
                        (bounds(grid.lane(number)))
                    }
                }
                @for node in &plan.nodes { (shape(&grid, node)) }
                @for span in &plan.spans {
                    @let frame = grid.stage(span.from, span.to);
                    bpmndi:BPMNShape id=(format!("{}_di", group(span))) bpmnElement=(group(span)) {
                        (bounds(frame))
                        bpmndi:BPMNLabel { (bounds(Rect { x: frame.x + frame.width / 2 - 100, y: frame.y + 7, width: 200, height: 14 })) }
                    }
                }
                @for flow in &plan.flows {
                    bpmndi:BPMNEdge id=(format!("{}_di", flow.id)) bpmnElement=(flow.id) {
                        @for (x, y) in route::route(plan, &grid, flow) { di:waypoint x=(x) y=(y) {} }
                        @if flow.condition.is_some() {
                            bpmndi:BPMNLabel { (bounds(route::name(plan, &grid, flow))) }
                        }
                    }
                }
            }
        }
    }
}

fn shape(grid: &Grid, node: &Node) -> Markup {
    let named_beside = !node.name.is_empty() && !matches!(node.sort, Sort::Step(_));
    let crossed = matches!(node.sort, Sort::Choose | Sort::Merge).then_some("true");
    html! {
        bpmndi:BPMNShape id=(format!("{}_di", node.id)) bpmnElement=(node.id) isMarkerVisible=[crossed] {
            (bounds(grid.node(node)))
            @if named_beside { bpmndi:BPMNLabel { (bounds(grid.name(node))) } }
        }
    }
}

fn bounds(rect: Rect) -> Markup {
    html! { dc:Bounds x=(rect.x) y=(rect.y) width=(rect.width) height=(rect.height) {} }
}
