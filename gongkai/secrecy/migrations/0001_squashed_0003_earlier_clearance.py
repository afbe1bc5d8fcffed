"""The tables of this room in one step, for a new installation; the steps it replaces stand beside it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import gongkai.acts.subjects


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("secrecy", "0001_initial"),
        ("secrecy", "0002_findings_and_emergencies"),
        ("secrecy", "0003_earlier_clearance"),
    ]

    dependencies = [
        ("agencies", "0001_initial"),
        ("files", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FileScan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sha256", models.CharField(max_length=64)),
                ("rules", models.CharField(max_length=20)),
                ("found", models.JSONField(default=list)),
                ("scanned_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("sha256", "rules"), name="secrecy_file_scanned_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Package",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("about", models.CharField(db_index=True, max_length=100)),
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
                (
                    "carrier",
                    models.CharField(
                        choices=[("document", "Official document"), ("other", "Not an official document")],
                        default="document",
                        max_length=10,
                        verbose_name="Carrier",
                    ),
                ),
                ("is_for_public", models.BooleanField(default=True)),
                (
                    "rule_set",
                    models.CharField(
                        default="ordinary", max_length=20, verbose_name="Rules for personal data"
                    ),
                ),
                ("is_redacted", models.BooleanField(default=False, verbose_name="Redacted version")),
                ("scanned_with", models.CharField(blank=True, max_length=20)),
                ("has_findings", models.BooleanField(default=True)),
                ("checksum", models.CharField(max_length=64, verbose_name="Checksum")),
                ("submitted_at", models.DateTimeField(verbose_name="Submitted")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
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
                    "edited_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Edited by",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Submitted by",
                    ),
                ),
            ],
            options={
                "verbose_name": "package",
            },
            bases=(gongkai.acts.subjects.Subject, models.Model),
        ),
        migrations.CreateModel(
            name="Justification",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("about", models.CharField(max_length=100)),
                ("fingerprint", models.CharField(max_length=64)),
                ("kind", models.CharField(max_length=20)),
                ("where", models.CharField(max_length=200)),
                ("masked", models.CharField(max_length=200)),
                ("reason", models.TextField(verbose_name="Reason")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("about", "fingerprint"), name="secrecy_justified_once"),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="secrecy_justified_with_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PackageFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("alternative_text", models.CharField(blank=True, max_length=200)),
                ("sha256", models.CharField(max_length=64)),
                ("order", models.PositiveSmallIntegerField()),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.storedfile"
                    ),
                ),
                (
                    "package",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="secrecy.package",
                    ),
                ),
            ],
            options={
                "ordering": ["package", "order"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("package", "order"), name="secrecy_package_file_order_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PackageFinding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=20, verbose_name="Kind")),
                ("where", models.CharField(max_length=200, verbose_name="Where it stands")),
                ("masked", models.CharField(max_length=200, verbose_name="What was found")),
                (
                    "treatment",
                    models.CharField(
                        choices=[
                            ("mask", "To be masked or justified"),
                            ("look", "A person has to look"),
                            ("allowed", "May stay"),
                        ],
                        max_length=10,
                    ),
                ),
                ("fingerprint", models.CharField(max_length=64)),
                (
                    "file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
                (
                    "package",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="findings",
                        to="secrecy.package",
                    ),
                ),
            ],
            options={
                "ordering": ["package", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("package", "fingerprint"), name="secrecy_finding_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=30, verbose_name="Number")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("awaiting_opinion", "Waits for the section's opinion"),
                            ("awaiting_decision", "Waits for the review body"),
                            ("referred", "Referred upward"),
                            ("awaiting_approval", "Waits for the leader's approval"),
                            ("cleared", "Cleared for publication"),
                            ("withheld", "Not to be published"),
                            ("in_part", "To be published only redacted"),
                            ("sent_back", "Sent back"),
                        ],
                        default="awaiting_opinion",
                        max_length=20,
                        verbose_name="State",
                    ),
                ),
                ("opinion", models.TextField(blank=True, verbose_name="Opinion of the handling section")),
                ("opinion_at", models.DateTimeField(null=True)),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("open", "May be published"),
                            ("in_part", "May be published with parts withheld"),
                            ("withhold", "Must not be published"),
                        ],
                        max_length=10,
                        verbose_name="Decision",
                    ),
                ),
                (
                    "ground",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("state_secret", "State secret"),
                            ("work_secret", "Work secret"),
                            ("trade_secret", "Trade secret"),
                            ("privacy", "Personal privacy"),
                            ("other", "Other"),
                        ],
                        max_length=20,
                        verbose_name="Ground",
                    ),
                ),
                ("withheld_parts", models.TextField(blank=True, verbose_name="Parts withheld")),
                ("decision_text", models.TextField(blank=True, verbose_name="Opinion of the review body")),
                ("decided_at", models.DateTimeField(null=True)),
                ("approved_at", models.DateTimeField(null=True)),
                ("is_oral", models.BooleanField(default=False, verbose_name="Approved by word of mouth")),
                ("oral_reason", models.TextField(blank=True, verbose_name="What the emergency is")),
                ("oral_at", models.DateTimeField(null=True, verbose_name="Said at")),
                ("countersign_due_on", models.DateField(null=True, verbose_name="To be countersigned by")),
                ("countersigned_at", models.DateTimeField(null=True, verbose_name="Countersigned")),
                (
                    "earlier_by",
                    models.CharField(blank=True, max_length=200, verbose_name="Cleared at the time by"),
                ),
                ("earlier_on", models.DateField(blank=True, null=True, verbose_name="Cleared on")),
                (
                    "earlier_paper",
                    models.CharField(blank=True, max_length=300, verbose_name="Paper of the clearance"),
                ),
                (
                    "channels",
                    models.JSONField(blank=True, default=list, verbose_name="Ways of publication proposed"),
                ),
                (
                    "planned_on",
                    models.DateField(blank=True, null=True, verbose_name="Publication planned for"),
                ),
                ("summary", models.TextField(blank=True, verbose_name="Summary")),
                (
                    "picture_author",
                    models.CharField(blank=True, max_length=100, verbose_name="Author of the pictures"),
                ),
                ("procedure_at", models.DateTimeField(null=True)),
                ("procedure_remark", models.TextField(blank=True, verbose_name="Remark of who uploads")),
                ("taken_out_at", models.DateTimeField(null=True, verbose_name="Taken out of this system")),
                ("taken_out_to", models.CharField(blank=True, max_length=200, verbose_name="Handed over to")),
                ("sent_back_reason", models.TextField(blank=True)),
                ("referred_to", models.CharField(blank=True, max_length=100, verbose_name="Referred to")),
                ("referred_question", models.TextField(blank=True, verbose_name="What is asked")),
                ("referred_at", models.DateTimeField(null=True)),
                ("answer", models.TextField(blank=True, verbose_name="Answer")),
                ("answered_on", models.DateField(null=True)),
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
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "opinion_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "oral_noted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Noted by",
                    ),
                ),
                (
                    "package",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="review",
                        to="secrecy.package",
                    ),
                ),
                (
                    "procedure_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Procedure checked by",
                    ),
                ),
                (
                    "sent_back_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "taken_out_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "secrecy review",
                "ordering": ["-pk"],
                "indexes": [models.Index(fields=["state"], name="secrecy_review_state")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "cleared"), _negated=True),
                            models.Q(
                                models.Q(("earlier_by", ""), _negated=True),
                                models.Q(("earlier_paper", ""), _negated=True),
                                ("earlier_on__isnull", False),
                            ),
                            models.Q(
                                ("approved_by__isnull", False),
                                ("decided_by__isnull", False),
                                ("opinion_by__isnull", False),
                                ("decision", "open"),
                                models.Q(("opinion_by", models.F("decided_by")), _negated=True),
                                models.Q(("opinion_by", models.F("approved_by")), _negated=True),
                                models.Q(("decided_by", models.F("approved_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="secrecy_cleared_by_three_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_oral", False),
                            models.Q(
                                models.Q(("oral_reason", ""), _negated=True),
                                ("approved_by__isnull", False),
                                ("oral_at__isnull", False),
                                ("oral_noted_by__isnull", False),
                                models.Q(("oral_noted_by", models.F("approved_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="secrecy_oral_approval_is_noted",
                    ),
                ],
            },
            bases=(gongkai.acts.subjects.Subject, models.Model),
        ),
    ]
