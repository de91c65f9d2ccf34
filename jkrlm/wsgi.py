import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jkrlm.settings.demo")
application = get_wsgi_application()
# All pages are loaded here, not by the first request: the web server forks its workers later, and they share
# what they are made of.
import_module("jkrlm.urls")
