# Names of stages, roles, classes, priorities and states. Roles and states stand inside a sentence.

stage-detection = Detection
stage-assembly = Assembly
stage-diagnosis = Diagnosis
stage-restoration = Restoration
stage-verification = Verification
stage-reporting = Reporting
stage-closure = Closure
stage-recorded = Recorded only
stage-closed = Closed
stage-annulled = Annulled
stage-merged = Merged

role-first_line = first line
role-duty_engineer = duty engineer
role-contractor = contractor's representative
role-service_owner = service owner
role-shift_head = shift head
role-process_manager = process manager
role-problem_manager = problem manager
role-methodologist = methodologist
role-head = head of operations
role-observer = observer
role-product_owner = product owner
role-admin = administrator

criticality-mission_critical = Mission critical
criticality-business_critical = Business critical
criticality-business_operational = Business operational
criticality-office_productivity = Office productivity

priority-P1 = P1, critical
priority-P2 = P2, high
priority-P3 = P3, medium
priority-P4 = P4, low

standing-open = being led
standing-recorded_only = recorded, left to the desk
standing-duplicate_offered = perhaps a duplicate
standing-merged = merged with another
standing-linked = led in a neighbour's chat
standing-closed = closed
standing-annulled = annulled

# How an incident ended.
outcome-no_problem = no problem, with a comment
outcome-known_problem = known problem
outcome-new_problem = problem created
outcome-annulled = false alarm

# What came of something said.
outcome-recorded = recorded
outcome-already_so = already so
outcome-question = the bot asked back
outcome-refused = refused

person-erased = ({ $person }, name erased)
text-erased = (erased)
