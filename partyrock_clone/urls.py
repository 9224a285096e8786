"""Every address. What is served there, widgets.web says."""

from allauth.account import views as account
from django.contrib import admin
from django.urls import URLPattern, URLResolver, path

from widgets.web import pages
from widgets.web.api import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.gallery, name="gallery"),
    path("apps/", pages.my_apps, name="my_apps"),
    path("apps/new", pages.new_app, name="new_app"),
    path("apps/<id:app_id>/", pages.app_page, name="app"),
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
