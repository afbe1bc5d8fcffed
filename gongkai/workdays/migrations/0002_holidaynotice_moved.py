from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workdays", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="holidaynotice",
            name="moved",
            field=models.JSONField(blank=True, default=list),
        ),
    ]
