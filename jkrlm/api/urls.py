"""Mounted at /api/."""

from django.urls import path

from jkrlm.api.http import graphql

app_name = "api"
urlpatterns = [path("graphql/", graphql, name="graphql")]
