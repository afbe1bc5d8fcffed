"""The tables of this room in one step, for a new installation; the steps it replaces stand beside it."""

import django.db.models.deletion
from django.db import migrations, models

import gongkai.acts.subjects


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("agencies", "0001_initial"),
        ("agencies", "0002_website_and_sections"),
    ]

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Agency",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(unique=True, verbose_name="Short address")),
                ("name", models.CharField(max_length=100, verbose_name="Full name")),
                ("short_name", models.CharField(max_length=50, verbose_name="Short name")),
                (
                    "code",
                    models.CharField(
                        help_text="Stands first in every index number.",
                        max_length=18,
                        verbose_name="Organisation code",
                    ),
                ),
                (
                    "number_mark",
                    models.CharField(blank=True, max_length=20, verbose_name="Mark in document numbers"),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("district", "District government"),
                            ("department", "Department"),
                            ("subdistrict", "Subdistrict office"),
                        ],
                        max_length=20,
                        verbose_name="Level",
                    ),
                ),
                ("path", models.CharField(editable=False, max_length=300, unique=True)),
                ("address", models.CharField(blank=True, max_length=200, verbose_name="Address")),
                ("phone", models.CharField(blank=True, max_length=50, verbose_name="Telephone")),
                ("email", models.CharField(blank=True, max_length=100, verbose_name="E-mail")),
                ("office_hours", models.CharField(blank=True, max_length=100, verbose_name="Office hours")),
                ("fax", models.CharField(blank=True, max_length=50, verbose_name="Fax")),
                ("postcode", models.CharField(blank=True, max_length=10, verbose_name="Postcode")),
                ("functions", models.TextField(blank=True, verbose_name="Functions of the office")),
                ("foi_office", models.CharField(blank=True, max_length=100, verbose_name="FOI office")),
                (
                    "review_body",
                    models.CharField(
                        blank=True,
                        help_text="Named in every reply letter.",
                        max_length=100,
                        verbose_name="Body for reconsideration",
                    ),
                ),
                (
                    "court",
                    models.CharField(
                        blank=True,
                        help_text="Named in every reply letter.",
                        max_length=100,
                        verbose_name="Court",
                    ),
                ),
                (
                    "site_name",
                    models.CharField(blank=True, max_length=100, verbose_name="Name of the website"),
                ),
                (
                    "site_domain",
                    models.CharField(
                        blank=True,
                        help_text="Without http://.",
                        max_length=100,
                        verbose_name="Domain of the website",
                    ),
                ),
                (
                    "site_code",
                    models.CharField(
                        blank=True,
                        help_text="Ten characters.",
                        max_length=10,
                        verbose_name="Identification code of the website",
                    ),
                ),
                (
                    "site_operator",
                    models.CharField(blank=True, max_length=100, verbose_name="Operator of the website"),
                ),
                ("icp_number", models.CharField(blank=True, max_length=50, verbose_name="ICP filing number")),
                (
                    "police_number",
                    models.CharField(blank=True, max_length=50, verbose_name="Public security filing number"),
                ),
                (
                    "index_pattern",
                    models.CharField(
                        default="{code}/{year}-{serial:05d}",
                        help_text="{code}, {year}, {month} and {serial:05d} stand for their parts.",
                        max_length=60,
                        verbose_name="Pattern of index numbers",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="below",
                        to="agencies.agency",
                        verbose_name="Superior",
                    ),
                ),
            ],
            options={
                "verbose_name": "agency",
                "ordering": ["path"],
            },
            bases=(gongkai.acts.subjects.Subject, models.Model),
        ),
        migrations.CreateModel(
            name="Section",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=50, verbose_name="Name")),
                (
                    "kind",
                    models.CharField(
                        choices=[("section", "Section"), ("community", "Community")],
                        default="section",
                        max_length=20,
                        verbose_name="Kind",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0)),
                ("functions", models.TextField(blank=True, verbose_name="Functions")),
                ("address", models.CharField(blank=True, max_length=200, verbose_name="Address")),
                ("phone", models.CharField(blank=True, max_length=50, verbose_name="Telephone")),
                ("office_hours", models.CharField(blank=True, max_length=100, verbose_name="Office hours")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sections",
                        to="agencies.agency",
                    ),
                ),
            ],
            options={
                "verbose_name": "section",
                "ordering": ["agency", "kind", "order", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "name"), name="agencies_section_name_once")
                ],
            },
            bases=(gongkai.acts.subjects.Subject, models.Model),
        ),
        migrations.CreateModel(
            name="Serial",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("series", models.CharField(max_length=30)),
                ("year", models.PositiveSmallIntegerField()),
                ("last", models.PositiveIntegerField(default=0)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "series", "year"), name="agencies_serial_once")
                ],
            },
        ),
    ]
