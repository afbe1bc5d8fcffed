"""The tables of this room in one step, for a new installation; the steps it replaces stand beside it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import gongkai.acts.subjects


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("documents", "0001_initial"),
        ("documents", "0002_attribute_as_a_gate"),
    ]

    dependencies = [
        ("agencies", "0001_initial"),
        ("files", "0001_initial"),
        ("inventory", "0001_initial"),
        ("secrecy", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Document",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "form",
                    models.CharField(
                        choices=[("official", "Official document"), ("piece", "Piece")], max_length=10
                    ),
                ),
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
                        max_length=20,
                        verbose_name="Kind",
                    ),
                ),
                ("title", models.CharField(max_length=300, verbose_name="Title")),
                ("body", models.TextField(blank=True, verbose_name="Text")),
                (
                    "markup",
                    models.CharField(
                        choices=[("plain", "Plain text"), ("html", "Rich text")],
                        default="plain",
                        max_length=10,
                    ),
                ),
                ("addressees", models.CharField(blank=True, max_length=300, verbose_name="Addressees")),
                ("copies_to", models.CharField(blank=True, max_length=300, verbose_name="Copies to")),
                ("is_normative", models.BooleanField(default=False, verbose_name="Normative document")),
                ("is_policy", models.BooleanField(default=False, verbose_name="Policy document")),
                (
                    "origin",
                    models.CharField(
                        choices=[("own", "Our own"), ("joint", "Issued jointly"), ("forwarded", "Forwarded")],
                        default="own",
                        max_length=10,
                        verbose_name="Whose document",
                    ),
                ),
                ("origin_bodies", models.CharField(blank=True, max_length=300, verbose_name="Other bodies")),
                (
                    "origin_number",
                    models.CharField(blank=True, max_length=50, verbose_name="Number of the original"),
                ),
                (
                    "origin_openness",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("proactive", "Proactive disclosure"),
                            ("on_request", "Disclosure on request"),
                            ("non_disclosure", "Non-disclosure"),
                        ],
                        max_length=20,
                        verbose_name="Attribute the original carries",
                    ),
                ),
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
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("desk", "Written in the desk"),
                            ("interface", "From another system"),
                            ("folder", "From the watched folder"),
                            ("sheet", "From a list"),
                        ],
                        default="desk",
                        max_length=10,
                        verbose_name="Source",
                    ),
                ),
                ("source_key", models.CharField(blank=True, max_length=200)),
                (
                    "openness",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("proactive", "Proactive disclosure"),
                            ("on_request", "Disclosure on request"),
                            ("non_disclosure", "Non-disclosure"),
                        ],
                        max_length=20,
                        verbose_name="Openness attribute",
                    ),
                ),
                ("openness_basis", models.CharField(blank=True, max_length=200, verbose_name="Provision")),
                ("openness_reason", models.TextField(blank=True, verbose_name="Reason")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("drafting", "Draft"),
                            ("with_foi", "Waits for the FOI office's opinion"),
                            ("submitted", "Waits for the office's check"),
                            ("checked", "Waits for the leader's approval"),
                            ("handed_in", "Handed in, waits for adoption"),
                            ("adopted", "Adopted, waits for approval"),
                            ("approved", "Approved"),
                            ("dropped", "Dropped"),
                        ],
                        default="drafting",
                        max_length=10,
                        verbose_name="State",
                    ),
                ),
                ("drafted_at", models.DateTimeField(verbose_name="Drafted")),
                ("version", models.PositiveIntegerField(default=1)),
                ("changed_at", models.DateTimeField(verbose_name="Last changed")),
                ("submitted_at", models.DateTimeField(null=True)),
                ("foi_opinion", models.TextField(blank=True, verbose_name="Opinion of the FOI office")),
                ("signed_on", models.DateField(null=True, verbose_name="Signed")),
                ("number", models.CharField(blank=True, max_length=50, verbose_name="Document number")),
                ("reassess_on", models.DateField(null=True, verbose_name="To be assessed again")),
                ("taken_out_at", models.DateTimeField(null=True, verbose_name="Taken out of this system")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "checked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "drafted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Drafted by",
                    ),
                ),
                (
                    "foi_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Opinion of the FOI office by",
                    ),
                ),
                (
                    "handed_to",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Handed over to",
                    ),
                ),
                (
                    "matter",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="inventory.matter",
                        verbose_name="Disclosure matter",
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="secrecy.review",
                        verbose_name="Secrecy review",
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.section",
                        verbose_name="Handling section",
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "document",
                "ordering": ["-changed_at", "-pk"],
            },
            bases=(gongkai.acts.subjects.Subject, models.Model),
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "alternative_text",
                    models.CharField(blank=True, max_length=200, verbose_name="What the picture shows"),
                ),
                ("order", models.PositiveSmallIntegerField()),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.storedfile"
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="documents.document",
                    ),
                ),
            ],
            options={
                "ordering": ["document", "order"],
            },
        ),
        migrations.CreateModel(
            name="OpennessChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "before",
                    models.CharField(
                        choices=[
                            ("proactive", "Proactive disclosure"),
                            ("on_request", "Disclosure on request"),
                            ("non_disclosure", "Non-disclosure"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "openness",
                    models.CharField(
                        choices=[
                            ("proactive", "Proactive disclosure"),
                            ("on_request", "Disclosure on request"),
                            ("non_disclosure", "Non-disclosure"),
                        ],
                        max_length=20,
                        verbose_name="New attribute",
                    ),
                ),
                ("basis", models.CharField(blank=True, max_length=200, verbose_name="Provision")),
                ("reason", models.TextField(verbose_name="Reason")),
                ("proposed_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("is_agreed", models.BooleanField(null=True)),
                ("remark", models.TextField(blank=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="openness_changes",
                        to="documents.document",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["document", "-pk"],
            },
            bases=(gongkai.acts.subjects.Subject, models.Model),
        ),
        migrations.CreateModel(
            name="OpennessDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "openness",
                    models.CharField(
                        choices=[
                            ("proactive", "Proactive disclosure"),
                            ("on_request", "Disclosure on request"),
                            ("non_disclosure", "Non-disclosure"),
                        ],
                        max_length=20,
                        verbose_name="Openness attribute",
                    ),
                ),
                ("basis", models.CharField(blank=True, max_length=200, verbose_name="Provision")),
                ("reason", models.TextField(blank=True, verbose_name="Reason")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="openness_decisions",
                        to="documents.document",
                    ),
                ),
            ],
            options={
                "ordering": ["document", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="RedactedVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("withheld", models.TextField(verbose_name="Parts withheld")),
                ("made_at", models.DateTimeField()),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="redacted_versions",
                        to="documents.document",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "review",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="secrecy.review"
                    ),
                ),
            ],
            options={
                "ordering": ["document", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Remark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("step", models.CharField(max_length=20)),
                ("text", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="remarks",
                        to="documents.document",
                    ),
                ),
            ],
            options={
                "ordering": ["document", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Version",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=300)),
                ("body", models.TextField(blank=True)),
                (
                    "markup",
                    models.CharField(
                        choices=[("plain", "Plain text"), ("html", "Rich text")],
                        default="plain",
                        max_length=10,
                    ),
                ),
                ("files", models.JSONField(default=list)),
                ("saved_at", models.DateTimeField()),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="documents.document",
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["document", "-number"],
            },
        ),
        migrations.CreateModel(
            name="WorkingCopy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "form",
                    models.CharField(
                        choices=[("official", "Official document"), ("piece", "Piece")], max_length=10
                    ),
                ),
                ("said", models.JSONField(default=dict)),
                ("seen_version", models.PositiveIntegerField(default=0)),
                ("is_changed", models.BooleanField(default=False)),
                ("begun_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
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
                    "document",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="working_copies",
                        to="documents.document",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["agency", "state"], name="documents_agency_state"),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["agency", "signed_on"], name="documents_agency_signed"),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["drafting", "dropped"]),
                    models.Q(("openness", ""), _negated=True),
                    _connector="OR",
                ),
                name="documents_attribute_before_submission",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["drafting", "dropped"]),
                    ("openness", "proactive"),
                    models.Q(
                        models.Q(("openness_reason", ""), _negated=True),
                        models.Q(("openness_basis", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="documents_reason_unless_proactive",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.UniqueConstraint(
                condition=models.Q(("number", ""), _negated=True),
                fields=("agency", "number"),
                name="documents_number_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.UniqueConstraint(
                condition=models.Q(("source_key", ""), _negated=True),
                fields=("agency", "source", "source_key"),
                name="documents_source_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="opennesschange",
            constraint=models.UniqueConstraint(
                condition=models.Q(("decided_at", None)),
                fields=("document",),
                name="documents_one_open_change",
            ),
        ),
        migrations.AddConstraint(
            model_name="opennesschange",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="documents_change_has_a_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="opennesschange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by", None),
                    models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                    _connector="OR",
                ),
                name="documents_change_by_two_people",
            ),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.UniqueConstraint(fields=("document", "number"), name="documents_version_once"),
        ),
        migrations.AddConstraint(
            model_name="workingcopy",
            constraint=models.UniqueConstraint(
                condition=models.Q(("document__isnull", False)),
                fields=("document", "by"),
                name="documents_working_copy_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="workingcopy",
            constraint=models.UniqueConstraint(
                condition=models.Q(("document__isnull", True)),
                fields=("agency", "form", "by"),
                name="documents_new_working_copy_once",
            ),
        ),
    ]
