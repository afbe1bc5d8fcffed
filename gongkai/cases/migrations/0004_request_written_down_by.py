from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_requests_of_older_cases")]
    operations = [
        migrations.AddField(
            model_name="request",
            name="written_down_by",
            field=models.CharField(blank=True, default="", max_length=100, verbose_name="Written down by"),
            preserve_default=False,
        ),
    ]
