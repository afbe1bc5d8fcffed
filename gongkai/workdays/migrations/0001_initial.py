import django.db.models.deletion
from django.db import migrations, models

import gongkai.acts.subjects
from gongkai.workdays.shipped import shipped_notices

SOURCE = "chinesecalendar"


def load_shipped_notices(apps, schema_editor):
    HolidayNotice = apps.get_model("workdays", "HolidayNotice")
    ExceptionalDay = apps.get_model("workdays", "ExceptionalDay")
    using = schema_editor.connection.alias
    for shipped in shipped_notices():
        notice = HolidayNotice.objects.using(using).create(
            year=shipped.year, number=shipped.number, issued_on=shipped.issued_on, source=SOURCE
        )
        ExceptionalDay.objects.using(using).bulk_create(
            ExceptionalDay(day=day, works=what.works, name=what.name, notice=notice)
            for day, what in shipped.days.items()
        )


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="HolidayNotice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(unique=True, verbose_name="Year")),
                ("number", models.CharField(blank=True, max_length=100, verbose_name="Document number")),
                ("issued_on", models.DateField(blank=True, null=True, verbose_name="Issued on")),
                ("source", models.CharField(blank=True, max_length=300, verbose_name="Source")),
                ("loaded_at", models.DateTimeField(auto_now=True, verbose_name="Loaded at")),
            ],
            options={
                "verbose_name": "holiday notice",
                "verbose_name_plural": "holiday notices",
                "ordering": ["year"],
            },
            bases=(gongkai.acts.subjects.Subject, models.Model),
        ),
        migrations.CreateModel(
            name="ExceptionalDay",
            fields=[
                ("day", models.DateField(primary_key=True, serialize=False, verbose_name="Day")),
                ("works", models.BooleanField(verbose_name="Is a working day")),
                ("name", models.CharField(blank=True, max_length=60, verbose_name="Holiday")),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="days",
                        to="workdays.holidaynotice",
                        verbose_name="holiday notice",
                    ),
                ),
            ],
            options={
                "verbose_name": "exceptional day",
                "verbose_name_plural": "exceptional days",
                "ordering": ["day"],
            },
        ),
        migrations.RunPython(load_shipped_notices, migrations.RunPython.noop),
    ]
