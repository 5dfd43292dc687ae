"""Pages of people: sign-in, the personal page, the directory.

GET/POST /sign-in                     people.sign_in
POST     /sign-out                    people.sign_out
GET/POST /password-reset              people.request_reset
GET/POST /password-reset/<token>      people.reset_password
GET/POST /account                     people.show_account
GET/POST /account/password            people.change_password
GET/POST /account/sessions/<id>/end   people.end_session
GET      /people                      people.list_people
GET      /organisations               people.list_organisations
GET      /organisations/<id>          people.show_organisation
"""

from flask import Blueprint

from lms.people.views import account, directory, sign_in

bp = Blueprint("people", __name__, template_folder="../templates")
for module in (sign_in, account, directory):
    module.add_to(bp)
