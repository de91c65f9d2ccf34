from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """A count of cash is nought or more, as the pieces on the tablet are."""

    dependencies = (("exhibitions_till", "0004_bundles_without_pins"),)

    operations = (
        migrations.AddConstraint(
            model_name="tillday",
            constraint=models.CheckConstraint(
                condition=Q(till_float__gte=0, counted__gte=0), name="till_day_counted"
            ),
        ),
    )
