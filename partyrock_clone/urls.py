"""Every address. What is served there, widgets.web says."""

from allauth.account import views as account
from django.contrib import admin
from django.urls import URLPattern, URLResolver, path

from widgets.web import pages
from widgets.web.api import api
from widgets.web.pages import cards, gallery, making, models, people, snapshots

urlpatterns: list[URLPattern | URLResolver] = [
    path("", gallery.gallery, name="gallery"),
    path("apps/", gallery.my_apps, name="my_apps"),
    path("apps/new", making.new_app, name="new_app"),
    path("apps/<id:app_id>/", pages.app_page, name="app"),
    path("apps/<id:app_id>/remix", making.remix_app, name="remix_app"),
    path("apps/<id:app_id>/card.png", cards.app_card, name="app_card"),
    path("apps/<id:app_id>/<slug:words>/", pages.app_page, name="app_in_words"),
    path("snapshots/", snapshots.my_snapshots, name="my_snapshots"),
    path("snapshots/<id:snapshot_id>/", snapshots.snapshot, name="snapshot"),
    path("snapshots/<id:snapshot_id>/card.png", cards.snapshot_card, name="snapshot_card"),
    path("snapshots/<id:snapshot_id>/files/<id:widget>/<int:number>", snapshots.file, name="snapshot_file"),
    path("people/<str:username>/", people.profile, name="profile"),
    path("playlists/<id:playlist_id>/", people.playlist, name="playlist"),
    path("models/", models.models, name="models"),
    path("models/playground/", models.playground, name="playground"),
    path("models/inside/", models.inside, name="inside"),
    path("models/understand/", models.understand, name="understand"),
    path("models/teach/", models.teach, name="teach"),
    path("account/login/", account.login, name="account_login"),
    path("account/signup/", account.signup, name="account_signup"),
    path("account/logout/", account.logout, name="account_logout"),
    path("account/password/", pages.change_password, name="account_change_password"),
    path("account/inactive/", account.account_inactive, name="account_inactive"),
    path("admin/", admin.site.urls),
    path("api/", api.urls),
]

handler400 = "widgets.web.errors.bad_request"
handler403 = "widgets.web.errors.forbidden"
handler404 = "widgets.web.errors.not_found"
handler429 = "widgets.web.errors.too_many"
handler500 = "widgets.web.errors.broken"
