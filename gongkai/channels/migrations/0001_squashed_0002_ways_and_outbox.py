"""The tables of this room in one step, for a new installation; the steps it replaces stand beside it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import gongkai.acts.clock
import gongkai.acts.subjects
import gongkai.vault.fields


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("channels", "0001_initial"),
        ("channels", "0002_ways_and_outbox"),
    ]

    dependencies = [
        ("agencies", "0001_initial"),
        ("catalogue", "0001_initial"),
        ("files", "0001_initial"),
        ("resources", "0001_initial"),
        ("secrecy", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SiteCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(unique=True)),
                ("tried", models.PositiveIntegerField(default=0)),
                ("failed", models.PositiveIntegerField(default=0)),
                ("slowest", models.FloatField(default=0)),
            ],
            options={
                "verbose_name": "visits to the website",
                "ordering": ["-day"],
            },
        ),
        migrations.CreateModel(
            name="Channel",
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
                            ("gazette", "Government gazette"),
                            ("website", "Government website"),
                            ("weibo", "Government Weibo"),
                            ("wechat", "Government WeChat"),
                            ("newspaper", "Newspaper"),
                            ("notice_board", "Notice board"),
                            ("sms", "Text message"),
                            ("visit", "Visit to households"),
                            ("reading_point", "Reading point"),
                            ("other", "Other means"),
                        ],
                        max_length=20,
                        verbose_name="Kind of channel",
                    ),
                ),
                ("name", models.CharField(max_length=50, verbose_name="Name")),
                ("address", models.CharField(blank=True, max_length=200, verbose_name="Account or place")),
                (
                    "way",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("portal", "By this program at once"),
                            ("by_hand", "By hand: post it, then paste the address or a picture"),
                            ("wechat", "Interface of the WeChat official account"),
                            ("weibo", "Interface of Weibo"),
                            ("sms", "Text messages to groups"),
                            ("issue", "In an issue: gazette or newspaper"),
                            ("board", "Posted on the boards of the communities"),
                            ("hand_out", "Visits and hand-outs"),
                            ("hand_over", "Handed over to reading points"),
                        ],
                        max_length=10,
                        verbose_name="How it is served",
                    ),
                ),
                (
                    "credentials",
                    gongkai.vault.fields.SealedTextField(blank=True, verbose_name="Access to the interface"),
                ),
                ("access_token", gongkai.vault.fields.SealedTextField(blank=True)),
                ("paused_until", models.DateTimeField(blank=True, null=True, verbose_name="Paused until")),
                ("pauses", models.PositiveSmallIntegerField(default=0)),
                (
                    "paused_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="Why it is paused"),
                ),
                ("in_use", models.BooleanField(default=True, verbose_name="In use")),
                ("order", models.PositiveSmallIntegerField(default=0)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="channels",
                        to="agencies.agency",
                    ),
                ),
                (
                    "cover",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                        verbose_name="Cover where an item has no picture",
                    ),
                ),
            ],
            options={
                "verbose_name": "channel",
                "ordering": ["agency", "order", "pk"],
            },
            bases=(gongkai.acts.subjects.Subject, models.Model),
        ),
        migrations.CreateModel(
            name="HandOver",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(verbose_name="Day of the hand-over")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("prepared", "Prepared"),
                            ("handed_over", "Handed over"),
                            ("void", "Called off"),
                        ],
                        default="prepared",
                        max_length=12,
                        verbose_name="State",
                    ),
                ),
                ("received_by", models.CharField(blank=True, max_length=50, verbose_name="Received by")),
                ("received_on", models.DateField(null=True, verbose_name="Received on")),
                (
                    "void_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="Why it was called off"),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hand_overs",
                        to="resources.readingpoint",
                        verbose_name="Reading point",
                    ),
                ),
                (
                    "prepared_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proof",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                        verbose_name="Signed list",
                    ),
                ),
            ],
            options={
                "verbose_name": "hand-over to a reading point",
                "ordering": ["-day", "-pk"],
            },
            bases=(gongkai.acts.subjects.Subject, models.Model),
        ),
        migrations.CreateModel(
            name="Issue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(verbose_name="Day of the issue")),
                ("title", models.CharField(blank=True, max_length=50, verbose_name="Theme of the issue")),
                (
                    "sheet",
                    models.CharField(
                        choices=[("A4", "A4"), ("A3", "A3")], default="A4", max_length=2, verbose_name="Sheet"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("collecting", "Being put together"),
                            ("closed", "Closed, goes to print"),
                            ("printed", "Printed"),
                            ("void", "Void"),
                        ],
                        default="collecting",
                        max_length=10,
                        verbose_name="State",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(null=True, verbose_name="Year")),
                ("number", models.PositiveSmallIntegerField(null=True, verbose_name="Number in the year")),
                ("total", models.PositiveIntegerField(null=True, verbose_name="Number in all")),
                (
                    "number_before",
                    models.PositiveSmallIntegerField(
                        default=0, verbose_name="Last number of this year so far"
                    ),
                ),
                (
                    "total_before",
                    models.PositiveIntegerField(default=0, verbose_name="Last number in all so far"),
                ),
                ("closed_at", models.DateTimeField(null=True, verbose_name="Closed at")),
                ("pages", models.PositiveSmallIntegerField(null=True, verbose_name="Number of pages")),
                ("printed_on", models.DateField(null=True, verbose_name="Printed")),
                ("copies", models.PositiveIntegerField(null=True, verbose_name="Copies")),
                ("void_reason", models.CharField(blank=True, max_length=300, verbose_name="Why it is void")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "channel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="issues",
                        to="channels.channel",
                        verbose_name="Channel",
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "docx",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                        verbose_name="DOCX",
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
                    "pdf",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                        verbose_name="PDF",
                    ),
                ),
                (
                    "printed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proof",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                        verbose_name="Proof",
                    ),
                ),
            ],
            options={
                "verbose_name": "issue",
                "ordering": ["-day", "-pk"],
            },
            bases=(gongkai.acts.subjects.Subject, models.Model),
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("url", models.CharField(max_length=1000, verbose_name="Address")),
                ("words", models.CharField(blank=True, max_length=200, verbose_name="Words of the link")),
                ("host", models.CharField(blank=True, max_length=255)),
                ("is_own", models.BooleanField(default=False, verbose_name="Within our own website")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("new", "Not looked at yet"),
                            ("alive", "Leads somewhere"),
                            ("failing", "Failed, looked at again tomorrow"),
                            ("dead", "Dead"),
                        ],
                        default="new",
                        max_length=10,
                        verbose_name="State",
                    ),
                ),
                ("found", models.CharField(blank=True, max_length=100, verbose_name="What was found")),
                ("checked_at", models.DateTimeField(null=True, verbose_name="Last looked at")),
                ("first_failed_at", models.DateTimeField(null=True, verbose_name="Dead since")),
                ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="Days it failed")),
                ("next_look_at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="links", to="catalogue.item"
                    ),
                ),
            ],
            options={
                "verbose_name": "link",
                "ordering": ["item", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Release",
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
                            ("gazette", "Government gazette"),
                            ("website", "Government website"),
                            ("weibo", "Government Weibo"),
                            ("wechat", "Government WeChat"),
                            ("newspaper", "Newspaper"),
                            ("notice_board", "Notice board"),
                            ("sms", "Text message"),
                            ("visit", "Visit to households"),
                            ("reading_point", "Reading point"),
                            ("other", "Other means"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("waiting", "In the outbox"),
                            ("sending", "Being sent"),
                            ("accepted", "Accepted, the outcome is awaited"),
                            ("unclear", "Sent, but the answer was lost"),
                            ("failed", "Not released"),
                            ("confirmed", "Confirmed"),
                            ("recalled", "Recalled"),
                            ("dropped", "Dropped"),
                        ],
                        default="planned",
                        max_length=10,
                        verbose_name="State",
                    ),
                ),
                ("planned_on", models.DateField(blank=True, null=True, verbose_name="Planned for")),
                ("planned_at", models.TimeField(blank=True, null=True, verbose_name="Time")),
                ("headline", models.CharField(blank=True, max_length=200, verbose_name="Headline")),
                ("text", models.TextField(blank=True, verbose_name="Text for this channel")),
                ("progress", models.JSONField(blank=True, default=dict)),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="Attempts")),
                ("next_try_at", models.DateTimeField(blank=True, null=True, verbose_name="Next attempt at")),
                ("taken_at", models.DateTimeField(blank=True, null=True, verbose_name="Last attempt at")),
                ("fault", models.CharField(blank=True, max_length=300, verbose_name="Fault")),
                ("read_back_at", models.DateTimeField(blank=True, null=True, verbose_name="Read back")),
                (
                    "read_back",
                    models.CharField(blank=True, max_length=300, verbose_name="What was found there"),
                ),
                ("confirmed_on", models.DateField(null=True, verbose_name="Released on")),
                ("address", models.CharField(blank=True, max_length=300, verbose_name="Address or place")),
                ("is_test", models.BooleanField(default=False, verbose_name="Test release")),
                ("is_counted", models.BooleanField(default=True, verbose_name="Counted")),
                ("recalled_on", models.DateField(null=True)),
                ("recalled_reason", models.TextField(blank=True)),
                ("taken_down_at", models.DateTimeField(null=True, verbose_name="Taken down")),
                ("year", models.PositiveSmallIntegerField(null=True)),
                ("first_year", models.PositiveSmallIntegerField(null=True)),
                ("is_first", models.BooleanField(default=False)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "assigned_to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Person",
                    ),
                ),
                (
                    "channel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="releases",
                        to="channels.channel",
                        verbose_name="Channel",
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "fitted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="releases",
                        to="catalogue.item",
                    ),
                ),
                (
                    "package",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="secrecy.package",
                    ),
                ),
                (
                    "picture",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                        verbose_name="Picture",
                    ),
                ),
                (
                    "proof",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                        verbose_name="Proof",
                    ),
                ),
            ],
            options={
                "verbose_name": "release",
                "ordering": ["item", "confirmed_on", "pk"],
            },
            bases=(gongkai.acts.subjects.Subject, models.Model),
        ),
        migrations.CreateModel(
            name="Posting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="Place of the board")),
                ("hang_from", models.DateField(verbose_name="To be posted on")),
                ("days", models.PositiveSmallIntegerField(verbose_name="Posting period")),
                (
                    "unit",
                    models.CharField(
                        choices=[("days", "calendar days"), ("working days", "working days")],
                        default="days",
                        max_length=20,
                        verbose_name="Counted in",
                    ),
                ),
                (
                    "sheet",
                    models.CharField(
                        choices=[("A4", "A4"), ("A3", "A3")], default="A3", max_length=2, verbose_name="Sheet"
                    ),
                ),
                (
                    "contact",
                    models.CharField(blank=True, max_length=100, verbose_name="Contact printed on the sheet"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("due", "To be posted"),
                            ("posted", "Posted"),
                            ("taken_down", "Taken down"),
                            ("void", "Called off"),
                        ],
                        default="due",
                        max_length=10,
                        verbose_name="State",
                    ),
                ),
                ("posted_on", models.DateField(null=True, verbose_name="Posted on")),
                ("posted_at", models.DateTimeField(null=True, verbose_name="Posting told")),
                ("posted_latitude", models.DecimalField(decimal_places=3, max_digits=6, null=True)),
                ("posted_longitude", models.DecimalField(decimal_places=3, max_digits=6, null=True)),
                ("until", models.DateField(null=True, verbose_name="Has to hang until")),
                ("down_on", models.DateField(null=True, verbose_name="Taken down on")),
                ("down_at", models.DateTimeField(null=True, verbose_name="Taking down told")),
                ("down_latitude", models.DecimalField(decimal_places=3, max_digits=6, null=True)),
                ("down_longitude", models.DecimalField(decimal_places=3, max_digits=6, null=True)),
                (
                    "down_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="Why it was taken down early"),
                ),
                ("is_early", models.BooleanField(default=False, verbose_name="Taken down early")),
                (
                    "void_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="Why it was called off"),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "down_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "down_picture",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
                (
                    "planned_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "posted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "posted_picture",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="postings",
                        to="agencies.section",
                        verbose_name="Community",
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="postings",
                        to="channels.release",
                    ),
                ),
            ],
            options={
                "verbose_name": "posting on a board",
                "ordering": ["-hang_from", "section", "pk"],
            },
            bases=(gongkai.acts.subjects.Subject, models.Model),
        ),
        migrations.CreateModel(
            name="IssueEntry",
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
                        choices=[("item", "Item"), ("correction", "Correction")],
                        default="item",
                        max_length=10,
                    ),
                ),
                ("order", models.PositiveSmallIntegerField()),
                ("section", models.CharField(blank=True, max_length=30, verbose_name="Section of the issue")),
                ("page", models.PositiveSmallIntegerField(null=True, verbose_name="Page")),
                (
                    "edition",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.edition",
                    ),
                ),
                (
                    "issue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="entries",
                        to="channels.issue",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalogue.item"
                    ),
                ),
                (
                    "package",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="secrecy.package",
                    ),
                ),
                (
                    "release",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="issue_entry",
                        to="channels.release",
                    ),
                ),
            ],
            options={
                "ordering": ["issue", "order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="HandOverLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("copies", models.PositiveSmallIntegerField(default=1, verbose_name="Copies")),
                (
                    "hand_over",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="channels.handover",
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hand_over_lines",
                        to="channels.release",
                    ),
                ),
            ],
            options={
                "ordering": ["hand_over", "pk"],
            },
        ),
        migrations.CreateModel(
            name="HandOut",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("households", "Visits to households"),
                            ("street", "Handed out"),
                            ("on_site", "Read or explained on site"),
                        ],
                        default="street",
                        max_length=12,
                        verbose_name="How",
                    ),
                ),
                ("place", models.CharField(max_length=200, verbose_name="Place")),
                ("day", models.DateField(verbose_name="Day")),
                ("number", models.PositiveIntegerField(verbose_name="Number handed out")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="Note")),
                ("recorded_at", models.DateTimeField(verbose_name="Recorded")),
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
                    "picture",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                        verbose_name="Photograph",
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hand_outs",
                        to="channels.release",
                    ),
                ),
            ],
            options={
                "verbose_name": "hand-out",
                "ordering": ["-day", "-pk"],
            },
            bases=(gongkai.acts.subjects.Subject, models.Model),
        ),
        migrations.CreateModel(
            name="SiteFault",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("serial", models.PositiveIntegerField()),
                ("path", models.CharField(blank=True, max_length=300, verbose_name="Page of the website")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("link", "Broken link or missing page"),
                            ("wording", "Wrong word or number"),
                            ("outdated", "Out of date"),
                            ("leak", "Personal data can be seen"),
                            ("question", "Question or suggestion"),
                            ("other", "Something else"),
                        ],
                        max_length=10,
                        verbose_name="What is wrong",
                    ),
                ),
                ("text", models.TextField(verbose_name="Text of the report")),
                (
                    "contact",
                    gongkai.vault.fields.SealedTextField(blank=True, verbose_name="How to reach you"),
                ),
                ("code", models.CharField(max_length=10)),
                ("reported_at", models.DateTimeField(verbose_name="Reported")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Not answered yet"),
                            ("answered", "Answered"),
                            ("dismissed", "Not a valid message"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="State",
                    ),
                ),
                ("answer", models.TextField(blank=True, verbose_name="Answer")),
                ("answered_at", models.DateTimeField(null=True, verbose_name="Answered")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "website fault",
                "ordering": ["-reported_at", "-pk"],
            },
            bases=(gongkai.acts.subjects.Subject, models.Model),
        ),
        migrations.CreateModel(
            name="SmsBatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(max_length=64, unique=True)),
                ("taken_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sms_batches",
                        to="channels.release",
                    ),
                ),
            ],
            options={
                "verbose_name": "batch of messages",
            },
        ),
        migrations.CreateModel(
            name="SmsContact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", gongkai.vault.fields.SealedTextField(blank=True, verbose_name="Mobile number")),
                ("number_index", models.CharField(max_length=64)),
                ("shown_number", models.CharField(blank=True, max_length=20, verbose_name="Number")),
                ("name", gongkai.vault.fields.SealedTextField(blank=True, verbose_name="Name")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("paper", "Signed paper"),
                            ("form", "Form filled in online"),
                            ("counter", "Told at the counter, written down"),
                            ("call", "Told by telephone, recorded"),
                        ],
                        max_length=10,
                        verbose_name="Consent given by",
                    ),
                ),
                ("source_note", models.CharField(max_length=200, verbose_name="Where the consent is kept")),
                ("consented_on", models.DateField(verbose_name="Consented on")),
                ("added_at", models.DateTimeField(default=gongkai.acts.clock.now, verbose_name="Added")),
                (
                    "opted_out_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="Wanted no more since"),
                ),
                (
                    "opted_out_how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("reply", "By replying to a message"),
                            ("call", "By telephone"),
                            ("counter", "Told at the counter"),
                            ("provider", "Told to the provider"),
                        ],
                        max_length=10,
                        verbose_name="How",
                    ),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="Taken out")),
                ("erased_at", models.DateTimeField(blank=True, null=True, verbose_name="Number erased")),
                (
                    "paper",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                        verbose_name="Paper",
                    ),
                ),
            ],
            options={
                "verbose_name": "contact",
                "ordering": ["group", "pk"],
            },
            bases=(gongkai.acts.subjects.Subject, models.Model),
        ),
        migrations.CreateModel(
            name="SmsDelivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number_index", models.CharField(max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting to be sent"),
                            ("sending", "Being sent"),
                            ("accepted", "Taken by the provider"),
                            ("delivered", "Arrived"),
                            ("not_delivered", "Did not arrive"),
                            ("unclear", "Not known whether it was sent"),
                            ("skipped", "Not sent, skipped"),
                        ],
                        default="waiting",
                        max_length=13,
                        verbose_name="State",
                    ),
                ),
                ("is_alone", models.BooleanField(default=False)),
                ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="Attempts")),
                ("next_try_at", models.DateTimeField(blank=True, null=True, verbose_name="Next attempt at")),
                (
                    "provider_reference",
                    models.CharField(blank=True, max_length=200, verbose_name="Reference of the provider"),
                ),
                ("fault", models.CharField(blank=True, max_length=300, verbose_name="Fault")),
                ("at", models.DateTimeField(blank=True, null=True, verbose_name="When")),
                (
                    "batch",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="channels.smsbatch",
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="channels.smscontact",
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sms_deliveries",
                        to="channels.release",
                    ),
                ),
            ],
            options={
                "verbose_name": "delivery of a message",
                "ordering": ["release", "pk"],
            },
            bases=(gongkai.acts.subjects.Subject, models.Model),
        ),
        migrations.CreateModel(
            name="SmsGroup",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=50, verbose_name="Name")),
                ("purpose", models.CharField(max_length=300, verbose_name="What its members agreed to get")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="Closed")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sms_groups",
                        to="agencies.agency",
                    ),
                ),
            ],
            options={
                "verbose_name": "group for messages",
                "ordering": ["agency", "name", "pk"],
            },
            bases=(gongkai.acts.subjects.Subject, models.Model),
        ),
        migrations.AddField(
            model_name="smscontact",
            name="group",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="contacts", to="channels.smsgroup"
            ),
        ),
        migrations.CreateModel(
            name="SmsOptOut",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number_index", models.CharField(max_length=64)),
                ("at", models.DateTimeField(default=gongkai.acts.clock.now)),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("reply", "By replying to a message"),
                            ("call", "By telephone"),
                            ("counter", "Told at the counter"),
                            ("provider", "Told to the provider"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
            ],
            options={
                "verbose_name": "number that wants no messages",
            },
        ),
        migrations.CreateModel(
            name="SmsPlan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("planned_at", models.DateTimeField(default=gongkai.acts.clock.now)),
                (
                    "urgent_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="Why it cannot wait"),
                ),
                ("groups", models.ManyToManyField(related_name="+", to="channels.smsgroup")),
                (
                    "planned_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "release",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sms_plan",
                        to="channels.release",
                    ),
                ),
            ],
            options={
                "verbose_name": "plan of a message",
            },
        ),
        migrations.CreateModel(
            name="SmsPrice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="From")),
                (
                    "yuan",
                    models.DecimalField(
                        decimal_places=4, max_digits=8, verbose_name="Price of a part (yuan)"
                    ),
                ),
                ("note", models.CharField(max_length=200, verbose_name="On what it rests")),
                (
                    "channel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sms_prices",
                        to="channels.channel",
                    ),
                ),
            ],
            options={
                "verbose_name": "price of messages",
                "ordering": ["channel", "-valid_from"],
            },
        ),
        migrations.CreateModel(
            name="Subscription",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", gongkai.vault.fields.SealedTextField(verbose_name="E-mail")),
                ("address_index", models.CharField(max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Asked for, not confirmed"),
                            ("confirmed", "Confirmed"),
                            ("ended", "Ended"),
                        ],
                        default="asked",
                        max_length=10,
                        verbose_name="State",
                    ),
                ),
                ("nonce", models.CharField(max_length=32)),
                ("asked_at", models.DateTimeField(default=gongkai.acts.clock.now)),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("told_until", models.DateField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "columns",
                    models.ManyToManyField(related_name="+", to="catalogue.column", verbose_name="Columns"),
                ),
            ],
            options={
                "verbose_name": "subscription",
                "ordering": ["pk"],
            },
            bases=(gongkai.acts.subjects.Subject, models.Model),
        ),
        migrations.AddConstraint(
            model_name="channel",
            constraint=models.UniqueConstraint(fields=("agency", "name"), name="channels_name_once"),
        ),
        migrations.AddConstraint(
            model_name="channel",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "website")),
                fields=("agency",),
                name="channels_one_website_per_agency",
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "handed_over"), _negated=True),
                    models.Q(("received_on__isnull", False), models.Q(("received_by", ""), _negated=True)),
                    _connector="OR",
                ),
                name="channels_handed_over_with_receiver",
            ),
        ),
        migrations.AddConstraint(
            model_name="issue",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "void"), _negated=True),
                fields=("channel", "year", "number"),
                name="channels_issue_number_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="issue",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "void"), _negated=True),
                fields=("channel", "total"),
                name="channels_issue_total_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="issue",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["closed", "printed"]), _negated=True),
                    models.Q(
                        ("number__isnull", False),
                        ("pdf__isnull", False),
                        ("total__isnull", False),
                        ("year__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="channels_issue_closed_with_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="issue",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "printed"), _negated=True),
                    ("printed_on__isnull", False),
                    _connector="OR",
                ),
                name="channels_issue_printed_with_day",
            ),
        ),
        migrations.AddIndex(
            model_name="link",
            index=models.Index(fields=["next_look_at"], name="channels_links_due"),
        ),
        migrations.AddIndex(
            model_name="link",
            index=models.Index(fields=["agency", "state"], name="channels_links_by_state"),
        ),
        migrations.AddConstraint(
            model_name="link",
            constraint=models.UniqueConstraint(fields=("item", "url"), name="channels_link_once_per_item"),
        ),
        migrations.AddIndex(
            model_name="release",
            index=models.Index(
                fields=["first_year", "agency", "year", "kind", "is_first", "item"], name="channels_counting"
            ),
        ),
        migrations.AddIndex(
            model_name="release",
            index=models.Index(
                condition=models.Q(("state", "waiting")), fields=["next_try_at"], name="channels_outbox"
            ),
        ),
        migrations.AddIndex(
            model_name="release",
            index=models.Index(fields=["channel", "state"], name="channels_of_a_channel"),
        ),
        migrations.AddIndex(
            model_name="release",
            index=models.Index(
                condition=models.Q(("is_test", False), ("kind", "website"), ("state", "confirmed")),
                fields=["agency", "item"],
                name="channels_on_the_website",
            ),
        ),
        migrations.AddConstraint(
            model_name="release",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("is_test", False), models.Q(("state__in", ["recalled", "dropped"]), _negated=True)
                ),
                fields=("item", "channel"),
                name="channels_release_once_per_channel",
            ),
        ),
        migrations.AddConstraint(
            model_name="release",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "confirmed"), _negated=True),
                    ("confirmed_on__isnull", False),
                    _connector="OR",
                ),
                name="channels_confirmed_with_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="release",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "waiting"), _negated=True),
                    ("next_try_at__isnull", False),
                    _connector="OR",
                ),
                name="channels_waiting_has_its_turn",
            ),
        ),
        migrations.AddConstraint(
            model_name="release",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["sending", "unclear"]), _negated=True),
                    ("taken_at__isnull", False),
                    _connector="OR",
                ),
                name="channels_sending_was_taken",
            ),
        ),
        migrations.AddConstraint(
            model_name="release",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_first", True)), fields=("item",), name="channels_one_first_release"
            ),
        ),
        migrations.AddIndex(
            model_name="posting",
            index=models.Index(fields=["section", "state"], name="channels_posting_section"),
        ),
        migrations.AddConstraint(
            model_name="posting",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "void"), _negated=True),
                fields=("release", "section"),
                name="channels_posting_once_a_community",
            ),
        ),
        migrations.AddConstraint(
            model_name="posting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["posted", "taken_down"]), _negated=True),
                    models.Q(
                        ("posted_on__isnull", False),
                        ("posted_picture__isnull", False),
                        ("until__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="channels_posted_with_day_and_picture",
            ),
        ),
        migrations.AddConstraint(
            model_name="posting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_early", False), models.Q(("down_reason", ""), _negated=True), _connector="OR"
                ),
                name="channels_taken_down_early_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="posting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("down_on", None), ("down_on__gte", models.F("posted_on")), _connector="OR"
                ),
                name="channels_taken_down_after_posting",
            ),
        ),
        migrations.AddConstraint(
            model_name="issueentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "correction"), ("release__isnull", True)),
                    models.Q(("kind", "item"), ("release__isnull", False)),
                    _connector="OR",
                ),
                name="channels_entry_of_an_item_has_its_release",
            ),
        ),
        migrations.AddConstraint(
            model_name="handoverline",
            constraint=models.UniqueConstraint(
                fields=("hand_over", "release"), name="channels_handed_over_once_a_list"
            ),
        ),
        migrations.AddIndex(
            model_name="sitefault",
            index=models.Index(fields=["agency", "state", "reported_at"], name="channels_faults_open"),
        ),
        migrations.AddConstraint(
            model_name="sitefault",
            constraint=models.UniqueConstraint(
                fields=("agency", "year", "serial"), name="channels_fault_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="sitefault",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "open"),
                    models.Q(("answered_at__isnull", False), ("answered_by__isnull", False)),
                    _connector="OR",
                ),
                name="channels_fault_settled_by_somebody",
            ),
        ),
        migrations.AddIndex(
            model_name="smsdelivery",
            index=models.Index(fields=["release", "state"], name="channels_sms_of_a_release"),
        ),
        migrations.AddIndex(
            model_name="smsdelivery",
            index=models.Index(fields=["number_index", "state"], name="channels_sms_of_a_number"),
        ),
        migrations.AddIndex(
            model_name="smsdelivery",
            index=models.Index(fields=["provider_reference"], name="channels_sms_reported"),
        ),
        migrations.AddConstraint(
            model_name="smsdelivery",
            constraint=models.UniqueConstraint(
                fields=("release", "contact"), name="channels_sms_one_delivery"
            ),
        ),
        migrations.AddConstraint(
            model_name="smsdelivery",
            constraint=models.UniqueConstraint(
                fields=("release", "number_index"), name="channels_sms_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="smsdelivery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["sending", "unclear"]), _negated=True),
                    ("batch__isnull", False),
                    _connector="OR",
                ),
                name="channels_sms_sending_in_a_batch",
            ),
        ),
        migrations.AddConstraint(
            model_name="smsgroup",
            constraint=models.UniqueConstraint(fields=("agency", "name"), name="channels_sms_group_once"),
        ),
        migrations.AddIndex(
            model_name="smscontact",
            index=models.Index(fields=["number_index"], name="channels_sms_number"),
        ),
        migrations.AddConstraint(
            model_name="smscontact",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None), ("opted_out_at", None)),
                fields=("group", "number_index"),
                name="channels_sms_once_in_a_group",
            ),
        ),
        migrations.AddConstraint(
            model_name="smscontact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("opted_out_at", None), ("opted_out_how", "")),
                    models.Q(("opted_out_at__isnull", False), models.Q(("opted_out_how", ""), _negated=True)),
                    _connector="OR",
                ),
                name="channels_sms_opted_out_somehow",
            ),
        ),
        migrations.AddConstraint(
            model_name="smsoptout",
            constraint=models.UniqueConstraint(
                fields=("agency", "number_index"), name="channels_sms_opted_out_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="smsprice",
            constraint=models.UniqueConstraint(
                fields=("channel", "valid_from"), name="channels_sms_price_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="smsprice",
            constraint=models.CheckConstraint(
                condition=models.Q(("yuan__gte", 0)), name="channels_sms_price_is_no_gain"
            ),
        ),
        migrations.AddIndex(
            model_name="subscription",
            index=models.Index(fields=["address_index", "asked_at"], name="channels_subscribed"),
        ),
        migrations.AddConstraint(
            model_name="subscription",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "confirmed")),
                fields=("agency", "address_index"),
                name="channels_one_subscription",
            ),
        ),
        migrations.AddConstraint(
            model_name="subscription",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "confirmed"), _negated=True),
                    models.Q(("confirmed_at__isnull", False), ("told_until__isnull", False)),
                    _connector="OR",
                ),
                name="channels_subscription_confirmed_since",
            ),
        ),
    ]
