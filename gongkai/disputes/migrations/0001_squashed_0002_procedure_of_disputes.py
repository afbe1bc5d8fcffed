"""The tables of this room in one step, for a new installation; the steps it replaces stand beside it."""

import django.db.models.deletion
from django.db import migrations, models

import gongkai.acts.subjects


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("disputes", "0001_initial"),
        ("disputes", "0002_procedure_of_disputes"),
    ]

    dependencies = [
        ("agencies", "0001_initial"),
        ("cases", "0006_receipts_drawn_later"),
        ("files", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Dispute",
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
                            ("reconsideration", "Administrative reconsideration"),
                            ("direct_suit", "Suit without reconsideration"),
                            ("suit_after_reconsideration", "Suit after reconsideration"),
                        ],
                        max_length=30,
                        verbose_name="Kind",
                    ),
                ),
                (
                    "instance",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("first", "First instance"),
                            ("second", "Second instance"),
                            ("retrial", "Retrial"),
                        ],
                        max_length=10,
                        verbose_name="Instance",
                    ),
                ),
                (
                    "procedure",
                    models.CharField(
                        choices=[("ordinary", "Ordinary procedure"), ("simple", "Simple procedure")],
                        default="ordinary",
                        max_length=10,
                        verbose_name="Procedure",
                    ),
                ),
                (
                    "claimant",
                    models.CharField(blank=True, max_length=100, verbose_name="Applicant or plaintiff"),
                ),
                (
                    "against",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("reply", "Against the reply"),
                            ("silence", "Because no reply came"),
                            ("other", "Against something else"),
                        ],
                        max_length=10,
                        verbose_name="Against what",
                    ),
                ),
                ("number", models.CharField(blank=True, max_length=100, verbose_name="Docket number")),
                ("body", models.CharField(max_length=100, verbose_name="Body or court")),
                ("opened_on", models.DateField(verbose_name="Opened on")),
                ("served_on", models.DateField(blank=True, null=True, verbose_name="Copy served on us on")),
                ("defence_due_on", models.DateField(blank=True, null=True, verbose_name="Defence due on")),
                ("defence_due_unknown_year", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "defence_sent_on",
                    models.DateField(blank=True, null=True, verbose_name="Defence handed in on"),
                ),
                ("late_reason", models.TextField(blank=True, verbose_name="Why the defence is late")),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="Decided on")),
                (
                    "judgment",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("upheld", "The act is upheld"),
                            ("dismissed", "The application or claim is dismissed"),
                            ("annulled", "The act is annulled or changed"),
                            ("ordered", "The agency is ordered to reply"),
                            ("unlawful", "The act is declared unlawful"),
                            ("settled", "Settled"),
                            ("withdrawn", "The application or claim is withdrawn"),
                        ],
                        max_length=20,
                        verbose_name="What was decided",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("upheld", "Result upheld"),
                            ("corrected", "Result corrected"),
                            ("other", "Other result"),
                        ],
                        max_length=20,
                        verbose_name="Outcome",
                    ),
                ),
                (
                    "decision_served_on",
                    models.DateField(blank=True, null=True, verbose_name="Decision served on us on"),
                ),
                ("orders_new_reply", models.BooleanField(default=False, verbose_name="Orders a new reply")),
                (
                    "ordered_within_days",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Within"),
                ),
                (
                    "ordered_unit",
                    models.CharField(
                        choices=[("days", "days"), ("working days", "working days")],
                        default="days",
                        max_length=12,
                        verbose_name="Counted in",
                    ),
                ),
                (
                    "filing_due_on",
                    models.DateField(blank=True, null=True, verbose_name="To be reported to the district by"),
                ),
                ("filing_due_unknown_year", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "filed_on",
                    models.DateField(blank=True, null=True, verbose_name="Reported to the district on"),
                ),
                (
                    "filed_how",
                    models.CharField(blank=True, max_length=200, verbose_name="How it was reported"),
                ),
                ("note", models.TextField(blank=True, verbose_name="Note")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="disputes",
                        to="agencies.agency",
                        verbose_name="Agency",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="disputes",
                        to="cases.case",
                        verbose_name="Request",
                    ),
                ),
                (
                    "follows",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followed_by",
                        to="disputes.dispute",
                        verbose_name="Follows",
                    ),
                ),
                (
                    "new_case",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ordered_by",
                        to="cases.case",
                        verbose_name="New request file",
                    ),
                ),
            ],
            options={
                "verbose_name": "dispute",
                "verbose_name_plural": "disputes",
                "ordering": ["-opened_on", "-pk"],
            },
            bases=(gongkai.acts.subjects.Subject, models.Model),
        ),
        migrations.CreateModel(
            name="DisputePaper",
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
                            ("application", "Application or complaint"),
                            ("notice", "Notice to answer"),
                            ("defence", "Written defence"),
                            ("evidence", "List of evidence"),
                            ("decision", "Decision or judgment"),
                            ("other", "Another paper"),
                        ],
                        max_length=20,
                        verbose_name="Kind",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="Title")),
                ("on", models.DateField(verbose_name="Day")),
                (
                    "dispute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers",
                        to="disputes.dispute",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.storedfile"
                    ),
                ),
            ],
            options={
                "verbose_name": "paper of a dispute",
                "ordering": ["on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Complaint",
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
                        choices=[("complaint", "Complaint"), ("report", "Report")],
                        default="complaint",
                        max_length=10,
                        verbose_name="Kind",
                    ),
                ),
                (
                    "how_came",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("in_person", "Over the counter"),
                            ("letter", "By letter"),
                            ("phone", "By telephone"),
                            ("hotline", "Through the hotline 12345"),
                            ("online", "Online"),
                            ("superior", "Passed on by the superior"),
                        ],
                        max_length=20,
                        verbose_name="How it reached us",
                    ),
                ),
                ("received_on", models.DateField(verbose_name="Received on")),
                ("about", models.TextField(verbose_name="What about")),
                ("handled_on", models.DateField(blank=True, null=True, verbose_name="Handled on")),
                ("handled", models.TextField(blank=True, verbose_name="How it was handled")),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("founded", "Founded"),
                            ("partly", "Partly founded"),
                            ("unfounded", "Not founded"),
                            ("not_ours", "Not ours, passed on"),
                        ],
                        max_length=10,
                        verbose_name="Result",
                    ),
                ),
                (
                    "answered_to",
                    models.CharField(blank=True, max_length=100, verbose_name="Answered to whom"),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="complaints",
                        to="agencies.agency",
                        verbose_name="Agency",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="complaints",
                        to="cases.case",
                        verbose_name="Request",
                    ),
                ),
            ],
            options={
                "verbose_name": "complaint",
                "verbose_name_plural": "complaints",
                "ordering": ["-received_on", "-pk"],
                "indexes": [
                    models.Index(fields=["agency", "received_on"], name="disputes_complaint_received")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("handled_on", None),
                            models.Q(
                                ("handled_on__gte", models.F("received_on")),
                                models.Q(("handled", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="disputes_complaint_handled_after_receipt",
                    )
                ],
            },
            bases=(gongkai.acts.subjects.Subject, models.Model),
        ),
        migrations.AddIndex(
            model_name="dispute",
            index=models.Index(fields=["agency", "decided_on"], name="disputes_decided"),
        ),
        migrations.AddIndex(
            model_name="dispute",
            index=models.Index(fields=["agency", "defence_due_on"], name="disputes_defence_due"),
        ),
        migrations.AddConstraint(
            model_name="dispute",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_on", None), ("outcome", "")),
                    models.Q(("decided_on__isnull", False), models.Q(("outcome", ""), _negated=True)),
                    _connector="OR",
                ),
                name="disputes_decided_with_outcome",
            ),
        ),
        migrations.AddConstraint(
            model_name="dispute",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_on", None), ("decided_on__gte", models.F("opened_on")), _connector="OR"
                ),
                name="disputes_decided_after_opening",
            ),
        ),
        migrations.AddConstraint(
            model_name="dispute",
            constraint=models.UniqueConstraint(
                condition=models.Q(("number", ""), _negated=True),
                fields=("agency", "number"),
                name="disputes_docket_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="dispute",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "reconsideration"), _negated=True), ("instance", ""), _connector="OR"
                ),
                name="disputes_only_suits_have_instances",
            ),
        ),
        migrations.AddConstraint(
            model_name="dispute",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("served_on", None), ("served_on__gte", models.F("opened_on")), _connector="OR"
                ),
                name="disputes_served_after_opening",
            ),
        ),
        migrations.AddConstraint(
            model_name="dispute",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("defence_sent_on", None),
                    ("defence_sent_on__gte", models.F("served_on")),
                    _connector="OR",
                ),
                name="disputes_defence_after_service",
            ),
        ),
        migrations.AddConstraint(
            model_name="dispute",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decision_served_on", None),
                    ("decision_served_on__gte", models.F("decided_on")),
                    _connector="OR",
                ),
                name="disputes_decision_served_after_it",
            ),
        ),
        migrations.AddConstraint(
            model_name="dispute",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("defence_due_on", None), ("defence_due_unknown_year", None), _connector="OR"
                ),
                name="disputes_defence_due_known_or_not",
            ),
        ),
        migrations.AddConstraint(
            model_name="dispute",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("filing_due_on", None), ("filing_due_unknown_year", None), _connector="OR"
                ),
                name="disputes_filing_due_known_or_not",
            ),
        ),
        migrations.AddConstraint(
            model_name="dispute",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("filed_on", None),
                    models.Q(("filed_on__gte", models.F("decided_on")), ("outcome", "corrected")),
                    _connector="OR",
                ),
                name="disputes_only_lost_cases_filed",
            ),
        ),
        migrations.AddConstraint(
            model_name="dispute",
            constraint=models.CheckConstraint(
                condition=models.Q(("orders_new_reply", False), ("outcome", "corrected"), _connector="OR"),
                name="disputes_only_corrections_order_replies",
            ),
        ),
        migrations.AddConstraint(
            model_name="dispute",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ordered_within_days", None), ("orders_new_reply", True), _connector="OR"
                ),
                name="disputes_period_of_an_order",
            ),
        ),
    ]
