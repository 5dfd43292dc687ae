"""Who may use which endpoint: written by hand, held against the routes and against the running product.

One line an endpoint: its methods, what it declares, then the status of a GET on the sample (an address of the
chamber in Hiroshima) for the advisor the sample is about, the supervisor, HR, host, author, administrator,
and the outsider. ``-`` stands for an endpoint that no GET reaches; 303 leads back to the record, because its
state or the reader's part in it leaves nothing to do there.
"""

from dataclasses import dataclass

ROLES = ("advisor", "supervisor", "hr", "host", "author", "admin", "outsider")

TABLE = """
assets.show_stylesheet      GET       public             200 200 200 200 200 200 200
authoring.add_question      GET|POST  course:edit        403 403 200 403 200 403 404
authoring.compare_draft     GET       course:edit        403 403 200 403 200 403 404
authoring.discard_draft     GET|POST  course:edit        403 403 200 403 200 403 404
authoring.edit_about        GET|POST  course:edit        403 403 200 403 200 403 404
authoring.edit_aims         GET|POST  course:edit        403 403 200 403 200 403 404
authoring.edit_figures      GET|POST  course:edit        403 403 200 403 200 403 404
authoring.edit_lesson       GET|POST  course:edit        403 403 200 403 200 403 404
authoring.edit_lessons      GET|POST  course:edit        403 403 200 403 200 403 404
authoring.edit_question     GET|POST  course:edit        403 403 200 403 200 403 404
authoring.edit_quiz         GET|POST  course:edit        403 403 200 403 200 403 404
authoring.edit_sources      GET|POST  course:edit        403 403 200 403 200 403 404
authoring.edit_tasks        GET|POST  course:edit        403 403 200 403 200 403 404
authoring.export_draft      GET       course:edit        403 403 200 403 200 403 404
authoring.import_file       GET|POST  course:edit        403 403 200 403 200 403 200
authoring.import_questions  GET|POST  course:edit        403 403 200 403 200 403 404
authoring.list_drafts       GET       course:edit        403 403 200 403 200 403 200
authoring.preview_draft     GET       course:edit        403 403 200 403 200 403 404
authoring.preview_lesson    GET       course:edit        403 403 200 403 200 403 404
authoring.preview_quiz      GET|POST  course:edit        403 403 200 403 200 403 404
authoring.remove_figure     GET|POST  course:edit        403 403 200 403 200 403 404
authoring.remove_lesson     GET|POST  course:edit        403 403 200 403 200 403 404
authoring.remove_question   GET|POST  course:edit        403 403 200 403 200 403 404
authoring.review_draft      GET|POST  course:publish     403 403 200 403 200 403 404
authoring.send_draft        GET|POST  course:edit        403 403 200 403 200 403 404
authoring.show_draft        GET       course:edit        403 403 200 403 200 403 404
authoring.show_figure       GET       course:edit        403 403 200 403 200 403 404
authoring.start_draft       GET|POST  course:edit        403 403 200 403 200 403 200
authoring.take_back         GET|POST  course:edit        403 403 200 403 200 403 404
clients.list_cases          GET       case:read          200 200 200 403 403 403 200
clients.list_clients        GET       client:read        200 200 200 403 403 403 200
clients.show_case           GET       case:read          200 200 200 403 403 403 404
clients.show_client         GET       client:read        200 200 200 403 403 403 404
courses.assign_courses      GET|POST  enrolment:assign   403 200 200 403 403 403 200
courses.change_assignment   GET|POST  enrolment:assign   403 200 200 403 403 403 404
courses.download_certificates GET     enrolment:read     403 200 200 403 403 403 404
courses.enter_code          GET       public             200 200 200 200 200 200 200
courses.export_items        GET       course:edit         403 403 200 403 403 403 404
courses.export_learners     GET       enrolment:read     403 200 200 403 403 403 200
courses.keep_course         GET       course:read        200 200 200 200 200 200 404
courses.keep_lesson         GET       course:read        200 200 200 200 200 200 404
courses.keep_quiz           GET       course:read        200 200 200 200 200 200 404
courses.list_courses        GET       course:read        200 200 200 200 200 200 200
courses.list_learners       GET       enrolment:read     403 200 200 403 403 403 200
courses.list_practice       GET       signed_in          200 200 200 200 200 200 200
courses.move_on             GET|POST  course:read        409 409 409 409 409 409 404
courses.offer_course        GET|POST  course:publish     403 403 200 403 403 403 404
courses.print_course        GET       course:read        200 200 200 200 200 200 404
courses.remind_learners     GET|POST  enrolment:assign   403 200 200 403 403 403 200
courses.show_attempt        GET       course:read        404 404 404 404 404 404 404
courses.show_certificate    GET       signed_in          404 404 404 404 404 404 404
courses.show_course         GET|POST  course:read        200 200 200 200 200 200 404
courses.show_figure         GET       course:read        200 200 200 200 200 200 404
courses.show_items          GET       course:edit         403 403 200 403 403 403 404
courses.show_lesson         GET|POST  course:read        200 200 200 200 200 200 404
courses.show_practice       GET|POST  signed_in          404 404 404 404 404 404 404
courses.show_quiz           GET|POST  course:read        200 200 200 200 200 200 404
courses.verify_certificate  GET       public             200 200 200 200 200 200 200
courses.withdraw_assignment GET|POST  enrolment:assign   403 200 200 403 403 403 404
courses.withdraw_course     GET|POST  course:publish     403 403 200 403 403 403 404
courses.write_reflection    GET|POST  course:read        200 200 200 200 200 200 404
decisions.close_proposal    GET|POST  signed_in          303 303 303 303 404 404 404
decisions.edit_committee    GET|POST  level:decide       403 200 200 403 403 403 404
decisions.list_committees   GET       signed_in          200 200 200 200 200 200 200
decisions.list_decisions    GET       signed_in          200 200 200 200 200 200 200
decisions.new_committee     GET|POST  level:decide       403 200 200 403 403 403 200
decisions.new_decision      GET|POST  level:decide       403 200 200 403 403 403 200
decisions.recuse_member     GET|POST  signed_in          303 303 200 200 404 404 404
decisions.reverse_decision  GET|POST  level:decide       403 303 303 403 403 403 404
decisions.show_committee    GET       signed_in          404 200 200 200 404 404 404
decisions.show_decision     GET|POST  signed_in          200 200 200 200 404 404 404
decisions.withdraw_proposal GET|POST  level:decide       403 200 200 403 403 403 404
evidence.show_criterion     GET       observation:read   403 200 200 403 403 403 404
evidence.show_domain        GET       observation:read   403 200 200 403 403 403 404
evidence.show_overall       GET       observation:read   403 200 200 403 403 403 404
evidence.show_own_criterion GET       signed_in          200 200 200 200 200 200 404
evidence.show_own_domain    GET       signed_in          200 200 200 200 200 200 404
evidence.show_own_overall   GET       signed_in          200 200 200 200 200 200 200
evidence.show_own_rating    GET       signed_in          200 200 200 200 200 200 200
evidence.show_own_view      GET       signed_in          200 404 404 404 404 404 404
evidence.show_own_view_of   GET       observation:read   403 200 200 403 403 403 404
evidence.write_own_view     GET|POST  signed_in          200 200 200 200 200 200 200
health.show_health          GET       public             200 200 200 200 200 200 200
health.show_readiness       GET       public             200 200 200 200 200 200 200
interop.list_documents      GET       public             200 200 200 200 200 200 200
interop.show_association    GET       public             200 200 200 200 200 200 200
interop.show_document       GET       public             200 200 200 200 200 200 200
interop.show_item           GET       public             200 200 200 200 200 200 200
interop.show_item_associations GET    public             200 200 200 200 200 200 200
interop.show_item_types     GET       public             200 200 200 200 200 200 200
interop.show_none           GET       public             404 404 404 404 404 404 404
interop.show_package        GET       public             200 200 200 200 200 200 200
interop.show_rubric         GET       public             200 200 200 200 200 200 200
moderation.edit_calibration GET|POST  moderation:organise 403 403 200 403 403 403 404
moderation.hand_in          GET|POST  signed_in          404 303 303 404 404 404 404
moderation.invite_raters    GET|POST  moderation:organise 403 403 303 403 403 403 404
moderation.list_calibrations GET      signed_in          200 200 200 200 200 200 200
moderation.new_calibration  GET|POST  moderation:organise 403 200 200 403 403 403 200
moderation.rate             GET|POST  signed_in          404 303 303 404 404 404 404
moderation.remind_raters    GET|POST  moderation:organise 403 403 200 403 403 403 404
moderation.show_calibration GET       signed_in          404 200 200 404 404 404 404
moderation.show_cell        GET       signed_in          404 200 200 404 404 404 404
moderation.show_names       GET|POST  moderation:organise 403 303 200 403 403 403 404
moderation.show_own_result  GET       signed_in          404 200 303 404 404 404 404
moderation.show_results     GET       signed_in          404 200 200 404 404 404 404
moderation.show_summary     GET       signed_in          404 200 200 404 404 404 404
moderation.show_vignette    GET       moderation:organise 403 200 200 403 403 403 404
moderation.take_step        GET|POST  moderation:organise 403 403 200 403 403 403 404
moderation.withdraw_rater   GET|POST  moderation:organise 403 403 200 403 403 403 404
moderation.write_minutes    GET|POST  signed_in          404 403 200 404 404 404 404
offline.list_done           GET       signed_in          200 200 200 200 200 200 200
offline.show_leaving        GET       signed_in          200 200 200 200 200 200 200
offline.show_manifest       GET       public             200 200 200 200 200 200 200
offline.show_service_worker GET       public             200 200 200 200 200 200 200
offline.show_session        GET       public             200 200 200 200 200 200 200
offline.show_shell          GET       public             200 200 200 200 200 200 200
ojt.acknowledge_entry       GET|POST  signed_in          200 303 303 404 404 404 404
ojt.answer_dispute          GET|POST  ojt_entry:record   403 303 403 403 403 403 404
ojt.dispute_entry           GET|POST  signed_in          200 303 303 404 404 404 404
ojt.edit_entry              GET|POST  ojt_entry:record   403 303 403 403 403 403 404
ojt.list_entries            GET       signed_in          200 200 200 200 200 200 200
ojt.new_entry               GET|POST  ojt_entry:record   403 200 403 403 403 403 200
ojt.show_entry              GET       signed_in          200 200 200 404 404 404 404
ojt.sign_entry              GET|POST  ojt_entry:sign     403 303 403 403 403 403 404
ojt.submit_entry            GET|POST  ojt_entry:record   403 303 403 403 403 403 404
ojt.take_back_entry         GET|POST  ojt_entry:record   403 303 403 403 403 403 404
ojt.void_entry              GET|POST  ojt_entry:record   403 200 403 403 403 403 404
pairing.confirm_all         GET|POST  pairing:decide     403 403 200 403 403 403 404
pairing.confirm_case        GET|POST  pairing:decide     403 403 200 403 403 403 404
pairing.list_runs           GET|POST  pairing:read       403 403 200 403 403 403 200
pairing.show_case           GET|POST  pairing:read       403 403 200 403 403 403 404
pairing.show_run            GET       pairing:read       403 403 200 403 403 403 404
people.change_password      GET|POST  signed_in          200 200 200 200 200 200 200
people.end_session          GET|POST  signed_in          200 200 200 200 200 200 200
people.list_organisations   GET       organisation:read  200 200 200 200 200 200 200
people.list_people          GET       person:read        403 200 200 200 403 200 200
people.request_reset        GET|POST  public             200 200 200 200 200 200 200
people.reset_password       GET|POST  public             410 410 410 410 410 410 410
people.show_account         GET|POST  signed_in          200 200 200 200 200 200 200
people.show_organisation    GET       organisation:read  200 200 200 404 200 200 404
people.sign_in              GET|POST  public             303 303 303 303 303 303 303
people.sign_out             POST      signed_in          -   -   -   -   -   -   -
plans.agree_to_plan         GET|POST  signed_in          303 303 303 404 404 404 404
plans.answer_offer          GET|POST  signed_in          303 200 200 404 404 404 404
plans.choose_people         GET       plan:edit          403 200 200 403 403 403 200
plans.close_plan            GET|POST  signed_in          303 200 200 404 404 404 404
plans.correct_review        GET|POST  signed_in          200 200 200 404 404 404 404
plans.discard_draft         GET|POST  signed_in          303 303 303 404 404 404 404
plans.edit_plan             GET|POST  signed_in          200 200 200 404 404 404 404
plans.edit_template         GET|POST  plan_template:edit 403 403 200 403 403 403 404
plans.end_template          GET|POST  plan_template:edit 403 403 200 403 403 403 404
plans.export_plans          GET       plan:read          403 200 200 403 403 403 200
plans.list_plans            GET       plan:read          403 200 200 403 403 403 200
plans.list_templates        GET       plan:edit          403 200 200 403 403 403 200
plans.mark_milestone        GET|POST  signed_in          200 200 200 404 404 404 404
plans.new_template          GET|POST  plan_template:edit 403 403 200 403 403 403 200
plans.print_plan            GET       signed_in          200 200 200 404 404 404 404
plans.propose_plan          GET|POST  signed_in          303 303 303 404 404 404 404
plans.record_review         GET|POST  signed_in          200 200 200 404 404 404 404
plans.rewrite_reflection    GET|POST  signed_in          200 404 404 404 404 404 404
plans.send_back             GET|POST  signed_in          303 303 303 404 404 404 404
plans.show_own_plan         GET       signed_in          303 200 200 200 200 200 200
plans.show_plan             GET       signed_in          200 200 200 404 404 404 404
plans.show_template         GET       plan:edit          403 200 200 403 403 403 404
plans.start_cohort          GET|POST  plan:edit          403 200 200 403 403 403 200
plans.start_plan            GET|POST  plan:edit          403 200 200 403 403 403 404
plans.write_reflection      GET|POST  signed_in          200 403 403 404 404 404 404
plans.write_summary         GET|POST  signed_in          200 403 403 404 404 404 404
reporting.export_gaps       GET       observation:read   403 200 200 403 403 403 404
reporting.export_levels     GET       observation:read   403 200 200 403 403 403 200
reporting.list_reports      GET       observation:read   403 200 200 403 403 403 200
reporting.show_distribution GET       observation:read   403 200 200 403 403 403 200
reporting.show_history      GET       observation:read   403 200 200 403 403 403 404
reporting.show_agreement    GET       observation:read   403 200 200 403 403 403 200
reporting.show_home         GET       signed_in          200 200 200 200 200 200 200
reporting.show_levels       GET       observation:read   403 200 200 403 403 403 200
reporting.show_me           GET       signed_in          200 200 200 200 200 200 200
reporting.show_own_history  GET       signed_in          200 200 200 200 200 200 200
reporting.show_own_target   GET       signed_in          200 200 200 200 200 200 200
reporting.show_path         GET       signed_in          200 200 200 200 200 200 200
reporting.show_person       GET       signed_in          302 200 200 404 404 200 404
reporting.show_person_path  GET       observation:read   403 200 200 403 403 403 404
reporting.show_profile      GET       rubric:read        200 200 200 200 200 200 404
reporting.show_target       GET       observation:read   403 200 200 403 403 403 404
reporting.show_rerating     GET       observation:read   403 200 200 403 403 403 200
rubric.add_criterion        GET|POST  rubric:edit        403 403 200 403 404 403 404
rubric.archive_version      GET|POST  rubric:publish     403 403 200 403 303 403 404
rubric.choose_comparison    GET       rubric:read        303 303 303 303 303 303 303
rubric.compare_draft        GET       rubric:edit        403 403 200 403 404 403 404
rubric.compare_versions     GET       rubric:read        200 200 200 200 200 200 404
rubric.discard_draft        GET|POST  rubric:edit        403 403 200 403 404 403 404
rubric.edit_about           GET|POST  rubric:edit        403 403 200 403 404 403 404
rubric.edit_criterion       GET|POST  rubric:edit        403 403 200 403 404 403 404
rubric.edit_domains         GET|POST  rubric:edit        403 403 200 403 404 403 404
rubric.edit_examples        GET|POST  rubric:edit        403 403 200 403 200 403 404
rubric.edit_levels          GET|POST  rubric:edit        403 403 200 403 404 403 404
rubric.edit_line            GET|POST  rubric:edit        403 403 200 403 404 403 404
rubric.export_version       GET       rubric:read        200 200 200 200 200 200 404
rubric.import_draft         GET|POST  rubric:edit        403 403 303 403 303 403 303
rubric.import_file          GET|POST  rubric:edit        403 403 200 403 200 403 200
rubric.list_versions        GET       rubric:read        200 200 200 200 200 200 200
rubric.preview_draft        GET       rubric:edit        403 403 200 403 404 403 404
rubric.publish_draft        GET|POST  rubric:edit        403 403 200 403 404 403 404
rubric.remove_criterion     GET|POST  rubric:edit        403 403 200 403 404 403 404
rubric.show_crosswalk       GET       rubric:edit        403 403 200 403 404 403 404
rubric.show_draft           GET       rubric:edit        403 403 200 403 404 403 404
rubric.show_rubric          GET       rubric:read        200 200 200 200 200 200 200
rubric.show_version         GET       rubric:read        200 200 200 200 200 200 404
rubric.start_draft          GET|POST  rubric:edit        403 403 200 403 200 403 200
static                      GET       public             200 200 200 200 200 200 200
targets.assign_profile      GET|POST  target:edit        403 403 200 403 403 403 404
targets.edit_profile        GET|POST  target:edit        403 403 200 403 403 403 404
targets.end_assignment      GET|POST  target:edit        403 403 200 403 403 403 404
targets.end_profile         GET|POST  target:edit        403 403 200 403 403 403 404
targets.list_profiles       GET       rubric:read        200 200 200 200 200 200 200
targets.new_profile         GET|POST  target:edit        403 403 200 403 403 403 200
"""


@dataclass(frozen=True)
class Line:
    """One endpoint of the table; ``statuses`` by role, None where no GET reaches it."""

    endpoint: str
    methods: frozenset[str]
    declared: str
    statuses: dict[str, int | None]


def lines() -> list[Line]:
    """Read the table."""
    return [_line(row.split()) for row in TABLE.strip().splitlines()]


def _line(words: list[str]) -> Line:
    endpoint, methods, declared, *statuses = words
    assert len(statuses) == len(ROLES), endpoint
    by_role = {
        role: None if status == "-" else int(status) for role, status in zip(ROLES, statuses, strict=True)
    }
    return Line(endpoint, frozenset(methods.split("|")), declared, by_role)
