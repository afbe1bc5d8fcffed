from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "gongkai.people"
    label = "people"

    def ready(self) -> None:
        from gongkai.people import logins

        logins.listen()
