from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "gongkai.vault"
    label = "vault"
