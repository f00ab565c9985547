# Buttons: choice-STEP-ANSWER. People type them too, so each has a word its neighbours have not.

choice-began-as_registered = As in the record
choice-began-now = Now
choice-scope-all = All organisations
choice-detected-users = Users reported it
choice-detected-monitoring = Monitoring saw it
choice-detected-engineers = Engineers found it
choice-detected-contractor = The contractor reported it
choice-planned-no_works = No works
choice-planned-works_under_way = Planned works under way

choice-duplicate-different = Different failure
choice-duplicate-same = Same failure
choice-linked-separate = Separate it
choice-linked-keep = Keep it here

choice-impact-works = Works
choice-impact-degraded = Degraded
choice-impact-does_not_work = Does not work

choice-accept-accepted = Accept
choice-handover-keep = We fix it ourselves
choice-handover-hand_over = Hand to the contractor
choice-restored-now = Now
choice-received-accepted = Accept
choice-hand_back-refuse = Not accepted
choice-hand_back-accept = Accepted
choice-on_contractor-leave = Not opened
choice-on_contractor-open = Opened

# A service and how sure one is: for located, fault_service and steps like them.
choice-fault-certain = { $service }: certain
choice-fault-suspected = { $service }: suspected
choice-located-unknown = Not known yet
choice-fault_service-unknown = Not known yet

choice-works-works = Works
choice-works-does_not_work = Does not work
choice-recovered-works = Works
choice-recovered-degraded = Degraded
choice-recovered-does_not_work = Does not work

choice-whose_fault-ours = Ours
choice-whose_fault-contractor = Contractor
choice-whose_fault-outside = Outside cause
choice-whose_fault-unknown = Not known yet

choice-decision-new_problem = Create a problem
choice-decision-known_problem = Known problem
choice-decision-no_problem = Close without a problem
