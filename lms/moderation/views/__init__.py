"""Pages of calibration sessions.

GET       /calibration                                moderation.list_calibrations
GET POST  /calibration/new                            moderation.new_calibration
GET       /calibration/vignettes/<id>                 moderation.show_vignette
GET       /calibration/<id>                           moderation.show_calibration
GET POST  /calibration/<id>/edit                      moderation.edit_calibration
GET POST  /calibration/<id>/raters                    moderation.invite_raters
GET POST  /calibration/<id>/raters/<person>/withdraw  moderation.withdraw_rater
GET POST  /calibration/<id>/remind                    moderation.remind_raters
GET POST  /calibration/<id>/steps/<step>              moderation.take_step
GET POST  /calibration/<id>/rate/<number>             moderation.rate
GET POST  /calibration/<id>/hand-in                   moderation.hand_in
GET       /calibration/<id>/results                   moderation.show_results
GET       /calibration/<id>/results/<number>/<code>   moderation.show_cell
GET       /calibration/<id>/mine                      moderation.show_own_result
GET POST  /calibration/<id>/minutes                   moderation.write_minutes
GET POST  /calibration/<id>/names                     moderation.show_names
GET       /calibration/<id>/summary                   moderation.show_summary
"""

from flask import Blueprint

from lms.moderation.views import planning, rating, results, room

bp = Blueprint("moderation", __name__, url_prefix="/calibration", template_folder="../templates")

for module in (room, planning, rating, results):
    module.add_to(bp)
