"""The tables of this room in one step, for a new installation; the steps it replaces stand beside it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import gongkai.acts.subjects


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("catalogue", "0001_initial"),
        ("catalogue", "0002_matters_and_own_rules"),
        ("catalogue", "0003_columns_and_imports"),
    ]

    dependencies = [
        ("agencies", "0001_initial"),
        ("documents", "0001_initial"),
        ("files", "0001_initial"),
        ("inventory", "0001_initial"),
        ("secrecy", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Column",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=50, verbose_name="Name")),
                ("slug", models.SlugField(verbose_name="Short address")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="Place")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("news", "News and activities"),
                            ("notices", "Notices and announcements"),
                            ("policies", "Policy documents"),
                            ("interpretation", "Policy interpretation"),
                            ("guide", "Disclosure guide"),
                            ("rules", "Rules on disclosure"),
                            ("reports", "Annual reports on disclosure"),
                            ("budgets", "Budgets and final accounts"),
                            ("publicity", "Dual publicity of licences and penalties"),
                            ("assistance", "Social assistance"),
                            ("organisation", "Organisation and leaders"),
                            ("services", "Service guides"),
                            ("consultation", "Consultation and proposals"),
                            ("surveys", "Opinions asked for"),
                            ("other", "Other statutory content"),
                        ],
                        default="other",
                        max_length=20,
                        verbose_name="Type of column",
                    ),
                ),
                ("description", models.CharField(blank=True, max_length=300, verbose_name="What it holds")),
                ("keywords", models.CharField(blank=True, max_length=200, verbose_name="Keywords")),
                (
                    "update_days",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Empty: as the inspection asks for this type of column.",
                        null=True,
                        verbose_name="To be updated at least every (days)",
                    ),
                ),
                ("duty", models.CharField(blank=True, max_length=10, verbose_name="Duty of the Regulations")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="Closed")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="columns",
                        to="agencies.agency",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="below",
                        to="catalogue.column",
                        verbose_name="Stands under",
                    ),
                ),
                (
                    "responsible",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Person in charge",
                    ),
                ),
            ],
            options={
                "verbose_name": "column",
                "ordering": ["agency", "order", "pk"],
            },
            bases=(gongkai.acts.subjects.Subject, models.Model),
        ),
        migrations.CreateModel(
            name="Import",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="File")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("uploaded", "Uploaded"),
                            ("checking", "Being read"),
                            ("checked", "Checked, nothing changed yet"),
                            ("running", "Running"),
                            ("done", "Done"),
                            ("failed", "Broken off, nothing was kept"),
                            ("undone", "Taken back"),
                        ],
                        default="uploaded",
                        max_length=10,
                        verbose_name="State",
                    ),
                ),
                ("mapping", models.JSONField(default=dict, verbose_name="Which column holds what")),
                ("report", models.JSONField(default=dict)),
                (
                    "cleared_by",
                    models.CharField(blank=True, max_length=200, verbose_name="Cleared at the time by"),
                ),
                ("cleared_on", models.DateField(blank=True, null=True, verbose_name="Cleared on")),
                (
                    "cleared_paper",
                    models.CharField(blank=True, max_length=300, verbose_name="Paper of the clearance"),
                ),
                (
                    "is_counted",
                    models.BooleanField(
                        default=False,
                        help_text="Figures of reported years change. Leave it off for what was reported already.",
                        verbose_name="Count them in the years of their publication",
                    ),
                ),
                ("total", models.PositiveIntegerField(default=0)),
                ("done", models.PositiveIntegerField(default=0)),
                ("begun_at", models.DateTimeField(verbose_name="Begun")),
                ("beat_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True, verbose_name="Ended")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
            ],
            options={
                "verbose_name": "import of items",
                "ordering": ["-pk"],
            },
            bases=(gongkai.acts.subjects.Subject, models.Model),
        ),
        migrations.CreateModel(
            name="Item",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("index_number", models.CharField(max_length=60, unique=True, verbose_name="Index number")),
                ("title", models.CharField(max_length=300, verbose_name="Title")),
                (
                    "genre",
                    models.CharField(
                        choices=[
                            ("notice", "Notice"),
                            ("opinion", "Opinions"),
                            ("decision", "Decision"),
                            ("announcement", "Announcement"),
                            ("circular", "Public notice"),
                            ("letter", "Letter"),
                            ("reply", "Official reply"),
                            ("minutes", "Minutes"),
                            ("report", "Report"),
                            ("instruction_request", "Request for instructions"),
                            ("plan", "Plan"),
                            ("news", "News"),
                            ("publicity", "Publication of results"),
                            ("guide", "Guide"),
                            ("interpretation", "Interpretation"),
                            ("other", "Other"),
                        ],
                        default="other",
                        max_length=20,
                        verbose_name="Kind",
                    ),
                ),
                (
                    "subject_category",
                    models.CharField(blank=True, max_length=100, verbose_name="Subject category"),
                ),
                (
                    "document_number",
                    models.CharField(blank=True, max_length=50, verbose_name="Document number"),
                ),
                ("document_date", models.DateField(verbose_name="Document date")),
                (
                    "validity",
                    models.CharField(
                        choices=[
                            ("in_force", "In force"),
                            ("expired", "Expired"),
                            ("repealed", "Repealed"),
                            ("partly", "Partly in force"),
                        ],
                        default="in_force",
                        max_length=10,
                        verbose_name="Validity",
                    ),
                ),
                ("expiry_on", models.DateField(blank=True, null=True, verbose_name="Expires on")),
                ("keywords", models.CharField(blank=True, max_length=200, verbose_name="Keywords")),
                ("abstract", models.CharField(blank=True, max_length=500, verbose_name="Abstract")),
                ("source", models.CharField(blank=True, max_length=100, verbose_name="Source")),
                ("duty", models.CharField(blank=True, max_length=10, verbose_name="Duty of the Regulations")),
                ("is_normative", models.BooleanField(default=False, verbose_name="Normative document")),
                (
                    "phase",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("decision", "Decision-making"),
                            ("execution", "Execution"),
                            ("management", "Management"),
                            ("service", "Service"),
                            ("result", "Results"),
                        ],
                        max_length=20,
                        verbose_name="Phase",
                    ),
                ),
                ("is_redacted", models.BooleanField(default=False, verbose_name="Redacted version")),
                (
                    "is_interpretation",
                    models.BooleanField(default=False, verbose_name="Policy interpretation"),
                ),
                ("published_on", models.DateField(verbose_name="Published")),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="Withdrawn")),
                ("withdrawn_reason", models.TextField(blank=True, verbose_name="Reason of the withdrawal")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="agencies.agency",
                    ),
                ),
                (
                    "column",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="catalogue.column",
                        verbose_name="Column",
                    ),
                ),
                (
                    "document",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="item",
                        to="documents.document",
                    ),
                ),
                (
                    "imported",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="catalogue.import",
                    ),
                ),
                (
                    "interprets",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interpretations",
                        to="catalogue.item",
                        verbose_name="Interprets",
                    ),
                ),
                (
                    "matter",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="inventory.matter",
                        verbose_name="Disclosure matter",
                    ),
                ),
                (
                    "package",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="item", to="secrecy.package"
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Published by",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "information item",
                "ordering": ["-published_on", "-pk"],
            },
            bases=(gongkai.acts.subjects.Subject, models.Model),
        ),
        migrations.CreateModel(
            name="Edition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("since", models.DateTimeField(verbose_name="Since")),
                ("note", models.TextField(blank=True, verbose_name="What was corrected")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "package",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="secrecy.package"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="editions",
                        to="catalogue.item",
                    ),
                ),
            ],
            options={
                "ordering": ["item", "-number"],
            },
        ),
        migrations.CreateModel(
            name="KeyAreaAssignment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("area", models.CharField(max_length=5)),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="key_areas",
                        to="catalogue.item",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OldAddress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("path", models.CharField(max_length=300, unique=True, verbose_name="Old address")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "column",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="old_addresses",
                        to="catalogue.column",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="old_addresses",
                        to="catalogue.item",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OwnRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("disclosure", "Rules on open government"),
                            ("secrecy", "Rules on secrecy review"),
                            ("attributes", "Rules on openness attributes"),
                            ("requests", "Rules on disclosure on request"),
                            ("publication", "Rules on publishing information"),
                        ],
                        max_length=20,
                        verbose_name="Kind",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.item",
                        verbose_name="Published as",
                    ),
                ),
            ],
            bases=(gongkai.acts.subjects.Subject, models.Model),
        ),
        migrations.CreateModel(
            name="Relation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="relations",
                        to="catalogue.item",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="relations_from",
                        to="catalogue.item",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="column",
            constraint=models.UniqueConstraint(fields=("agency", "slug"), name="catalogue_column_slug_once"),
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(fields=["agency", "-published_on"], name="catalogue_item_agency_day"),
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(fields=["column", "-published_on"], name="catalogue_item_column_day"),
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(fields=["-published_on", "-id"], name="catalogue_item_day"),
        ),
        migrations.AddConstraint(
            model_name="item",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("withdrawn_at", None), models.Q(("withdrawn_reason", ""), _negated=True), _connector="OR"
                ),
                name="catalogue_withdrawn_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.UniqueConstraint(fields=("item", "number"), name="catalogue_edition_once"),
        ),
        migrations.AddConstraint(
            model_name="keyareaassignment",
            constraint=models.UniqueConstraint(fields=("item", "area"), name="catalogue_key_area_once"),
        ),
        migrations.AddConstraint(
            model_name="oldaddress",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("column__isnull", True), ("item__isnull", False)),
                    models.Q(("column__isnull", False), ("item__isnull", True)),
                    _connector="OR",
                ),
                name="catalogue_old_address_leads_to_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="ownrule",
            constraint=models.UniqueConstraint(fields=("agency", "kind"), name="catalogue_own_rule_once"),
        ),
        migrations.AddConstraint(
            model_name="relation",
            constraint=models.UniqueConstraint(fields=("item", "other"), name="catalogue_related_once"),
        ),
        migrations.AddConstraint(
            model_name="relation",
            constraint=models.CheckConstraint(
                condition=models.Q(("item__lt", models.F("other"))), name="catalogue_related_in_order"
            ),
        ),
    ]
